"""What stands below the repair in Markdown: open questions, findings, pasted errors, prevention, environment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from diagnostics.report.escape import code, markdown
from diagnostics.report.pieces import Piece, Worth
from diagnostics.report.record import FindingView, PastedView, Report
from diagnostics.report.repair_record import Command
from diagnostics.report.suppressed_wording import answered_for
from diagnostics.report.wording import (
    TO_THE_REPAIR,
    WITH_YOUR_NAMES,
    counted,
    dependents,
    ended,
    given,
    is_text_only,
    line_of,
    logged,
    needed_first,
    open_question,
    span,
)


def command_lines(command: Command, indent: str = "") -> Iterator[str]:
    """Give a command as a block; PowerShell's where it is another one."""
    yield from _block("sh", command.sh, indent)
    if command.powershell != command.sh:
        yield ""
        yield from _block("powershell", command.powershell, indent)


def _block(language: str, line: str, indent: str) -> Iterator[str]:
    # Quoting has written every hidden character as an escape; the fence is longer than any run of backticks inside.
    runs = [len(run) for run in re.findall(r"`+", line)]
    fence = "`" * max(3, 1 + max(runs, default=0))
    yield from (f"{indent}{fence}{language}", f"{indent}{line}", f"{indent}{fence}")


def open_lines(report: Report) -> Iterator[str]:
    """Give the open questions; one that only waits for another one stands behind that."""
    waiting = dependents(report)
    named = {question.check for question in report.open if not question.waits_for}
    for question in report.open:
        if question.waits_for in named:
            continue
        required = "" if question.required else ", not required"
        said = markdown(f"{question.question}? {open_question(question)}")
        behind = ", ".join(code(each.check) for each in waiting.get(question.check, ()))
        line = line_of(question)
        do = f" Do: {code(line.sh)}." if line else ""
        also = f"{do} Until then also open: {behind}." if behind else do
        yield f"{code(question.check)} ({question.code}{required}): {said}{also}"


def steps(report: Report) -> Iterator[Piece]:
    """Give the table of the documented steps."""
    columns = ("| Step | | State | Detail |", "|---|---|---|---|")
    heading = ("", "## The four documented steps", "", *columns)
    for step in report.steps:
        cells = (step.number, markdown(step.title), step.state, markdown(step.detail))
        line = f"| {' | '.join(cells)} |"
        yield Piece(of="documented steps", worth=Worth.STEPS, lines=(line,), heading=heading)


def findings(report: Report) -> Iterator[Piece]:
    """Give the findings, each with its evidence."""
    heading = ("", "## Findings")
    for view in report.findings:
        lines = tuple(_finding(view, is_explained=view not in report.unexplained))
        yield Piece(
            of="findings",
            worth=Worth.FINDING,
            lines=lines,
            heading=heading,
            short=lines[:4],
            details="evidence of findings",
        )


def _finding(view: FindingView, *, is_explained: bool) -> Iterator[str]:
    yield from ("", f"**{view.code}** {view.severity}: {markdown(view.title)}", "")
    yield f"* {markdown(ended(view.message))}"
    yield from (f"* {code(line)}" for line in view.evidence)
    if view.because:
        yield f"* {view.severity} because {markdown(view.because)}"
    if view.suppressed:
        yield f"* {markdown(answered_for(view))}"
    if not is_explained:
        yield "* No known cause explains it."
    yield f"* seen by {', '.join(code(check) for check in view.checks)}"


def pasted(report: Report) -> Iterator[Piece]:
    """Give the errors that were recognised in a text or in logs."""
    for view in report.pasted:
        lines = tuple(_pasted(view, report))
        yield Piece(
            of="recognised errors",
            worth=Worth.PASTED,
            lines=lines,
            short=lines[:4],
            details="what recognised errors mean",
            detail_worth=Worth.AROUND,
        )


def _pasted(view: PastedView, report: Report) -> Iterator[str]:
    yield from ("", f"## {given(report)}: {markdown(view.title)}", "")
    number = f" {view.code}" if view.code else ""
    yield f"* {markdown(view.category + number)}, {view.certainty}: {markdown(view.why)}"
    if view.logged:
        yield f"* {markdown(logged(view.logged))}"
    yield f"* Text: {code(view.excerpt)}"
    if view.meaning:
        yield f"* Means: {markdown(view.meaning)}"
    if report.causes and not is_text_only(report):
        yield f"* {TO_THE_REPAIR}"
    else:
        yield from _advice(view)
    if view.source:
        yield from ("", f"Source: {markdown(view.source)}")


def _advice(view: PastedView) -> Iterator[str]:
    """Give what is generally done about such an error, where nothing better was found."""
    yield from (f"* Look at: {markdown(line)}" for line in view.look_at)
    if view.steps:
        yield ""
        yield from (f"{n}. {markdown(line)}" for n, line in enumerate(view.steps, 1))
    if view.commands:
        yield from ("", f"{markdown(WITH_YOUR_NAMES)}:")
    for each in view.commands:
        yield from ("", *_block("sh", each.sh, ""))


def prevention(report: Report) -> Iterator[Piece]:
    """Give what keeps it from coming back; the same step of two causes once."""
    heading = ("", "## So that it does not come back (nothing of this was done)")
    for step in {step.purpose: step for cause in report.causes for step in cause.prevent}.values():
        lines = ["", f"* {markdown(step.purpose)} Needs: {markdown(ended(step.role))}"]
        lines += [f"  {markdown(line)}" for line in needed_first(step)]
        if step.command:
            lines += ["", *command_lines(step.command, "  ")]
        yield Piece(of="prevention", worth=Worth.PREVENTION, lines=tuple(lines), heading=heading)


def environment(report: Report) -> Iterator[str]:
    """Give with what and how it was looked."""
    yield markdown(f"ajo-doctor {report.version}, exit code {report.exit_code}")
    yield markdown(span(report))
    yield markdown(f"topology {report.topology}: {report.topology_reason}")
    yield markdown(counted(report))
    named = dict(report.environment)
    lines = (*report.environment, *(() if "cloud" in named else (("cloud", report.cloud),)))
    yield from (markdown(f"{name}: {value}") for name, value in lines)
