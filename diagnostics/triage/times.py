"""Finds when a record happened, by the time it bears itself."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple


class When(NamedTuple):
    """When something happened."""

    at: datetime | None  # aware, UTC; None = no time was found
    zone_assumed: bool = False


_KEY = re.compile(
    r"""["'](time|timegenerated|timegenerated \[utc\]|timestamp|@timestamp|eventtimestamp|ts|datetime|createddatetime|"""
    r"""activitydatetime|date|timemillis|timeunixnano)\\*["']\s*:\s*(?:\\*["']([^"'\\]{8,40})|(\d{10,19}(?:\.\d+)?))""",
    re.IGNORECASE,
)
_ISO = re.compile(
    r"(?<!\d)(\d{4})[-/](\d\d)[-/](\d\d)[T ,;_]{1,2}(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?\s?(Z|UTC|GMT|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)
_EARLIEST, _LATEST = 978_307_200, 4_102_444_800  # 2001 to 2100, in seconds


def when(text: str) -> When:
    """Find the time of a record.

    Args:
        text: the whole record.

    Returns:
        the time of its field for it, of the outermost record where one lies in another; else the first in the text.
    """
    for match in _KEY.finditer(text):
        found = _number(match[3]) if match[3] else _iso(match[2])
        if found.at:
            return found
    return _iso(text)


def _iso(text: str) -> When:
    match = _ISO.search(text)
    if not match:
        return When(None)
    year, month, day, hour, minute, second = (int(match[number]) for number in range(1, 7))
    micro = int((match[7] or "0")[:6].ljust(6, "0"))
    try:
        at = datetime(year, month, day, hour, minute, min(second, 59), micro, _zone(match[8]))
    except ValueError:
        return When(None)
    return When(at.astimezone(UTC), zone_assumed=match[8] is None)


def _zone(said: str | None) -> timezone:
    if not said or said[0] not in "+-":
        return UTC
    hours, minutes = int(said[1:3]), int(said[-2:])
    return timezone((1 if said[0] == "+" else -1) * timedelta(hours=hours, minutes=minutes))


def _number(said: str) -> When:
    """Read an epoch in seconds, milliseconds, microseconds or nanoseconds."""
    value = float(said)
    while value > _LATEST:
        value /= 1000
    return When(datetime.fromtimestamp(value, UTC)) if value >= _EARLIEST else When(None)
