"""From readings to outcomes; pure, so that a replay gives what the live run gave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from diagnostics.check import Check
from diagnostics.doctor_kinds import DOCTOR_KINDS
from diagnostics.evidence import Evidence, Seen, Status
from diagnostics.finding import Finding, NotApplicable, Unknown, Verdict
from diagnostics.outcome import Outcome, Reading
from diagnostics.runner import crash_text
from diagnostics.targets import Target

AnyCheck = Check[Any]


def conclude(
    checks: Sequence[AnyCheck], readings: Iterable[Reading], target: Target
) -> tuple[Outcome, ...]:
    """Judge everything that was read; a check without a reading was left out by the user.

    Returns:
        one outcome a check, sorted by check.
    """
    by_check = {reading.check: reading for reading in readings}
    seen = Seen(reading.evidence for reading in by_check.values() if reading.evidence)
    outcomes = (_outcome(check, by_check.get(check.id), seen, target) for check in checks)
    return tuple(sorted(outcomes, key=lambda outcome: outcome.check))


def _outcome(check: AnyCheck, reading: Reading | None, seen: Seen, target: Target) -> Outcome:
    if reading is None:
        return _ended(check, target, Status.SKIPPED, reason="left out by the user")
    if reading.not_applicable:
        return _ended(check, target, Status.SKIPPED, reason=reading.not_applicable)
    if reading.unknown is not None:
        return _ended(check, target, Status.UNKNOWN, unknowns=(reading.unknown,))
    if reading.crash or reading.evidence is None:
        return _crashed(check, target, reading.crash or "no reading")
    return _judged(check, reading.evidence, seen, target)


def _judged(check: AnyCheck, evidence: Evidence, seen: Seen, target: Target) -> Outcome:
    declared = Seen(
        record for kind in (*check.needs, *check.wants) if (record := seen.maybe(kind)) is not None
    )
    try:
        verdicts: tuple[Verdict, ...] = tuple(check.judge(evidence, declared))
    except Exception as error:  # noqa: BLE001 - a check's own bug must not end the run
        return _crashed(check, target, crash_text(error))
    strange = _undeclared(check, verdicts)
    if strange:
        return _crashed(check, target, f"it said {strange}, which it did not declare")
    findings = tuple(verdict for verdict in verdicts if isinstance(verdict, Finding))
    unknowns = tuple(verdict for verdict in verdicts if isinstance(verdict, Unknown))
    skipped = [verdict for verdict in verdicts if isinstance(verdict, NotApplicable)]
    if skipped and not findings and not unknowns:
        return _ended(check, target, Status.SKIPPED, reason=skipped[0].reason)
    status = Status.FOUND if findings else Status.UNKNOWN if unknowns else Status.OK
    return _ended(check, target, status, findings=findings, unknowns=unknowns)


def _undeclared(check: AnyCheck, verdicts: tuple[Verdict, ...]) -> str:
    known = {kind.code for kind in check.kinds} | {kind.code for kind in DOCTOR_KINDS.values()}
    said = {verdict.kind.code for verdict in verdicts if isinstance(verdict, Finding | Unknown)}
    return ", ".join(sorted(said - known))


def _crashed(check: AnyCheck, target: Target, reason: str) -> Outcome:
    unknown = DOCTOR_KINDS["check-crashed"].unknown(
        f"the check failed by a fault of its own: {reason}",
        do="report it with the bundle of this run",
    )
    return _ended(check, target, Status.CRASHED, unknowns=(unknown,), reason=reason)


def _ended(
    check: AnyCheck,
    target: Target,
    status: Status,
    *,
    findings: tuple[Finding, ...] = (),
    unknowns: tuple[Unknown, ...] = (),
    reason: str = "",
) -> Outcome:
    accepted = [each for each in target.accepted_unknowns if each.check == check.id]
    return Outcome(
        check=check.id,
        title=check.title,
        step=check.step,
        status=status,
        findings=findings,
        unknowns=unknowns,
        reason=reason,
        is_required=check.is_required,
        accepted=accepted[0] if accepted and unknowns else None,
    )
