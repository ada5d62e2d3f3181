"""From a report to what is kept of it; the report is redacted, so this is too."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from diagnostics.exit_codes import FOUND, INTERRUPTED, OK
from diagnostics.history import kept
from diagnostics.history.kept import Entry, Noticed
from diagnostics.judging import LEFT_OUT
from diagnostics.report.record import CheckView, Report

_BY_SEVERITY = {"critical": kept.CRITICAL, "warning": kept.WARNING, "info": kept.INFO}
_BY_STATUS = {
    "ok": kept.OK,
    "unknown": kept.UNSEEN,
    "crashed": kept.CRASHED,
    "skipped": kept.NOT_HERE,
}
_WORST = tuple(_BY_SEVERITY)


def entry_of(report: Report, command: str, began: datetime) -> Entry:
    """Take what is kept of a run.

    Args:
        report: of it, with the operators' own names: with pseudonyms a finding would look like another one.
        command: who ran it: "diagnose", "verify", "watch".
        began: when the run began, exactly: a report says it by the second, and two runs may begin in one.
    """
    carried = _carried(report)
    first, last = map(datetime.fromisoformat, (report.started_at, report.finished_at))
    return Entry(
        target=report.target,
        simulated=report.simulated,
        at=began,
        took_ms=(last - first) // timedelta(milliseconds=1),
        command=command,
        mark=_of_run(report),
        exit_code=report.exit_code,
        cause=report.causes[0].id if report.causes else "",
        sentence=report.sentence,
        marks=_marks(report, carried),
        noticed=tuple(
            Noticed(
                code=view.code,
                subject=view.subject,
                severity=view.severity,
                title=view.title,
                checks=view.checks,
                suppressed=view.suppressed is not None,
            )
            for view in report.findings
            if set(view.checks) - carried
        ),
        opened=frozenset(view.check for view in report.open),
    )


def _carried(report: Report) -> frozenset[str]:
    """Name the checks that were not asked now: a verification took them over from the run before it."""
    return frozenset(report.verification.carried if report.verification else ())


def _of_run(report: Report) -> str:
    if report.exit_code == INTERRUPTED:
        return kept.INTERRUPTED
    counting = {view.severity for view in report.findings if not view.suppressed}
    worst = next((each for each in _WORST if each in counting), "")
    if report.exit_code == FOUND:
        return _BY_SEVERITY.get(worst, kept.WARNING)
    if report.exit_code != OK:
        return kept.UNSEEN
    # As `watch` says it: somebody answers for what was found, which is not all well.
    is_hushed = any(view.suppressed and view.severity != "info" for view in report.findings)
    return kept.SUPPRESSED if is_hushed else kept.OK


def _marks(report: Report, carried: Collection[str]) -> dict[str, str]:
    opened = {view.check for view in report.open}
    return {
        check.id: kept.NOT_ASKED if check.id in carried else _mark(check, report, opened)
        for check in report.checks
    }


def _mark(check: CheckView, report: Report, opened: Collection[str]) -> str:
    views = [view for view in report.findings if check.id in view.checks]
    found = {view.severity for view in views if not view.suppressed}
    for severity in _WORST:
        if severity in found:
            return _BY_SEVERITY[severity]
    if views:
        return kept.SUPPRESSED
    if check.status == "skipped" and check.reason == LEFT_OUT:
        return kept.NOT_ASKED
    return kept.UNSEEN if check.id in opened else _BY_STATUS.get(check.status, kept.UNSEEN)
