"""What stands first in the report of a verification: the proof, what to do, until when."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.report.point import Point
from diagnostics.report.record import Report
from diagnostics.report.verified_record import VerificationView
from diagnostics.report.verified_wording import due_line, escalate_line, short, since_line
from diagnostics.report.wording import sentence, when

BROKEN = frozenset({"still-broken", "something-else-broken"})
CANNOT_TELL = "cannot-tell"


def proof(report: Report, view: VerificationView) -> Iterator[Point]:
    """Give what stood there and what stands there now."""
    if not view.proofs:
        return
    first = view.proofs[0]
    if view.verdict == "still-broken":
        yield Point("Now", f"{first.code} as before: {first.now}", 1, 2)
        return
    yield Point(
        "Before",
        f"{first.code} {short(first.before)} ({when(view.last_run_at, report.zone)})",
        1,
        2,
    )
    yield Point("Now", f"{first.now} (read by {first.check})", 1, 3)


def call(view: VerificationView) -> Iterator[Point]:
    """Give what a test call showed."""
    if view.call:
        said = view.call.answer
        if view.call.explained:  # the answer's own words stand below
            said = f"Answered {view.call.status}. {view.call.explained[0]}"
        yield Point("Test", f"{said} It took {view.call.took}.", 2, 6)


def what_now(report: Report, view: VerificationView) -> Iterator[Point]:
    """Give what is left, what to do, by when it works, and to whom to go if it does not."""
    since = since_line(report, view)
    if since:
        yield Point("Since", sentence(since))
    if view.left:
        yield Point("Left", " ".join(view.left), 1, 4)
    if view.by_call and view.call and not view.next:
        yield Point("Do now", f"Look at this: {'; '.join(view.call.look_at)}.", 2, 6)
    elif view.next:
        yield Point("Do now", view.next_purpose, 1, 2, view.next)
    elif view.shows:
        yield Point("Do now", f"Prove it by one of these: {'; or '.join(view.shows)}.", 3, 7)
    else:
        packet = f"give the hand-off packet below to {report.handoff_to}"
        yield Point("Do now", f"Nothing. If calls still fail: {packet}.", 1, 3)
    due = due_line(report, view)
    if due and view.verdict != "repaired":
        yield Point("Due", sentence(due), 1, 4)
    if view.escalate:
        yield Point("Escalate", escalate_line(report, view), 2, 4)
