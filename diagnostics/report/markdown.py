"""The report as Markdown, to be pasted into a ticket."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from diagnostics.report import (
    changes_markdown,
    triaged_markdown,
    triaged_text,
    triaged_wording,
    verified_text,
)
from diagnostics.report.escape import code, markdown
from diagnostics.report.point import Point
from diagnostics.report.record import (
    CauseView,
    Command,
    FindingView,
    PastedView,
    Report,
    StepView,
)
from diagnostics.report.summary import summary
from diagnostics.report.wording import (
    TO_THE_REPAIR,
    WITH_YOUR_NAMES,
    clocks,
    confidence,
    counted,
    dependents,
    ended,
    given,
    headline,
    is_text_only,
    line_of,
    logged,
    needed_first,
    open_question,
    span,
    who,
)


def render(report: Report) -> str:
    """Draw the report."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    label, first, *points = summary(report)
    yield f"# {headline(report)}: {markdown(first.text)}"
    yield from ("", markdown(label.text), "")
    is_alone = triaged_text.is_alone(report)
    for point in () if is_alone else points:
        yield from _point(point)
    yield from triaged_markdown.lines(report)
    if not is_alone:
        yield from _of_run(report)
    yield from _go_on(report)


def _of_run(report: Report) -> Iterator[str]:
    yield from _verification(report)
    for at, cause in enumerate(report.causes):
        yield from _cause(cause, f" {at + 1} of {len(report.causes)}" if report.causes[1:] else "")
    yield from changes_markdown.lines(report)
    yield from _list("Clocks that run", map(markdown, clocks(report)))
    yield from _list("What could not be seen", _open(report))
    yield from _steps(report)
    yield from _findings(report)
    for view in report.pasted:
        yield from _pasted(view, report)
    yield from _prevention(report)
    after = report.verification.resend if report.verification else ()
    yield from _list(verified_text.RESEND, (markdown(f"{line}.") for line in after))
    yield from _list("For the incident channel", map(markdown, report.incident))
    yield from _list(
        f"Hand-off packet for {markdown(report.handoff_to)}",
        (f"**{markdown(label)}**: {markdown(value)}" for label, value in report.handoff),
    )
    yield from _list("Environment", _environment(report))


def _go_on(report: Report) -> Iterator[str]:
    if report.triage and (report.triage.go_on or report.triage.notes):
        yield from ("", f"## {triaged_wording.GO_ON}", "")
        for purpose, command in triaged_markdown.commands(report):
            yield from (f"* {markdown(purpose)}", "", *_command(command, "  "), "")
        yield from (f"* {markdown(note)}" for note in triaged_wording.closing(report.triage))


def _verification(report: Report) -> Iterator[str]:
    view = report.verification
    if view is None:
        return
    if view.proofs:
        yield from ("", f"## {verified_text.PROOF}", "")
        yield from ("| Found | Check | Before | Now |", "|---|---|---|---|")
    for proof in view.proofs:
        cells = (f"{proof.code} {proof.state}", proof.check, proof.before, proof.now)
        yield f"| {' | '.join(map(markdown, cells))} |"
    yield from _list(verified_text.CALL, map(markdown, verified_text.called(report)))
    yield from _list(verified_text.DUE, map(markdown, verified_text.dues(report)))
    yield from _list(verified_text.CARRIED, map(markdown, verified_text.scope(report)))


def _list(title: str, lines: Iterable[str]) -> Iterator[str]:
    items = [f"* {line}" for line in lines]
    if items:
        yield from ("", f"## {title}", "", *items)


def _point(point: Point) -> Iterator[str]:
    yield f"* **{point.label}**: {markdown(point.text)}"
    if point.command:
        yield from ("", *_command(point.command, "  "), "")


def _command(command: Command, indent: str = "") -> Iterator[str]:
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


def _cause(cause: CauseView, number: str) -> Iterator[str]:
    yield from ("", f"## Repair{number}: {markdown(cause.title)}", "")
    yield f"{markdown(ended(cause.sentence))} {markdown(confidence(cause))}"
    if cause.against or cause.look_alikes or cause.hides:
        yield ""
    yield from (f"* Against it: {markdown(ended(line))}" for line in cause.against)
    if cause.look_alikes:
        alike = ended("; ".join(cause.look_alikes))
        yield f"* From here it looks the same as: {markdown(alike)}"
    if cause.hides:
        hidden = ended("; ".join(cause.hides))
        yield f"* Only visible after the repair: {markdown(hidden)}"
    for step_number, step in enumerate(cause.steps, 1):
        yield from _step(step_number, step, cause.works_after)
    yield ""
    yield f"* Works after: {markdown(ended(cause.works_after))}"
    yield f"* Escalate: {markdown(ended(cause.escalate))}"
    yield from (f"* {markdown(note)}" for note in cause.notes)
    yield f"* Runbook: {', '.join(code(page) for page in cause.runbooks)}"


def _step(number: int, step: StepView, works_after: str) -> Iterator[str]:
    instead = f" (instead of step {step.alternative_to})" if step.alternative_to else ""
    yield from ("", f"{number}. {markdown(step.purpose)}{instead}")
    for line in needed_first(step):
        yield from ("", f"   {markdown(line)}")
    if step.command:
        yield from ("", *_command(step.command, "   "))
    yield from ("", f"   * Who: {markdown(who(step))}")
    yield f"   * Risk: {markdown(ended(step.risk))}"
    if step.wait and step.wait != works_after:  # which stands below all steps
        yield f"   * Takes effect: {markdown(ended(step.wait))}"
    if step.proof:
        shows = f", which then shows: {markdown(step.expect)}" if step.expect else ""
        yield from (f"   * Proof{shows}", "", *_command(step.proof, "     "))
    if step.undo:
        gap = ("",) if step.proof else ()
        yield from (*gap, "   * Undo", "", *_command(step.undo, "     "))


def _open(report: Report) -> Iterator[str]:
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


def _steps(report: Report) -> Iterator[str]:
    yield from ("", "## The four documented steps", "")
    yield from ("| Step | | State | Detail |", "|---|---|---|---|")
    for step in report.steps:
        yield f"| {step.number} | {markdown(step.title)} | {step.state} | {markdown(step.detail)} |"


def _findings(report: Report) -> Iterator[str]:
    if report.findings:
        yield from ("", "## Findings")
    for view in report.findings:
        yield from _finding(view, is_explained=view not in report.unexplained)


def _finding(view: FindingView, *, is_explained: bool) -> Iterator[str]:
    yield from ("", f"**{view.code}** {view.severity}: {markdown(view.title)}", "")
    yield f"* {markdown(ended(view.message))}"
    yield from (f"* {code(line)}" for line in view.evidence)
    if view.because:
        yield f"* {view.severity} because {markdown(view.because)}"
    if not is_explained:
        yield "* No known cause explains it."
    yield f"* seen by {', '.join(code(check) for check in view.checks)}"


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


def _prevention(report: Report) -> Iterator[str]:
    steps = {step.purpose: step for cause in report.causes for step in cause.prevent}
    if steps:
        yield from ("", "## So that it does not come back (nothing of this was done)")
    for step in steps.values():
        yield from ("", f"* {markdown(step.purpose)} Needs: {markdown(ended(step.role))}")
        yield from (f"  {markdown(line)}" for line in needed_first(step))
        if step.command:
            yield from ("", *_command(step.command, "  "))


def _environment(report: Report) -> Iterator[str]:
    yield markdown(f"ajo-doctor {report.version}, exit code {report.exit_code}")
    yield markdown(span(report))
    yield markdown(f"topology {report.topology}: {report.topology_reason}")
    yield markdown(counted(report))
    named = dict(report.environment)
    lines = (*report.environment, *(() if "cloud" in named else (("cloud", report.cloud),)))
    yield from (markdown(f"{name}: {value}") for name, value in lines)
