"""The exit of every report: built, then redacted."""

from __future__ import annotations

from diagnostics.redact import operators_of, redacted
from diagnostics.report.build import Judged, build
from diagnostics.report.record import Report


def clean(judged: Judged, *, share: bool = False) -> Report:
    """Make a report that may leave the process.

    Args:
        judged: a run and what was made of it.
        share: replace operators' names by pseudonyms.
    """
    operators = operators_of((judged.run,))
    return redacted(build(judged), share=share, operators=operators)
