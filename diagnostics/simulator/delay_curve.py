"""When messages are asked for: by day more than by night.

The curve is turned around once: from the share of all calls to the time. Source: none; a plausible day.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from datetime import datetime, timedelta

STEPS = 1024  # of the turned curve
_SLICES = 2000  # of the time
_NIGHT = 0.3  # what is left of the day's height at night
_RISES, _FALLS = 6, 21  # hours of UTC between which it is day


class Curve:
    """The calls of a time window.

    Args:
        begin: aware, UTC.
        end: the instant after the last, aware, UTC.
    """

    def __init__(self, begin: datetime, end: datetime) -> None:
        self.begin = begin
        self._span_ms = (end - begin).total_seconds() * 1000
        heights = [
            _height(begin + (end - begin) * ((at + 0.5) / _SLICES)) for at in range(_SLICES)
        ]
        total, before = sum(heights), 0.0
        self._shares = [0.0]
        for height in heights:
            before += height
            self._shares.append(before / total)

    def share_at(self, moment: datetime) -> float:
        """Return the share of all calls that come before an instant, 0 to 1."""
        at = (moment - self.begin) / timedelta(milliseconds=self._span_ms) * _SLICES
        if at <= 0:
            return 0.0
        if at >= _SLICES:
            return 1.0
        low = int(at)
        return self._shares[low] + (at - low) * (self._shares[low + 1] - self._shares[low])

    def turned(self) -> list[int]:
        """Return the milliseconds after the beginning at which each share of STEPS is reached, STEPS + 1 values."""
        return [round(self._time_of(step / STEPS)) for step in range(STEPS + 1)]

    def _time_of(self, share: float) -> float:
        low = min(bisect_right(self._shares, share) - 1, _SLICES - 1)
        width = self._shares[low + 1] - self._shares[low]
        return (low + (share - self._shares[low]) / width) / _SLICES * self._span_ms


def _height(moment: datetime) -> float:
    hour = moment.hour + moment.minute / 60
    if not _RISES < hour < _FALLS:
        return _NIGHT
    return _NIGHT + (1 - _NIGHT) * math.sin(math.pi * (hour - _RISES) / (_FALLS - _RISES))
