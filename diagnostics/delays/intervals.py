"""On which intervals of the clock lines over time are drawn."""

from __future__ import annotations

from datetime import UTC, datetime

from diagnostics.delays.series import Frame

# Intervals that people read; the finest that keeps the number of them at or below _MOST.
_STEPS_S = (60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 86400, 604800)
_MOST = 300


def interval_of(span_s: float) -> int:
    """Choose the interval of the lines over time, in seconds."""
    return next((step for step in _STEPS_S if span_s / step <= _MOST), _STEPS_S[-1])


def frame_of(first: int | None, last: int | None, until: int | None) -> Frame:
    """Lay the intervals on full ones of the clock, so that one more early row does not move them all."""
    if first is None or last is None:
        return Frame(start=0, end=0, interval_s=60, intervals=0, shown=str)
    now = int(datetime.now(UTC).timestamp() * 1000)
    last = max(last, min(until, now) - 1) if until else last  # an end that was named is believed
    interval = interval_of((last - first) / 1000)
    start = first // (interval * 1000) * interval * 1000
    return Frame(
        start=start,
        end=last,
        interval_s=interval,
        intervals=(last - start) // (interval * 1000) + 1,
        shown=lambda t: f"{instant_at(start + t * interval * 1000):%Y-%m-%dT%H:%MZ}",
    )


def milliseconds(at: datetime | None) -> int | None:
    """Give an instant in milliseconds since 1970, as the engine counts."""
    return None if at is None else int(at.timestamp() * 1000)


def instant_at(ms: int) -> datetime:
    """Give the instant of so many milliseconds since 1970; aware, UTC."""
    return datetime.fromtimestamp(ms / 1000, UTC)
