"""The report as one HTML file that needs nothing else: no network, no font, no script but its own, readable without it."""

from __future__ import annotations

from collections.abc import Sequence

from diagnostics.report.html_env import environment
from diagnostics.report.html_page import page_of
from diagnostics.report.record import Report


def render(reports: Sequence[Report]) -> str:
    """Draw reports; several are told apart by a table that stands first.

    The same reports give the same bytes.
    """
    pages = tuple(page_of(report, at) for at, report in enumerate(reports, 1))
    return environment().get_template("reports.html.jinja").render(pages=pages)
