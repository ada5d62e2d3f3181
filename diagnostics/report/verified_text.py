"""The parts of a text report that only a verification has."""

from __future__ import annotations

from collections.abc import Iterator

from tabulate import tabulate

from diagnostics.report.record import Report
from diagnostics.report.verified_record import DueView, ProofView, VerificationView
from diagnostics.report.verified_wording import short, taken_over
from diagnostics.report.wording import when
from diagnostics.report.wrap import wrap

PROOF, DUE, CALL, RESEND, CARRIED = (
    "What was found, and what stands there now",
    "By when it is felt",
    "The test call: one real message, sent once",
    "Calls that failed meanwhile: which to send again",
    "What was asked, and what was not",
)
_CODE, _SIDE = 20, 26  # columns in the table of the proof


def table(view: VerificationView | None) -> list[str]:
    """Draw the proof."""
    if view is None or not view.proofs:
        return []
    rows = [_row(proof) for proof in view.proofs]
    headers = ("Found", "Before", "Now")
    return tabulate(rows, headers=headers, disable_numparse=True).splitlines()


def _row(proof: ProofView) -> tuple[str, str, str]:
    name = [*wrap(f"{proof.code} {proof.state}", width=_CODE), *wrap(proof.check, width=_CODE)]
    sides = ("\n".join(_cell(short(text))) for text in (proof.before, proof.now))
    return ("\n".join(name), *sides)  # type: ignore[return-value]


def _cell(text: str) -> list[str]:
    """Break a cell; a word longer than its column is broken too: JSON and Markdown have it whole."""
    lines: list[str] = []
    for line in wrap(text, width=_SIDE):
        lines += [line[at : at + _SIDE] for at in range(0, len(line), _SIDE)]
    return lines


def due(report: Report) -> Iterator[str]:
    """Draw the documented times."""
    for line in dues(report):
        yield from wrap(line, "  ", first="* ")


def dues(report: Report) -> tuple[str, ...]:
    """Say the documented times, one a line, while they matter."""
    view = report.verification
    is_over = view is None or view.verdict == "repaired"
    return () if is_over or view is None else tuple(_due(each, report) for each in view.due)


def _due(each: DueView, report: Report) -> str:
    elsewhere = "" if each.seen_here else "; it shows only elsewhere"
    return f"{each.what}: by {when(each.at, report.zone)} at the latest{elsewhere} ({each.source})"


def call(report: Report) -> Iterator[str]:
    """Draw the test call."""
    for line in called(report):
        yield from wrap(line, "  ", first="* ")


def called(report: Report) -> Iterator[str]:
    """Say what was sent, what was answered, and what to look at."""
    view = report.verification.call if report.verification else None
    if view is None:
        return
    numbers = ", ".join(map(str, view.ordinals))
    yield (
        f"Sent {when(view.sent_at, report.zone)} to campaign {view.campaign}, sandbox {view.sandbox}, endpoint "
        f"{view.endpoint}; {view.recipients} recipient(s): number {numbers} of the configured test recipients."
    )
    yield view.answer
    yield from view.explained
    yield f"It took {view.took}."
    yield f"requestId {view.request_id} (our own, in place of the payload's)."
    if view.x_request_id:
        yield f"x-request-id {view.x_request_id} (Adobe's, for its support)."
    yield from (f"Look at: {line}." for line in view.look_at)


def resend(report: Report) -> Iterator[str]:
    """Draw which failed calls to send again."""
    for line in report.verification.resend if report.verification else ():
        yield from wrap(f"{line}.", "  ", first="* ")


def carried(report: Report) -> Iterator[str]:
    """Draw what was asked and what was not."""
    for line in scope(report):
        yield from wrap(line)


def scope(report: Report) -> Iterator[str]:
    """Say which checks were asked again, and of when the others are."""
    view = report.verification
    if view is None:
        return
    if view.asked:
        yield f"Asked again: {', '.join(view.asked)}."
    carried = taken_over(report, view)
    if carried:
        moment = when(view.last_run_at, report.zone)
        yield f"Taken over from the run of {moment}: {', '.join(carried)}."
    if view.looks > 1:
        yield f"Looked {view.looks} times."
