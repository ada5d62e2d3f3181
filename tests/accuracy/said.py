"""What one run said, as a plain record: all that scoring looks at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.evidence import Status
from diagnostics.finding import Severity, Step

if TYPE_CHECKING:
    from collections.abc import Iterable

    from diagnostics.diagnosis.cause import Cause
    from diagnostics.finding import Finding
    from diagnostics.outcome import Outcome
    from tests.support.examined import Examined

Rank = tuple[int, bool, bool]


@dataclass(frozen=True, slots=True)
class Found:
    check: str
    code: str
    severity: int

    @property
    def accuses(self) -> bool:
        return self.severity >= Severity.WARNING


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    causes: tuple[str, ...] = ()  # ids, in the order of the report
    grounds: tuple[tuple[str, frozenset[str]], ...] = ()  # cause, what it requires and was found
    concluded: frozenset[str] = (
        frozenset()
    )  # causes that are fallbacks: only their symptom was seen
    ranks: tuple[tuple[str, Rank], ...] = ()  # cause; the smallest is repaired first
    hidden: tuple[tuple[str, str], ...] = ()  # cause that announces it, code of the hidden kind
    found: tuple[Found, ...] = ()
    opened: tuple[tuple[str, str], ...] = ()  # check, code of the open question
    ok: frozenset[str] = frozenset()  # checks that looked and found nothing
    unknown: frozenset[str] = frozenset()
    skipped: frozenset[str] = frozenset()
    nameless: frozenset[str] = frozenset()  # open or left out without a word
    crashed: tuple[str, ...] = ()  # our own bugs, with their place
    exit_code: int = 0
    requests: int = 0

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(each.code for each in self.found) | {code for _, code in self.opened}


def said(seen: Examined) -> Said:
    outcomes, causes = seen.judged.outcomes, [each.cause for each in seen.judged.diagnosis.causes]
    codes = {finding.kind.code for each in outcomes for finding in each.findings}
    grounds = tuple(
        (cause.id, frozenset(kind.code for kind in cause.requires) & codes) for cause in causes
    )
    findings = [finding for each in outcomes for finding in each.findings]

    def ended(status: Status) -> frozenset[str]:
        return frozenset(each.check for each in outcomes if each.status is status)

    return Said(
        causes=tuple(cause.id for cause in causes),
        grounds=grounds,
        concluded=frozenset(cause.id for cause in causes if cause.is_fallback),
        ranks=tuple((cause.id, rank(cause, findings)) for cause in causes),
        hidden=tuple(
            (cause.id, kind.code)
            for cause in causes
            for hidden in cause.hides
            for kind in hidden.kinds
        ),
        found=tuple(
            Found(each.check, finding.kind.code, int(finding.severity))
            for each in outcomes
            for finding in each.findings
        ),
        opened=tuple((each.check, one.kind.code) for each in outcomes for one in each.unknowns),
        ok=ended(Status.OK),
        unknown=ended(Status.UNKNOWN),
        skipped=ended(Status.SKIPPED),
        nameless=frozenset(each.check for each in outcomes if _is_nameless(each)),
        crashed=tuple(
            f"{each.check}: {each.reason}" for each in outcomes if each.status is Status.CRASHED
        ),
        exit_code=seen.report.exit_code,
        requests=sum(entry.method != "CONNECT" for entry in seen.log),
    )


def rank(cause: Cause, findings: Iterable[Finding]) -> Rank:
    """What does the worst first; what was seen itself before what is only concluded; the place before what lies in it."""
    codes = {kind.code for kind in (*cause.requires, *cause.explains)}
    worst = max((int(each.severity) for each in findings if each.kind.code in codes), default=0)
    return (-worst, cause.is_fallback, cause.step is not Step.PLACE)


def _is_nameless(outcome: Outcome) -> bool:
    """Tell whether an open question lacks its kind or its reason, or what was left out lacks one."""
    if outcome.status is Status.SKIPPED:
        return not outcome.reason
    if outcome.status is not Status.UNKNOWN:
        return False
    return not outcome.unknowns or not all(
        one.kind.code and one.reason for one in outcome.unknowns
    )
