"""Finds when a record happened, by the time it bears itself.

Forms: ISO 8601 with comma or point, RFC 3164 (syslog, without year and zone), access logs, klog, the portal's exports
(`1/2/2026, 3:04:05.678 PM`), and numbers of seconds, milliseconds, microseconds or nanoseconds since 1970.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple


class When(NamedTuple):
    """When something happened."""

    at: datetime | None  # aware, UTC; None = no time was found
    zone_assumed: bool = False  # no zone was named, UTC was taken


_NAMES = (
    "time|timegenerated(?: \\\\?\\[utc\\\\?\\])?|timestamp|eventtimestamp|eventtime|ts|t|datetime|createddatetime|activitydatetime"
    "|date|asctime|timemillis|timeunixnano|observedtimeunixnano|log_?time|time_iso8601"
)
_FIELD = re.compile(
    rf"""["']@?(?:{_NAMES})\\*["']\s*:\s*(?:\\*["']([^"'\\]{{8,40}})|([0-9]{{9,19}}(?:\.[0-9]+)?))""",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_ZONE = r"(?:\s?(Z|UTC|GMT|[+-]\d\d:?\d\d)(?![0-9a-z]))?"
_CLOCK = r"(\d\d?):(\d\d):(\d\d)(?:[.,](\d{1,9}))?"
_ISO = re.compile(
    rf"(?<!\d)(\d{{4}})[-/](\d\d?)[-/](\d\d?)[t ,;_]{{1,2}}{_CLOCK}{_ZONE}", re.IGNORECASE
)
_ACCESS = re.compile(
    rf"(?<!\d)(\d\d?)[/ -]{_MONTH}[/ -](\d{{4}})[: ]{_CLOCK}{_ZONE}", re.IGNORECASE
)
_PORTAL = re.compile(
    rf"(?<!\d)(\d\d?)/(\d\d?)/(\d{{4}}),? {_CLOCK}(?: ?([ap])m)?{_ZONE}", re.IGNORECASE
)
_SYSLOG = re.compile(rf"\b{_MONTH} {{1,2}}(\d\d?) {_CLOCK}", re.IGNORECASE)
_KLOG = re.compile(rf"(?:^|\s)[IWEF](\d\d)(\d\d) {_CLOCK}")
_NUMBER = re.compile(r"(?:^|[\s\[=:])(1\d{9}(?:\d{3}){0,3}(?:\.\d{1,9})?)(?=[\s\],:]|$)")
_BEGINNING = 400  # characters of a record in which its time stands, if it has one
_EARLIEST, _LATEST = 978_307_200, 4_102_444_800  # 2001 to 2100, in seconds
_DAY = timedelta(days=1)
_NOON = 12


def when(text: str, near: datetime | None = None) -> When:
    """Find the time of a record.

    Args:
        text: the whole record.
        near: aware; of two possible years the one that is not after it, as syslog names none; None = now.

    Returns:
        the time of a field of the record; else of a record that it quotes; else the first time in its text.
    """
    quoted = When(None)
    for match in _FIELD.finditer(text):
        found = _number(match[2]) if match[2] else _written(match[1], near)
        if found.at and text[match.start() - 1 : match.start()] != "\\":
            return found
        quoted = quoted if quoted.at else found
    if quoted.at:
        return quoted
    found = _written(text[:_BEGINNING], near)
    return found if found.at else _iso(text)


def _written(text: str, near: datetime | None) -> When:
    """Take the form that stands first."""
    first = _ISO.search(text)
    if first and first.start() == 0:
        return _of_iso(first)
    found: list[tuple[int, When]] = [(first.start(), _of_iso(first))] if first else []
    for form, read in _FORMS:
        match = form.search(text)
        if match:
            found.append((match.start(), read(match, near)))
    return min(
        (one for one in found if one[1].at), default=(0, When(None)), key=lambda one: one[0]
    )[1]


def _iso(text: str) -> When:
    match = _ISO.search(text)
    return _of_iso(match) if match else When(None)


def _of_iso(match: re.Match[str]) -> When:
    year, month, day, *clock, zone = match.groups()
    return _made((int(year), int(month), int(day)), clock, zone)


def _of_access(match: re.Match[str], _near: datetime | None) -> When:
    day, month, year, *clock, zone = match.groups()
    return _made((int(year), _MONTHS.index(month.lower()) + 1, int(day)), clock, zone)


def _of_portal(match: re.Match[str], _near: datetime | None) -> When:
    month, day, year, hour, minute, second, part, half, zone = match.groups()
    of_day = int(hour) % _NOON + _NOON * (half in "pP") if half else int(hour)
    return _made((int(year), int(month), int(day)), [str(of_day), minute, second, part], zone)


def _of_syslog(match: re.Match[str], near: datetime | None) -> When:
    month, day, *clock = match.groups()
    return _without_year(_MONTHS.index(month.lower()) + 1, int(day), clock, near)


def _of_klog(match: re.Match[str], near: datetime | None) -> When:
    month, day, *clock = match.groups()
    return _without_year(int(month), int(day), clock, near)


def _of_number(match: re.Match[str], _near: datetime | None) -> When:
    return _number(match[1])


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], datetime | None], When]], ...] = (
    (_ACCESS, _of_access),
    (_PORTAL, _of_portal),
    (_SYSLOG, _of_syslog),
    (_KLOG, _of_klog),
    (_NUMBER, _of_number),
)


def _without_year(month: int, day: int, clock: list[str | None], near: datetime | None) -> When:
    latest = (near or datetime.now(UTC)) + _DAY
    for year in (latest.year, latest.year - 1, latest.year - 2, latest.year - 3, latest.year - 4):
        found = _made((year, month, day), clock, None)  # the 29th of February is in one of them
        if found.at and found.at <= latest:
            return found
    return When(None)


def _made(date: tuple[int, int, int], clock: list[str | None], zone: str | None) -> When:
    hour, minute, second, part = clock
    micro = int((part or "0")[:6].ljust(6, "0"))
    try:
        at = datetime(  # noqa: DTZ001 - its zone is the last argument
            *date, int(hour or 0), int(minute or 0), min(int(second or 0), 59), micro, _zone(zone)
        )
        return When(at.astimezone(UTC), zone_assumed=zone is None)
    except (ValueError, OverflowError):
        return When(None)


def _zone(said: str | None) -> timezone:
    if not said or said[0] not in "+-":
        return UTC
    ahead = timedelta(hours=int(said[1:3]), minutes=int(said[-2:]))
    return timezone(ahead if said[0] == "+" else -ahead)


def _number(said: str) -> When:
    """Read seconds, milliseconds, microseconds or nanoseconds since 1970."""
    value = float(said)
    while value > _LATEST:
        value /= 1000
    return When(datetime.fromtimestamp(value, UTC)) if value >= _EARLIEST else When(None)
