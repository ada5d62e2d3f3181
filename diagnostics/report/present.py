"""The one table of the forms of a report, and one or several reports in one of them.

A new form is one entry and one function here; options, help, extensions and messages follow from the table. Nothing that
draws is imported before it is asked for: the command line reads the names for its `--help`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from diagnostics.records import record

if TYPE_CHECKING:
    from diagnostics.report.record import Report


@record(frozen=True, slots=True, kw_only=True)
class Paper:
    """What the place can show that a report is written to."""

    color: bool = False  # bold headlines, only in text
    ascii_only: bool = False  # no block characters, only in text
    max_size: int | None = None  # bytes, only in Markdown; None = as long as it is


Draw = Callable[["Sequence[Report]", Paper], str]


@record(frozen=True, slots=True, kw_only=True)
class Form:
    """One form: how a file's name asks for it, and what draws it."""

    extensions: tuple[str, ...]  # with the dot, small letters; the first is the usual one
    draw: Draw


def _text(reports: Sequence[Report], paper: Paper) -> str:
    from diagnostics.report import text
    from diagnostics.report.wrap import WIDTH

    return f"\n{'=' * WIDTH}\n".join(
        text.render(report, color=paper.color, ascii_only=paper.ascii_only) for report in reports
    )


def _markdown(reports: Sequence[Report], paper: Paper) -> str:
    from diagnostics.report import markdown

    if paper.max_size is not None:
        return markdown.render_within(reports, paper.max_size)
    return "\n---\n\n".join(markdown.render(report) for report in reports)


def _html(reports: Sequence[Report], _: Paper) -> str:
    from diagnostics.report import html

    return html.render(reports)


def _json(reports: Sequence[Report], _: Paper) -> str:
    """Give one object; of several targets `{"schema": …, "reports": […]}`."""
    from diagnostics.report import jsonform

    return jsonform.render(reports[0]) if len(reports) == 1 else jsonform.render_together(reports)


def _junit(reports: Sequence[Report], _: Paper) -> str:
    from diagnostics.report import junit

    return junit.render(reports)


def _openmetrics(reports: Sequence[Report], _: Paper) -> str:
    from diagnostics.report import openmetrics

    return openmetrics.render(reports)


def _nagios(reports: Sequence[Report], _: Paper) -> str:
    from diagnostics.report import nagios

    return nagios.render(reports)


def _calendar(reports: Sequence[Report], _: Paper) -> str:
    from diagnostics.report import calendar

    return calendar.render(reports)


FORMS: dict[str, Form] = {
    "text": Form(extensions=(".txt",), draw=_text),
    "markdown": Form(extensions=(".md", ".markdown"), draw=_markdown),
    "html": Form(extensions=(".html", ".htm"), draw=_html),
    "json": Form(extensions=(".json",), draw=_json),
    "junit": Form(extensions=(".xml",), draw=_junit),
    "openmetrics": Form(extensions=(".prom",), draw=_openmetrics),
    "nagios": Form(extensions=(".nagios",), draw=_nagios),
    "ics": Form(extensions=(".ics",), draw=_calendar),
}


def present(reports: Sequence[Report], form: str, paper: Paper | None = None) -> str:
    """Draw reports.

    Args:
        reports: of one run; several targets give several.
        form: a name of `FORMS`.
        paper: what the place can show; None = anything.
    """
    return FORMS[form].draw(reports, paper or Paper())
