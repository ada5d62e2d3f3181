"""What the rules share: the lines of a measurement, their bad windows, and how numbers are said."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from diagnostics.delays.changepoint import Window, windows
from diagnostics.delays.record import Delay, Group, Line, Measured, Side, Spread

_UNSEEN_S = 1200  # at the end of the data: two of the retries that are ten minutes apart or more
_TIMES = frozenset({"inside", "downstream", "total", "component"})


@dataclass(frozen=True, slots=True)
class Hit:
    """One line with one of its bad windows."""

    line: Line
    window: Window

    def overlaps(self, start: int, end: int) -> bool:
        """Tell whether it shares an interval with these."""
        return self.window.start < end and start < self.window.end

    @property
    def level(self) -> float:
        """The usual value inside: seconds, or a share."""
        return _median(self.line.values[self.window.start : self.window.end], self.window.share)

    @property
    def usual(self) -> float:
        """The usual value outside of it."""
        outside = (*self.line.values[: self.window.start], *self.line.values[self.window.end :])
        return (
            _median(outside, self.window.normal)
            if self.line.what in _TIMES
            else self.window.normal
        )

    @property
    def rows(self) -> int:
        """Rows inside the window."""
        return sum(self.line.counts[self.window.start : self.window.end])


def _median(values: tuple[float | None, ...], otherwise: float) -> float:
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else otherwise


@dataclass(slots=True)
class Scene:
    """A measurement, with the bad windows of its lines found once."""

    measured: Measured
    _hits: dict[tuple[str, str], tuple[Hit, ...]] = field(
        default_factory=dict[tuple[str, str], tuple[Hit, ...]]
    )

    def lines(self, what: str, dimension: str) -> tuple[Line, ...]:
        """Give the lines of one quantity and dimension."""
        return tuple(
            each
            for each in self.measured.lines
            if each.what == what and each.dimension == dimension
        )

    def hits(self, what: str, dimension: str) -> tuple[Hit, ...]:
        """Give every bad window of these lines."""
        key = (what, dimension)
        if key not in self._hits:
            self._hits[key] = tuple(
                Hit(line, window)
                for line in self.lines(what, dimension)
                for window in windows(line.bad, line.counts)
            )
        return self._hits[key]

    def at(self, interval: int) -> datetime | None:
        """Give when an interval begins; None = it is the first, so what it shows may be older."""
        start = self.measured.start
        if start is None or interval <= 0:
            return None
        return start + timedelta(seconds=interval * self.measured.interval_s)

    def until(self, interval: int) -> datetime | None:
        """Give when the interval before this one ends; None = it may go on beyond the data.

        What is late at the end of the data has no end in it yet, so the last minutes show only what was quick.
        """
        count = max((len(line.values) for line in self.measured.lines), default=0)
        last = count - _UNSEEN_S // self.measured.interval_s
        return None if interval >= last else self.at(interval)

    def group(self, dimension: str, name: str) -> Group | None:
        """Give the group of that name."""
        return next((each for each in self.measured.of(dimension) if each.name == name), None)


def seconds(value: float) -> str:
    """Say a time as people do: 0.4 s, 12 s, 14 min, 3.2 h."""
    if value < 10:  # noqa: PLR2004 - below, a tenth matters
        return f"{value:.1f} s"
    if value < 120:  # noqa: PLR2004
        return f"{value:.0f} s"
    if value < 7200:  # noqa: PLR2004
        return f"{value / 60:.0f} min"
    return f"{value / 3600:.1f} h"


def percent(share: float) -> str:
    """Say a share."""
    return f"{100 * share:.1f} %" if share < 0.1 else f"{100 * share:.0f} %"  # noqa: PLR2004


def clock(at: datetime | None) -> str:
    """Say an instant."""
    return "the beginning of the data" if at is None else f"{at:%Y-%m-%d %H:%M} UTC"


def times_of(spread: Spread | None) -> str:
    """Say the percentiles of a time."""
    if spread is None:
        return "not known"
    return f"p50 {seconds(spread.p50)}, p95 {seconds(spread.p95)}, p99 {seconds(spread.p99)} ({spread.count} messages)"


def of_window(hit: Hit, scene: Scene) -> str:
    """Say what a line did inside its window, and before."""
    window = hit.window
    said = seconds if hit.line.what in _TIMES else percent
    what = {
        "inside": "p95 from request to first attempt",
        "downstream": "p95 from first attempt to sent",
        "total": "p95 from request to sent",
        "component": "p95 in the component",
        "retried": "share with a retry",
        "hard": "share of hard bounces",
        "excluded": "share excluded",
        "optimized": "share with an optimised send time",
        "missing": "share of calls without feedback",
    }[hit.line.what]
    whose = f"{hit.line.dimension.replace('_', ' ')} {hit.line.name}"
    named = "all" if hit.line.dimension == "all" else whose
    since, until = clock(scene.at(window.start)), scene.until(window.end)
    end = clock(until) if until else "the end of the data"
    return f"{what} = {said(hit.level)} from {since} to {end}, {said(hit.usual)} otherwise ({named}, {hit.rows} events)"


def delay(  # noqa: PLR0913 - one parameter a field
    scene: Scene,
    kind: str,
    side: Side,
    hits: Iterable[Hit],
    *,
    who: str,
    dimension: str,
    sentence: str,
    more: tuple[str, ...] = (),
) -> Delay:
    """Make the record of something that lines showed.

    Args:
        scene: where.
        kind: slug.
        side: whose.
        hits: the lines that show it, the telling one first.
        who: whom it hits.
        dimension: of `who`.
        sentence: what is wrong; `{when}` becomes its time.
        more: further evidence.
    """
    shown = tuple(hits)
    start = shown[0].window.start
    end = shown[0].window.end
    since, until = scene.at(start), scene.until(end)
    when = f"from {clock(since)} to {clock(until) if until else 'the end of the data'}"
    return Delay(
        kind=kind,
        side=side,
        who=who,
        dimension=dimension,
        since=since,
        until=until,
        messages=shown[0].rows,
        sentence=sentence.replace("{when}", when),
        evidence=(*(of_window(hit, scene) for hit in shown[:4]), *more),
    )
