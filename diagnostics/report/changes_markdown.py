"""Who changed what, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.report.changes_wording import (
    TIMELINE,
    TITLE,
    event,
    grounds,
    log_line,
    points,
    told,
)
from diagnostics.report.escape import code, markdown
from diagnostics.report.record import Report
from diagnostics.report.wording import ended


def lines(report: Report) -> Iterator[str]:
    """Draw both sections; nothing where nobody asked."""
    said = told(report)
    if said is None:
        return
    yield from ("", f"## {TITLE}", "")
    if said.first:
        yield f"* **{markdown(event(said.first, report.zone))}** {markdown(grounds(said.first))}"
    yield from (
        f"* {markdown(event(each, report.zone))} {markdown(grounds(each))}" for each in said.more
    )
    yield from (f"* {markdown(each)}" for each in (said.rest, *said.notes) if each)
    yield from (f"* {markdown(ended(log_line(log)))}" for log in said.read)
    for log in said.unread:
        do = f" To read it: {code(log.do)}" if log.do else ""
        yield f"* {markdown(ended(log_line(log)))}{do}"
    rows = list(points(report))
    if rows:
        yield from ("", f"## {TIMELINE}", "")
        yield from (f"* {markdown(at)}: {markdown(what)}" for at, what in rows)
