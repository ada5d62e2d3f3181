"""The second look: who changed what is asked after a first look that found something, of logs that could tell. Pure.

A check belongs to it by its evidence: whoever provides a `ChangesRead` asks a log of changes. So a healthy run costs no
request more, and a sick one those of the logs in which the causes that were found leave a trace.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from diagnostics.catalogue import Catalogue
from diagnostics.changes.change import ChangesRead
from diagnostics.changes.logs import CHECKS
from diagnostics.diagnosis.engine import diagnose
from diagnostics.evidence import Seen
from diagnostics.judging import conclude
from diagnostics.order import AnyCheck
from diagnostics.outcome import Reading
from diagnostics.suppressing import with_suppressed
from diagnostics.targets import Target

NOTHING_FOUND = "nothing was found that somebody could have changed"
NO_TRACE = "nothing that was found leaves a trace in this log"
OFFLINE = "nothing is asked in this run"


def is_of_second_look(check: AnyCheck) -> bool:
    """Tell whether a check asks a log of changes."""
    return issubclass(check.provides, ChangesRead)


def spared(
    checks: Sequence[AnyCheck],
    readings: Sequence[Reading],
    target: Target,
    catalogue: Catalogue,
    today: date,
) -> dict[str, str]:
    """Say which of the checks of the second look are not asked, and why.

    Args:
        checks: all that were chosen, of both looks.
        readings: of the first look.
        target: what is looked at.
        catalogue: whose causes and traces are held against what was read.
        today: the day of the run, in UTC; what is suppressed on it asks nobody.
    """
    second = [check.id for check in checks if is_of_second_look(check)]
    first = [check for check in checks if not is_of_second_look(check)]
    outcomes = with_suppressed(conclude(first, readings, target), target, today)
    seen = Seen(reading.evidence for reading in readings if reading.evidence)
    causes = diagnose(catalogue.causes, outcomes, seen, target).causes
    if not causes:
        return dict.fromkeys(second, NOTHING_FOUND)
    found = {ranked.cause.id for ranked in causes}
    traces = (trace for trace in catalogue.tracing.traces if trace.cause in found)
    telling = {rule.log for trace in traces for rule in trace.rules}
    silent = {check for log, check in CHECKS.items() if log not in telling}
    return {check: NO_TRACE for check in second if check in silent}


def not_asked(reasons: dict[str, str]) -> tuple[Reading, ...]:
    """Give the readings of checks that were not asked, sorted by check."""
    return tuple(Reading(check=name, not_applicable=why) for name, why in sorted(reasons.items()))
