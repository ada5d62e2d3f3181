"""Draws values over time: as lines (percentiles) or as columns (counts)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from diagnostics.report.plot_canvas import FONT, MOST_LINES, WIDTH, Canvas, cut, text_width
from diagnostics.report.plot_record import Line, Mark, Series, Unit
from diagnostics.report.plot_scale import (
    Scale,
    count_label,
    seconds_label,
    time_scale,
    value_scale,
)

_HEIGHT = 200  # of the field that the lines are in
_MARK_ROW = FONT + 4


def lines(series: Series) -> str:
    """Draw one line a name; a gap stays a gap."""
    return _drawn(series, as_columns=False)


def columns(series: Series) -> str:
    """Draw one column a time, the lines stacked in it."""
    return _drawn(series, as_columns=True)


def describe(series: Series) -> str:
    """Say what a plot shows, for who cannot see it."""
    if not series.at:
        return "Nothing was seen."
    write = _label(series.unit)
    tops = ", ".join(
        f"{line.name} at most {write(max(seen))}"
        for line in series.lines[:MOST_LINES]
        if (seen := [value for value in line.values if value is not None])
    )
    marks = "; ".join(f"{mark.label} at {mark.at:%Y-%m-%d %H:%M} UTC" for mark in series.marks)
    span = f"From {series.at[0]:%Y-%m-%d %H:%M} to {series.at[-1]:%Y-%m-%d %H:%M} UTC"
    return ". ".join(part for part in (f"{span}: {tops}", marks) if part) + "."


def _label(unit: Unit) -> Callable[[float], str]:
    return seconds_label if unit is Unit.SECONDS else count_label


def _drawn(series: Series, *, as_columns: bool) -> str:
    canvas = Canvas(series.title, describe(series))
    shown = series.lines[:MOST_LINES]
    if not series.at or not shown:
        canvas.text(0, 44, "Nothing was seen in this time.", kind="faint")
        return canvas.done(60)
    field = _Field(canvas, series, shown, as_columns=as_columns)
    field.axes()
    if as_columns:
        field.stack()
    else:
        field.trace()
    return canvas.done(field.marks())


class _Field:
    """The field of a plot with its two axes."""

    def __init__(
        self, canvas: Canvas, series: Series, shown: tuple[Line, ...], *, as_columns: bool
    ) -> None:
        self._canvas, self._series, self._shown = canvas, series, shown
        self._write = _label(series.unit)
        self._values = value_scale(
            _stacked(shown) if as_columns else [v for line in shown for v in line.values if v],
            seconds=series.unit is Unit.SECONDS,
        )
        self._times, self._write_time = time_scale(series.at[0], self._end(as_columns=as_columns))
        self.left = max(text_width(self._write(tick)) for tick in self._values.ticks) + 8
        self.top = canvas.legend(tuple(line.name for line in shown), 40) + 6
        self.bottom = self.top + _HEIGHT

    def _end(self, *, as_columns: bool) -> datetime:
        at = self._series.at
        last = max(at)
        # A column has a width: the last one ends a step later.
        return last + (at[1] - at[0]) if as_columns and len(at) > 1 else last

    def x(self, at: float) -> float:
        return self.left + self._times.share(at) * (WIDTH - self.left)

    def y(self, value: float) -> float:
        return self.bottom - self._values.share(value) * _HEIGHT

    def axes(self) -> None:
        for tick in self._values.ticks:
            y = self.y(tick)
            self._canvas.line(self.left, y, WIDTH, y)
            self._canvas.text(self.left - 6, y + 4, self._write(tick), kind="faint", anchor="end")
        for x, label in _apart(self._times, self._write_time, self.x):
            self._canvas.line(x, self.bottom, x, self.bottom + 4)
            self._canvas.text(x, self.bottom + 17, label, kind="faint", anchor="middle")

    def trace(self) -> None:
        for index, line in enumerate(self._shown):
            run: list[tuple[float, float]] = []
            for at, value in zip(self._series.at, line.values, strict=True):
                if value is not None:
                    run.append((self.x(at.timestamp()), self.y(value)))
                elif run:
                    self._canvas.path(run, index)
                    run = []
            if run:
                self._canvas.path(run, index)

    def stack(self) -> None:
        at = self._series.at
        wide = self.x(at[1].timestamp()) - self.x(at[0].timestamp()) if len(at) > 1 else 12.0
        for place, moment in enumerate(at):
            foot = 0.0
            for index, line in enumerate(self._shown):
                value = line.values[place] or 0.0
                low, high = self.y(foot), self.y(foot + value)
                if value > 0:
                    said = f"{moment:%H:%M} UTC, {line.name}: {self._write(value)}"
                    left = self.x(moment.timestamp())
                    self._canvas.box(
                        left, high, max(0.6, wide * 0.9), max(0.6, low - high), index, said
                    )
                foot += value

    def _marked(self, mark: Mark) -> str:
        is_one_day = self._series.at[0].date() == self._series.at[-1].date()
        form = "%H:%M" if is_one_day else "%d %b %H:%M"
        return cut(f"{mark.label} {mark.at.strftime(form)} UTC", 80)

    def marks(self) -> float:
        """Draw the marks and their words below the axis, each in the first row where it touches no other."""
        rows: list[float] = []  # right ends
        for mark in sorted(self._series.marks, key=lambda one: one.at):
            x = self.x(mark.at.timestamp())
            self._canvas.line(x, self.top, x, self.bottom, kind="mark")
            label = self._marked(mark)
            left = max(0.0, min(x, WIDTH - text_width(label)))
            row = next((n for n, end in enumerate(rows) if end < left), len(rows))
            rows[row : row + 1] = [left + text_width(label) + 8]
            self._canvas.text(left, self.bottom + 38 + row * _MARK_ROW, label, kind="marked")
        return self.bottom + 24 + len(rows) * _MARK_ROW


def _stacked(shown: tuple[Line, ...]) -> list[float]:
    return [
        sum(value or 0.0 for value in at)
        for at in zip(*(line.values for line in shown), strict=True)
    ]


def _apart(
    times: Scale, write: Callable[[float], str], x: Callable[[float], float]
) -> Iterator[tuple[float, str]]:
    """Give the ticks whose labels do not touch and stay in the picture."""
    end = -1.0
    for tick in times.ticks:
        label, place = write(tick), x(tick)
        half = text_width(label) / 2
        if place - half > end and place - half >= 0 and place + half <= WIDTH:
            yield place, label
            end = place + half + 8
