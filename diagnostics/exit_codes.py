"""The exit code of a run: API, the same for every format."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from diagnostics.evidence import Status
from diagnostics.finding import Severity
from diagnostics.outcome import Outcome

OK, FOUND, USAGE, INCOMPLETE, INTERRUPTED = 0, 1, 2, 3, 130


def exit_code(
    outcomes: Iterable[Outcome], *, fail_on: Severity, interrupted: bool, today: date
) -> int:
    """Tell how a run ended.

    Interrupted goes before findings, findings before open questions: a run that found something is not made
    harmless by what it could not see, and one that saw too little is never 0. A suppressed finding does not count.

    Args:
        outcomes: of all checks.
        fail_on: the least severity that counts as found.
        interrupted: the run was cut off by its user.
        today: the day of the run, on which accepted open questions are held against their date.
    """
    if interrupted:
        return INTERRUPTED
    outcomes = tuple(outcomes)
    if any(finding.counts(fail_on) for outcome in outcomes for finding in outcome.findings):
        return FOUND
    if any(is_incomplete(outcome, today) for outcome in outcomes):
        return INCOMPLETE
    return OK


def is_incomplete(outcome: Outcome, today: date) -> bool:
    """Tell whether this check left a question open that the user needs and does not live with."""
    left_open = bool(outcome.unknowns) or outcome.status in (Status.UNKNOWN, Status.CRASHED)
    accepted = outcome.accepted is not None and today <= outcome.accepted.until
    return left_open and outcome.is_required and not accepted


def of_several(codes: Iterable[int]) -> int:
    """Give the exit code of several runs: interrupted, else found, else incomplete, else well."""
    ended = set(codes)
    return next((code for code in (INTERRUPTED, FOUND, INCOMPLETE) if code in ended), OK)
