"""Who changed what, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.report.changes_wording import (
    TIMELINE,
    TITLE,
    Told,
    event,
    grounds,
    log_line,
    points,
    to_read,
    told,
)
from diagnostics.report.escape import code, markdown
from diagnostics.report.pieces import Piece, Worth, listed
from diagnostics.report.record import Report
from diagnostics.report.wording import ended


def pieces(report: Report) -> Iterator[Piece]:
    """Draw both sections; nothing where nobody asked. The first event is worth most on a ticket."""
    said = told(report)
    if said is None:
        return
    heading = ("", f"## {TITLE}", "")

    def piece(of: str, worth: Worth, line: str) -> Piece:
        return Piece(of=of, worth=worth, lines=(f"* {line}",), heading=heading)

    if said.first:
        first = f"**{markdown(event(said.first, report.zone))}** {markdown(grounds(said.first))}"
        yield piece("the change that explains", Worth.CHANGE, first)
    for each in said.more:
        line = f"{markdown(event(each, report.zone))} {markdown(grounds(each))}"
        yield piece("other changes", Worth.FINDING, line)
    for line in _around(said):
        yield piece("notes on changes", Worth.NOTE, line)
    for line in _logs(said):
        yield piece("logs of changes", Worth.OPEN, line)
    rows = (f"{markdown(at)}: {markdown(what)}" for at, what in points(report))
    yield from listed("moments of the timeline", Worth.AROUND, TIMELINE, rows)


def _around(said: Told) -> Iterator[str]:
    yield from (markdown(each) for each in (said.rest, *said.notes) if each)


def _logs(said: Told) -> Iterator[str]:
    for log in (*said.read, *said.unread):
        do = f" {to_read(log)} {code(log.do)}" if log.do else ""
        yield f"{markdown(ended(log_line(log)))}{do}"
