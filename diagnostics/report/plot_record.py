"""What a plot shows, before it is drawn."""

from __future__ import annotations

from datetime import datetime
from enum import Enum

from diagnostics.records import record


class Unit(Enum):
    """What the numbers of a plot are."""

    SECONDS = "seconds"
    COUNT = "count"


@record(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a time series."""

    name: str
    values: tuple[float | None, ...]  # one for each time; None = nothing was seen then


@record(frozen=True, slots=True, kw_only=True)
class Mark:
    """A moment worth a line of its own: the onset, a change, a repair."""

    at: datetime
    label: str


@record(frozen=True, slots=True, kw_only=True)
class Series:
    """Values over time."""

    title: str
    unit: Unit
    at: tuple[datetime, ...]  # aware, ascending, evenly spaced
    lines: tuple[Line, ...]  # at most six are drawn; the first ones
    marks: tuple[Mark, ...] = ()


@record(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar: its name and the size of each part."""

    label: str
    parts: tuple[float, ...]  # one for each name of `Bars.parts`, not negative


@record(frozen=True, slots=True, kw_only=True)
class Bars:
    """Stacked bars: where the time goes, one bar a campaign, domain or percentile."""

    title: str
    unit: Unit
    parts: tuple[str, ...]  # at most six are drawn
    bars: tuple[Bar, ...]


@record(frozen=True, slots=True, kw_only=True)
class Picture:
    """One drawn plot."""

    name: str  # a word, part of a file's name
    text: str  # the same in words
    svg: str
