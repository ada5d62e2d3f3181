from __future__ import annotations

from datetime import timedelta

from diagnostics.cli.triage_following import Lines, telling
from diagnostics.triage.occurrence import LeftOut, Place
from diagnostics.triage.tally import Window
from tests.diagnostics.triage.occurrences import ACCOUNT, BEGAN, an_occurrence, recognised


def test_a_line_for_every_new_error_and_every_new_minute_of_it() -> None:
    lines = Lines()
    here = recognised(account_host=ACCOUNT)
    told = [lines.of(an_occurrence(after, line=after + 1, said=here)) for after in (0, 1, 2, 50)]
    assert told == [
        f"2026-11-23 14:02:11 UTC  4000  CO101  {ACCOUNT}  (new)  app.log:1",
        "",
        "",
        f"2026-11-23 14:03:01 UTC  4000  CO101  {ACCOUNT}  (3 in the last minute with any)  app.log:51",
    ]
    assert lines.of(an_occurrence(50)).endswith("(new)  app.log:1"), (
        "on an account that none names"
    )


def test_what_bears_no_time_is_told_once() -> None:
    lines = Lines()
    told = [lines.of(an_occurrence(None)) for _ in range(3)]
    assert told == ["without a time  4000  CO101  (new)  app.log:1", "", ""]


def test_everything_is_passed_on_and_only_the_window_is_told() -> None:
    left = LeftOut(place=Place(path="b.log", offset=0), reason="it vanished", do="wait")
    given = [an_occurrence(0), left, an_occurrence(100)]
    told: list[str] = []
    window = Window(since=BEGAN + timedelta(seconds=50))
    assert list(telling(iter(given), told.append, window)) == given
    assert told[0] == "left out: b.log: it vanished"
    assert len(told) == 2


def test_names_that_somebody_else_gave_move_no_cursor() -> None:
    evil = an_occurrence(0, path="a\x1b[2J.log", said=recognised(account_host="\u202ex"))
    assert Lines().of(evil).isprintable()
