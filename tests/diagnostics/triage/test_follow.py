"""What is written to growing and rotating files is told once: nothing lost, nothing doubled."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.triage import follow as following
from diagnostics.triage import tail
from diagnostics.triage.follow import follow
from diagnostics.triage.known import known_signatures
from diagnostics.triage.occurrence import LeftOut, Occurrence

SIGNATURES = known_signatures()
SENTENCE = "Access to your account is currently revoked because the correspondent key is either disabled or expired (4018)."


class Silent:
    def advance(self, path: str, done_bytes: int, total_bytes: int | None) -> None:
        pass


class Writer:
    """A program that logs, and those who rotate its logs; each error bears its number as its time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.written: list[int] = []
        self._file = path.open("ab")
        self._rotations = 0
        self._half = b""

    def line(self) -> bytes:
        number = len(self.written) + 1
        self.written.append(number)
        time = f"2026-01-02T{number // 3600:02}:{number // 60 % 60:02}:{number % 60:02}Z"
        return f"{time} ERROR 403 {SENTENCE}\n".encode()

    def quiet(self) -> None:
        self._put(b"2026-01-02T00:00:00Z INFO all is well\n")

    def error(self) -> None:
        self._put(self.line())

    def error_with_trace(self) -> None:
        self._put(
            self.line()
            + b"\tat com.acme.A.b(A.java:1)\nCaused by: com.acme.Bad: "
            + SENTENCE.encode()
            + b"\n"
        )

    def half(self) -> None:
        """Write a line in two goes, with whatever happens in between."""
        if not self._half:
            line = self.line()
            self._raw(line[:70])
            self._half = line[70:]
        else:
            self._put(b"")

    def _put(self, data: bytes) -> None:
        self._raw(self._half + data)
        self._half = b""

    def _raw(self, data: bytes) -> None:
        self._file.write(data)
        self._file.flush()

    def rename(self) -> None:
        """Rename, and create anew; the program goes on with the new file."""
        self._put(b"")
        self._rotations += 1
        for number in range(self._rotations, 1, -1):
            older = self.path.with_name(f"{self.path.name}.{number - 1}")
            if older.exists():
                older.rename(self.path.with_name(f"{self.path.name}.{number}"))
        self.path.rename(self.path.with_name(f"{self.path.name}.1"))
        self._file.close()
        self._file = self.path.open("ab")

    def rename_late(self) -> None:
        """Rename; the program writes into the renamed file once more before it opens the new one."""
        self.rename_only()
        self.error()
        self._file.close()
        self._file = self.path.open("ab")

    def rename_only(self) -> None:
        self._put(b"")
        self._rotations += 1
        self.path.rename(self.path.with_name(f"{self.path.name}-{self._rotations:04}"))

    def copy_and_truncate(self) -> None:
        self._put(b"")
        self._rotations += 1
        shutil.copy(self.path, self.path.with_name(f"{self.path.name}.copy{self._rotations}"))
        os.truncate(self.path, 0)

    def close(self) -> None:
        self._put(b"")
        self._file.close()


ACTS = ("quiet", "error", "error_with_trace", "half", "rename", "rename_late", "look", "look")


def numbers(found: list[Occurrence]) -> list[int]:
    return [
        each.at.hour * 3600 + each.at.minute * 60 + each.at.second for each in found if each.at
    ]


class Follower:
    """Looks when it is told to."""

    def __init__(self, *inputs: Path) -> None:
        self.found: list[Occurrence] = []
        self.left_out: list[LeftOut] = []
        self._is_last = False
        names = [str(each) for each in inputs]
        self._looks: Iterator[Occurrence | LeftOut | None] = follow(
            names, SIGNATURES, Silent(), is_stopped=lambda: self._is_last, pause_s=0
        )

    def look(self) -> None:
        for each in self._looks:
            if each is None:
                return
            (self.found if isinstance(each, Occurrence) else self.left_out).append(each)  # type: ignore[arg-type]

    def end(self) -> None:
        self._is_last = True
        self.look()
        assert next(self._looks, "ended") == "ended"


@pytest.fixture(autouse=True)
def no_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tail, "QUIET_S", 0.0)


def run(folder: Path, acts: list[str], *, whole_folder: bool) -> tuple[Writer, Follower]:
    writer = Writer(folder / "app.log")
    follower = Follower(folder if whole_folder else writer.path)
    follower.look()
    for act in acts:
        if act == "look":
            follower.look()
        else:
            if act == "copy_and_truncate":
                writer.quiet()
                follower.look()  # what is written after this look is lost by nature
            getattr(writer, act)()
    writer.close()
    follower.end()
    return writer, follower


@settings(deadline=None, max_examples=40)
@given(acts=st.lists(st.sampled_from(ACTS), max_size=25), whole_folder=st.booleans())
def test_renamed_files_lose_and_double_nothing(
    tmp_path_factory: pytest.TempPathFactory, acts: list[str], *, whole_folder: bool
) -> None:
    writer, follower = run(tmp_path_factory.mktemp("logs"), acts, whole_folder=whole_folder)
    assert sorted(numbers(follower.found)) == writer.written
    assert follower.left_out == []


@settings(deadline=None, max_examples=40)
@given(
    acts=st.lists(st.sampled_from((*ACTS[:4], "copy_and_truncate", "look")), max_size=20),
    whole_folder=st.booleans(),
)
def test_a_file_that_is_copied_and_truncated_doubles_nothing_and_says_what_it_may_lose(
    tmp_path_factory: pytest.TempPathFactory, acts: list[str], *, whole_folder: bool
) -> None:
    writer, follower = run(tmp_path_factory.mktemp("logs"), acts, whole_folder=whole_folder)
    assert sorted(numbers(follower.found)) == writer.written
    assert all("truncated" in each.reason for each in follower.left_out)
    assert bool(follower.left_out) <= ("copy_and_truncate" in acts)


def test_older_rotated_files_beside_are_not_read(tmp_path: Path) -> None:
    old = Writer(tmp_path / "app.log")
    old.error()
    old.rename()
    old.close()
    writer, follower = Writer(tmp_path / "app.log"), Follower(tmp_path / "app.log")
    follower.look()
    writer.written = [1]
    writer.error()
    writer.rename()
    writer.error()
    writer.close()
    follower.end()
    assert numbers(follower.found) == [2, 3]


def test_a_record_is_told_when_it_is_complete_and_not_before(tmp_path: Path) -> None:
    writer, follower = Writer(tmp_path / "app.log"), Follower(tmp_path / "app.log")
    writer.half()
    follower.look()
    follower.look()
    assert follower.found == []
    writer.half()
    writer.close()
    follower.look()
    follower.look()
    assert numbers(follower.found) == [1]
    follower.end()
    assert numbers(follower.found) == [1]


def test_a_file_that_comes_later_is_followed(tmp_path: Path) -> None:
    follower = Follower(tmp_path / "*.log")
    follower.look()
    (told,) = follower.left_out
    assert "no file fits" in told.reason
    writer = Writer(tmp_path / "new.log")
    writer.error()
    writer.close()
    follower.end()
    assert numbers(follower.found) == [1]


def test_a_packed_file_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(b"\x1f\x8b" + bytes(100))
    follower = Follower(tmp_path / "a.gz")
    follower.look()
    follower.end()
    assert [each.reason for each in follower.left_out] == ["it is packed, which does not grow"]


def test_an_interruption_gives_what_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tail, "QUIET_S", 60.0)
    writer = Writer(tmp_path / "app.log")
    writer.error()
    writer.close()

    def interrupted(_seconds: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(following.time, "sleep", interrupted)
    found: list[Occurrence] = []
    with pytest.raises(KeyboardInterrupt):
        for each in follow([str(writer.path)], SIGNATURES, Silent()):
            if isinstance(each, Occurrence):
                found.append(each)  # noqa: PERF401 - what comes before the interruption counts
    assert numbers(found) == [1]
