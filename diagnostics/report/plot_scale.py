"""Scales of plots: where a value lies, which values get a tick, and how a tick is written."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from diagnostics.records import record

_NICE_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_NICE_SECONDS = (
    *(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5),
    *(1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200),
    *(86400, 172800, 345600, 604800),
)
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_THOUSAND, _MILLION = 1000, 1_000_000
# From here on the small values of a linear axis could not be told from zero.
_LOG_FROM = 100


@record(frozen=True, slots=True)
class Scale:
    """One axis: a value to a share of its length, and its ticks."""

    low: float
    high: float
    ticks: tuple[float, ...]
    is_log: bool = False

    def share(self, value: float) -> float:
        """Return where a value lies: 0 = low end, 1 = high end; values outside are set on the border."""
        low, high, value = (
            (math.log(self.low), math.log(self.high), math.log(max(value, self.low)))
            if self.is_log
            else (self.low, self.high, value)
        )
        return min(1.0, max(0.0, (value - low) / (high - low)))


def value_scale(values: Sequence[float], *, most_ticks: int = 6, seconds: bool = False) -> Scale:
    """Return the axis of amounts: linear from 0; of seconds, logarithmic where they span more than two powers of ten."""
    positive = [value for value in values if value > 0]
    top = max(positive, default=1.0)
    if seconds and positive and top > _NICE_SECONDS[0] and top / min(positive) >= _LOG_FROM:
        return _log_scale(min(positive), top, most_ticks)
    step = _second_step(top / most_ticks) if seconds else _nice(top / (most_ticks - 1))
    count = max(1, math.ceil(top / step - 1e-9))
    return Scale(0.0, count * step, tuple(index * step for index in range(count + 1)))


def _log_scale(bottom: float, top: float, most_ticks: int) -> Scale:
    low = max(
        (one for one in _NICE_SECONDS if one <= bottom and one < top), default=_NICE_SECONDS[0]
    )
    week = _NICE_SECONDS[-1]
    high = min((one for one in _NICE_SECONDS if one >= top), default=math.ceil(top / week) * week)
    # Ticks at least a factor apart, so that no two labels can touch.
    factor = (high / low) ** (1 / most_ticks)
    ticks = [float(low)]
    for one in _NICE_SECONDS:
        if one < high / factor and one >= ticks[-1] * factor:
            ticks.append(float(one))
    return Scale(float(low), float(high), (*ticks, float(high)), is_log=True)


def _nice(rough: float) -> float:
    """Give a step of counts: whole, and easy to read."""
    rough = max(rough, 1.0)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(one for one in _NICE_STEPS if one >= rough / power - 1e-9) * power
    return float(math.ceil(step))


def _second_step(rough: float) -> float:
    weeks = math.ceil(rough / _NICE_SECONDS[-1]) * _NICE_SECONDS[-1]
    return float(next((one for one in _NICE_SECONDS if one >= rough - 1e-9), weeks))


def time_scale(
    first: datetime, last: datetime, *, most_ticks: int = 7
) -> tuple[Scale, Callable[[float], str]]:
    """Return the axis of times in seconds since 1970, and how a tick is written (UTC; with its day where days change)."""
    low, high = first.timestamp(), max(last.timestamp(), first.timestamp() + 1)
    step = _second_step(max(1.0, (high - low) / most_ticks))
    start = math.ceil(low / step) * step
    ticks = tuple(start + index * step for index in range(int((high - start) / step) + 1))
    return Scale(low, high, ticks), _time_label(step, low, high)


def _time_label(step: float, low: float, high: float) -> Callable[[float], str]:
    if step >= _DAY:
        form = "%d %b"
    elif int(low // _DAY) != int(high // _DAY):
        form = "%d %b %H:%M"
    else:
        form = "%H:%M" if step >= _MINUTE else "%H:%M:%S"
    return lambda at: datetime.fromtimestamp(at, UTC).strftime(form)


def seconds_label(value: float) -> str:
    """Write an amount of seconds in its natural unit: 0.2 s, 5 min, 1.5 h, 2 d."""
    if value < 1:
        return f"{value * 1000:g} ms" if value else "0 s"
    for unit, size in (("d", _DAY), ("h", _HOUR), ("min", _MINUTE)):
        if value >= size:
            return f"{round(value / size, 1):g} {unit}"
    return f"{round(value, 1):g} s"


def count_label(value: float) -> str:
    """Write a count: 950, 1.2 k, 3.4 M."""
    for unit, size in (("M", _MILLION), ("k", _THOUSAND)):
        if value >= size:
            return f"{round(value / size, 2):g} {unit}"
    return f"{value:g}"
