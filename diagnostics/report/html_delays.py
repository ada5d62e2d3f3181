"""The report of `delays` as one HTML file, its charts in it."""

from __future__ import annotations

from diagnostics.delays.verdict import CANNOT_TELL, NO_DELAY
from diagnostics.report import delays_view as view
from diagnostics.report.delays_plots import pictures
from diagnostics.report.delays_view import DelaysReport
from diagnostics.report.html_env import environment


def render(report: DelaysReport) -> str:
    """Draw the report; the same report gives the same bytes."""
    tones = {NO_DELAY: "good", CANNOT_TELL: "warn"}
    return (
        environment()
        .get_template("delays.html.jinja")
        .render(
            report=report,
            view=view,
            title=view.title(report),
            tone=tones.get(report.answer.verdict, "bad"),
            pictures=pictures(report),
        )
    )
