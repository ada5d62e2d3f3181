from __future__ import annotations

import io
from pathlib import Path

from diagnostics.cli.triage_progress import Watch, expected


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_it_tells_throughput_and_time_left(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_bytes(b"x" * 4_000_000)
    stream, clock = Terminal(), Clock()
    watch = Watch(stream, [str(tmp_path)], clock)
    watch.hits = 7
    clock.now = 2.0
    watch.advance("a.log", 1_000_000)
    assert stream.getvalue() == "\r\x1b[K1.0 MB of 4.0 MB, 500.0 kB/s, 6 s left; 7 hits"
    watch.clear()
    assert stream.getvalue().endswith("\r\x1b[K")
    assert (watch.files, watch.bytes) == (1, 1_000_000)


def test_what_has_no_size_has_no_time_left() -> None:
    stream, clock = Terminal(), Clock()
    watch = Watch(stream, ["-"], clock)
    clock.now = 2.0
    watch.advance("-", 5_000)
    assert stream.getvalue() == "\r\x1b[K5.0 kB searched, 2.5 kB/s; 0 hits"


def test_nothing_is_drawn_on_no_terminal_and_nothing_within_a_second() -> None:
    pipe, clock = io.StringIO(), Clock()
    watch = Watch(pipe, [], clock)
    clock.now = 9.0
    watch.advance("a", 1)
    watch.clear()
    assert pipe.getvalue() == ""
    stream, clock = Terminal(), Clock()
    soon = Watch(stream, [], clock)
    clock.now = 0.9
    soon.advance("a", 1)
    soon.clear()
    assert stream.getvalue() == ""


def test_it_is_not_redrawn_more_often_than_anybody_reads() -> None:
    stream, clock = Terminal(), Clock()
    watch = Watch(stream, [], clock)
    for step in range(100):
        clock.now = 2.0 + step / 1000
        watch.advance("a", step)
    assert stream.getvalue().count("\r") == 1


def test_sizes_of_files_and_folders_are_added_up(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a").write_bytes(b"xx")
    (tmp_path / "b").write_bytes(b"x")
    assert expected([str(tmp_path / "in"), str(tmp_path / "b")]) == 3
    assert expected([str(tmp_path / "*.log")]) is None
