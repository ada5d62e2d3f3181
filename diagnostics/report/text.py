"""The report as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tabulate import tabulate

from diagnostics.report import (
    changes_text,
    changes_wording,
    escape,
    triaged_text,
    triaged_wording,
    verified_text,
)
from diagnostics.report.record import CauseView, FindingView, PastedView, Report
from diagnostics.report.repair_record import Command, StepView
from diagnostics.report.suppressed_wording import (
    SUPPRESSIONS,
    answered_for,
    suppressed_mark,
    suppressions,
)
from diagnostics.report.top import top
from diagnostics.report.wording import (
    TO_THE_REPAIR,
    WITH_YOUR_NAMES,
    clocks,
    confidence,
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
    who,
)
from diagnostics.report.wrap import WIDTH, columns, wrap

_TITLE, _DETAIL = 24, 32  # columns in the table of the steps
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def render(report: Report, *, color: bool = False, ascii_only: bool = False) -> str:
    """Draw the report.

    Args:
        report: what to say.
        color: print headlines in bold; off whenever the output is not a terminal or NO_COLOR is set.
        ascii_only: draw no block characters, which the output could not hold.
    """
    searched: list[tuple[str, Iterable[str]]] = []
    if report.triage:
        lines = triaged_text.lines(report.triage, report.zone, ascii_only=ascii_only)
        searched.append((triaged_wording.title(report.triage), lines))
    rest = [] if triaged_text.is_alone(report) else _of_run(report)
    sections = [*searched, *rest, (triaged_wording.GO_ON, triaged_text.go_on(report))]
    drawn = (_section(title, list(body), color=color) for title, body in sections)
    return "\n".join(section for section in drawn if section)


def _of_run(report: Report) -> list[tuple[str, Iterable[str]]]:
    """Give the sections of a diagnosis."""
    return [
        ("", top(report)),
        (verified_text.PROOF, verified_text.table(report.verification)),
        (verified_text.CALL, verified_text.call(report)),
        (verified_text.DUE, verified_text.due(report)),
        *((_title(report, at), _cause(cause)) for at, cause in enumerate(report.causes)),
        (changes_wording.TITLE, changes_text.lines(report)),
        (changes_wording.TIMELINE, changes_text.timeline(report)),
        ("Clocks that run", _lines(wrap(line, "  ", first="* ") for line in clocks(report))),
        ("What could not be seen", _open(report)),
        ("The four documented steps", _steps(report)),
        ("Findings", _findings(report)),
        (SUPPRESSIONS, _lines(wrap(line, "  ", first="* ") for line in suppressions(report))),
        (given(report), _between(_pasted(view, report) for view in report.pasted)),
        ("So that it does not come back (nothing of this was done)", _prevention(report)),
        (verified_text.RESEND, verified_text.resend(report)),
        ("For the incident channel", (escape.plain(line) for line in report.incident)),
        (f"Hand-off packet for {report.handoff_to}", _handoff(report)),
        (verified_text.CARRIED, verified_text.carried(report)),
        ("Environment", _environment(report)),
    ]


def _title(report: Report, at: int) -> str:
    number = f" {at + 1} of {len(report.causes)}" if len(report.causes) > 1 else ""
    return f"Repair{number}: {report.causes[at].title}{suppressed_mark(report.causes[at])}"


def _section(title: str, body: list[str], *, color: bool) -> str:
    if not body:
        return ""
    if not title:
        label, headline, *rest = body
        return (
            "\n".join([label, f"{_BOLD}{headline}{_PLAIN}" if color else headline, *rest]) + "\n"
        )
    shown = escape.plain(title)
    line = "-" * min(columns(shown), WIDTH)
    head = f"{_BOLD}{shown}{_PLAIN}" if color else shown
    return "\n".join([head, line, *body]) + "\n"


def _lines(parts: Iterable[Iterable[str]]) -> Iterator[str]:
    for part in parts:
        yield from part


def _between(parts: Iterable[Iterable[str]]) -> Iterator[str]:
    """Give all lines, with an empty one between two parts."""
    for at, part in enumerate(parts):
        if at:
            yield ""
        yield from part


def _cause(cause: CauseView) -> Iterator[str]:
    yield from wrap(ended(cause.sentence))
    yield from wrap(confidence(cause))
    yield from _lines(wrap(f"Against it: {ended(line)}") for line in cause.against)
    if cause.look_alikes:
        yield from wrap(f"From here it looks the same as: {ended('; '.join(cause.look_alikes))}")
    if cause.hides:
        yield from wrap(f"Only visible after the repair: {ended('; '.join(cause.hides))}")
    for number, step in enumerate(cause.steps, 1):
        yield ""
        yield from _repair_step(number, step, cause.works_after)
    yield ""
    yield from wrap(f"Works after: {ended(cause.works_after)}")
    yield from wrap(f"Escalate: {ended(cause.escalate)}")
    yield from _lines(wrap(f"Note: {note}") for note in cause.notes)
    yield from wrap(f"Runbook: {', '.join(cause.runbooks)}")


def _repair_step(number: int, step: StepView, works_after: str) -> Iterator[str]:
    instead = f" (instead of step {step.alternative_to})" if step.alternative_to else ""
    yield from wrap(f"{step.purpose}{instead}", "   ", first=f"{number}. ")
    yield from _lines(wrap(line, "   ") for line in needed_first(step))
    yield from _command(step.command)
    yield from wrap(f"Who: {who(step)}", "   ")
    yield from wrap(f"Risk: {ended(step.risk)}", "   ")
    if step.wait and step.wait != works_after:  # which stands below all steps
        yield from wrap(f"Takes effect: {ended(step.wait)}", "   ")
    if step.proof:
        shows = f", which then shows: {step.expect}" if step.expect else ""
        yield from wrap(f"Proof{shows}", "   ")
        yield from _command(step.proof)
    if step.undo:
        yield "   Undo"
        yield from _command(step.undo)


def _command(command: Command | None) -> Iterator[str]:
    """Give a command on one line, to be copied whole; PowerShell's where it is another one."""
    if command:
        yield f"     {command.sh}"
        if command.powershell != command.sh:
            yield "     in PowerShell:"
            yield f"     {command.powershell}"


def _open(report: Report) -> Iterator[str]:
    waiting = dependents(report)
    named = {question.check for question in report.open if not question.waits_for}
    for question in report.open:
        if question.waits_for in named:
            continue
        required = "" if question.required else ", not required"
        mark = f"{question.check} ({question.code}{required})"
        yield from wrap(f"{mark}: {question.question}? {open_question(question)}", "  ", "* ")
        yield from _command(line_of(question))
        behind = [each.check for each in waiting.get(question.check, ())]
        if behind:
            yield from wrap(f"Until then also open: {', '.join(behind)}.", "  ")


def _steps(report: Report) -> list[str]:
    rows = [
        (
            step.number,
            "\n".join(wrap(step.title, width=_TITLE)),
            step.state,
            "\n".join(wrap(step.detail, width=_DETAIL)),
        )
        for step in report.steps
    ]
    headers = ("", "Step", "State", "Detail")
    return tabulate(rows, headers=headers, disable_numparse=True).splitlines()


def _findings(report: Report) -> Iterator[str]:
    yield from _between(_finding(view, report) for view in report.findings)


def _finding(view: FindingView, report: Report) -> Iterator[str]:
    yield from wrap(f"{view.code} {view.severity}: {view.title}")
    yield from wrap(ended(view.message), "  ")
    yield from _lines(wrap(line, "    ", first="  - ") for line in view.evidence)
    if view.because:
        yield from wrap(f"{view.severity} because {view.because}", "  ")
    yield from wrap(answered_for(view), "  ") if view.suppressed else ()
    if view in report.unexplained:
        yield "  No known cause explains it."
    yield from wrap(f"seen by {', '.join(view.checks)}", "  ")


def _pasted(view: PastedView, report: Report) -> Iterator[str]:
    number = f" {view.code}" if view.code else ""
    yield from wrap(f"{view.title} ({view.category}{number}, {view.certainty})")
    if view.logged:
        yield from wrap(logged(view.logged), "  ")
    yield from wrap(f"Text: {view.excerpt}", "  ")
    yield from wrap(f"Why: {view.why}", "  ")
    if view.meaning:
        yield from wrap(f"Means: {view.meaning}", "  ")
    if report.causes and not is_text_only(report):
        yield from wrap(TO_THE_REPAIR, "  ")
    else:
        yield from _advice(view)
    if view.source:
        yield from wrap(f"Source: {view.source}", "  ")


def _advice(view: PastedView) -> Iterator[str]:
    """Give what is generally done about such an error, where nothing better was found."""
    yield from _lines(wrap(line, "    ", first="  - look at: ") for line in view.look_at)
    yield from _lines(wrap(line, "     ", f"  {n}. ") for n, line in enumerate(view.steps, 1))
    if view.commands:
        yield from wrap(f"{WITH_YOUR_NAMES}:", "  ")
    yield from (f"     {each.sh}" for each in view.commands)


def _prevention(report: Report) -> Iterator[str]:
    steps = {step.purpose: step for cause in report.causes for step in cause.prevent}
    for step in steps.values():
        yield from wrap(step.purpose, "  ", first="* ")
        yield from _lines(wrap(line, "  ") for line in needed_first(step))
        yield from _command(step.command)
        yield from wrap(f"Needs: {step.role}", "  ")


def _handoff(report: Report) -> Iterator[str]:
    yield from _lines(wrap(f"{label}: {value}", "  ", "") for label, value in report.handoff)


def _environment(report: Report) -> Iterator[str]:
    yield from wrap(f"ajo-doctor {report.version}, exit code {report.exit_code}")
    yield from wrap(span(report), "  ", "")
    yield from wrap(f"topology {report.topology}: {report.topology_reason}", "  ", "")
    yield from wrap(counted(report), "  ", "")
    named = dict(report.environment)
    lines = (*report.environment, *(() if "cloud" in named else (("cloud", report.cloud),)))
    yield from _lines(wrap(f"{name}: {value}", "  ", "") for name, value in lines)
