"""A search through logs, as Markdown for a ticket."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.report import triaged_wording as words
from diagnostics.report.escape import code, markdown
from diagnostics.report.plot_spark import spark
from diagnostics.report.record import Command, Report
from diagnostics.report.triaged_record import RowView, TriageView

_SPARK = 60


def lines(report: Report) -> Iterator[str]:
    """Draw what was found."""
    view = report.triage
    if view is None:
        return
    yield from ("", f"## {markdown(words.title(view))}", "")
    for label, text in words.answers(view, report.zone):
        yield f"* **{label}**: {markdown(text)}"
    yield from (f"* {markdown(remark)}" for remark in words.remarks(view))
    yield from (f"* Left out: {markdown(left)}" for left in words.left_out(view))
    yield f"* Read: {markdown(words.effort(view))}"
    if view.minutes:
        drawn = spark(words.series(view), _SPARK)
        yield from ("", markdown(words.span(view)), "", "```text", drawn, "```")
    if view.rows:
        yield from _table(view)


def _table(view: TriageView) -> Iterator[str]:
    yield ""
    yield "| Error | Finding | Account | Vault | Identity | Count | Ambiguous | First (UTC) | Last (UTC) | First at |"
    yield "|---|---|---|---|---|--:|--:|---|---|---|"
    yield from (f"| {' | '.join(_cells(row))} |" for row in view.rows[: words.ROWS])
    more = view.rows[words.ROWS :]
    if more:
        yield from (
            "",
            f"and {len(more)} more rows, {sum(row.count for row in more)} hits; `--format json` has all",
        )


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
