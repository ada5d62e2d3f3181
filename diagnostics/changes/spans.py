"""Lengths of time in words."""

from __future__ import annotations

from datetime import timedelta

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_FEW = 2  # below so many of a unit the next smaller one is said


def span(length: timedelta) -> str:
    """Say a length of time in the largest unit of which there are at least two; never below a second."""
    seconds = abs(length.total_seconds())
    for unit, size in (("day", _DAY), ("hour", _HOUR), ("minute", _MINUTE)):
        if seconds >= _FEW * size:
            return f"{seconds // size:.0f} {unit}s"
    whole = int(seconds)
    return "1 minute" if whole == _MINUTE else f"{whole} second{'' if whole == 1 else 's'}"
