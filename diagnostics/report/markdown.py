"""The report as Markdown, to be pasted into a ticket; with a limit, without what is worth least there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from diagnostics.report import (
    changes_markdown,
    markdown_details,
    triaged_markdown,
    triaged_text,
    triaged_wording,
    verified_text,
)
from diagnostics.report.escape import code, markdown
from diagnostics.report.markdown_details import command_lines
from diagnostics.report.pieces import Note, Piece, Worth, fitted, listed, shortened, text_of
from diagnostics.report.point import Point
from diagnostics.report.record import CauseView, Report
from diagnostics.report.repair_record import StepView
from diagnostics.report.summary import summary
from diagnostics.report.suppressed_wording import SUPPRESSIONS, suppressed_mark, suppressions
from diagnostics.report.wording import clocks, confidence, ended, headline, needed_first, who

BETWEEN = ("", "---", "")  # two reports
_LATER = {
    "Changed",
    "Who",
    "Works",
    "Escalate",
    "Clocks",
    "More",
}  # points after those that say what to do now
_SHORTER = (400, 200, 100, 50, 20, 0)  # characters of a headline that does not fit


def render(report: Report) -> str:
    """Draw the report."""
    return text_of(pieces(report))


def render_within(reports: Sequence[Report], room: int) -> str:
    """Draw the reports of one run in so many bytes, and say what was left out.

    Args:
        reports: of one run.
        room: bytes of UTF-8, at least `sizes.LEAST`; no unit that a ticket system counts in is smaller.
    """
    note = Note(room)
    drawn = [piece for at, report in enumerate(reports) for piece in pieces(report, at)]
    return fitted(drawn, room, note) or _least(reports, room, note)


def _least(reports: Sequence[Report], room: int, note: Note) -> str:
    """Say of the worst target how it stands, in as many words as there is room for."""
    worst = max(reports, key=lambda report: (report.exit_code == 1, report.exit_code))
    others = f" {len(reports) - 1} more targets are left out." if reports[1:] else ""
    text = ""
    for length in _SHORTER:
        label = shortened(summary(worst)[0].text, max(length, 60))
        said = shortened(ended(worst.sentence), length)
        lines = (f"# {headline(worst)}: {markdown(said)}", "", markdown(label), "")
        text = "\n".join((*lines, note.least + others)) + "\n"
        if len(text.encode()) <= room:
            break
    return text


def pieces(report: Report, number: int = 0) -> Iterator[Piece]:
    """Give the report in pieces, in their order.

    Args:
        report: one run.
        number: its place among the reports that are drawn together, from 0.
    """
    label, first, *points = summary(report)
    head = (f"# {headline(report)}: {markdown(first.text)}", "", markdown(label.text), "")
    above = BETWEEN if number else ()
    yield Piece(of="", worth=Worth.VERDICT, lines=(*above, *head))
    is_alone = triaged_text.is_alone(report)
    for point in () if is_alone else points:
        yield _point(point)
    yield from triaged_markdown.pieces(report)
    if not is_alone:
        yield from _of_run(report)
    yield from _go_on(report)


def _of_run(report: Report) -> Iterator[Piece]:
    yield from _verification(report)
    for at, cause in enumerate(report.causes):
        number = f" {at + 1} of {len(report.causes)}" if report.causes[1:] else ""
        yield from _cause(cause, number, Worth.OTHER_REPAIR if at else Worth.REPAIR)
    yield from changes_markdown.pieces(report)
    yield from listed("clocks", Worth.CLOCK, "Clocks that run", map(markdown, clocks(report)))
    opened = markdown_details.open_lines(report)
    yield from listed("open questions", Worth.OPEN, "What could not be seen", opened)
    yield from markdown_details.steps(report)
    yield from markdown_details.findings(report)
    lines = map(markdown, suppressions(report))
    yield from listed("suppressions", Worth.NOTE, SUPPRESSIONS, lines)
    yield from markdown_details.pasted(report)
    yield from markdown_details.prevention(report)
    after = report.verification.resend if report.verification else ()
    again = (markdown(f"{line}.") for line in after)
    yield from listed("calls to send again", Worth.PROOF, verified_text.RESEND, again)
    incident = map(markdown, report.incident)
    yield from listed(
        "lines for the incident channel", Worth.INCIDENT, "For the incident channel", incident
    )
    packet = (f"**{markdown(label)}**: {markdown(value)}" for label, value in report.handoff)
    title = f"Hand-off packet for {markdown(report.handoff_to)}"
    yield from listed("lines of the hand-off packet", Worth.HANDOFF, title, packet)
    around = markdown_details.environment(report)
    yield from listed("environment", Worth.ENVIRONMENT, "Environment", around)


def _go_on(report: Report) -> Iterator[Piece]:
    if report.triage is None:
        return
    heading = ("", f"## {triaged_wording.GO_ON}", "")
    for purpose, command in triaged_markdown.commands(report):
        lines = (f"* {markdown(purpose)}", "", *command_lines(command, "  "), "")
        yield Piece(of="commands", worth=Worth.REPAIR, lines=lines, heading=heading)
    for note in triaged_wording.closing(report.triage):
        yield Piece(of="notes", worth=Worth.NOTE, lines=(f"* {markdown(note)}",), heading=heading)


def _verification(report: Report) -> Iterator[Piece]:
    view = report.verification
    if view is None:
        return
    columns = ("| Found | Check | Before | Now |", "|---|---|---|---|")
    heading = ("", f"## {verified_text.PROOF}", "", *columns)
    for proof in view.proofs:
        cells = (f"{proof.code} {proof.state}", proof.check, proof.before, proof.now)
        line = f"| {' | '.join(map(markdown, cells))} |"
        yield Piece(of="proofs", worth=Worth.PROOF, lines=(line,), heading=heading)
    called = map(markdown, verified_text.called(report))
    yield from listed("the test call", Worth.PROOF, verified_text.CALL, called)
    dues = map(markdown, verified_text.dues(report))
    yield from listed("who follows the repair", Worth.PROOF, verified_text.DUE, dues)
    scope = map(markdown, verified_text.scope(report))
    yield from listed("what was asked again", Worth.AROUND, verified_text.CARRIED, scope)


def _point(point: Point) -> Piece:
    command = ("", *command_lines(point.command, "  "), "") if point.command else ()
    lines = (f"* **{point.label}**: {markdown(point.text)}", *command)
    worth = Worth.LATER if point.label in _LATER else Worth.FIRST_PAGE
    return Piece(of="points of the first page", worth=worth, lines=lines)


def _cause(cause: CauseView, number: str, worth: Worth) -> Iterator[Piece]:
    mark = suppressed_mark(cause)
    heading = ("", f"## Repair{number}: {markdown(cause.title)}{mark}", "")

    def piece(of: str, worth: Worth, *lines: str) -> Piece:
        return Piece(of=of, worth=worth, lines=lines, heading=heading)

    said = f"{markdown(ended(cause.sentence))} {markdown(confidence(cause))}"
    yield piece("sentences of the causes", Worth.OPEN, said)
    doubts = tuple(_doubts(cause))
    if doubts:
        yield piece("what speaks against a cause, or hides behind it", Worth.NOTE, "", *doubts)
    for step_number, step in enumerate(cause.steps, 1):
        yield Piece(
            of="steps of the repair",
            worth=worth,
            lines=tuple(_step(step_number, step, cause.works_after)),
            heading=heading,
            short=tuple(_step(step_number, step, cause.works_after, is_short=True)),
            details="who may run a step, its proof and undo",
        )
    yield piece(
        "when repairs work",
        Worth.PROOF,
        "",
        f"* Works after: {markdown(ended(cause.works_after))}",
    )
    yield piece("when to escalate", Worth.PROOF, f"* Escalate: {markdown(ended(cause.escalate))}")
    for note in cause.notes:
        yield piece("notes", Worth.NOTE, f"* {markdown(note)}")
    pages = ", ".join(code(page) for page in cause.runbooks)
    yield piece("runbooks", Worth.AROUND, f"* Runbook: {pages}")


def _doubts(cause: CauseView) -> Iterator[str]:
    yield from (f"* Against it: {markdown(ended(line))}" for line in cause.against)
    if cause.look_alikes:
        alike = ended("; ".join(cause.look_alikes))
        yield f"* From here it looks the same as: {markdown(alike)}"
    if cause.hides:
        hidden = ended("; ".join(cause.hides))
        yield f"* Only visible after the repair: {markdown(hidden)}"


def _step(
    number: int, step: StepView, works_after: str, *, is_short: bool = False
) -> Iterator[str]:
    """Give a step; the short one still names its risk."""
    instead = f" (instead of step {step.alternative_to})" if step.alternative_to else ""
    yield from ("", f"{number}. {markdown(step.purpose)}{instead}")
    for line in needed_first(step):
        yield from ("", f"   {markdown(line)}")
    if step.command:
        yield from ("", *command_lines(step.command, "   "))
    yield ""
    if not is_short:
        yield f"   * Who: {markdown(who(step))}"
    yield f"   * Risk: {markdown(ended(step.risk))}"
    if is_short:
        return
    if step.wait and step.wait != works_after:  # which stands below all steps
        yield f"   * Takes effect: {markdown(ended(step.wait))}"
    if step.proof:
        shows = f", which then shows: {markdown(step.expect)}" if step.expect else ""
        yield from (f"   * Proof{shows}", "", *command_lines(step.proof, "     "))
    if step.undo:
        gap = ("",) if step.proof else ()
        yield from (*gap, "   * Undo", "", *command_lines(step.undo, "     "))
