"""Where no change explains a cause: which log would show it, which was read and does not, and which is somebody else's."""

from __future__ import annotations

import pytest

from diagnostics.changes.change import ChangeLog, Thing
from diagnostics.changes.logs import LogSeen, LogState
from diagnostics.changes.rule import Elsewhere, Rule, Trace, Tracing
from diagnostics.report.changes_notes import notes
from tests.support.reporting import a_ranked_cause, a_run

ENTRA, ACTIVITY, VAULT = ChangeLog.ENTRA, ChangeLog.ACTIVITY, ChangeLog.VAULT
CAUSE = a_ranked_cause()
TITLE = CAUSE.cause.title
AT_ADOBE = Elsewhere(says="the account is Adobe's", logs=frozenset({ACTIVITY}))


def a_trace(*logs: ChangeLog) -> Trace:
    rules = (Rule(log=log, thing=Thing.OTHER, operations=("x",), why="it did it") for log in logs)
    return Trace(cause=CAUSE.cause.id, rules=tuple(rules))


def seen(log: ChangeLog, state: LogState = LogState.READ, *, is_whole: bool = True) -> LogSeen:
    return LogSeen(log=log, state=state, detail="", do="", is_whole=is_whole)


def note(trace: Trace, *logs: LogSeen, elsewhere: Elsewhere | None = None) -> str:
    tracing = Tracing(elsewhere=lambda _target, _trace: elsewhere)
    (said,) = notes(a_run(), (), [(CAUSE, trace)], logs, tracing)
    return said.removeprefix(f"{TITLE}: ")


@pytest.mark.parametrize(
    ("logs", "said"),
    [
        ((), "the Entra audit or the activity log would show who did it; they were not read."),
        (
            (seen(ACTIVITY),),
            "the Entra audit would show who did it; it was not read. The activity log shows nothing of it.",
        ),
        (
            (seen(ACTIVITY, is_whole=False), seen(ENTRA, LogState.NOT_PERMITTED)),
            "the Entra audit would show who did it; it was not read. The activity log shows nothing of it as far as it was"
            " read, which was not all.",
        ),
        (
            (seen(ACTIVITY), seen(ENTRA)),
            "the Entra audit or the activity log would show who did it, and shows nothing of it in the time that was read: it"
            " happened before, or was never otherwise.",
        ),
        (
            (seen(ACTIVITY), seen(ENTRA, is_whole=False)),
            "the Entra audit or the activity log would show who did it, and shows nothing of it as far as it was read, which"
            " was not all.",
        ),
    ],
    ids=["none read", "one read", "one read in part", "both read", "both read, one in part"],
)
def test_what_was_read_and_what_was_not(logs: tuple[LogSeen, ...], said: str) -> None:
    assert note(a_trace(ENTRA, ACTIVITY), *logs) == said


def test_of_two_that_were_read_both_are_ruled_out() -> None:
    said = note(a_trace(ENTRA, ACTIVITY, VAULT), seen(ENTRA), seen(ACTIVITY))
    assert said == (
        "the vault audit would show who did it; it was not read. The Entra audit and the activity log show nothing of it."
    )


def test_a_log_that_is_somebody_elses_is_not_named() -> None:
    trace = a_trace(ENTRA, ACTIVITY)
    both = note(trace, seen(ACTIVITY), elsewhere=AT_ADOBE)
    assert (
        both == "the Entra audit would show who did it; it was not read. The account is Adobe's."
    )
    alone = note(a_trace(ACTIVITY), seen(ACTIVITY), elsewhere=AT_ADOBE)
    assert alone == "no log of yours shows who did it: the account is Adobe's."
