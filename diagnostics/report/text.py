"""The report as text for a terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from tabulate import tabulate

from diagnostics.report import escape
from diagnostics.report.record import CauseView, PastedView, Report, StepView
from diagnostics.report.top import WIDTH, top
from diagnostics.report.wording import clocks, confidence, open_question, when, who

_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def render(report: Report, *, color: bool = False) -> str:
    """Draw the report.

    Args:
        report: what to say.
        color: print headlines in bold; off whenever the output is not a terminal or NO_COLOR is set.
    """
    sections = [
        ("", top(report)),
        *(
            (f"Repair {n}: {cause.title}", _cause(cause))
            for n, cause in enumerate(report.causes, 1)
        ),
        ("Clocks that run", (f"{at}  {escape.plain(what)}" for what, at in clocks(report))),
        ("What could not be seen", _open(report)),
        ("The four documented steps", _steps(report)),
        ("Findings", _findings(report)),
        ("The pasted error", _lines(_pasted(view) for view in report.pasted)),
        ("So that it does not come back", _prevention(report)),
        ("For the incident channel", (escape.plain(line) for line in report.incident)),
        (f"Hand-off packet for {report.handoff_to}", _handoff(report)),
        ("Environment", _environment(report)),
    ]
    return "\n".join(_section(title, lines, color=color) for title, lines in sections).lstrip("\n")


def _section(title: str, lines: Iterable[str], *, color: bool) -> str:
    body = list(lines)
    if not body:
        return ""
    if not title:
        first = f"{_BOLD}{body[0]}{_PLAIN}" if color else body[0]
        return "\n".join([first, *body[1:]]) + "\n"
    line = "-" * min(len(title), WIDTH)
    head = f"{_BOLD}{title}{_PLAIN}" if color else title
    return "\n".join([head, line, *body]) + "\n"


def _lines(parts: Iterable[Iterable[str]]) -> Iterator[str]:
    for part in parts:
        yield from part


def _wrap(text: str, indent: str = "", first: str | None = None) -> list[str]:
    lead = indent if first is None else first
    return textwrap.wrap(
        lead + escape.plain(text), WIDTH, subsequent_indent=indent, break_on_hyphens=False
    )


def _cause(cause: CauseView) -> Iterator[str]:
    yield from _wrap(cause.sentence)
    yield from _wrap(f"{confidence(cause)}.")
    for line in cause.against:
        yield from _wrap(f"Against it: {line}")
    if cause.look_alikes:
        yield from _wrap(f"From here it looks the same as: {', '.join(cause.look_alikes)}")
    for hidden in cause.hides:
        yield from _wrap(f"Only visible after the repair: {hidden}")
    for number, step in enumerate(cause.steps, 1):
        yield ""
        yield from _repair_step(number, step)
    yield ""
    yield from _wrap(f"Works after: {cause.works_after}.")
    yield from _wrap(f"Escalate: {cause.escalate}.")
    for note in cause.notes:
        yield from _wrap(f"Note: {note}")
    yield from _wrap(f"Runbook: {', '.join(cause.runbooks)}")


def _repair_step(number: int, step: StepView) -> Iterator[str]:
    instead = f" (instead of {step.alternative_to})" if step.alternative_to else ""
    yield from _wrap(f"{step.purpose}{instead}", "   ", first=f"{number}. ")
    if step.command:
        yield f"     {step.command.sh}"
        if step.command.powershell != step.command.sh:
            yield f"     PowerShell: {step.command.powershell}"
    yield from _wrap(f"Who: {who(step)}", "   ")
    yield from _wrap(f"Risk: {step.risk}", "   ")
    if step.wait:
        yield from _wrap(f"Wait: {step.wait}", "   ")
    if step.proof:
        yield "   Proof:"
        yield f"     {step.proof.sh}"
        yield from _wrap(f"expect {step.expect}", "     ")
    if step.undo:
        yield "   Undo:"
        yield f"     {step.undo.sh}"


def _open(report: Report) -> Iterator[str]:
    for question in report.open:
        required = "" if question.required else ", not required"
        lead = f"* {question.check} ({question.code}{required}): "
        yield from _wrap(f"{lead}{question.question}? {open_question(question)}", "  ", first="")


def _steps(report: Report) -> list[str]:
    rows = [
        (step.number, step.title, step.state, escape.plain(step.detail)) for step in report.steps
    ]
    table = tabulate(
        rows,
        headers=("Step", "", "State", "Detail"),
        disable_numparse=True,
        maxcolwidths=[None, 38, None, 24],
    )
    return table.splitlines()


def _findings(report: Report) -> Iterator[str]:
    for view in report.findings:
        yield from _wrap(f"{view.code} {view.severity}: {view.title}")
        yield from _wrap(view.message, "  ")
        for line in view.evidence:
            yield from _wrap(line, "    ", first="  - ")
        if view.because:
            yield from _wrap(f"severity {view.severity} because {view.because}", "  ")
        yield from _wrap(f"seen by {', '.join(view.checks)}", "  ")


def _pasted(view: PastedView) -> Iterator[str]:
    code = f" {view.code}" if view.code else ""
    yield from _wrap(f"{view.title} ({view.category}{code}, {view.certainty}).")
    yield from _wrap(f"Text: {view.excerpt}", "  ")
    yield from _wrap(f"Why: {view.why}", "  ")
    if view.meaning:
        yield from _wrap(view.meaning, "  ")
    yield from _lines(_wrap(line, "    ", first="  look at ") for line in view.look_at)
    yield from _lines(
        _wrap(f"{n}. {line}", "     ", first="  ") for n, line in enumerate(view.steps, 1)
    )
    for each in view.commands:
        yield f"     {each.sh}"
    if view.source:
        yield from _wrap(f"Source: {view.source}", "  ")


def _prevention(report: Report) -> Iterator[str]:
    steps = {step.purpose: step for cause in report.causes for step in cause.prevent}
    for step in steps.values():
        yield from _wrap(step.purpose, "  ", first="* ")
        if step.command:
            yield f"    {step.command.sh}"
        yield from _wrap(f"Needs: {step.role}", "  ")


def _handoff(report: Report) -> list[str]:
    return [
        line
        for label, value in report.handoff
        for line in _wrap(f"{label}: {value}", "  ", first="")
    ]


def _environment(report: Report) -> Iterator[str]:
    yield f"ajo-doctor {report.version}, cloud {report.cloud}, exit code {report.exit_code}"
    began, ended = when(report.started_at, report.zone), when(report.finished_at, report.zone)
    yield f"from {began} to {ended}"
    yield from _wrap(f"topology {report.topology}: {report.topology_reason}")
    yield from _wrap(", ".join(f"{name} {count}" for name, count in report.counts))
    for name, value in report.environment:
        yield from _wrap(f"{name}: {value}", "  ", first="")
