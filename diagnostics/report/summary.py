"""What a tired person needs before everything else, in the order it is needed; text fits it on a page, Markdown lists it."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.report import verified_points
from diagnostics.report.changes_wording import at_a_glance
from diagnostics.report.point import Point
from diagnostics.report.record import CauseView, OpenView, Report
from diagnostics.report.repair_record import StepView
from diagnostics.report.triaged_wording import GO_ON
from diagnostics.report.verified_record import VerificationView
from diagnostics.report.wording import (
    WARNING,
    change,
    clocks,
    ended,
    given,
    headline,
    is_text_only,
    label_of,
    line_of,
    needed_first,
    reads,
    sentence,
    who,
    without_sources,
)

_OUR_TURN = "Our turn"
_WHOSE = {"ours": _OUR_TURN}  # of what is another's, the first step is to hand over
REVOCATION = "intentional revocation"  # Adobe's words for a key taken away on purpose


def summary(report: Report) -> tuple[Point, ...]:
    """Give the points: what is broken first, what to do, what to know about doing it."""
    word = headline(report)
    said = ended(report.sentence) + (_no_all_clear(report) if word == WARNING else "")
    return (Point("", label_of(report), 1, 2), Point(word, said, 3, 4), *_points(report))


def _no_all_clear(report: Report) -> str:
    """Say beside a mere warning that worse may be hidden in what was not seen."""
    needed = [each for each in report.open if each.required and not each.accepted]
    return " Not all was seen, so this is no all-clear." if needed else ""


def _points(report: Report) -> Iterator[Point]:
    if report.verification:
        yield from _of_verification(report, report.verification)
    else:
        yield from _of_run(report)


def _of_verification(report: Report, verified: VerificationView) -> Iterator[Point]:
    """Give the proof first; then, if something is broken now, what a diagnosis says of it."""
    yield from verified_points.proof(report, verified)
    yield from verified_points.call(verified)
    about = next((each for each in report.causes if each.id == verified.cause), None)
    if about:
        yield from _of_cause(report, about)
    elif verified.by_call:
        yield from verified_points.what_now(report, verified)
    elif verified.verdict in verified_points.BROKEN:
        yield from _of_finding(report)
    elif verified.verdict == verified_points.CANNOT_TELL and report.open:
        yield from _of_open(report)
    else:
        yield from verified_points.what_now(report, verified)


def _of_run(report: Report) -> Iterator[Point]:
    if report.causes and not report.causes[0].suppressed:
        yield from _of_cause(report, report.causes[0])
    elif report.verdict == "broken" and report.findings:
        yield from _of_finding(report)
    elif report.verdict == "clean":
        yield from _of_nothing(report)
    else:
        yield from _of_open(report)


def _of_cause(report: Report, cause: CauseView) -> Iterator[Point]:
    more = f"1/{len(report.causes)}" if len(report.causes) > 1 else ""
    yield Point(f"Cause {more}".rstrip(), _cause(cause), 3, 4)
    if changed := at_a_glance(report, cause):
        yield Point("Changed", changed, 1, 2, names_people=True)
    if any(not each.suppressed for each in report.causes[1:]):
        yield Point("Also", _others(report), 2, 3)
    step = cause.steps[0] if cause.steps else None
    if step and not step.command and is_text_only(report):
        yield from _of_text(report)
        step = None  # there may be more to do first than to hand over
    elif step:
        yield from _of_step(step, _turn(report, cause))
    else:
        said = f"{_turn(report, cause)}: {cause.repair_title}: read {cause.runbooks[0]}"
        yield Point("Do now", said, 1, 4)
    yield Point("Works", _works(cause, step), 2, 3)
    # Whoever reads who changed it asks them first: where there is no room, that is worth a row more.
    yield Point("Escalate", sentence(cause.escalate), 1 if changed else 2, 3)
    running = clocks(report)
    revocation = [note for note in cause.notes if REVOCATION in note]
    if running or revocation:
        least = min(3, len(running) + len(revocation)) + 1
        yield Point("Clocks", " ".join([*map(sentence, running), *revocation]), least, 5)


def _cause(cause: CauseView) -> str:
    """Say the cause, how sure it is, and which open question could change it; the grounds stand below."""
    sure = f"{cause.title}; confidence {cause.confidence}, from {', '.join(cause.explains)}."
    reason = sentence(cause.confidence_reason) if cause.confidence_reason else ""
    return " ".join(part for part in (sure, change(cause), reason) if part)


def _turn(report: Report, cause: CauseView) -> str:
    """Say who must act first, and where it is another one for another cause."""
    named = enumerate(report.causes, 1)
    others = ", ".join(
        f"{at}/{len(report.causes)} {each.turn}"
        for at, each in named
        if each is not cause and each.turn != cause.turn
    )
    whose = _WHOSE.get(cause.turn, f"{cause.turn} turn; this first step")
    return f"{whose} ({others})" if others else whose


def _of_step(step: StepView, turn: str) -> Iterator[Point]:
    least, most = (2, 3) if step.command else (1, 4)
    said = " ".join((sentence(step.purpose), *needed_first(step)))
    yield Point("Do now", said, least, most, step.command)
    yield Point("Who", f"{turn}: {who(step, short=True)}", 2, 4)
    yield Point("Risk", sentence(step.risk))


def _of_text(report: Report) -> Iterator[Point]:
    """Say how to look where only a text was given: what is in reach of the reader is not known yet."""
    view = report.pasted[0]
    look = next((each for each in view.commands if reads(each)), None)
    what = f" Or look yourself: {view.look_at[0]}" if view.look_at else ""
    place = given(report).lower()
    then = f" What is then done stands below, with {place}." if view.steps else ""
    again = (
        f"run the command at the end, under {GO_ON}"
        if report.triage
        else "run again with --account, or --key-uri and --application"
    )
    yield Point(
        "Do now",
        f"Nothing was read yet: {again}.{what}{then}",
        3,
        5,
        look,
    )
    yield Point(
        "Who", f"{_OUR_TURN}: whoever may read it; who may repair is named once it was read.", 1, 2
    )
    yield Point("Risk", "None: looking only reads.")


def _others(report: Report) -> str:
    """Name the other causes: whoever repairs one and waits for an hour must know that another one is left."""
    others = [cause for cause in report.causes[1:] if not cause.suppressed]
    titles = "; ".join(
        f"{at}/{len(report.causes)} {cause.title}" for at, cause in enumerate(others, 2)
    )
    codes = {code for cause in others for code in cause.explains}
    counting = [view for view in report.findings if not view.suppressed]
    grave = any(view.severity == "critical" and view.code in codes for view in counting)
    return f"{titles}. " + (
        "Repair all before you wait: one that is left can keep calls failing."
        if grave
        else "Not what breaks calls now: see below."
    )


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


def _of_nothing(report: Report) -> Iterator[Point]:
    """Say what to do where all is well: what stayed open is not needed, and comes last."""
    yield from _noticed(report)
    paste = "" if report.pasted else "run again with the text of their error (--error FILE), or "
    yield Point("Do now", f"Nothing here. If calls still fail: {paste}{_handoff(report)}.", 2, 3)
    for question in report.open[:1]:
        yield Point("Open", f"{question.question}? {sentence(question.reason)}", 1, 4)
    yield from _more(report)


def _of_open(report: Report) -> Iterator[Point]:
    yield from _noticed(report)
    is_text = is_text_only(report)
    if is_text:
        yield Point("Text", sentence(report.pasted[0].title), 1, 2)
        yield from _of_text(report)
    for question in report.open[:1]:
        yield Point("Open", f"{question.question}? {sentence(question.reason)}", 2, 5)
        if not is_text:
            yield Point("Do now", f"{_OUR_TURN}: {_answer(question)}", 1, 5, line_of(question))
    yield from _more(report)
    yield Point("Escalate", f"When all is answered and calls still fail: {_handoff(report)}.")


def _more(report: Report) -> Iterator[Point]:
    rest = len(report.open) - 1
    if rest > 0:
        waiting = sum(each.waits_for == report.open[0].check for each in report.open)
        because = f", {waiting} of them for want of this answer" if waiting else ""
        stand = "more question stands" if rest == 1 else "more questions stand"
        yield Point("More", f"{rest} {stand} below{because}.")


def _answer(question: OpenView) -> str:
    if question.permissions:
        right = f"Let this login have {' or '.join(question.permissions)}, then run again."
        return f"{right} Or look yourself:" if line_of(question) else right
    if line_of(question):
        return "This answers it:"
    return sentence(question.do) if question.do else "See the open questions below."


def _noticed(report: Report) -> Iterator[Point]:
    if report.findings and not report.findings[0].suppressed:
        yield Point("Noticed", report.findings[0].message, 1, 3)


def _handoff(report: Report) -> str:
    return f"give the hand-off packet below to {report.handoff_to}"
