"""What a verification asks again and what it takes over: decided from the last run alone, before anything is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from diagnostics.evidence import Status
from diagnostics.finding import Severity, Step
from diagnostics.order import AnyCheck, providers
from diagnostics.outcome import Outcome, Reading, Run
from diagnostics.second_look import is_of_second_look


@dataclass(frozen=True, slots=True)
class Again:
    """How one target is looked at again."""

    asked: frozenset[str]  # ids of checks that are asked again
    carried: tuple[Reading, ...]  # of all others, as the last run read them; sorted by check


def again(
    checks: Sequence[AnyCheck], outcomes: Iterable[Outcome], run: Run, fail_on: Severity
) -> Again:
    """Choose what was found, unknown or crashed, all that depends on it, and all that these wait for.

    The right place is always looked at anew: the login may be another one than last time, and no absence is believed
    before. A check that only repeats the text of the last run is asked too: without a new text its question does not
    arise any more. Who changed what broke was told by the last run and is taken over: what came after is the repair.

    Args:
        checks: of the target's topology.
        outcomes: of the last run.
        run: the last run; what its user left out stays left out.
        fail_on: the least severity that counts as found.
    """
    mine = tuple(
        check
        for check in checks
        if check.id not in run.deselected and not is_of_second_look(check)
    )
    known = {check.id for check in mine}
    broken = {
        outcome.check
        for outcome in outcomes
        if outcome.check in known and _is_in_question(outcome, fail_on)
    }
    roots = {check.id for check in mine if check.step is Step.PLACE or check.repeats_text}
    asked = _with_those_before(mine, _with_those_behind(mine, broken) | roots)
    return Again(
        asked=frozenset(asked),
        carried=tuple(reading for reading in run.readings if reading.check not in asked),
    )


def joined(fresh: Iterable[Reading], carried: Iterable[Reading]) -> tuple[Reading, ...]:
    """Put what was read now beside what is taken over, sorted by check."""
    return tuple(sorted((*fresh, *carried), key=lambda reading: reading.check))


def _is_in_question(outcome: Outcome, fail_on: Severity) -> bool:
    is_open = bool(outcome.unknowns) or outcome.status in (Status.UNKNOWN, Status.CRASHED)
    return is_open or any(finding.counts(fail_on) for finding in outcome.findings)


def _with_those_behind(checks: Sequence[AnyCheck], chosen: set[str]) -> set[str]:
    """Add whoever asked on the ground of what one of the chosen provides, and so on.

    Who only weighs it asked without it: its reading stands, and is judged anew beside the new one.
    """
    before = _waited_for(checks)
    return _grown(chosen, lambda now: {name for name, used in before.items() if used & now})


def _with_those_before(checks: Sequence[AnyCheck], chosen: set[str]) -> set[str]:
    """Add whoever provides what one of the chosen waits for, and so on."""
    before = _waited_for(checks)
    return _grown(chosen, lambda now: {name for one in now for name in before.get(one, ())})


def _waited_for(checks: Sequence[AnyCheck]) -> dict[str, set[str]]:
    """Name, for each check, the checks whose evidence its probe waits for."""
    provided = providers(checks)
    return {
        check.id: {provided[kind].id for kind in (*check.needs, *check.wants) if kind in provided}
        for check in checks
    }


def _grown(chosen: set[str], more: Callable[[set[str]], set[str]]) -> set[str]:
    grown = chosen | more(chosen)
    return grown if grown == chosen else _grown(grown, more)
