"""Which findings are suppressed, and which suppressions did nothing; pure, so that a replay says the same.

The day of the run decides and not the day of the reading: last week's bundle gives last week's answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from diagnostics.evidence import Status
from diagnostics.finding import Finding, Kind
from diagnostics.judging import LEFT_OUT
from diagnostics.order import AnyCheck
from diagnostics.outcome import Outcome
from diagnostics.suppression import Settled, Standing, Suppression
from diagnostics.targets import Target

_ANSWERED = (Status.OK, Status.FOUND, Status.SKIPPED)


def with_suppressed(
    outcomes: Iterable[Outcome], target: Target, today: date
) -> tuple[Outcome, ...]:
    """Mark the findings that somebody answers for; whatever a judge said of that itself is not believed.

    Args:
        outcomes: as judged.
        target: whose suppressions hold.
        today: the day of the run, in UTC.
    """
    running = [each for each in target.suppressions if today <= each.until]
    return tuple(_with_marks(outcome, running) for outcome in outcomes)


def settle(
    checks: Sequence[AnyCheck], outcomes: Sequence[Outcome], target: Target, today: date
) -> tuple[Settled, ...]:
    """Say of each suppression whether it holds, has ended, or matches nothing.

    Args:
        checks: all that can find something in this topology.
        outcomes: of these checks.
        target: whose suppressions they are.
        today: the day of the run, in UTC.
    """
    return tuple(_settled(each, checks, outcomes, today) for each in target.suppressions)


def is_for(suppression: Suppression, kind: Kind) -> bool:
    """Tell whether a suppression names this kind, by its code or its slug."""
    return suppression.kind.casefold() in (kind.code.casefold(), kind.slug.casefold())


def _with_marks(outcome: Outcome, running: Sequence[Suppression]) -> Outcome:
    if not (outcome.findings or outcome.ahead):
        return outcome
    return replace(
        outcome,
        findings=tuple(_marked(each, running) for each in outcome.findings),
        ahead=tuple(_marked(each, running) for each in outcome.ahead),
    )


def _marked(finding: Finding, running: Sequence[Suppression]) -> Finding:
    mine = next((each for each in running if _is_about(each, finding)), None)
    return finding if finding.suppressed == mine else replace(finding, suppressed=mine)


def _is_about(suppression: Suppression, finding: Finding) -> bool:
    same = suppression.subject.casefold() == finding.subject.casefold()
    return same and is_for(suppression, finding.kind)


def _settled(
    said: Suppression, checks: Sequence[AnyCheck], outcomes: Sequence[Outcome], today: date
) -> Settled:
    found = any(_is_about(said, each) for outcome in outcomes for each in outcome.findings)
    if said.until < today:
        standing = Standing.ENDED
    else:
        standing = Standing.HOLDS if found else _not_found(said, checks, outcomes)
    return Settled(suppression=said, standing=standing, found=found)


def _not_found(
    said: Suppression, checks: Sequence[AnyCheck], outcomes: Sequence[Outcome]
) -> Standing:
    if said.is_shared:
        return Standing.ELSEWHERE
    able = {check.id for check in checks if any(is_for(said, kind) for kind in check.kinds)}
    unseen = [each for each in outcomes if each.check in able and not _is_answered(each)]
    return Standing.NOT_SEEN if unseen else Standing.UNMATCHED


def _is_answered(outcome: Outcome) -> bool:
    return outcome.status in _ANSWERED and outcome.reason != LEFT_OUT and not outcome.unknowns
