"""Asks every question of what was loaded and makes the plain record that the rules judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from diagnostics.delays import aggregates as sql
from diagnostics.delays import follow, series
from diagnostics.delays.engine import Engine
from diagnostics.delays.follow import Opened
from diagnostics.delays.head import Head, sound_head
from diagnostics.delays.intervals import frame_of, instant_at, milliseconds
from diagnostics.delays.load import Loaded, load
from diagnostics.delays.question import NothingRead, Question
from diagnostics.delays.record import (
    Filled,
    Flow,
    Group,
    Hop,
    Line,
    Measured,
    Missing,
    Remark,
    Spread,
    Wave,
)
from diagnostics.delays.series import Frame
from diagnostics.delays.untold import told

T = TypeVar("T")
Tops = dict[str, tuple[tuple[str, int], ...]]


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
    head = sound_head(question, engine, loaded)
    remarks = list(dict.fromkeys(loaded.remarks))
    said = _answers(question, engine, loaded, head, remarks)
    whole = next((group for group in said.groups if group.dimension == "all"), None)
    return Measured(
        files=question.paths,
        since=_instant(head.first),
        until=_instant(head.last),
        interval_s=said.interval_s,
        read=head.read,
        events=whole.events if whole else 0,
        duplicates=head.copies,
        tests=head.tests,
        outside=head.outside,
        assumed_utc=loaded.assumed_utc,
        filled=(*head.filled, _filled_nodes(loaded, said)),
        groups=tuple(told(group, head.filled, said.opened) for group in said.groups),
        lines=said.lines,
        hops=said.hops,
        flows=said.flows,
        waves=said.waves,
        exclusions=said.tops["xcode"],
        statuses=said.tops["status"],
        longest_retry=said.longest,
        missing=said.missing,
        published=question.published,
        remarks=tuple(remarks),
        interrupted=said.is_interrupted,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answers:
    """What the questions gave, as far as they were asked."""

    tops: Tops
    interval_s: int
    groups: list[Group]
    lines: tuple[Line, ...]
    hops: tuple[Hop, ...]
    opened: Opened | None
    longest: Spread | None
    missing: Missing | None
    flows: tuple[Flow, ...]
    waves: tuple[Wave, ...]
    is_interrupted: bool


def _answers(
    question: Question, engine: Engine, loaded: Loaded, head: Head, remarks: list[Remark]
) -> _Answers:
    """Ask every question; where the user interrupts, what was answered stays. Remarks are added to."""
    tops = _tops(engine)
    frame = frame_of(head.first, head.last, milliseconds(question.until))
    is_optimized = "optimized_for" in loaded.columns
    asked, none = _Asked(), _Nothing()
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
    return _Answers(
        tops=tops,
        interval_s=frame.interval_s,
        groups=groups,
        lines=(*lines, *hop_lines, *missing_lines),
        hops=hops,
        opened=opened,
        longest=longest,
        missing=missing,
        flows=asked.or_else(
            lambda: follow.flows(engine, frame, is_optimized=is_optimized), none.flows
        ),
        waves=asked.or_else(lambda: _waves(engine, loaded), none.waves),
        is_interrupted=asked.is_interrupted,
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


def _filled_nodes(loaded: Loaded, said: _Answers) -> Filled:
    """Tell whether rows have components; where none was looked into, the column is believed."""
    column = loaded.columns.get("nodes", "")
    is_asked = bool(said.groups) and not said.is_interrupted
    share = float(bool(said.hops)) if is_asked else float(bool(column))
    return Filled(field="nodes", column=column, share=share)


def _tops(engine: Engine) -> Tops:
    """Find the names that are told apart, and make them types."""
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    columns = ("domain", "ip", "campaign", "channel", "status", "xcode")
    for *names, count in engine.rows(sql.TOPS):
        for column, name in zip(columns, names, strict=True):
            if name is not None:
                found[column].append((name, count))
    for name, (column, most) in sql.DIMENSIONS.items():
        for each in sql.told_apart(name, [each for each, _ in found[column]], most):
            engine.rows(each)
    return {column: tuple(found[column][:50]) for column in columns}


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
    return follow.missing(engine, frame, question.caller_log, last, remarks, question.campaign)


def _waiting(engine: Engine, frame: Frame, tops: Tops) -> tuple[Opened | None, Spread | None]:
    return follow.waiting(engine, frame) if dict(tops["status"]).get("delay") else ({}, None)


def _waves(engine: Engine, loaded: Loaded) -> tuple[Wave, ...]:
    return follow.waves(engine, instant_at) if "wave" in loaded.columns else ()


def _instant(ms: int | None) -> datetime | None:
    return None if ms is None else instant_at(ms)
