"""When did it begin: the likeliest cut of one line over time into steady pieces, and which of them are bad. Pure.

A line counts in each interval how many of how many were bad (slow, retried, bounced). A piece's cost is what a binomial with its
own share is unlikely by; every further piece costs a penalty, so that chance makes none, however few rows an interval has.
Source: Jackson et al., An algorithm for optimal partitioning of data on an interval, IEEE Signal Processing Letters 12 (2005).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

_PENALTY = 12.0  # of one more piece, besides twice the logarithm of the length: chance gains so much once in 100 000 lines
_NORMAL = 0.2  # of all rows: so many are in the best pieces, whose share is the normal one
_FACTOR, _MARGIN = (
    3.0,
    0.05,
)  # a bad piece has at least 3 times the normal share, and 5 of a hundred more
_LEAST_BAD = 8
_TOGETHER = (1, 3, 9, 27, 81)  # intervals that are looked at together before anything is cut


@dataclass(frozen=True, slots=True)
class Window:
    """A part of a line that is worse than the rest."""

    start: int
    end: int  # exclusive
    share: float  # of the bad inside, 0 to 1
    normal: float  # in the best part of the line


def windows(bad: Sequence[int], of: Sequence[int]) -> tuple[Window, ...]:
    """Find the parts that are worse than the best part of the line; none if the line is steady.

    Args:
        bad: how many were bad in each interval.
        of: of how many.
    """
    sums = _Sums((0, *accumulate(bad)), (0, *accumulate(of)))
    if sums.bad[-1] < _LEAST_BAD or not _is_suspicious(sums):
        return ()
    bounds = _partition(sums)
    normal = _normal(sums, bounds)
    found = [(a, b) for a, b in bounds if is_worse(*sums.between(a, b), normal)]
    return tuple(
        Window(a, b, sums.share(a, b), normal)
        for a, b in (_trimmed(sums, *span) for span in _joined(found, sums))
    )


def is_worse(bad: int, of: int, normal: float) -> bool:
    """Tell whether so many of so many are more than the normal share explains."""
    if bad < _LEAST_BAD:
        return False
    share = bad / of
    return share >= normal * _FACTOR and share >= normal + _MARGIN


@dataclass(frozen=True, slots=True)
class _Sums:
    bad: tuple[int, ...]
    of: tuple[int, ...]

    def between(self, start: int, end: int) -> tuple[int, int]:
        return self.bad[end] - self.bad[start], self.of[end] - self.of[start]

    def share(self, start: int, end: int) -> float:
        bad, of = self.between(start, end)
        return bad / of if of else 0.0

    def cost(self, start: int, end: int) -> float:
        return _cost(*self.between(start, end))

    def __len__(self) -> int:
        return len(self.bad) - 1


def _cost(bad: int, of: int) -> float:
    if not 0 < bad < of:
        return 0.0
    return -(bad * math.log(bad / of) + (of - bad) * math.log((of - bad) / of))


def _is_suspicious(sums: _Sums) -> bool:
    """Look first, cheaply, whether any stretch differs so much from the rest that a cut could pay."""
    count = len(sums)
    bad_all, of_all = sums.between(0, count)
    whole = sums.cost(0, count)
    for width in _TOGETHER:
        for start in range(max(1, count - width + 1)):
            bad, of = sums.between(start, min(count, start + width))
            parts = _cost(bad, of) + _cost(bad_all - bad, of_all - of)
            if bad * of_all > bad_all * of and whole - parts > _PENALTY:
                return True
    return False


def _partition(sums: _Sums) -> list[tuple[int, int]]:
    """Find the cheapest cut, by trying every last piece of every beginning; what cannot win any more is not tried again."""
    count = len(sums)
    penalty = _PENALTY + 2 * math.log(count + 1)
    best, before = [-penalty] + [0.0] * count, [0] * (count + 1)
    candidates = [0]
    for end in range(1, count + 1):
        costs = [best[a] + sums.cost(a, end) for a in candidates]
        least = min(costs)
        best[end] = least + penalty
        before[end] = candidates[costs.index(least)]
        candidates = [a for a, cost in zip(candidates, costs, strict=True) if cost <= best[end]]
        candidates.append(end)
    bounds: list[tuple[int, int]] = []
    end = count
    while end:
        bounds.append((before[end], end))
        end = before[end]
    return bounds[::-1]


def _normal(sums: _Sums, bounds: Sequence[tuple[int, int]]) -> float:
    """Give the share of the best pieces that together have rows enough to be a habit."""
    wanted = _NORMAL * sums.of[-1]
    bad_all = of_all = 0
    for start, end in sorted(bounds, key=lambda each: sums.share(*each)):
        bad, of = sums.between(start, end)
        bad_all, of_all = bad_all + bad, of_all + of
        if of_all >= wanted:
            break
    return bad_all / of_all if of_all else 0.0


def _joined(bad: Sequence[tuple[int, int]], sums: _Sums) -> list[tuple[int, int]]:
    """Join bad pieces that touch, or that only empty intervals part."""
    spans: list[tuple[int, int]] = []
    for start, end in bad:
        if spans and not sums.between(spans[-1][1], start)[1]:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _trimmed(sums: _Sums, start: int, end: int) -> tuple[int, int]:
    """Cut empty intervals off both ends, and such with nothing bad."""
    while end - start > 1 and not sums.between(start, start + 1)[0]:
        start += 1
    while end - start > 1 and not sums.between(end - 1, end)[0]:
        end -= 1
    return start, end
