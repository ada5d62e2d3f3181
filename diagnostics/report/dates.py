"""Collects every known end of a run: clocks of what was found, and what is well today and ends on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from diagnostics.evidence import Status
from diagnostics.finding import Deadline, Finding
from diagnostics.judging import LEFT_OUT
from diagnostics.outcome import Outcome
from diagnostics.report.dates_record import DateView
from diagnostics.report.left_out import for_another
from diagnostics.report.views import instant


def dates(outcomes: Iterable[Outcome], now: datetime) -> tuple[DateView, ...]:
    """List the ends, the earliest first; what two checks say alike once.

    Args:
        outcomes: of all checks.
        now: the beginning of the run, from which days are counted.
    """
    known: dict[tuple[str, str, datetime], DateView] = {}
    for finding, found in _findings(outcomes):
        for deadline in finding.deadlines:
            place = (finding.kind.code, finding.subject.casefold(), deadline.at)
            known.setdefault(place, _view(finding, deadline, now, found=found))
    return tuple(sorted(known.values(), key=lambda view: (view.at, view.code, view.subject)))


def unseen(outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    """Name the checks that would know of ends and did not answer: what they know is missing in the list."""
    listed = tuple(outcomes)
    held = for_another(listed)
    return tuple(
        outcome.check
        for outcome in listed
        if outcome.knows_dates and (_is_open(outcome) or outcome in held)
    )


def _findings(outcomes: Iterable[Outcome]) -> Iterator[tuple[Finding, bool]]:
    for outcome in outcomes:
        yield from ((finding, True) for finding in outcome.findings)
        yield from ((finding, False) for finding in outcome.ahead)


def _view(finding: Finding, deadline: Deadline, now: datetime, *, found: bool) -> DateView:
    return DateView(
        code=finding.kind.code,
        subject=finding.subject,
        what=deadline.what,
        at=instant(deadline.at),
        days_left=(deadline.at - now) // timedelta(days=1),
        found=found,
        suppressed=finding.suppressed is not None,
        runbook=f"runbooks/{finding.kind.code}-{finding.kind.slug}.md",
    )


def _is_open(outcome: Outcome) -> bool:
    # What is unknown keeps no evidence; a check that judged and left another question open still gave its dates.
    is_blind = outcome.status is Status.UNKNOWN and not outcome.ahead and not outcome.findings
    return is_blind or outcome.status is Status.CRASHED or outcome.reason == LEFT_OUT
