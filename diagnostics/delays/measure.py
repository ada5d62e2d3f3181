"""Asks every question of what was loaded and makes the plain record that the rules judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from diagnostics.delays import aggregates as sql
from diagnostics.delays import follow, series
from diagnostics.delays.engine import Engine
from diagnostics.delays.load import Loaded, left_out, load
from diagnostics.delays.record import (
    Filled,
    Group,
    Hop,
    Line,
    Measured,
    Missing,
    Published,
    Remark,
)
from diagnostics.delays.series import Frame

# Intervals that people read; the finest that keeps the number of them at or below _MOST.
_STEPS_S = (60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 86400, 604800)
_MOST = 300

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
    engine.rows(sql.union(loaded.selects))
    remarks = list(loaded.remarks)
    head = _head(question, engine, loaded, remarks)
    tops = _tops(engine)
    frame = _frame(head.first, head.last)
    question.on_step("timing")
    is_optimized = "optimized_for" in loaded.columns
    groups, lines = series.groups_and_lines(engine, frame, is_optimized=is_optimized)
    hops, hop_lines = _hops(question, engine, loaded, frame)
    question.on_step("following single messages")
    opened, longest = follow.waiting(engine) if dict(tops["status"]).get("delay") else ({}, None)
    missing, missing_lines = _missing(question, engine, frame, head.last, remarks)
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
        flows=follow.flows(engine, frame, is_optimized=is_optimized),
        waves=follow.waves(engine, _at) if "wave" in loaded.columns else (),
        exclusions=tops["xcode"],
        statuses=tops["status"],
        longest_retry=longest,
        missing=missing,
        published=question.published,
        remarks=tuple(remarks),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    read: int
    copies: int
    tests: int
    outside: int
    first: int | None
    last: int | None
    filled: tuple[Filled, ...]


def _head(question: Question, engine: Engine, loaded: Loaded, remarks: list[Remark]) -> _Head:
    """Count rows, copies and tests, and say which rows count from here on."""
    question.on_step("counting rows, copies and tests")
    where = sql.window(_ms(question.since), _ms(question.until), question.campaign)
    read, copies, tests, outside, first, last, contrary, *filled = engine.rows(sql.profile(where))[
        0
    ]
    if contrary:
        remarks.append(_contrary(question.paths, contrary))
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


def _frame(first: int | None, last: int | None) -> Frame:
    """Lay the intervals on full ones of the clock, so that one more early row does not move them all."""
    if first is None or last is None:
        return Frame(start=0, interval_s=60, intervals=0, shown=str)
    interval = interval_of((last - first) / 1000)
    start = first // (interval * 1000) * interval * 1000
    return Frame(
        start=start,
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


def _with_open(group: Group, opened: dict[tuple[str, str], int]) -> Group:
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
