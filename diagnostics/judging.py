"""From readings to outcomes; pure, so that a replay gives what the live run gave."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from diagnostics.crash import crash_text
from diagnostics.doctor_kinds import DOCTOR_KINDS
from diagnostics.evidence import Evidence, Seen, Status
from diagnostics.finding import Finding, Kind, NotApplicable, Unknown
from diagnostics.order import AnyCheck
from diagnostics.outcome import Outcome, Reading
from diagnostics.targets import Target
from diagnostics.unanswered import check_crashed

LEFT_OUT = "left out of this run"
# Every check that meets an absence may have to say that it is not settled where it looked.
PLACE_NOT_SETTLED = "EN204"
_DOCTOR_CODES = frozenset(kind.code for kind in DOCTOR_KINDS.values())


def conclude(
    checks: Sequence[AnyCheck], readings: Iterable[Reading], target: Target
) -> tuple[Outcome, ...]:
    """Judge everything that was read; a check without a reading was left out.

    Returns:
        one outcome a check, sorted by check; findings sorted by severity and code whatever the judge's order.
    """
    by_check = {reading.check: reading for reading in readings}
    seen = Seen(reading.evidence for reading in by_check.values() if reading.evidence)
    outcomes = (_outcome(check, by_check.get(check.id), seen) for check in checks)
    return tuple(
        sorted(
            (_accepted(outcome, target) for outcome in outcomes),
            key=lambda outcome: outcome.check,
        )
    )


def _outcome(check: AnyCheck, reading: Reading | None, seen: Seen) -> Outcome:
    if reading is None:
        return _ended(check, Status.SKIPPED, reason=LEFT_OUT)
    if reading.not_applicable:
        return _ended(check, Status.SKIPPED, reason=reading.not_applicable)
    if reading.unknown is not None:
        return _ended(check, Status.UNKNOWN, unknowns=(reading.unknown,))
    if reading.evidence is None:
        return _crashed(check, reading.crash or "the probe gave nothing")
    return _judged(check, reading.evidence, seen)


def _judged(check: AnyCheck, evidence: Evidence, seen: Seen) -> Outcome:
    """Let the judge speak; what it said before a crash stands."""
    verdicts: list[object] = []
    try:
        verdicts.extend(_heard(check, evidence, _declared(check, seen), verdicts))
    except Exception as error:  # noqa: BLE001 - a check's own bug must not end the run
        return _crashed(check, crash_text(error, check.judge), verdicts)
    fault = _fault(check, verdicts)
    if fault:
        return _crashed(check, fault, verdicts)
    findings, unknowns = _findings(verdicts), _unknowns(verdicts)
    skipped = [verdict for verdict in verdicts if isinstance(verdict, NotApplicable)]
    if skipped:
        return _ended(check, Status.SKIPPED, reason=skipped[0].reason)
    status = Status.FOUND if findings else Status.UNKNOWN if unknowns else Status.OK
    return _ended(check, status, findings=findings, unknowns=unknowns)
