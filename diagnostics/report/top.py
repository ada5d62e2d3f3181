"""The first lines: what a tired person needs before scrolling; at most 24 rows of 80 columns, commands never cut."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from diagnostics.report import escape
from diagnostics.report.record import CauseView, Report
from diagnostics.report.wording import HEADLINES, clocks, confidence, label_of, who

WIDTH = 80
ROWS = 24
_LABEL = 10  # columns before the text
_MORE = " … (in full below)"


def top(report: Report) -> list[str]:
    """Give the rows."""
    lines = [*_field("", label_of(report), 2, indent=0)]
    lines += _field(HEADLINES[report.verdict], report.sentence, 4, indent=_LABEL)
    lines += _do(report, ROWS - len(lines))
    return lines


def _do(report: Report, room: int) -> Iterator[str]:
    if report.causes:
        yield from _for_cause(report, report.causes[0], room)
    elif report.findings and report.verdict == "broken":
        yield from _field(
            "Cause", "no known cause explains this; the findings below are what was seen", 2
        )
        yield from _field("Do now", f"read {_runbook(report)}; then {_handoff(report)}", 3)
    elif report.open:
        yield from _for_open(report)
    else:
        yield from _field("Do now", f"nothing here. If calls still fail: {_handoff(report)}", 3)


def _for_cause(report: Report, cause: CauseView, room: int) -> Iterator[str]:
    rows: list[str] = [*_field("Cause", f"{cause.title}: {confidence(cause)}.", 4)]
    step = cause.steps[0] if cause.steps else None
    if step:
        rows += (
            _command("Do now", step.command.sh)
            if step.command
            else _field("Do now", step.purpose, 4)
        )
        rows += _field("Who", who(step), 3)
        rows += _field("Risk", step.risk, 2)
    rows += _field(
        "Works", f"{_capital(step.wait) if step and step.wait else cause.works_after}", 2
    )
    rows += _field("Escalate", cause.escalate, 3)
    running = [f"{what} {at}" for what, at in clocks(report)]
    revocation = [note for note in cause.notes if "intentional revocation" in note]
    if running or revocation:
        left = max(2, room - len(rows))
        rows += _field("Clocks", "; ".join([*running, *revocation]), min(left, 4))
    yield from rows


def _for_open(report: Report) -> Iterator[str]:
    first = report.open[0]
    yield from _field("Open", f"{first.question}? {first.reason}", 4)
    if first.permissions:
        yield from _field(
            "Do now", f"let this login have {' or '.join(first.permissions)}, then run again", 5
        )
    else:
        yield from _field("Do now", first.do or "see the open questions below", 5)
    if len(report.open) > 1:
        yield from _field("More", f"{len(report.open) - 1} more open questions stand below", 1)
    yield from _field("Escalate", _handoff(report), 2)


def _handoff(report: Report) -> str:
    return f"give the hand-off packet below to {report.handoff_to}"


def _runbook(report: Report) -> str:
    first = report.findings[0]
    return f"runbooks/{first.code}-{first.slug}.md"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _command(label: str, text: str) -> list[str]:
    """Give a command whole, on a line of its own, so that it can be copied."""
    return [f"{label}:", f"  {text}"]


def rows_of(lines: list[str]) -> int:
    """Count the rows that lines take on a terminal of 80 columns."""
    return sum(max(1, -(-len(line) // WIDTH)) for line in lines)


def _field(label: str, text: str, rows: int, *, indent: int = _LABEL) -> list[str]:
    head = (
        f"{label:<{_LABEL}}" if label and len(label) < _LABEL else (f"{label}  " if label else "")
    )
    lines = textwrap.wrap(
        head + escape.plain(text),
        WIDTH,
        subsequent_indent=" " * indent,
        break_long_words=True,
        break_on_hyphens=False,
        drop_whitespace=True,
    )
    if len(lines) <= rows:
        return lines
    last = lines[rows - 1][: WIDTH - len(_MORE)].rstrip(" ,;.")
    return [*lines[: rows - 1], last + _MORE]
