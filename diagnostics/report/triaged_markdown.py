"""A search through logs, as Markdown for a ticket."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.report import triaged_wording as words
from diagnostics.report.escape import code, markdown
from diagnostics.report.pieces import Piece, Worth
from diagnostics.report.plot_spark import spark
from diagnostics.report.record import Report
from diagnostics.report.repair_record import Command
from diagnostics.report.triaged_record import RowView, TriageView

_SPARK = 60


def pieces(report: Report) -> Iterator[Piece]:
    """Draw what was found."""
    view = report.triage
    if view is None:
        return
    heading = ("", f"## {markdown(words.title(view))}", "")

    def piece(of: str, worth: Worth, *lines: str) -> Piece:
        return Piece(of=of, worth=worth, lines=lines, heading=heading)

    for label, text in words.answers(view, report.zone):
        yield piece("answers", Worth.FIRST_PAGE, f"* **{label}**: {markdown(text)}")
    for remark in words.remarks(view):
        yield piece("remarks", Worth.OPEN, f"* {markdown(remark)}")
    for left in words.left_out(view):
        yield piece("what was not searched", Worth.OPEN, f"* Left out: {markdown(left)}")
    yield piece("what was read", Worth.AROUND, f"* Read: {markdown(words.effort(view))}")
    if view.minutes:
        drawn = spark(words.series(view), _SPARK)
        lines = ("", markdown(words.span(view)), "", "```text", drawn, "```")
        yield piece("hits over time", Worth.AROUND, *lines)
    yield from _table(view)


def _table(view: TriageView) -> Iterator[Piece]:
    heading = (
        "",
        "| Error | Finding | Account | Vault | Identity | Count | Ambiguous | First (UTC) | Last (UTC) | First at |",
        "|---|---|---|---|---|--:|--:|---|---|---|",
    )
    for row in view.rows[: words.ROWS]:
        line = f"| {' | '.join(_cells(row))} |"
        yield Piece(of="rows of errors", worth=Worth.PROOF, lines=(line,), heading=heading)
    more = view.rows[words.ROWS :]
    if more:
        said = f"and {words.more_rows(more)}; `--format json` has all"
        yield Piece(of="the count of more rows", worth=Worth.OPEN, lines=("", said))


def _cells(row: RowView) -> Iterator[str]:
    yield markdown(row.code)
    yield markdown("no error" if row.harmless else row.finding)
    yield markdown("(all others)" if row.rest else row.account)
    yield from (markdown(each) for each in (row.vault, row.identity))
    yield from (str(row.count), str(row.ambiguous))
    yield from (words.short(at, year=True) if at else "no time" for at in (row.first, row.last))
    yield code(row.first_at)


def commands(report: Report) -> Iterator[tuple[str, Command]]:
    """Give the commands to go on with, each with its purpose."""
    for each in report.triage.go_on if report.triage else ():
        yield each.purpose, Command(argv=each.argv, sh=each.sh, powershell=each.powershell)
