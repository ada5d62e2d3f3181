"""What the report of `delays` shows: the answer, its codes, what is done about it. Every renderer draws exactly this."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from diagnostics.delays.record import Answer, Delay, Group, Line, Measured, Side, Spread
from diagnostics.delays.scene import clock, percent, seconds
from diagnostics.delays.verdict import CANNOT_TELL, NO_DELAY, headline
from diagnostics.report.plot_spark import UNKNOWN
from diagnostics.report.repair_record import StepView

MOST_ROWS = 12  # of a table, for people; JSON has all
_SPARK = 60  # characters
_UNKNOWN = "unknown"
_DIMENSIONS = {
    "domain": "Provider (domain)",
    "outbound_ip": "Outbound IP",
    "channel": "Channel",
    "campaign": "Campaign",
    "hour": "Hour",
}
_NEEDED = {  # the fields whose absence leaves a part of the question unasked
    Side.OURS: ("optimized_for", "wave", "campaign", "exclusion"),
    Side.AJO: ("requested_at", "attempted_at", "nodes"),
    Side.DOWNSTREAM: (
        "seen_at",
        "attempted_at",
        "status",
        "retries",
        "failure_type",
        "domain",
        "outbound_ip",
    ),
}
_PARTS = (
    (Side.OURS, "1. Configured to wait, and not asked for"),
    (Side.AJO, "2. Inside Journey Optimizer"),
    (Side.DOWNSTREAM, "3. Downstream"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionView:
    """What is done about one cause."""

    title: str
    steps: tuple[StepView, ...]
    works_after: str
    escalate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundView:
    """One delay with its code."""

    code: str
    severity: str
    delay: Delay


@dataclass(frozen=True, slots=True, kw_only=True)
class DelaysReport:
    """All that is shown."""

    answer: Answer
    found: tuple[FoundView, ...]
    actions: tuple[ActionView, ...]
    exit_code: int
    version: str
    go_on: str  # the command that joins it with everything else


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table, each cell a text."""

    title: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    hidden: int  # rows that only JSON has


def title(report: DelaysReport) -> str:
    """Give the verdict for the first line."""
    said = headline(report.answer)
    return said if report.answer.verdict in (NO_DELAY, CANNOT_TELL) else f"the delay is {said}"


def facts(report: DelaysReport) -> Iterator[tuple[str, str]]:
    """Give the lines below the verdict: label, text."""
    measured = report.answer.measured
    if measured.events:
        yield "Step", report.answer.step
    first = _first(report.answer)
    if first:
        end = clock(first.until) if first.until else "the end of the data"
        yield (
            "When",
            f"{clock(first.since)} to {end} (intervals of {seconds(measured.interval_s)})",
        )
    yield "Data", _data(measured)
    left = [
        f"{count} {what}"
        for count, what in (
            (measured.duplicates, "rows repeat an _id and count once"),
            (measured.tests, "rows of test executions"),
            (measured.outside, "rows without a time or outside of what was asked for"),
        )
        if count
    ]
    if left:
        yield "Not in", "; ".join(left)
    lacking = [each.field for each in measured.filled if measured.lacks(each.field)]
    if lacking:
        yield "Lacking", f"{', '.join(lacking)} (no column; what it would show was not looked for)"
    empty = [
        each.field for each in measured.filled if not each.share and each.field not in lacking
    ]
    if empty:
        yield "Empty", ", ".join(empty)


def _first(answer: Answer) -> Delay | None:
    """Give the delay that the answer's sentence speaks of."""
    told = [each for each in answer.delays if answer.sentence.startswith(each.sentence)]
    return next(iter(told), None)


def _data(measured: Measured) -> str:
    files = f"{len(measured.files)} file{'s' * (len(measured.files) != 1)}"
    when = f", {clock(measured.since)} to {clock(measured.until)}" if measured.until else ""
    return f"{measured.events} events of {measured.read} rows in {files}{when}"


def parts(report: DelaysReport) -> Iterator[tuple[str, tuple[FoundView, ...], tuple[Table, ...]]]:
    """Give the three parts in the order in which they are asked: title, what was found, the numbers."""
    measured = report.answer.measured
    tables = {
        Side.OURS: (),
        Side.AJO: tuple(_hops(measured)),
        Side.DOWNSTREAM: tuple(_groups(measured)),
    }
    for side, name in _PARTS:
        found = tuple(each for each in report.found if each.delay.side is side)
        yield name, found, tables[side]


def nothing(report: DelaysReport, title: str) -> str:
    """Say that a part found nothing, and what it could not look for."""
    measured = report.answer.measured
    side = next(side for side, name in _PARTS if name == title)
    lacking = [each for each in _NEEDED[side] if measured.lacks(each)]
    return (
        f"Nothing found; not looked at, for want of a column: {', '.join(lacking)}."
        if lacking
        else "Nothing found."
    )


def _hops(measured: Measured) -> Iterator[Table]:
    whole = next(iter(measured.of("all")), None)
    if whole is None:
        return
    stages: list[tuple[str, Spread | None]] = [
        ("optimised send time", whole.intended),
        ("request to first attempt", whole.inside),
        *((f"  {hop.name}", hop.spread) for hop in measured.hops),
        ("first attempt to sent", whole.downstream),
        ("request to sent", whole.total),
        ("call to first feedback", measured.missing.first if measured.missing else None),
    ]
    known = [(name, spread) for name, spread in stages if spread]
    if known:
        most = max(spread.p95 for _, spread in known) or 1.0
        rows = tuple(
            (name, *_times(spread), str(spread.count), "#" * round(20 * spread.p95 / most))
            for name, spread in known
        )
        yield Table(
            title="Time by hop",
            headers=("hop", "p50", "p95", "p99", "messages", "p95"),
            rows=rows,
            hidden=0,
        )


def _times(spread: Spread | None) -> tuple[str, str, str]:
    if spread is None:
        return ("", "", "")
    return (seconds(spread.p50), seconds(spread.p95), seconds(spread.p99))


def _groups(measured: Measured) -> Iterator[Table]:
    for dimension, name in _DIMENSIONS.items():
        groups = measured.of(dimension)
        if dimension != "hour" and not measured.has(dimension):
            continue  # no row names any: the column stands among the empty ones
        shown = _worst_hours(groups) if dimension == "hour" else groups[:MOST_ROWS]
        if shown:
            yield Table(
                title=_title(dimension, name, len(groups)),
                headers=(
                    name,
                    "events",
                    "inside p95",
                    "p50",
                    "p95",
                    "p99",
                    "retried",
                    "open",
                    "hard",
                ),
                rows=tuple(_row(group) for group in shown),
                hidden=len(groups) - len(shown),
            )


def _title(dimension: str, name: str, count: int) -> str:
    """Name a table; of many hours only the slowest are in it."""
    by = f"By {name[0].lower()}{name[1:]}"
    return (
        f"{by}, the slowest {MOST_ROWS} of {count}"
        if dimension == "hour" and count > MOST_ROWS
        else by
    )


def _worst_hours(groups: Sequence[Group]) -> list[Group]:
    """Keep the hours with the slowest 95th percentile, in their order."""
    slow = sorted(groups, key=lambda each: -(each.total.p95 if each.total else 0.0))[:MOST_ROWS]
    return [group for group in groups if group in slow]


def _row(group: Group) -> tuple[str, ...]:
    return (
        group.name,
        str(group.events),
        seconds(group.inside.p95) if group.inside else "",
        *_times(group.downstream),
        _UNKNOWN if group.retried is None else percent(group.retried / group.events),
        _UNKNOWN if group.open is None else str(group.open),
        _UNKNOWN if group.hard is None else str(group.hard),
    )


def sparks(report: DelaysReport) -> Iterator[tuple[str, tuple[float | None, ...], str]]:
    """Give what goes over time: label, values for a spark (None = not known), the largest for people."""
    measured = report.answer.measured
    named = {
        "inside": "inside, p95",
        "downstream": "downstream, p95",
        "retried": "retried",
        "hard": "hard bounces",
        "missing": "missing",
    }
    for what, label in named.items():
        line = next(
            (each for each in measured.lines if each.what == what and each.dimension == "all"),
            None,
        )
        if line and any(line.values):
            largest = max(value for value in line.values if value is not None)
            said = seconds(largest) if what in ("inside", "downstream") else percent(largest)
            yield label, _shortened(line), f"at most {said}"


def _shortened(line: Line) -> tuple[float | None, ...]:
    """Keep the largest of neighbours, so that a short peak is not lost; where nothing was measured stands nothing."""
    values = line.values
    width = min(_SPARK, len(values))
    ends = [len(values) * at // width for at in range(width + 1)]
    parts = ([value for value in values[a:b] if value is not None] for a, b in pairwise(ends))
    return tuple(max(part, default=None) for part in parts)


def spark_legend(report: DelaysReport) -> str:
    """Say what a gap in the sparks means; empty = there is none."""
    is_gap = any(None in values for _, values, _ in sparks(report))
    return f"{UNKNOWN} = not known: no messages then, or too few, or too young" if is_gap else ""
