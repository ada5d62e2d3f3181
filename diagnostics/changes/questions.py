"""Questions of two runs: which opened, which were answered, and which nobody could answer in either."""

from __future__ import annotations

import re
from collections.abc import Iterator

from diagnostics.changes.different import Difference, Sort, Turn
from diagnostics.changes.side import Side
from diagnostics.evidence import Status
from diagnostics.outcome import Outcome

_WAITS = re.compile(r"needs the answer of ([a-z0-9_.]+):")  # how a check says whom it waits for


def questions(before: Side, now: Side) -> Iterator[Difference]:
    """Say which checks answered once and do not any more, each reason once; and which do again."""
    was = {each.check: each for each in before.outcomes}
    told: dict[str, str] = {}  # the check that gave a reason first
    for outcome in now.outcomes:
        old = was.get(outcome.check)
        if old is None:
            continue
        if _is_open(outcome) and _is_answered(old):
            yield _opened(old, outcome, told)
        elif _is_answered(outcome) and _is_open(old):
            yield _answered(old, outcome)


def unseen(before: Side, now: Side) -> tuple[str, ...]:
    """Name the checks that nobody could answer in either run; sorted."""
    silent = [
        {each.check for each in side.outcomes if _is_open(each)}
        - {each.check for each in side.run.readings if each.evidence is not None}
        for side in (before, now)
    ]
    return tuple(sorted(silent[0] & silent[1]))


def _is_open(outcome: Outcome) -> bool:
    return bool(outcome.unknowns) or outcome.status in (Status.UNKNOWN, Status.CRASHED)


def _is_answered(outcome: Outcome) -> bool:
    return outcome.status in (Status.OK, Status.FOUND) and not outcome.unknowns


def _why(outcome: Outcome, told: dict[str, str]) -> str:
    """Give the reason; a long one that another check has given, or waits behind, by that check's name."""
    reason = outcome.unknowns[0].reason if outcome.unknowns else outcome.reason
    waits = _WAITS.match(reason)
    if waits:
        return f"it needs the answer of {waits[1]}"
    first = told.setdefault(reason, outcome.check)
    return reason if first == outcome.check else f"for the same reason as {first}"


def _opened(old: Outcome, now: Outcome, told: dict[str, str]) -> Difference:
    why = _why(now, told)
    return Difference(
        turn=Turn.UNKNOWN,
        sort=Sort.CHECK,
        what=f"Became unknown whether “{now.title}”: {why}",
        subject=now.check,
        before=old.status.value,
        after=now.status.value,
        evidence=(now.check,),
        required=now.is_required,
        severity=int(now.check in told.values()),  # before those that only wait for it
    )


def _answered(old: Outcome, now: Outcome) -> Difference:
    how = "it is so" if now.status is Status.OK else "it is not so"
    return Difference(
        turn=Turn.OTHER,
        sort=Sort.CHECK,
        what=f"Is known now whether “{now.title}”: {how}",
        subject=now.check,
        before=old.status.value,
        after=now.status.value,
        evidence=(now.check,),
    )
