"""Asks every question of what was loaded and makes the plain record that the rules judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from diagnostics.delays import aggregates as sql
from diagnostics.delays import caller
from diagnostics.delays.engine import Engine
from diagnostics.delays.load import Loaded, left_out, load
from diagnostics.delays.percentiles import seconds_of, spread
from diagnostics.delays.record import (
    Filled,
    Flow,
    Group,
    Hop,
    Line,
    Measured,
    Missing,
    Published,
    Remark,
    Wave,
)

# Intervals that people read; the finest that keeps the number of them at or below _MOST.
_STEPS_S = (60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 86400, 604800)
_MOST = 300
LEAST_ROWS = 12  # of an interval, to say its percentile
_FLOW_STEPS = 1500
_HOUR_S = 3600
_MOST_HOURS = 200  # groups of the dimension "hour"
_NOT_YET_S = 600.0  # a call younger than this, or than the slowest percent, may still wait for its feedback
_EXAMPLES = 5
_ALL = ("all", "all")

Key = tuple[str, str]  # dimension, name
Histogram = dict[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the user wants measured."""

    paths: tuple[str, ...]
    caller_log: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    campaign: str | None = None
    published: tuple[Published, ...] = ()
    on_step: Callable[[str], None] = lambda _: None


def measure(question: Question, engine: Engine) -> Measured:
    """Read, count and time.

    Raises:
        NothingRead: if no file could be opened.
        ConfigError: if the caller's log is of no use.
    """
    question.on_step("opening the files")
    loaded = load(question.paths, engine)
    if not loaded.selects:
        raise NothingRead(tuple(loaded.remarks))
    engine.rows(sql.union(loaded.selects))
    return _Measuring(question, engine, loaded).all()


class NothingRead(Exception):  # noqa: N818 - what happened
    """No file could be opened."""

    def __init__(self, remarks: tuple[Remark, ...]) -> None:
        """Hold why."""
        super().__init__("no file could be read")
        self.remarks = remarks


def interval_of(span_s: float) -> int:
    """Choose the interval of the lines over time, in seconds."""
    return next((step for step in _STEPS_S if span_s / step <= _MOST), _STEPS_S[-1])


class _Measuring:
    """One measurement; its steps run in order."""

    def __init__(self, question: Question, engine: Engine, loaded: Loaded) -> None:
        self._question = question
        self._engine = engine
        self._loaded = loaded
        self._rows = engine.rows
        self._remarks = list(loaded.remarks)

    def all(self) -> Measured:
        question = self._question
        where = sql.window(_ms(question.since), _ms(question.until), question.campaign)
        question.on_step("counting rows, copies and tests")
        head = self._rows(sql.profile(where))[0]
        read, copies, tests, outside, first, last, contrary = head[:7]
        filled = self._filled(head[7:], read)
        if contrary:
            self._remarks.append(_contrary(question.paths, contrary))
        if copies:
            for each in sql.twice():
                self._rows(each)
        self._rows(sql.events(where, has_copies=bool(copies)))
        self._start = first or 0
        self._interval = interval_of(((last or 0) - (first or 0)) / 1000)
        self._intervals = (
            ((last - first) // (self._interval * 1000) + 1) if first is not None else 0
        )
        tops = self._tops()
        question.on_step("timing")
        groups, lines = self._groups()
        hops, hop_lines = self._hops()
        question.on_step("following delayed messages")
        opened, retried_for = self._waiting(tops)
        missing, missing_line = self._missing(last)
        return Measured(
            files=question.paths,
            since=_instant(first),
            until=_instant(last),
            interval_s=self._interval,
            read=read,
            events=sum(group.events for group in groups if group.dimension == "all"),
            duplicates=copies,
            tests=tests,
            outside=outside,
            assumed_utc=self._loaded.assumed_utc,
            filled=(*filled, *self._filled_nodes(hops)),
            groups=tuple(_with_open(group, opened) for group in groups),
            lines=(*lines, *hop_lines, *missing_line),
            hops=hops,
            flows=self._flows(),
            waves=self._waves(),
            exclusions=tops["xcode"],
            statuses=tops["status"],
            optimized=next((g.intended.count for g in groups if g.dimension == "all" and g.intended), 0),
            longest_retry=retried_for,
            missing=missing,
            published=question.published,
            remarks=tuple(self._remarks),
        )

    def _filled(self, counts: Iterable[int], read: int) -> list[Filled]:
        return [
            Filled(
                field=name,
                column=self._loaded.columns.get("address" if name == "domain" and "domain" not in self._loaded.columns else name, ""),
                share=round(count / read, 6) if read else 0.0,
            )
            for name, count in zip(sql.FILLED, counts, strict=True)
        ]

    def _filled_nodes(self, hops: tuple[Hop, ...]) -> Iterator[Filled]:
        yield Filled(field="nodes", column=self._loaded.columns.get("nodes", ""), share=float(bool(hops)))

    def _tops(self) -> dict[str, tuple[tuple[str, int], ...]]:
        """Find the names that are told apart, and make them types."""
        found: dict[str, list[tuple[str, int]]] = defaultdict(list)
        columns = ("domain", "ip", "campaign", "channel", "status", "xcode")
        for *names, count in self._rows(sql.TOPS):
            for column, name in zip(columns, names, strict=True):
                if name is not None:
                    found[column].append((name, count))
        for name, (column, most) in sql.DIMENSIONS.items():
            self._rows(sql.kind_of(name, [each for each, _ in found[column][:most]]))
        return {column: tuple(found[column][:50]) for column in columns}

    def _groups(self) -> tuple[list[Group], list[Line]]:
        is_optimized = "optimized_for" in self._loaded.columns
        interval_ms = self._interval * 1000
        self._rows(sql.cube(self._start, interval_ms, is_optimized=is_optimized))
        per_hour = max(1, _HOUR_S // self._interval)
        times: dict[Key, dict[int, Histogram]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
        for g, *names, t, m, b, n in self._rows(sql.folded(per_hour)):
            key = ("hour", self._shown(t * per_hour)) if g == sql.TIME_SET else _key(g, names)
            times[key][m][b] += n
            if g == sql.set_of("channel"):
                times[_ALL][m][b] += n
        tallies, counts_over_time = self._tally(per_hour)
        groups = [_group(key, tallies[key], times[key]) for key in tallies]
        hours = [group for group in groups if group.dimension == "hour"]
        if len(hours) > _MOST_HOURS:
            groups = [group for group in groups if group.dimension != "hour"]
        groups.sort(key=lambda group: (group.dimension, group.name if group.dimension == "hour" else "", -group.events, group.name))
        return groups, [*self._time_lines(), *self._share_lines(counts_over_time)]

    def _tally(self, per_hour: int) -> tuple[dict[Key, list[int]], dict[Key, dict[int, list[int]]]]:
        sums: dict[Key, list[int]] = defaultdict(lambda: [0] * 6)
        over_time: dict[Key, dict[int, list[int]]] = defaultdict(dict)
        for g, *names, t, a, b, c, d, e, f in self._rows(sql.tally(self._start, self._interval * 1000)):
            counts = [a, b, c, d, e, f]
            keys = [_key(g, names)]
            if g == sql.set_of("channel"):
                keys += [_ALL, ("hour", self._shown(t // per_hour * per_hour))]
            for key in keys:
                sums[key] = [x + y for x, y in zip(sums[key], counts, strict=True)]
                before = over_time[key].get(t, [0] * 6)
                over_time[key][t] = [x + y for x, y in zip(before, counts, strict=True)]
        return sums, over_time

    def _time_lines(self) -> Iterator[Line]:
        found: dict[tuple[Key, int], dict[int, tuple[float, int]]] = defaultdict(dict)
        for g, *names, t, m, b, total in self._rows(sql.over_time(LEAST_ROWS)):
            key = _ALL if g == sql.TIME_SET else _key(g, names)
            found[key, m][t] = (seconds_of(b), total)
        for (key, m), points in sorted(found.items()):
            yield self._line(sql.TIMES[m], key, points)

    def _share_lines(self, over_time: dict[Key, dict[int, list[int]]]) -> Iterator[Line]:
        for what, at in (("retried", 1), ("hard", 4), ("excluded", 5)):
            for key, points in sorted(over_time.items()):
                if key[0] != "hour" and any(counts[at] for counts in points.values()):
                    shares = {
                        t: (counts[at] / counts[0], counts[0])
                        for t, counts in points.items()
                        if counts[0] >= LEAST_ROWS
                    }
                    yield self._line(what, key, shares)

    def _line(self, what: str, key: Key, points: dict[int, tuple[float, int]]) -> Line:
        places = range(self._intervals)
        return Line(
            what=what,
            dimension=key[0],
            name=key[1],
            values=tuple(round(points[t][0], 4) if t in points else None for t in places),
            counts=tuple(points[t][1] if t in points else 0 for t in places),
        )

    def _hops(self) -> tuple[tuple[Hop, ...], list[Line]]:
        if "nodes" not in self._loaded.columns:
            return (), []
        names = [name for name, _ in self._rows(sql.COMPONENTS)]
        if not names:
            return (), []
        self._question.on_step("timing components")
        self._rows(sql.kind_of("component", names))
        self._rows(sql.hops(self._start, self._interval * 1000))
        bins: dict[str, Histogram] = defaultdict(dict)
        for name, b, n in self._rows("SELECT c::VARCHAR, b, sum(n) FROM hops GROUP BY ALL"):
            bins[name][b] = n
        points: dict[str, dict[int, tuple[float, int]]] = defaultdict(dict)
        for name, t, b, total in self._rows(sql.hops_over_time(LEAST_ROWS)):
            points[name][t] = (seconds_of(b), total)
        hops = tuple(
            Hop(name=name, spread=found) for name in names if (found := spread(bins.get(name, {})))
        )
        lines = [
            self._line("component", ("component", name), points[name]) for name in names if points[name]
        ]
        return hops, lines

    def _waiting(
        self, tops: dict[str, tuple[tuple[str, int], ...]]
    ) -> tuple[dict[Key, int], Any]:
        if not dict(tops["status"]).get("delay"):
            return {}, None
        for each in sql.waiting():
            self._rows(each)
        opened: dict[Key, int] = defaultdict(int)
        for g, *names, count in self._rows(sql.still_open()):
            opened[_key(g, names)] += count
            if g == sql.set_of("channel"):
                opened[_ALL] += count
        retried_for: Histogram = dict(self._rows(sql.RETRIED_FOR))
        return opened, spread(retried_for)

    def _flows(self) -> tuple[Flow, ...]:
        if not self._intervals:
            return ()
        span = self._intervals * self._interval
        step = max(60, -(-span // _FLOW_STEPS // 60) * 60)
        found: dict[str, dict[str, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
        for column in ("req", "att"):
            for name, t, count in self._rows(sql.flows(column, self._start, step * 1000)):
                found[name][column][t] = count
        places = range(max((t for each in found.values() for flow in each.values() for t in flow), default=-1) + 1)
        return tuple(
            Flow(
                campaign=name,
                step_s=step,
                requested=tuple(each["req"].get(t, 0) for t in places),
                attempted=tuple(each["att"].get(t, 0) for t in places),
            )
            for name, each in sorted(found.items())
        )

    def _waves(self) -> tuple[Wave, ...]:
        if "wave" not in self._loaded.columns:
            return ()
        return tuple(
            Wave(
                campaign=campaign or "",
                name=name,
                messages=count,
                requested_at=_at(requested or first),
                first_at=_at(first),
                last_at=_at(last),
            )
            for campaign, name, count, requested, first, last in self._rows(sql.WAVES)
        )

    def _missing(self, last: int | None) -> tuple[Missing | None, list[Line]]:
        path = self._question.caller_log
        if path is None or last is None:
            return None, []
        self._question.on_step("holding the caller's log against the feedback")
        untimed = caller.read_calls(path, self._engine)
        if untimed:
            self._remarks.append(
                left_out(path, f"{untimed} call(s) have no readable time; they are left out.", "log createdAt of each answer")
            )
        end = last - int(_NOT_YET_S * 1000)
        made, over_time = caller.held_against(self._start, end, self._interval * 1000)
        self._rows(made)
        called, missing = self._rows("SELECT count(*), count(*) FILTER (seen IS NULL) FROM answered")[0]
        from diagnostics.delays.percentiles import bin_sql

        first: Histogram = dict(
            self._rows(f"SELECT {bin_sql('(seen - at_ms)')} AS b, count(*) FROM answered GROUP BY 1 HAVING b IS NOT NULL")
        )
        examples = self._rows(
            f"SELECT printf('%016x', ek) FROM answered WHERE seen IS NULL ORDER BY at_ms, ek LIMIT {_EXAMPLES}"
        )
        points = {t: (lacking / count, count) for t, count, lacking in self._rows(over_time) if count >= LEAST_ROWS}
        found = Missing(
            called=called, missing=missing, first=spread(first), examples=tuple(each for (each,) in examples)
        )
        return found, [self._line("missing", _ALL, points)] if points else []

    def _shown(self, t: int) -> str:
        return _at(self._start + t * self._interval * 1000).strftime("%Y-%m-%dT%H:%MZ")


def _key(g: int, names: list[Any]) -> Key:
    for name, value in zip(sql.DIMENSIONS, names, strict=True):
        if g == sql.set_of(name):
            return name, "(others)" if value is None else str(value)
    raise AssertionError(g)


def _group(key: Key, counts: list[int], times: dict[int, Histogram]) -> Group:
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
        open=0,
    )


def _with_open(group: Group, opened: dict[Key, int]) -> Group:
    from dataclasses import replace

    count = opened.get((group.dimension, group.name), 0)
    return replace(group, open=count) if count else group


def _contrary(paths: tuple[str, ...], count: int) -> Remark:
    return left_out(
        ", ".join(paths[:3]),
        f"{count} row(s) say that something was sent before it was asked for: these times are not used.",
        "see whether all times of the export have the same zone",
    )


def _ms(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp() * 1000)


def _at(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)


def _instant(ms: int | None) -> datetime | None:
    return None if ms is None else _at(ms)
