from __future__ import annotations

import io

from diagnostics.cli.progress import Bar
from diagnostics.cli.running import Whole
from diagnostics.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(stream: io.StringIO, *, seconds: float) -> str:
    with Bar(stream) as bar:
        bar._began -= seconds  # noqa: SLF001 - as if the run had lasted so long
        bar.update(Progress(done=2, total=20, running=("a.b", "c.d", "e.f", "g.h" * 40)))
    return stream.getvalue()


def test_on_a_terminal_a_long_run_shows_what_it_looks_at_and_clears_it() -> None:
    text = shown(Terminal(), seconds=5)
    assert "2 of 20 checks done; looking at a.b, c.d, e.f" in text
    assert text.endswith("\r\x1b[K")
    assert max(len(part) for part in text.split("\r\x1b[K")) < 80


def test_a_short_run_shows_nothing() -> None:
    assert shown(Terminal(), seconds=0) == ""


def test_what_is_not_a_terminal_gets_nothing() -> None:
    assert shown(io.StringIO(), seconds=5) == ""


def test_for_nobody_nothing_is_added_up() -> None:
    assert Bar(io.StringIO()).told is None
    assert Whole(None).part("one") is None


def test_what_the_targets_tell_is_added_up_whatever_comes_first() -> None:
    told: list[Progress] = []
    whole = Whole(told.append)
    one, other = whole.part("one"), whole.part("other")
    assert one
    assert other
    one(Progress(done=1, total=10, running=("a.b",)))
    other(Progress(done=2, total=5, running=("c.d",)))
    one(Progress(done=4, total=12, running=()))
    assert told[1] == Progress(done=3, total=15, running=("a.b", "c.d"))
    assert told[2] == Progress(done=6, total=17, running=("c.d",))
