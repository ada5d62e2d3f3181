"""A line of blocks: how a count goes over time, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil

BLOCKS = "·▁▂▃▄▅▆▇█"
ASCII = ".:-=+*#%@"
UNKNOWN = "?"


def spark(
    values: Sequence[int | float | None], width: int | None = None, *, ascii_only: bool = False
) -> str:
    """Draw one character a value: the first for none, the others in equal shares of the largest.

    Args:
        values: not negative; None = not known, which is not none.
        width: with more values than this, neighbours are added up; None = one character each.
        ascii_only: for terminals and fonts without block characters.
    """
    drawn = ASCII if ascii_only else BLOCKS
    shown = _joined(values, width) if width and len(values) > width else list(values)
    most = max((value for value in shown if value is not None), default=0) or 1
    levels = len(drawn) - 1
    # A single hit among thousands is seen: only nothing is drawn as nothing.
    return "".join(
        UNKNOWN if value is None else drawn[ceil(value * levels / most)] for value in shown
    )


def _joined(values: Sequence[int | float | None], width: int) -> list[int | float | None]:
    """Add up neighbours so that exactly `width` are left."""
    ends = [len(values) * at // width for at in range(width + 1)]
    return [_sum(values[a:b]) for a, b in pairwise(ends)]


def _sum(values: Sequence[int | float | None]) -> int | float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def can_draw(encoding: str | None) -> bool:
    """Tell whether a stream of this encoding can hold the blocks."""
    try:
        BLOCKS.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
