"""A comparison as text, Markdown and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from diagnostics.report.compared_record import ComparedReport, DifferenceView, SideView
from diagnostics.report.escape import markdown as escaped
from diagnostics.report.wording import ended
from diagnostics.report.wrap import wrap

_SHOWN = 30  # of one turn; JSON has all
_TITLES = {
    "worse": "Worse",
    "unknown": "Not seen any more",
    "different": "Different",
    "better": "Better",
}
_HEADLINES = {
    "same": "NOTHING CHANGED",
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
    yield from wrap(_headline(report))
    for title, side in _sides(report):
        yield from wrap(f"{title}: {_said(side)}", "  ")
        yield from wrap(side.source, "  ", "  ")
    for remark in report.remarks:
        yield from wrap(remark, "  ", "! ")
    for turn, title in _TITLES.items():
        found = [each for each in report.differences if each.turn == turn]
        if found:
            yield from ("", title, "-" * len(title))
        for each in found[:_SHOWN]:
            yield from wrap(ended(each.what), "  ", "* ")
            yield from wrap(_grounds(each), "    ", "  - ")
        if found[_SHOWN:]:
            yield from wrap(_more(found), "  ", "* ")
    for line in _rest(report):
        yield from ("", *wrap(line))


def _markdown(report: ComparedReport) -> Iterator[str]:
    yield f"# {escaped(_headline(report))}"
    yield ""
    for title, side in _sides(report):
        yield f"* **{title}**: {escaped(_said(side))}"
    yield from (f"* {escaped(remark)}" for remark in report.remarks)
    for turn, title in _TITLES.items():
        found = [each for each in report.differences if each.turn == turn]
        if found:
            yield from ("", f"## {title}", "")
        for each in found[:_SHOWN]:
            yield f"* {escaped(ended(each.what))} ({escaped(_grounds(each))})"
        if found[_SHOWN:]:
            yield f"* {escaped(_more(found))}"
    for line in _rest(report):
        yield from ("", escaped(line))


def _sides(report: ComparedReport) -> tuple[tuple[str, SideView], ...]:
    return (("First", report.before), ("Second", report.now))


def _said(side: SideView) -> str:
    mark = ", simulated" if side.simulated else ""
    at = side.started_at.replace("T", " ").removesuffix("Z")
    return f"{side.target} ({side.topology}{mark}), {at} UTC, {side.verdict}: {side.sentence}"


def _more(found: Sequence[DifferenceView]) -> str:
    return f"{len(found) - _SHOWN} more; `--format json` has all."


def _grounds(each: DifferenceView) -> str:
    return f"evidence: {'; '.join(each.evidence)}"


def _headline(report: ComparedReport) -> str:
    """Say it in a word or two; nothing is called the same that nobody saw."""
    is_dark = report.verdict == "same" and bool(report.unseen)
    said = "NO CHANGE SEEN" if is_dark else _HEADLINES[report.verdict]
    return f"{_mark(report)}{said}: {report.sentence}"


def _rest(report: ComparedReport) -> Iterator[str]:
    told = {each.subject for each in report.differences if each.sort == "check"}
    partly = [each for each in report.not_seen if each not in told]
    if partly:
        yield (
            "Seen in one of the two runs alone, or not whole, so that nothing is said of it:"
            f" {', '.join(partly)}."
        )
    if report.unseen:
        yield (
            "Seen in neither run, so that nothing is known of it, not even that it is the same:"
            f" {', '.join(report.unseen)}."
        )
