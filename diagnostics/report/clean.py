"""The exit of every report: built, then redacted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.operators import operators_of
from diagnostics.redact import redacted
from diagnostics.report.build import Judged, build
from diagnostics.report.record import Report

if TYPE_CHECKING:
    from diagnostics.report.verified import Verified


def clean(judged: Judged) -> Report:
    """Make a report that may leave the process.

    Args:
        judged: a run and what was made of it.
    """
    operators = operators_of((judged.run,))
    return redacted(build(judged), operators=operators)


def clean_verified(made: Verified) -> Report:
    """Make a report of a verification that may leave the process.

    Args:
        made: two runs and what was made of them.
    """
    from diagnostics.report.verified import build_verified  # not for a diagnosis

    operators = operators_of((made.before.run, made.now.run))
    return redacted(build_verified(made), operators=operators)
