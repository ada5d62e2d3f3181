"""The report as Markdown, to be pasted into a ticket."""

from __future__ import annotations

import re
from collections.abc import Iterator

from diagnostics.report.escape import code, markdown
from diagnostics.report.record import CauseView, Command, PastedView, Report, StepView
from diagnostics.report.wording import (
    HEADLINES,
    clocks,
    confidence,
    label_of,
    open_question,
    when,
    who,
)


def render(report: Report) -> str:
    """Draw the report."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"# {HEADLINES[report.verdict]}: {markdown(report.sentence)}"
    yield ""
    yield markdown(label_of(report))
    for cause in report.causes:
        yield from _cause(cause)
    yield from _list(
        "Clocks that run", [f"**{at}** {markdown(what)}" for what, at in clocks(report)]
    )
    yield from _list(
        "What could not be seen",
        [
            f"{code(question.check)} {markdown(question.question)}? {markdown(open_question(question))}"
            for question in report.open
        ],
    )
    yield from _steps(report)
    yield from _findings(report)
    for view in report.pasted:
        yield from _pasted(view)
    yield from _prevention(report)
    yield from _list("For the incident channel", [markdown(line) for line in report.incident])
    yield from _list(
        f"Hand-off packet for {report.handoff_to}",
        [f"**{markdown(label)}**: {markdown(value)}" for label, value in report.handoff],
    )
    yield from _list("Environment", _environment(report))


def _list(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield from ("", f"## {title}", "")
        yield from (f"* {line}" for line in lines)


def _block(command: Command, indent: str = "") -> Iterator[str]:
    # Quoting has written every hidden character as an escape; the fence is longer than any run of backticks inside.
    runs = [len(run) for run in re.findall(r"`+", command.sh)]
    fence = "`" * max(3, 1 + max(runs, default=0))
    yield f"{indent}{fence}sh"
    yield f"{indent}{command.sh}"
    yield f"{indent}{fence}"


def _cause(cause: CauseView) -> Iterator[str]:
    yield from ("", f"## Repair: {markdown(cause.title)}", "")
    yield f"{markdown(cause.sentence)} {markdown(confidence(cause))}."
    yield ""
    yield from (f"* Against it: {markdown(line)}" for line in cause.against)
    if cause.look_alikes:
        yield f"* From here it looks the same as: {markdown(', '.join(cause.look_alikes))}"
    yield from (f"* Only visible after the repair: {markdown(line)}" for line in cause.hides)
    for number, step in enumerate(cause.steps, 1):
        yield from _step(number, step)
    yield from (
        "",
        f"Works after: {markdown(cause.works_after)}. Escalate: {markdown(cause.escalate)}.",
        "",
    )
    yield from (f"* {markdown(note)}" for note in cause.notes)
    yield f"* Runbook: {', '.join(code(page) for page in cause.runbooks)}"


def _step(number: int, step: StepView) -> Iterator[str]:
    instead = f" (instead of {step.alternative_to})" if step.alternative_to else ""
    yield from ("", f"{number}. {markdown(step.purpose)}{instead}", "")
    if step.command:
        yield from _block(step.command, "   ")
        yield ""
    yield f"   Who: {markdown(who(step))} Risk: {markdown(step.risk)}"
    if step.wait:
        yield f"   Wait: {markdown(step.wait)}"
    if step.proof:
        yield from ("", f"   Proof, expect {markdown(step.expect)}:", "")
        yield from _block(step.proof, "   ")
    if step.undo:
        yield from ("", "   Undo:", "")
        yield from _block(step.undo, "   ")


def _steps(report: Report) -> Iterator[str]:
    yield from (
        "",
        "## The four documented steps",
        "",
        "| Step | | State | Detail |",
        "|---|---|---|---|",
    )
    for step in report.steps:
        yield f"| {step.number} | {markdown(step.title)} | {step.state} | {markdown(step.detail)} |"


def _findings(report: Report) -> Iterator[str]:
    if report.findings:
        yield from ("", "## Findings")
    for view in report.findings:
        yield from ("", f"**{view.code}** {view.severity}: {markdown(view.title)}", "")
        yield f"* {markdown(view.message)}"
        yield from (f"* {code(line)}" for line in view.evidence)
        if view.because:
            yield f"* severity {view.severity} because {markdown(view.because)}"
        yield f"* seen by {', '.join(code(check) for check in view.checks)}"


def _pasted(view: PastedView) -> Iterator[str]:
    yield from ("", f"## The pasted error: {markdown(view.title)}", "")
    number = f" {view.code}" if view.code else ""
    yield f"* {view.category}{number}, {view.certainty}: {markdown(view.why)}"
    yield f"* {code(view.excerpt)}"
    yield from (f"* {markdown(line)}" for line in (view.meaning, *view.look_at) if line)
    yield from (f"{n}. {markdown(line)}" for n, line in enumerate(view.steps, 1))
    for each in view.commands:
        yield ""
        yield from _block(each)
    if view.source:
        yield from ("", f"Source: {markdown(view.source)}")


def _prevention(report: Report) -> Iterator[str]:
    steps = {step.purpose: step for cause in report.causes for step in cause.prevent}
    if steps:
        yield from ("", "## So that it does not come back")
    for step in steps.values():
        yield from ("", f"* {markdown(step.purpose)} Needs: {markdown(step.role)}", "")
        if step.command:
            yield from _block(step.command, "  ")


def _environment(report: Report) -> list[str]:
    began, ended = when(report.started_at, report.zone), when(report.finished_at, report.zone)
    return [
        f"ajo-doctor {report.version}, cloud {report.cloud}, exit code {report.exit_code}",
        f"from {began} to {ended}",
        f"topology {report.topology}: {markdown(report.topology_reason)}",
        ", ".join(f"{name} {count}" for name, count in report.counts),
        *(f"{markdown(name)}: {markdown(value)}" for name, value in report.environment),
    ]
