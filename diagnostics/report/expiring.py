"""Which known ends of several targets are near: from reports of any age to one list, counted from today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from diagnostics.exit_codes import FOUND, INCOMPLETE, OK
from diagnostics.report.dates_record import DateView
from diagnostics.report.record import Report
from diagnostics.report.views import instant
from diagnostics.version import __version__

SCHEMA = 1  # rises when a field is removed or changes its meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class EndView:
    """One end of one target."""

    target: str
    code: str
    subject: str
    what: str
    at: str
    days_left: int  # whole days from now; below 0 it is over
    near: bool  # within `warn_days`, or over
    suppressed: bool
    runbook: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadView:
    """One target, when it was read and what it could not say."""

    target: str
    read_at: str
    warn_days: int
    simulated: bool
    unseen: tuple[str, ...]  # ids of checks that would know of more and did not answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiry:
    """What `expiry` says."""

    schema: int
    version: str
    now: str
    exit_code: int  # 1 something is near, 3 nothing is and not all was seen, else 0
    targets: tuple[ReadView, ...]
    ends: tuple[EndView, ...]  # the earliest first


def expiring(reports: Sequence[Report], now: datetime, within: int | None) -> Expiry:
    """List the ends.

    Args:
        reports: one or more targets, as they were read.
        now: from when days are counted; aware.
        within: so many days are near; None = what each target says.
    """
    targets = tuple(_read(report, within) for report in reports)
    ends = sorted(
        (end for report in reports for end in _ends(report, now, within)),
        key=lambda end: (end.at, end.target, end.code, end.subject),
    )
    return Expiry(
        schema=SCHEMA,
        version=__version__,
        now=instant(now),
        exit_code=_exit_code(ends, targets),
        targets=targets,
        ends=tuple(ends),
    )


def _read(report: Report, within: int | None) -> ReadView:
    return ReadView(
        target=report.target,
        read_at=report.started_at,
        warn_days=report.warn_days if within is None else within,
        simulated=report.simulated,
        unseen=report.dates_unseen,
    )


def _ends(report: Report, now: datetime, within: int | None) -> Iterator[EndView]:
    for date in report.dates:
        left = datetime.fromisoformat(date.at) - now
        yield _end(report.target, date, left, report.warn_days if within is None else within)


def _end(target: str, date: DateView, left: timedelta, within: int) -> EndView:
    return EndView(
        target=target,
        code=date.code,
        subject=date.subject,
        what=date.what,
        at=date.at,
        days_left=left // timedelta(days=1),
        near=left <= timedelta(days=within),
        suppressed=date.suppressed,
        runbook=date.runbook,
    )


def _exit_code(ends: Iterable[EndView], targets: Iterable[ReadView]) -> int:
    if any(end.near and not end.suppressed for end in ends):
        return FOUND
    return INCOMPLETE if any(target.unseen for target in targets) else OK
