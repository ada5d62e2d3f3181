"""A comparison as text, Markdown and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from diagnostics.report.compared_record import ComparedReport, DifferenceView, SideView
from diagnostics.report.escape import markdown as escaped
from diagnostics.report.wording import ended
from diagnostics.report.wrap import wrap

_TITLES = {
    "worse": "Worse",
    "unknown": "Not seen any more",
    "different": "Different",
    "better": "Better",
}
_HEADLINES = {
    "same": "NO DIFFERENCE",
    "worse": "WORSE",
    "unknown": "LESS SEEN",
    "different": "DIFFERENT",
    "better": "BETTER",
}


def text(report: ComparedReport) -> str:
    """Draw it for a terminal."""
    return "\n".join(_text(report)) + "\n"


def markdown(report: ComparedReport) -> str:
    """Draw it for a ticket."""
    return "\n".join(_markdown(report)) + "\n"


def as_json(report: ComparedReport) -> str:
    """Write the record; ASCII only."""
    return json.dumps(asdict(report), indent=2, ensure_ascii=True) + "\n"


def _mark(report: ComparedReport) -> str:
    return "SIMULATED " if report.before.simulated or report.now.simulated else ""


def _text(report: ComparedReport) -> Iterator[str]:
    yield from wrap(f"{_mark(report)}{_HEADLINES[report.verdict]}: {report.sentence}")
    for title, side in _sides(report):
        yield from wrap(f"{title}: {_said(side)}", "  ")
        yield from wrap(side.source, "  ", "  ")
    for remark in report.remarks:
        yield from wrap(remark, "  ", "! ")
    for turn, title in _TITLES.items():
        found = [each for each in report.differences if each.turn == turn]
        if found:
            yield from ("", title, "-" * len(title))
        for each in found:
            yield from wrap(ended(each.what), "  ", "* ")
            yield from wrap(_grounds(each), "    ", "  - ")
    yield ""
    yield from (line for each in _rest(report) for line in wrap(each))


def _markdown(report: ComparedReport) -> Iterator[str]:
    yield f"# {_mark(report)}{_HEADLINES[report.verdict]}: {escaped(report.sentence)}"
    yield ""
    for title, side in _sides(report):
        yield f"* **{title}**: {escaped(_said(side))}"
    yield from (f"* {escaped(remark)}" for remark in report.remarks)
    for turn, title in _TITLES.items():
        found = [each for each in report.differences if each.turn == turn]
        if found:
            yield from ("", f"## {title}", "")
        for each in found:
            yield f"* {escaped(ended(each.what))} ({escaped(_grounds(each))})"
    yield ""
    yield from (escaped(each) for each in _rest(report))


def _sides(report: ComparedReport) -> tuple[tuple[str, SideView], ...]:
    return (("First", report.before), ("Second", report.now))


def _said(side: SideView) -> str:
    mark = ", simulated" if side.simulated else ""
    at = side.started_at.replace("T", " ").removesuffix("Z")
    return f"{side.target} ({side.topology}{mark}), {at} UTC, {side.verdict}: {side.sentence}"


def _grounds(each: DifferenceView) -> str:
    return f"evidence: {'; '.join(each.evidence)}"


def _rest(report: ComparedReport) -> Iterator[str]:
    count = len(report.same)
    yield f"{count} {'check' if count == 1 else 'checks'} answered alike in both."
    if report.not_seen:
        yield (
            "Seen in one of the two runs alone, or not whole, so that nothing is said of it:"
            f" {', '.join(report.not_seen)}."
        )
