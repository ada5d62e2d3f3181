"""The report as JSON; its published schema is `report.schema.json` beside this file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from diagnostics.report.record import SCHEMA, Report


def render(report: Report) -> str:
    """Write the record: ASCII only, so that no terminal or parser stumbles over a character."""
    return json.dumps(tree(report), indent=2, ensure_ascii=True) + "\n"


def render_together(reports: Sequence[Report]) -> str:
    """Write the records of several targets as one object."""
    trees = [tree(report) for report in reports]
    return json.dumps({"schema": SCHEMA, "reports": trees}, indent=2) + "\n"


def tree(report: Report) -> dict[str, object]:
    """Give the record as JSON values; the pairs of labels and values become objects in their order."""
    fields = asdict(report)
    for name in ("counts", "identifiers"):
        fields[name] = dict(fields[name])
    for name in ("handoff", "environment"):
        fields[name] = [{"name": label, "value": value} for label, value in fields[name]]
    return fields
