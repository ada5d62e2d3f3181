"""Asks every question of what was loaded and makes the plain record that the rules judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TypeVar

from diagnostics.delays import aggregates as sql
from diagnostics.delays import follow, series
from diagnostics.delays.engine import Engine
from diagnostics.delays.follow import Opened
from diagnostics.delays.load import Loaded, load, without_damaged
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
    Spread,
    Wave,
)
from diagnostics.delays.remarks import left_out
from diagnostics.delays.series import Frame

# Intervals that people read; the finest that keeps the number of them at or below _MOST.
_STEPS_S = (60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 86400, 604800)
_MOST = 300

T = TypeVar("T")
Tops = dict[str, tuple[tuple[str, int], ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the user wants measured."""

    paths: tuple[str, ...]
    caller_log: str | None = None
    since: datetime | None = None  # aware
    until: datetime | None = None
    campaign: str | None = None
    published: tuple[Published, ...] = ()
    on_step: Callable[[str], None] = lambda _: None  # told what is done next


class NothingRead(Exception):
    """No file could be opened."""

    def __init__(self, remarks: tuple[Remark, ...]) -> None:
        """Hold why."""
        super().__init__("no file could be read")
        self.remarks = remarks


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
    head = _sound_head(question, engine, loaded)
    remarks = list(dict.fromkeys(loaded.remarks))
    tops = _tops(engine)
    frame = _frame(head.first, head.last, _ms(question.until))
    is_optimized = "optimized_for" in loaded.columns
    asked = _Asked()
    none = _Nothing()
    question.on_step("timing")
    groups, lines = asked.or_else(
        lambda: series.groups_and_lines(engine, frame, is_optimized=is_optimized), none.groups
    )
    hops, hop_lines = asked.or_else(lambda: _hops(question, engine, loaded, frame), none.hops)
    question.on_step("following single messages")
    opened, longest = asked.or_else(lambda: _waiting(engine, frame, tops), none.waiting)
    missing, missing_lines = asked.or_else(
        lambda: _missing(question, engine, frame, head.last, remarks), none.missing
    )
    flows = asked.or_else(
        lambda: follow.flows(engine, frame, is_optimized=is_optimized), none.flows
    )
    waves = asked.or_else(lambda: _waves(engine, loaded), none.waves)
    whole = next((group for group in groups if group.dimension == "all"), None)
    return Measured(
        files=question.paths,
        since=_instant(head.first),
        until=_instant(head.last),
        interval_s=frame.interval_s,
        read=head.read,
        events=whole.events if whole else 0,
        duplicates=head.copies,
        tests=head.tests,
        outside=head.outside,
        assumed_utc=loaded.assumed_utc,
        filled=(*head.filled, _filled_nodes(loaded, hops)),
        groups=tuple(_with_open(group, opened) for group in groups),
        lines=(*lines, *hop_lines, *missing_lines),
        hops=hops,
        flows=flows,
        waves=waves,
        exclusions=tops["xcode"],
        statuses=tops["status"],
        longest_retry=longest,
        missing=missing,
        published=question.published,
        remarks=tuple(remarks),
        interrupted=asked.is_interrupted,
    )


@dataclass(slots=True)
class _Nothing:
    """What stands for a question that was not asked any more."""

    groups: tuple[list[Group], list[Line]] = field(default_factory=lambda: ([], []))
    hops: tuple[tuple[Hop, ...], list[Line]] = field(default_factory=lambda: ((), []))
    waiting: tuple[Opened | None, Spread | None] = (None, None)
    missing: tuple[Missing | None, list[Line]] = field(default_factory=lambda: (None, []))
    flows: tuple[Flow, ...] = ()
    waves: tuple[Wave, ...] = ()


class _Asked:
    """Asks one question after the other until the user interrupts; what was answered by then stays."""

    def __init__(self) -> None:
        self.is_interrupted = False

    def or_else(self, ask: Callable[[], T], otherwise: T) -> T:
        if self.is_interrupted:
            return otherwise
        try:
            return ask()
        except KeyboardInterrupt:
            self.is_interrupted = True
            return otherwise


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    read: int
    copies: int
    tests: int
    outside: int
    first: int | None
    last: int | None
    filled: tuple[Filled, ...]


def _sound_head(question: Question, engine: Engine, loaded: Loaded) -> _Head:
    """Count; where a file proves damaged in its middle, count again without it."""
    import duckdb

    try:
        return _head(question, engine, loaded)
    except (duckdb.OutOfMemoryException, duckdb.InterruptException):
        raise
    except duckdb.Error:
        question.on_step("looking for the damaged file")
        if not without_damaged(loaded, engine):
            raise
        if not loaded.selects:
            raise NothingRead(tuple(loaded.remarks)) from None
        return _head(question, engine, loaded)


def _head(question: Question, engine: Engine, loaded: Loaded) -> _Head:
    """Count rows, copies and tests, and say which rows count from here on."""
    question.on_step("counting rows, copies and tests")
    engine.rows(sql.union(loaded.selects))
    where = sql.window(_ms(question.since), _ms(question.until), question.campaign)
    read, copies, tests, outside, first, last, contrary, *filled = engine.rows(sql.profile(where))[
        0
    ]
    if contrary:
        loaded.remarks.append(_contrary(question.paths, contrary))
    if copies:
        for each in sql.twice():
            engine.rows(each)
    engine.rows(sql.events(where, has_copies=bool(copies)))
    return _Head(
        read=read,
        copies=copies,
        tests=tests,
        outside=outside,
        first=first,
        last=last,
        filled=tuple(_filled(loaded, filled, read)),
    )


def _filled(loaded: Loaded, counts: Iterable[int], read: int) -> Iterator[Filled]:
    for name, count in zip(sql.FILLED, counts, strict=True):
        column = loaded.columns.get(name) or (
            loaded.columns.get("address", "") if name == "domain" else ""
        )
        yield Filled(field=name, column=column, share=round(count / read, 6) if read else 0.0)


def _filled_nodes(loaded: Loaded, hops: tuple[Hop, ...]) -> Filled:
    return Filled(field="nodes", column=loaded.columns.get("nodes", ""), share=float(bool(hops)))


def _tops(engine: Engine) -> Tops:
    """Find the names that are told apart, and make them types."""
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    columns = ("domain", "ip", "campaign", "channel", "status", "xcode")
    for *names, count in engine.rows(sql.TOPS):
        for column, name in zip(columns, names, strict=True):
            if name is not None:
                found[column].append((name, count))
    for name, (column, most) in sql.DIMENSIONS.items():
        engine.rows(sql.kind_of(name, [each for each, _ in found[column][:most]]))
    return {column: tuple(found[column][:50]) for column in columns}


def interval_of(span_s: float) -> int:
    """Choose the interval of the lines over time, in seconds."""
    return next((step for step in _STEPS_S if span_s / step <= _MOST), _STEPS_S[-1])


def _frame(first: int | None, last: int | None, until: int | None) -> Frame:
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
        shown=lambda t: f"{_at(start + t * interval * 1000):%Y-%m-%dT%H:%MZ}",
    )


def _hops(
    question: Question, engine: Engine, loaded: Loaded, frame: Frame
) -> tuple[tuple[Hop, ...], list[Line]]:
    if "nodes" not in loaded.columns:
        return (), []
    question.on_step("timing components")
    return series.hops(engine, frame)


def _missing(
    question: Question, engine: Engine, frame: Frame, last: int | None, remarks: list[Remark]
) -> tuple[Missing | None, list[Line]]:
    if question.caller_log is None or last is None:
        return None, []
    question.on_step("holding the caller's log against the feedback")
    return follow.missing(engine, frame, question.caller_log, last, remarks)


def _waiting(engine: Engine, frame: Frame, tops: Tops) -> tuple[Opened | None, Spread | None]:
    return follow.waiting(engine, frame) if dict(tops["status"]).get("delay") else ({}, None)


def _waves(engine: Engine, loaded: Loaded) -> tuple[Wave, ...]:
    return follow.waves(engine, _at) if "wave" in loaded.columns else ()


def _with_open(group: Group, opened: Opened | None) -> Group:
    if opened is None:
        return group
    return replace(group, open=opened.get((group.dimension, group.name), 0))


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
