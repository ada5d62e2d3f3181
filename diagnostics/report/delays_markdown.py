"""The report of `delays` as Markdown, for a ticket."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.report import delays_view as view
from diagnostics.report.delays_view import ActionView, DelaysReport, FoundView, Table
from diagnostics.report.escape import code, markdown
from diagnostics.report.plot_spark import spark


def render(report: DelaysReport) -> str:
    """Draw the report."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: DelaysReport) -> Iterator[str]:
    yield f"# {markdown(view.title(report))}"
    yield from ("", markdown(report.answer.sentence), "")
    for label, text in view.facts(report):
        yield f"* {label}: {markdown(text)}"
    sparks = list(view.sparks(report))
    if sparks:
        yield from ("", "## Over time", "", "```text")
        yield from (f"{label:<16}{spark(values)}  {largest}" for label, values, largest in sparks)
        yield from filter(None, [view.spark_legend(report)])
        yield "```"
    for title, found, tables in view.parts(report):
        yield from ("", f"## {title}", "")
        yield from _part(found, tables, view.nothing(report, title))
    if report.actions:
        yield from ("", "## What to do")
        for action in report.actions:
            yield from _action(action)
    remarks = report.answer.measured.remarks
    if remarks:
        yield from ("", "## About the files", "")
    for each in remarks:
        place = f"{each.path}:{each.line}" if each.line else each.path
        do = f" Do: {markdown(each.do)}." if each.do else ""
        yield f"* {code(place)}: {'left out: ' if each.left_out else ''}{markdown(each.text)}{do}"


def _part(found: tuple[FoundView, ...], tables: tuple[Table, ...], nothing: str) -> Iterator[str]:
    if not found:
        yield markdown(nothing)
    for each in found:
        yield f"* **{each.code}** {each.severity}: {markdown(each.delay.sentence)}"
        yield from (f"  * {markdown(line)}" for line in each.delay.evidence)
    for table in tables:
        yield from ("", f"### {table.title}", "")
        yield f"| {' | '.join(table.headers)} |"
        yield f"|{'---|' * len(table.headers)}"
        yield from (f"| {' | '.join(markdown(cell) for cell in row)} |" for row in table.rows)
        if table.hidden:
            yield from ("", f"and {table.hidden} more; `--format json` has all")


def _action(action: ActionView) -> Iterator[str]:
    yield from ("", f"### {markdown(action.title)}", "")
    for number, step in enumerate(action.steps, 1):
        yield f"{number}. {markdown(step.purpose)} Who: {markdown(step.role)}. Risk: {markdown(step.risk)}."
    yield from (
        "",
        f"Works after: {markdown(action.works_after)}. Escalate: {markdown(action.escalate)}.",
    )
