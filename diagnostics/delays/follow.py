"""Single messages followed: those that were delayed, those that the caller's log knows, and how campaigns flow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from diagnostics.delays import aggregates as sql
from diagnostics.delays import caller
from diagnostics.delays.engine import Engine
from diagnostics.delays.percentiles import bin_sql, spread
from diagnostics.delays.record import Flow, Line, Missing, Remark, Spread, Wave
from diagnostics.delays.remarks import left_out
from diagnostics.delays.series import ALL, Frame, Histogram, Key, share

_FLOW_STEPS = 1500
_NOT_YET_MS = 600_000  # a call younger than that may still wait for its feedback
_EXAMPLES = 5


Opened = dict[Key, int]  # messages without an end, by group


def waiting(engine: Engine, frame: Frame) -> tuple[Opened | None, Spread | None]:
    """Follow the delayed messages: how many are open by group, and how long the others were tried.

    Returns:
        None where no delay event says which message it is about.
    """
    for each in sql.waiting():
        engine.rows(each)
    if not engine.rows("SELECT 1 FROM waiting LIMIT 1"):
        return None, None
    opened: dict[Key, int] = defaultdict(int)
    for dimension, name, t, count in engine.rows(sql.still_open(frame.start, frame.interval_ms)):
        keys = [(dimension, name)]
        if dimension == "channel":
            keys += [ALL, frame.hour(t)]
        for key in keys:
            opened[key] += count
    tried: Histogram = dict(engine.rows(sql.RETRIED_FOR))
    return opened, spread(tried)


def flows(engine: Engine, frame: Frame, *, is_optimized: bool) -> tuple[Flow, ...]:
    """Count what each campaign asked for, when it was wanted and what left, step by step."""
    step = max(60, -(-frame.intervals * frame.interval_s // _FLOW_STEPS // 60) * 60)
    found: dict[str, dict[str, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for column in ("req", "want", "att") if is_optimized else ("req", "att"):
        for name, t, count in engine.rows(sql.flows(column, frame.start, step * 1000)):
            if t >= 0:
                found[name][column][t] = count
    seen = (t for each in found.values() for flow in each.values() for t in flow)
    last = max((*seen, (frame.end - frame.start) // (step * 1000)))
    return tuple(
        Flow(
            campaign=name,
            step_s=step,
            requested=tuple(each["req"].get(t, 0) for t in range(last + 1)),
            wanted=tuple(
                each["want" if is_optimized else "req"].get(t, 0) for t in range(last + 1)
            ),
            attempted=tuple(each["att"].get(t, 0) for t in range(last + 1)),
        )
        for name, each in sorted(found.items())
    )


def waves(engine: Engine, at: Callable[[int], datetime]) -> tuple[Wave, ...]:
    """Give the waves in the order in which they left."""
    return tuple(
        Wave(
            campaign=campaign or "",
            name=name,
            messages=count,
            requested_at=at(first if requested is None else requested),
            first_at=at(first),
            last_at=at(last),
        )
        for campaign, name, count, requested, first, last in engine.rows(sql.WAVES)
    )


def missing(
    engine: Engine,
    frame: Frame,
    path: str,
    last: int,
    remarks: list[Remark],
    campaign: str | None = None,
) -> tuple[Missing, list[Line]]:
    """Hold the caller's log against the feedback.

    Args:
        engine: where.
        frame: of the lines.
        path: of the log.
        last: the last message's time, milliseconds.
        remarks: what could not be read of the log is added.
        campaign: only calls of this one; None = all.

    Raises:
        ConfigError: if the log is of no use.
    """
    untimed = caller.read_calls(path, engine, campaign)
    ((logged,),) = engine.rows("SELECT count(*) FROM calls")
    if not logged:
        text = f"no call of campaign {campaign} stands in it."
        remarks.append(left_out(path, text, "give the log of that campaign's calls"))
    if untimed:
        text = f"{untimed} call(s) have no readable time; they are left out."
        remarks.append(left_out(path, text, "log createdAt of each answer"))
    made, over_time = caller.held_against(frame.start, last - _NOT_YET_MS, frame.interval_ms)
    engine.rows(made)
    called, lacking = engine.rows("SELECT count(*), count(*) FILTER (seen IS NULL) FROM answered")[
        0
    ]
    first: Histogram = dict(
        engine.rows(
            f"SELECT {bin_sql('(seen - at_ms)')} AS b, count(*) FROM answered GROUP BY 1 HAVING b IS NOT NULL"
        )
    )
    examples = engine.rows(
        f"SELECT printf('%016x', ek) FROM answered WHERE seen IS NULL ORDER BY at_ms, ek LIMIT {_EXAMPLES}"
    )
    points: dict[Key, dict[int, tuple[float | None, int, int]]] = defaultdict(dict)
    for of, t, count, none in engine.rows(over_time):
        key = ALL if of is None else ("campaign", of)
        points[key].setdefault(t, share(none, count))
    found = Missing(
        called=called,
        logged=logged,
        missing=lacking,
        first=spread(first),
        examples=tuple(each for (each,) in examples),
    )
    return found, [frame.line("missing", key, each) for key, each in points.items()]
