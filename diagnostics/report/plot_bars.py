"""Draws stacked bars: where the time goes, hop by hop."""

from __future__ import annotations

from diagnostics.report.plot_canvas import MOST_LINES, WIDTH, Canvas, cut, text_width
from diagnostics.report.plot_record import Bars, Unit
from diagnostics.report.plot_scale import count_label, seconds_label

_ROW, _THICK = 26, 16
_MOST_BARS = 20


def stacked(plot: Bars) -> str:
    """Draw one bar a row with its sum at its end, all to one linear scale."""
    write = seconds_label if plot.unit is Unit.SECONDS else count_label
    canvas = Canvas(plot.title, describe(plot))
    shown = plot.bars[:_MOST_BARS]
    if not shown:
        canvas.text(0, 44, "Nothing was seen.", kind="faint")
        return canvas.done(60)
    sums = [sum(bar.parts[:MOST_LINES]) for bar in shown]
    names = [cut(bar.label) for bar in shown]
    left = max(map(text_width, names)) + 10
    room = WIDTH - left - max(text_width(write(one)) for one in sums) - 8
    scale = room / (max(sums) or 1.0)
    y = canvas.legend(plot.parts[:MOST_LINES], 40) + 4
    for name, bar, total in zip(names, shown, sums, strict=True):
        canvas.text(left - 8, y + 13, name, anchor="end")
        x = left
        for index, size in enumerate(bar.parts[:MOST_LINES]):
            if size > 0:
                said = f"{name}, {plot.parts[index]}: {write(size)}"
                canvas.box(x, y, max(0.6, size * scale), _THICK, index, said)
            x += size * scale
        canvas.text(x + 6, y + 13, write(total), kind="faint")
        y += _ROW
    hidden = len(plot.bars) - len(shown)
    if hidden:
        canvas.text(0, y + 13, f"{hidden} more are in the table.", kind="faint")
        y += _ROW
    return canvas.done(y)


def describe(plot: Bars) -> str:
    """Say what the bars show, for who cannot see them."""
    write = seconds_label if plot.unit is Unit.SECONDS else count_label
    said = [
        f"{bar.label}: "
        + ", ".join(
            f"{name} {write(size)}"
            for name, size in zip(plot.parts, bar.parts, strict=True)
            if size > 0
        )
        for bar in plot.bars[:_MOST_BARS]
    ]
    return ". ".join(said) + "." if said else "Nothing was seen."
