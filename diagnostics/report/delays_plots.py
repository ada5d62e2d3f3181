"""What the report of `delays` draws: percentiles over time, and each hop's share."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from diagnostics.delays.record import Group, Measured, Spread
from diagnostics.report.delays_view import DelaysReport
from diagnostics.report.plot_bars import describe as describe_bars
from diagnostics.report.plot_bars import stacked
from diagnostics.report.plot_record import Bar, Bars, Line, Mark, Picture, Series, Unit
from diagnostics.report.plot_time import describe, lines

_PERCENTILES = ("p50", "p95", "p99")
_FEW = 4  # hours; below that the intervals say more


def pictures(report: DelaysReport) -> tuple[Picture, ...]:
    """Draw what there are data for."""
    return (*_over_time(report), *_by_hop(report.answer.measured))


def _over_time(report: DelaysReport) -> Iterator[Picture]:
    measured = report.answer.measured
    drawn = _of_hours(measured) or _of_intervals(measured)
    if drawn is None:
        return
    at, plotted, title = drawn
    marks = tuple(
        Mark(at=delay.since, label=f"{found.code} begins")
        for found in report.found
        if (delay := found.delay).since and at[0] <= delay.since <= at[-1]
    )
    series = Series(title=title, unit=Unit.SECONDS, at=at, lines=plotted, marks=marks)
    yield Picture(name="time", text=describe(series), svg=lines(series))


def _of_hours(measured: Measured) -> tuple[tuple[datetime, ...], tuple[Line, ...], str] | None:
    """Take the three percentiles of each hour from request to sent; None = too few hours have any."""
    hours = {datetime.fromisoformat(group.name): group for group in measured.of("hour")}
    seen = sorted(at for at, group in hours.items() if group.total)
    if len(seen) < _FEW:
        return None
    steps = int((seen[-1] - seen[0]) / timedelta(hours=1)) + 1
    at = tuple(seen[0] + step * timedelta(hours=1) for step in range(steps))
    plotted = tuple(
        Line(name=name, values=tuple(_total(hours.get(each), name) for each in at))
        for name in _PERCENTILES
    )
    return at, plotted, "From request to sent, by hour"


def _total(group: Group | None, name: str) -> float | None:
    return None if group is None or group.total is None else _value(group.total, name)


def _value(spread: Spread, name: str) -> float:
    return {"p50": spread.p50, "p95": spread.p95, "p99": spread.p99}[name]


def _of_intervals(measured: Measured) -> tuple[tuple[datetime, ...], tuple[Line, ...], str] | None:
    start = measured.start
    found = tuple(
        Line(name=f"{each.what}, p95", values=each.values)
        for what in ("inside", "downstream")
        for each in measured.lines
        if each.what == what and each.dimension == "all" and any(each.values)
    )
    if start is None or not found:
        return None
    step = timedelta(seconds=measured.interval_s)
    at = tuple(start + place * step for place in range(len(found[0].values)))
    return at, found, "Inside Journey Optimizer and downstream"


def _by_hop(measured: Measured) -> Iterator[Picture]:
    everybody = next(iter(measured.of("all")), None)
    hops = [(each.name, each.spread) for each in measured.hops]
    if everybody and everybody.downstream:
        hops.append(("downstream", everybody.downstream))
    if not hops:
        return
    bars = Bars(
        title="Where the time goes: each hop's percentile",
        unit=Unit.SECONDS,
        parts=tuple(name for name, _ in hops),
        bars=tuple(
            Bar(label=name, parts=tuple(_value(spread, name) for _, spread in hops))
            for name in _PERCENTILES
        ),
    )
    yield Picture(name="hops", text=describe_bars(bars), svg=stacked(bars))
