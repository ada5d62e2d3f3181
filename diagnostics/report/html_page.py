"""What the page of one report holds beside the record: its points, its graph, its pictures, its contents."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.records import record
from diagnostics.report import triaged_text, triaged_wording, verified_text
from diagnostics.report.html_graph import Trunk, graph_of
from diagnostics.report.html_layout import Drawn, narrow, wide
from diagnostics.report.plot_record import Picture
from diagnostics.report.point import Point
from diagnostics.report.record import OpenView, Report
from diagnostics.report.repair_record import StepView
from diagnostics.report.summary import summary
from diagnostics.report.suppressed_wording import SUPPRESSIONS, suppressions
from diagnostics.report.triaged_plots import pictures
from diagnostics.report.wording import dependents, given, headline

_BAD = ("BROKEN", "FOUND", "STILL BROKEN", "SOMETHING ELSE IS BROKEN", "NOT EFFECTIVE, OVERDUE")
_GOOD = ("NO FAULT FOUND", "REPAIRED")


@record(frozen=True, slots=True, kw_only=True)
class Page:
    """One report, ready to be drawn."""

    number: int  # among the reports of the file, from 1
    prefix: str  # before every id, so that several reports can stand in one file
    report: Report
    label: str  # what, where, when
    word: str  # how it stands
    tone: str  # "bad", "warn" or "good"
    sentence: str
    points: tuple[Point, ...]
    is_search: bool  # nothing but a search through logs
    graph: tuple[Trunk, ...]
    drawn: tuple[Drawn, ...]
    pictures: tuple[Picture, ...]
    questions: tuple[tuple[int, OpenView, tuple[str, ...]], ...]  # number, question, checks behind
    prevention: tuple[StepView, ...]
    contents: tuple[tuple[str, str], ...]  # id without prefix, title


def page_of(report: Report, number: int) -> Page:
    """Prepare the page of a report.

    Args:
        report: what to draw.
        number: its place among the reports of a file, from 1.
    """
    label, first, *points = summary(report)
    word = headline(report)
    graph = graph_of(report)
    is_search = triaged_text.is_alone(report)
    prevention = {step.purpose: step for cause in report.causes for step in cause.prevent}
    return Page(
        number=number,
        prefix=f"r{number}-",
        report=report,
        label=label.text,
        word=word,
        tone="bad" if word in _BAD else "good" if word in _GOOD else "warn",
        sentence=first.text,
        points=() if is_search else tuple(points),
        is_search=is_search,
        graph=graph,
        drawn=(wide(graph), narrow(graph)) if graph else (),
        pictures=pictures(report.triage),
        questions=tuple(_questions(report)),
        prevention=tuple(prevention.values()),
        contents=tuple(_contents(report, bool(graph), is_search=is_search)),
    )


def _questions(report: Report) -> Iterator[tuple[int, OpenView, tuple[str, ...]]]:
    """Give the open questions that wait for nobody, each with the checks that wait for it."""
    waiting = dependents(report)
    named = {question.check for question in report.open if not question.waits_for}
    for at, question in enumerate(report.open, 1):
        if question.waits_for not in named:
            yield at, question, tuple(each.check for each in waiting.get(question.check, ()))


def _contents(report: Report, has_graph: bool, *, is_search: bool) -> Iterator[tuple[str, str]]:
    """Name the parts that the page has, in their order."""
    if report.triage:
        yield "logs", triaged_wording.title(report.triage)
    if not is_search:
        yield from _of_run(report, has_graph)
    if report.triage and (report.triage.go_on or report.triage.notes):
        yield "go-on", triaged_wording.GO_ON


def _of_run(report: Report, has_graph: bool) -> Iterator[tuple[str, str]]:
    view = report.verification
    several = f" ({len(report.causes)})" if report.causes[1:] else ""
    named = (
        ("proof", verified_text.PROOF, view and view.proofs),
        ("call", verified_text.CALL, view and view.call),
        ("due", verified_text.DUE, verified_text.dues(report)),
        ("repair", f"Repair{several}", report.causes),
        ("graph", "Why: cause, findings, evidence", has_graph),
        ("steps", "The four documented steps", True),
        ("changes", "Who changed what", report.changes),
        ("timeline", "Timeline", report.timeline),
        ("open", "What could not be seen", report.open),
        ("findings", "Findings", report.findings),
        ("suppressions", SUPPRESSIONS, tuple(suppressions(report))),
        ("text", given(report), report.pasted),
        ("prevention", "So that it does not come back", _prevents(report)),
        ("resend", verified_text.RESEND, view and view.resend),
        ("incident", "For the incident channel", report.incident),
        ("packet", f"Hand-off packet for {report.handoff_to}", report.handoff),
        ("checks", "Checks", report.checks),
        ("carried", verified_text.CARRIED, view),
        ("environment", "Environment", True),
    )
    yield from ((name, title) for name, title, has in named if has)


def _prevents(report: Report) -> bool:
    return any(cause.prevent for cause in report.causes)
