"""What a run may say while something fails, and in what it went beyond that."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from diagnostics.evidence import Status
from diagnostics.finding import Severity
from diagnostics.simulator.scenarios import SCENARIOS
from diagnostics.simulator.wire import times_met
from tests.accuracy import absences
from tests.accuracy.failures import PLANTED, Sort
from tests.accuracy.fields import FIELDS, Meaning
from tests.accuracy.looking import Looked, Way, look
from tests.accuracy.request import Weight
from tests.accuracy.stands_on import is_known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.accuracy.matrix import Case

MOST_ATTEMPTS = 3  # one request and two more, as the transport promises
# The service itself answers 200, whatever stands in the body.
_OWN_OK = ("200 with an empty object", "a list in its place")
GRACE_S = 4.0  # after the deadline: two seconds to end, and a loaded machine


def wrongs_of(case: Case, seen: Looked) -> Iterator[str]:
    """Say in one sentence each what was wrong."""
    yield from _broke(case, seen)
    yield from _said(case, seen)
    yield from _left_unnamed(case, seen)


def accused(seen: Looked) -> set[str]:
    """Return the codes of what a run calls broken."""
    return {
        finding.kind.code
        for outcome in seen.outcomes
        for finding in outcome.findings
        if finding.severity >= Severity.WARNING
    }


def _of_status(seen: Looked, status: Status) -> set[str]:
    return {outcome.check for outcome in seen.outcomes if outcome.status is status}


def _broke(case: Case, seen: Looked) -> Iterator[str]:
    """Tracebacks, hangs, too many attempts, and what the matrix itself missed."""
    for trace in seen.crashes:
        yield f"the simulator failed: {trace.splitlines()[-1]}"
    for check in sorted(_of_status(seen, Status.CRASHED)):
        yield f"{check} crashed"
    if seen.seconds > seen.deadline_s + GRACE_S:
        yield f"it took {seen.seconds:.1f} s, beyond the deadline of {seen.deadline_s:.0f} s"
    asked = [one for one in seen.log if one.method != "CONNECT"]
    for one in asked:
        if not is_known(one.method, one.host, one.path, one.query):
            yield f"nobody said what stands on {one.method} {one.host}{one.path} {one.query}"
    attempts = Counter((one.method, one.host, one.path, one.query) for one in asked)
    # Where a pooled connection breaks, aiohttp asks once more over a fresh one before anybody hears of it.
    most = MOST_ATTEMPTS * (2 if case.failure.what in ("reset", "truncate") else 1)
    for address, count in attempts.items():
        if count > most:
            yield f"{address} was asked {count} times"
    if case.failure.sort is not Sort.CLOCK and not _met(case, seen):
        yield "the failure was never met: the request is not asked"


def _met(case: Case, seen: Looked) -> bool:
    if case.failure.way is Way.DIRECT and case.failure.what == "dns":
        return True  # a name that does not resolve leaves no trace
    return times_met(seen.world, PLANTED) > 0


def _said(case: Case, seen: Looked) -> Iterator[str]:
    """False accusations, false comfort, wrong exit codes."""
    said, must, may = accused(seen), _must(case), _may(case)
    if strange := said - may:
        yield f"accuses {', '.join(sorted(strange))}, which nothing justifies"
    if must and not said & set(must):
        yield f"does not say {' or '.join(must)}"
    if not must and not _is_without_weight(case):
        comfort = _of_status(seen, Status.OK) & set(_checks(case))
        if comfort and not said & may - _baseline(case.scenario):
            yield f"calls well what it did not see: {', '.join(sorted(comfort))}"
    is_optional = case.request.weight is Weight.OPTIONAL and case.failure.sort is Sort.NOTHING
    if is_optional and not set(case.request.checks) <= _of_status(seen, Status.UNKNOWN):
        yield "the optional check does not say that it did not see"
    if seen.exit_code not in (right := _exit_codes(case, said)):
        yield f"exit code {seen.exit_code} instead of {' or '.join(map(str, right))}"


def _must(case: Case) -> tuple[str, ...]:
    """Findings of which one has to be said, because the failure makes one true."""
    request, sort = case.request, case.failure.sort
    if sort is Sort.ABSENT and not _is_broken(case):
        return absences.GONE.get(request, ())
    if sort is Sort.PART and not _is_broken(case):
        return _meaning(case).finds
    if sort is Sort.CLOCK:
        return () if case.world == "adobe-managed" else absences.CLOCK
    return ()


def _may(case: Case) -> set[str]:
    """Everything that may be called broken: what is broken, and what the failure itself says."""
    request, sort = case.request, case.failure.sort
    allowed = _baseline(case.scenario) | set(absences.ALSO_TRUE.get(case.scenario, ()))
    allowed |= set(_must(case))
    if request.api in ("cosmos", "everything") and allowed & absences.REVOKED:
        allowed |= absences.DISGUISED
    if sort is Sort.ABSENT:
        allowed |= {*absences.GONE.get(request, ()), *absences.MAY_BE_GONE.get(request, ())}
    if case.failure.status >= 500:
        allowed |= set(absences.OWN_FAULT.get(request, ()))
    if sort is Sort.REFUSED or (sort is Sort.ABSENT and request.api == "cosmos"):
        allowed |= set(absences.REFUSED.get(request, ()))
    return allowed


def _is_without_weight(case: Case) -> bool:
    """Tell whether the run may be as clean as without the failure."""
    harmless = (
        (case.failure.sort is Sort.PART and not _meaning(case).is_open)
        or (case.failure.sort is Sort.ABSENT and case.request in absences.WELL_IF_GONE)
        or (case.failure.name in _OWN_OK and case.request in absences.STATUS_ALONE)
    )
    return harmless or case.failure.sort is Sort.CLOCK or case.request.weight is not Weight.DECIDES


def _exit_codes(case: Case, said: set[str]) -> tuple[int, ...]:
    if said:
        return (1,)
    if case.failure.sort is Sort.CLOCK:
        return (0, 3)
    return (3,) if _is_broken(case) or not _is_without_weight(case) else (0,)


def _left_unnamed(case: Case, seen: Looked) -> Iterator[str]:
    """Every open question names the permission or the step that would answer it; a failure without refusal the step."""
    for outcome in seen.outcomes:
        for unknown in outcome.unknowns:
            if not (unknown.permissions or unknown.do):
                yield f"{outcome.check} names neither permission nor step: {unknown.reason}"
            elif case.failure.sort is Sort.NOTHING and not unknown.do:
                yield f"{outcome.check} names no step: {unknown.reason}"
    if case.failure.status == 403 and case.request.weight is Weight.DECIDES:
        open_ones = [
            unknown
            for outcome in seen.outcomes
            if outcome.check in case.request.checks
            for unknown in outcome.unknowns
        ]
        is_own_login = case.request.api in ("entra", "ims") or case.request in absences.NO_ROLE
        if open_ones and not is_own_login and not any(one.permissions for one in open_ones):
            yield "no open question names the permission"


def _checks(case: Case) -> tuple[str, ...]:
    """Return the checks that must not say ok."""
    narrower = _meaning(case).checks if case.failure.sort is Sort.PART else ()
    return narrower or case.request.checks


def _meaning(case: Case) -> Meaning:
    return FIELDS[case.request][str(case.failure.details["field"])]


def _is_broken(case: Case) -> bool:
    return SCENARIOS[case.scenario].exit_code != 0


@cache
def _baseline(scenario: str) -> set[str]:
    """What is called broken where nothing fails on the way; held against the scenario's truth elsewhere."""
    return accused(look(scenario, lambda _: None)) if SCENARIOS[scenario].exit_code else set()
