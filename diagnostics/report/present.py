"""One or several reports in the form that was asked for."""

from __future__ import annotations

import json
from collections.abc import Sequence

from diagnostics.report import jsonform, markdown, text
from diagnostics.report.record import SCHEMA, Report
from diagnostics.report.wrap import WIDTH

_RULE = "=" * WIDTH


def present(
    reports: Sequence[Report], form: str, *, color: bool = False, ascii_only: bool = False
) -> str:
    """Draw reports.

    Args:
        reports: of one run; several targets give several.
        form: "text", "markdown" or "json"; JSON is one object, with several targets `{"schema": …, "reports": […]}`.
        color: bold headlines, only in text.
        ascii_only: no block characters, only in text.
    """
    if form == "json":
        if len(reports) == 1:
            return jsonform.render(reports[0])
        trees = [jsonform.tree(report) for report in reports]
        return json.dumps({"schema": SCHEMA, "reports": trees}, indent=2) + "\n"
    if form == "markdown":
        return "\n---\n\n".join(markdown.render(report) for report in reports)
    return f"\n{_RULE}\n".join(
        text.render(report, color=color, ascii_only=ascii_only) for report in reports
    )
