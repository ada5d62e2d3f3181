"""Percentiles from counts in bins: memory that does not grow with the rows, and the same answer in any order.

A bin is a sixteenth of an octave wide, so a percentile is at most 2.2 % beside the exact one; inside a bin it is
interpolated.
"""

from __future__ import annotations

from collections.abc import Mapping

from diagnostics.delays.record import Spread

PER_OCTAVE = 16
ZERO_BIN = -PER_OCTAVE  # of times that are 0: the bin of 0 < x < 1 ms is not needed


def bin_sql(milliseconds: str) -> str:
    """Write the bin of a time; NULL for what is unknown or negative."""
    return (
        f"CASE WHEN {milliseconds} > 0 THEN round(log2({milliseconds}) * {PER_OCTAVE})::SMALLINT"
        f" WHEN {milliseconds} = 0 THEN {ZERO_BIN}::SMALLINT END"
    )


def seconds_of(position: float) -> float:
    """Give the time that stands at a position on the scale of bins, in seconds."""
    return 0.0 if position <= ZERO_BIN + 0.5 else 2.0 ** (position / PER_OCTAVE) / 1000


def quantile(counts: Mapping[int, int], share: float) -> float:
    """Give one percentile in seconds, of at least one value."""
    wanted = share * sum(counts.values())
    below = 0
    position = float(ZERO_BIN)
    for place in sorted(counts):
        inside = counts[place]
        if below + inside >= wanted:
            part = (wanted - below) / inside if inside else 0.5
            return seconds_of(place if place == ZERO_BIN else place - 0.5 + part)
        below += inside
        position = place
    return seconds_of(position)


def spread(counts: Mapping[int, int]) -> Spread | None:
    """Give the percentiles; None = nothing was counted."""
    total = sum(counts.values())
    if not total:
        return None
    p50, p95, p99 = (round(quantile(counts, share), 3) for share in (0.5, 0.95, 0.99))
    return Spread(count=total, p50=p50, p95=p95, p99=p99)
