"""Groups and lines over time, from the cube: what the tables show, what charts draw, and where rules look for a beginning."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from diagnostics.delays import aggregates as sql
from diagnostics.delays.engine import Engine
from diagnostics.delays.percentiles import PER_OCTAVE, seconds_of, spread
from diagnostics.delays.record import Group, Hop, Line

Key = tuple[str, str]  # dimension, name
Histogram = dict[int, int]
Counts = list[int]

ALL: Key = ("all", "all")
LEAST_ROWS = 12  # of an interval, to say a share
_HOUR_S = 3600
_MOST_HOURS = 200  # groups of the dimension "hour"
_COUNTS = 7  # of `tally`
_LEAST_SLOW_S = {"cube": 8.0, "hops": 4.0}  # what is faster is never slow
_SHARES = (("retried", 1), ("hard", 4), ("excluded", 5), ("optimized", 6))


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The time that lines stretch over."""

    start: int  # milliseconds
    end: int  # milliseconds: the last message, or what the user named as the end
    interval_s: int
    intervals: int
    shown: Callable[[int], str]  # an interval's beginning, for people

    @property
    def interval_ms(self) -> int:
        """The interval in milliseconds."""
        return self.interval_s * 1000

    @property
    def per_hour(self) -> int:
        """How many intervals make one group of the dimension "hour"."""
        return max(1, _HOUR_S // self.interval_s)

    def hour(self, t: int) -> Key:
        """Name the hour that an interval lies in."""
        return ("hour", self.shown(t // self.per_hour * self.per_hour))

    def line(self, what: str, key: Key, points: dict[int, tuple[float | None, int, int]]) -> Line:
        """Make a line of its points: value, how many were bad, of how many."""
        filled = [points.get(t, (None, 0, 0)) for t in range(self.intervals)]
        return Line(
            what=what,
            dimension=key[0],
            name=key[1],
            values=tuple(None if value is None else round(value, 4) for value, _, _ in filled),
            bad=tuple(bad for _, bad, _ in filled),
            counts=tuple(count for _, _, count in filled),
        )


def groups_and_lines(
    engine: Engine, frame: Frame, *, is_optimized: bool
) -> tuple[list[Group], list[Line]]:
    """Ask the two great questions: times by bin, and counts."""
    for each in sql.cube(frame.start, frame.interval_ms, is_optimized=is_optimized):
        engine.rows(each)
    times: dict[Key, dict[int, Histogram]] = defaultdict(lambda: defaultdict(dict))
    for dimension, name, t, m, b, n in engine.rows(sql.folded(frame.per_hour)):
        key = (dimension, name) if t is None else frame.hour(t * frame.per_hour)
        times[key][m][b] = n
    sums, over_time = _tallied(engine, frame)
    groups = [_group(key, sums[key], times[key]) for key in sums]
    if sum(group.dimension == "hour" for group in groups) > _MOST_HOURS:
        groups = [group for group in groups if group.dimension != "hour"]
    groups.sort(key=_order)
    return groups, [*_time_lines(engine, frame), *_share_lines(frame, over_time)]


def _order(group: Group) -> tuple[str, str, int, str]:
    is_hour = group.dimension == "hour"
    return (group.dimension, group.name if is_hour else "", -group.events, group.name)


def _tallied(
    engine: Engine, frame: Frame
) -> tuple[dict[Key, Counts], dict[Key, dict[int, Counts]]]:
    sums: dict[Key, Counts] = defaultdict(lambda: [0] * _COUNTS)
    over_time: dict[Key, dict[int, Counts]] = defaultdict(dict)
    for dimension, name, t, *counts in engine.rows(sql.tally(frame.start, frame.interval_ms)):
        keys = [(dimension, name)]
        if dimension == "channel":
            keys += [ALL, frame.hour(t)]
        for key in keys:
            sums[key] = _added(sums[key], counts)
            over_time[key][t] = _added(over_time[key].get(t, [0] * _COUNTS), counts)
    return sums, over_time


def _added(one: Counts, other: Counts) -> Counts:
    return [a + b for a, b in zip(one, other, strict=True)]


def _group(key: Key, counts: Counts, times: dict[int, Histogram]) -> Group:
    spreads = [spread(times.get(at, {})) for at in range(len(sql.TIMES))]
    return Group(
        dimension=key[0],
        name=key[1],
        events=counts[0],
        inside=spreads[0],
        downstream=spreads[1],
        total=spreads[2],
        intended=spreads[3],
        retried=counts[1],
        delayed=counts[2],
        bounced=counts[3],
        hard=counts[4],
        excluded=counts[5],
        open=None,
    )


def _least_bin(source: str) -> int:
    return round(math.log2(_LEAST_SLOW_S[source] * 1000) * PER_OCTAVE)


def _time_lines(engine: Engine, frame: Frame) -> Iterator[Line]:
    found: dict[tuple[int, Key], dict[int, tuple[float | None, int, int]]] = defaultdict(dict)
    for dimension, name, m, t, b, slow, total in engine.rows(
        sql.over_time("cube", "dim, name, m", _least_bin("cube"))
    ):
        found[m, (dimension, name)][t] = (seconds_of(b), int(slow), int(total))
    for (m, key), points in sorted(found.items()):
        if sql.TIMES[m] != "intended":
            yield frame.line(sql.TIMES[m], key, points)


def _share_lines(frame: Frame, over_time: dict[Key, dict[int, Counts]]) -> Iterator[Line]:
    for what, at in _SHARES:
        for key, points in sorted(over_time.items()):
            if key[0] != "hour" and any(counts[at] for counts in points.values()):
                yield frame.line(
                    what, key, {t: share(counts[at], counts[0]) for t, counts in points.items()}
                )


def share(part: int, whole: int) -> tuple[float | None, int, int]:
    """Make a point of a line of shares."""
    return (part / whole if whole >= LEAST_ROWS else None, part, whole)


def hops(engine: Engine, frame: Frame) -> tuple[tuple[Hop, ...], list[Line]]:
    """Time each component; the one question that unnests."""
    names = [name for name, _ in engine.rows(sql.COMPONENTS)]
    if not names:
        return (), []
    engine.rows(sql.kind_of("component", names))
    engine.rows(sql.hops(frame.start, frame.interval_ms))
    bins: dict[str, Histogram] = defaultdict(dict)
    for name, b, n in engine.rows("SELECT c::VARCHAR, b, sum(n) FROM hops GROUP BY ALL"):
        bins[name][b] = n
    points: dict[str, dict[int, tuple[float | None, int, int]]] = defaultdict(dict)
    for name, t, b, slow, total in engine.rows(sql.over_time("hops", "c", _least_bin("hops"))):
        points[name][t] = (seconds_of(b), int(slow), int(total))
    found = tuple(
        Hop(name=name, spread=each) for name in names if (each := spread(bins.get(name, {})))
    )
    return found, [
        frame.line("component", ("component", name), points[name])
        for name in names
        if name in points
    ]
