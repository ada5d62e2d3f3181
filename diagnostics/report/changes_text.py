"""Who changed what, as text: the first event in full, a few more, how many are left, and which logs said nothing."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.report.changes_wording import event, grounds, log_line, points, to_read, told
from diagnostics.report.escape import plain
from diagnostics.report.record import Report
from diagnostics.report.wording import ended
from diagnostics.report.wrap import wrap


def lines(report: Report) -> Iterator[str]:
    """Draw the section; nothing where nobody asked."""
    said = told(report)
    if said is None:
        return
    if said.first:
        yield from wrap(event(said.first, report.zone))
        yield from wrap(grounds(said.first), "  ")
    for each in said.more:
        yield from wrap(event(each, report.zone), "  ", "* ")
        yield from wrap(grounds(each), "  ")
    if said.rest:
        yield from wrap(said.rest)
    for note in said.notes:
        yield from wrap(note)
    for log in (*said.read, *said.unread):
        yield from wrap(f"{ended(log_line(log))} {to_read(log)}".rstrip())
        if log.do:
            yield f"     {plain(log.do)}"


def timeline(report: Report) -> Iterator[str]:
    """Draw the timeline where a change stands in it."""
    for at, what in points(report):
        yield from wrap(f"{at}  {what}", "  ")
