"""A search through logs, as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from tabulate import tabulate

from diagnostics.report import escape
from diagnostics.report import triaged_wording as words
from diagnostics.report.plot_spark import spark
from diagnostics.report.record import Report, Zone
from diagnostics.report.triaged_record import RowView, TriageView
from diagnostics.report.wrap import WIDTH, wrap

_SPARK = 14  # columns of a row's own line
_LABEL = 11


def lines(view: TriageView, zone: Zone, *, ascii_only: bool = False) -> Iterator[str]:
    """Draw what was found."""
    for label, text in words.answers(view, zone):
        yield from wrap(text, " " * _LABEL, first=f"{label:<{_LABEL}}")
    if view.minutes:
        yield from wrap(words.span(view))
        yield f"  {spark(words.series(view), WIDTH - 4, ascii_only=ascii_only)}"
    if view.rows:
        yield ""
        yield from _table(view, ascii_only=ascii_only)
        yield ""
    for remark in words.remarks(view):
        yield from wrap(remark)
    for left in words.left_out(view):
        yield from wrap(f"Left out: {left}", "  ", first="")
    yield from wrap(f"Read: {words.effort(view)}")


def _table(view: TriageView, *, ascii_only: bool) -> Iterator[str]:
    years = words.years(view)
    has_year = len(years) > 1
    head = "First, last (UTC)" if has_year or not years else f"First, last ({min(years)}, UTC)"
    rows = [
        (
            escape_lines(words.row_name(row)),
            escape_lines(words.row_where(row)),
            row.count,
            _times(view, row, has_year=has_year, ascii_only=ascii_only),
        )
        for row in view.rows[: words.ROWS]
    ]
    headers = ("Error", "Where", "Count", "\n".join(wrap(head, width=16)))
    yield from tabulate(
        rows, headers=headers, disable_numparse=True, colalign=("left", "left", "right", "left")
    ).splitlines()
    more = view.rows[words.ROWS :]
    if more:
        yield from wrap(f"and {words.more_rows(more)}; --format json has all")


def _times(view: TriageView, row: RowView, *, has_year: bool, ascii_only: bool) -> str:
    if row.first is None or row.last is None:
        return "no time"
    times = [words.short(at, year=has_year) for at in (row.first, row.last)]
    return "\n".join([*times, spark(words.series(view, row), _SPARK, ascii_only=ascii_only)])


def escape_lines(text: str) -> str:
    """Make every line visible and keep them apart."""
    return "\n".join(escape.plain(line) for line in text.split("\n"))


def go_on(report: Report) -> Iterator[str]:
    """Draw the commands to go on with, each on one line, to be copied whole."""
    view = report.triage
    if view is None:
        return
    for each in view.go_on:
        yield from wrap(each.purpose)
        yield f"  {each.sh}"
        if each.powershell != each.sh:
            yield "  in PowerShell:"
            yield f"  {each.powershell}"
    for note in words.closing(view):
        yield from wrap(note)


def is_alone(report: Report) -> bool:
    """Tell whether the search is all there is to say: nothing was found that could be judged."""
    return report.triage is not None and not report.pasted
