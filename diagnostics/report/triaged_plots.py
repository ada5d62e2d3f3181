"""What the report of `triage` draws: hits over time, one colour an error."""

from __future__ import annotations

from datetime import datetime, timedelta

from diagnostics.report import triaged_wording as words
from diagnostics.report.plot_record import Line, Mark, Picture, Series, Unit
from diagnostics.report.plot_time import columns, describe
from diagnostics.report.triaged_record import TriageView

_MOST = 5  # rows with a colour of their own; the sixth is the rest


def pictures(view: TriageView | None) -> tuple[Picture, ...]:
    """Draw the hits of every step; nothing where no hit bears a time."""
    if view is None or not view.minutes:
        return ()
    begin, end = (datetime.fromisoformat(view.minutes[place].at) for place in (0, -1))
    every = words.series(view)
    shown = [(words.row_name(row).splitlines()[0], words.series(view, row)) for row in view.rows]
    named, others = shown[:_MOST], shown[_MOST:]
    if others:
        rest = [sum(counts) for counts in zip(*(values for _, values in others), strict=True)]
        named.append(("others", rest))
    # A step of the series is a minute, or as many as fit.
    whole = (end - begin) + timedelta(minutes=view.minutes_per_step)
    step = whole / len(every)
    series = Series(
        title=f"Hits, {len(every)} steps of {words.duration(int(step.total_seconds()))}",
        unit=Unit.COUNT,
        at=tuple(begin + place * step for place in range(len(every))),
        lines=tuple(Line(name=name, values=tuple(map(float, values))) for name, values in named),
        marks=(Mark(at=datetime.fromisoformat(view.onset.at), label="onset"),)
        if view.onset
        else (),
    )
    return (Picture(name="hits", text=describe(series), svg=columns(series)),)
