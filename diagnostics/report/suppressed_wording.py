"""Words about what is suppressed, which every form shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from diagnostics.report.record import CauseView, FindingView, Report
from diagnostics.report.suppressed_record import SuppressionView
from diagnostics.report.wording import ended

_FOUND = {  # what became of a suppression where what it is for was found
    "holds": "holds: it was found, and does not count.",
    "ended": "has ended: it was found, and counts again. Repair it, or give the suppression a new day.",
}
_NOT_FOUND = {
    "ended": "has ended, and it was not found: remove the suppression.",
    "matches nothing": "matches nothing: it was looked for and not found. Remove it, or mend kind and subject.",
    "not seen": "may hold: what would find it was not asked or gave no answer.",
}
SUPPRESSIONS = "Suppressions"
_ELSEWHERE = "elsewhere"


def answered_for(view: FindingView) -> str:
    """Say who answers for a finding; empty = it counts."""
    said = view.suppressed
    if said is None:
        return ""
    return (
        f"Suppressed until {said.until} by {said.owner}: {ended(said.reason)} It does not count."
    )


def suppressed_mark(cause: CauseView) -> str:
    """Mark a cause that explains nothing but what is suppressed; empty = it counts."""
    return " (suppressed)" if cause.suppressed else ""


def what_is_suppressed(findings: Iterable[FindingView]) -> str:
    """Name the suppressed findings in a row, with who answers for them."""
    named = dict.fromkeys(
        f"{view.code} until {view.suppressed.until} by {view.suppressed.owner}"
        for view in findings
        if view.suppressed
    )
    return ", ".join(named)


def suppressions(report: Report) -> Iterator[str]:
    """Say of each suppression whether it holds, has ended or does nothing; what is meant for another target is left out."""
    for each in report.suppressions:
        if each.standing != _ELSEWHERE:
            became = (_FOUND if each.found else _NOT_FOUND)[each.standing]
            yield f"{_named(each)} {became} Until {each.until}, by {each.owner}: {ended(each.reason)}"


def nowhere(reports: Sequence[Report]) -> Iterator[str]:
    """Name the suppressions above all targets that matched in none of several; whether all were looked at, the caller knows."""
    matched = {
        each for report in reports for each in report.suppressions if each.standing != _ELSEWHERE
    }
    known = {_named(each) for each in matched}
    left = dict.fromkeys(
        _named(each)
        for report in reports
        for each in report.suppressions
        if _named(each) not in known
    )
    yield from (f"suppression of {each} matches nothing in any target" for each in left)


def _named(each: SuppressionView) -> str:
    return f"{each.kind} at {each.subject}"
