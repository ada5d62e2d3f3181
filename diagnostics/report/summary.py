"""What a tired person needs before everything else, in the order it is needed; text fits it on a page, Markdown lists it."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.report import verified_points
from diagnostics.report.point import Point
from diagnostics.report.record import (
    CauseView,
    OpenView,
    Report,
    StepView,
    VerificationView,
)
from diagnostics.report.wording import (
    clocks,
    ended,
    headline,
    label_of,
    line_of,
    needed_first,
    sentence,
    who,
    without_sources,
)

REVOCATION = "intentional revocation"  # Adobe's words for a key taken away on purpose


def summary(report: Report) -> tuple[Point, ...]:
    """Give the points: what is broken first, what to do, what to know about doing it."""
    head = Point("", label_of(report), 1, 2), Point(headline(report), ended(report.sentence), 3, 4)
    return (*head, *_points(report))


def _points(report: Report) -> Iterator[Point]:
    if report.verification:
        yield from _of_verification(report, report.verification)
    else:
        yield from _of_run(report)


def _of_verification(report: Report, verified: VerificationView) -> Iterator[Point]:
    """Give the proof first; then, if something is broken now, what a diagnosis says of it."""
    yield from verified_points.proof(report, verified)
    about = next((each for each in report.causes if each.id == verified.cause), None)
    if about:
        yield from _of_cause(report, about)
    elif verified.verdict in verified_points.BROKEN:
        yield from _of_finding(report)
    elif verified.verdict == verified_points.CANNOT_TELL and report.open:
        yield from _of_open(report)
    else:
        yield from verified_points.what_now(report, verified)


def _of_run(report: Report) -> Iterator[Point]:
    if report.causes:
        yield from _of_cause(report, report.causes[0])
    elif report.verdict == "broken":
        yield from _of_finding(report)
    elif report.open:
        yield from _of_open(report)
    else:
        yield from _noticed(report)
        yield Point("Do now", f"Nothing here. If calls still fail: {_handoff(report)}.", 2, 3)


def _of_cause(report: Report, cause: CauseView) -> Iterator[Point]:
    more = f"1/{len(report.causes)}" if len(report.causes) > 1 else ""
    yield Point(f"Cause {more}".rstrip(), _cause(cause), 3, 4)
    step = cause.steps[0] if cause.steps else None
    if step:
        yield Point(
            "Do now",
            " ".join((sentence(step.purpose), *needed_first(step))),
            2 if step.command else 1,
            3 if step.command else 4,
            step.command,
        )
        yield Point("Who", who(step, short=True), 2, 4)
        yield Point("Risk", sentence(step.risk))
    else:
        yield Point("Do now", f"{cause.repair_title}: read {cause.runbooks[0]}", 1, 4)
    yield Point("Works", _works(cause, step), 2, 3)
    yield Point("Escalate", sentence(cause.escalate), 2, 3)
    running = clocks(report)
    revocation = [note for note in cause.notes if REVOCATION in note]
    if running or revocation:
        least = min(3, len(running) + len(revocation)) + 1
        yield Point("Clocks", " ".join([*map(sentence, running), *revocation]), least, 5)


def _cause(cause: CauseView) -> str:
    """Say the cause, how sure it is, and which open question could change it; the grounds stand below."""
    sure = f"{cause.title}; confidence {cause.confidence}, from {', '.join(cause.explains)}."
    checks = " or ".join(_check_in(each) for each in cause.could_change)
    change = (
        f"An answer to {checks} could change it."
        if checks
        else "No open question could change it."
    )
    reason = sentence(cause.confidence_reason) if cause.confidence_reason else ""
    return " ".join(part for part in (sure, change, reason) if part)


def _check_in(reason: str) -> str:
    """Take the check's id out of "check keyvault.key is open: …", which stands below in full."""
    words = reason.partition(":")[0].split()
    return next((word for word in words if "." in word), " ".join(words))


def _works(cause: CauseView, step: StepView | None) -> str:
    works = without_sources(cause.works_after)
    wait = without_sources(step.wait).removeprefix(works).lstrip(" ;,") if step else ""
    return sentence(works) + (f" This step: {wait}." if wait and wait not in works else "")


def _of_finding(report: Report) -> Iterator[Point]:
    first = report.findings[0]
    yield Point(
        "Cause",
        f"None of the known causes explains {first.code} ({first.title}); confidence in any is low.",
    )
    yield Point("Do now", f"Read runbooks/{first.code}-{first.slug}.md", 1, 3)
    yield Point("Escalate", sentence(_handoff(report)))


def _of_open(report: Report) -> Iterator[Point]:
    yield from _noticed(report)
    first = report.open[0]
    yield Point("Open", f"{first.question}? {sentence(first.reason)}", 2, 5)
    line = line_of(first)
    nothing = "" if report.verdict != "clean" else "Nothing here. If calls still fail: "
    answer = f"{nothing}{_answer(first)}" if not line else nothing or "This answers it:"
    yield Point("Do now", answer, 1, 5, line)
    rest = len(report.open) - 1
    if rest:
        waiting = sum(each.waits_for == first.check for each in report.open)
        because = f", {waiting} of them for want of this answer" if waiting else ""
        stand = "more question stands" if rest == 1 else "more questions stand"
        yield Point("More", f"{rest} {stand} below{because}.")
    still = (
        "all is answered and calls still fail" if report.verdict != "clean" else "calls still fail"
    )
    yield Point("Escalate", f"When {still}: {_handoff(report)}.")


def _answer(question: OpenView) -> str:
    if question.permissions:
        return f"Let this login have {' or '.join(question.permissions)}, then run again."
    return sentence(question.do) if question.do else "See the open questions below."


def _noticed(report: Report) -> Iterator[Point]:
    if report.findings:
        yield Point("Noticed", report.findings[0].message, 1, 3)


def _handoff(report: Report) -> str:
    return f"give the hand-off packet below to {report.handoff_to}"
