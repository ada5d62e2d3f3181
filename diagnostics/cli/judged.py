"""From one run to what it means; apart from the looking, so that a kept run is drawn without what looking loads."""

from __future__ import annotations

from diagnostics.catalogue import Catalogue
from diagnostics.diagnosis.engine import diagnose
from diagnostics.finding import Severity
from diagnostics.judging import conclude
from diagnostics.outcome import Run
from diagnostics.report.build import Judged
from diagnostics.suppressing import settle, with_suppressed


def judge(run: Run, catalogue: Catalogue, fail_on: Severity) -> Judged:
    """Reason about one run; pure, so a replay gives the same."""
    checks = catalogue.checks_for(run.target.topology)
    today = run.started_at.date()
    judged = conclude(checks, run.readings, run.target)
    outcomes = with_suppressed(judged, run.target, today)
    return Judged(
        run=run,
        outcomes=outcomes,
        diagnosis=diagnose(catalogue.causes, outcomes, run.seen, run.target),
        signatures={signature.id: signature for signature in catalogue.signatures},
        fail_on=fail_on,
        tracing=catalogue.tracing,
        suppressions=settle(checks, outcomes, run.target, today),
    )
