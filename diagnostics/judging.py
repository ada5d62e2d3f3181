"""From readings to outcomes; pure, so that a replay gives what the live run gave."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from diagnostics.crash import crash_text
from diagnostics.doctor_kinds import DOCTOR_KINDS
from diagnostics.evidence import Evidence, Seen, Status
from diagnostics.finding import Finding, NotApplicable, Unknown
from diagnostics.order import AnyCheck
from diagnostics.outcome import Outcome, Reading
from diagnostics.targets import Target
from diagnostics.unanswered import check_crashed

LEFT_OUT = "left out of this run"
# Every check that meets an absence may have to say that it is not settled where it looked.
_PLACE_NOT_SETTLED = "EN204"
_ALWAYS_ALLOWED = frozenset(kind.code for kind in DOCTOR_KINDS.values()) | {_PLACE_NOT_SETTLED}


def conclude(
    checks: Sequence[AnyCheck], readings: Iterable[Reading], target: Target
) -> tuple[Outcome, ...]:
    """Judge everything that was read; a check without a reading was left out.

    Returns:
        one outcome a check, sorted by check; findings sorted by severity and code, whatever the judge's order.
    """
    by_check = {reading.check: reading for reading in readings}
    seen = Seen(reading.evidence for reading in by_check.values() if reading.evidence)
    in_order = sorted(checks, key=lambda check: check.id)
    return tuple(_Bench(check, target).outcome(by_check.get(check.id), seen) for check in in_order)


class _Bench:
    """Where one check is judged."""

    def __init__(self, check: AnyCheck, target: Target) -> None:
        self._check = check
        self._target = target

    def outcome(self, reading: Reading | None, seen: Seen) -> Outcome:
        if reading is None:
            return self._ended(Status.SKIPPED, reason=LEFT_OUT)
        if reading.not_applicable:
            return self._ended(Status.SKIPPED, reason=reading.not_applicable)
        if reading.unknown is not None:
            return self._ended(Status.UNKNOWN, (reading.unknown,))
        if reading.evidence is None:
            return self._ended(Status.CRASHED, reason=reading.crash or "the probe gave nothing")
        return self._judged(reading.evidence, seen)

    def _judged(self, evidence: Evidence, seen: Seen) -> Outcome:
        said: list[object] = []
        later: list[Finding] = []
        declared = self._declared(seen)
        try:
            for verdict in self._check.judge(evidence, declared):
                said.append(verdict)  # noqa: PERF402 - what was said before a crash is kept
            fault = self._fault(said)
            if not fault and not any(isinstance(each, NotApplicable) for each in said):
                near, later, fault = self._ahead(evidence, declared)
                said += near
        except Exception as error:  # noqa: BLE001 - a check's own bug must not end the run
            fault = crash_text(error, self._check.judge)
        if fault:
            return self._ended(Status.CRASHED, said, reason=fault)
        skipped = [verdict.reason for verdict in said if isinstance(verdict, NotApplicable)]
        if skipped:
            return self._ended(Status.SKIPPED, reason=skipped[0])
        if any(isinstance(verdict, Finding) for verdict in said):
            return self._ended(Status.FOUND, said, ahead=later)
        return self._ended(Status.UNKNOWN if said else Status.OK, said, ahead=later)

    def _ahead(
        self, evidence: Evidence, declared: Seen
    ) -> tuple[list[Finding], list[Finding], str]:
        """Tell what ends soon from what ends later; what is over by now is the judge's. The third is a broken contract."""
        waiting = list(self._check.ahead(evidence, declared)) if self._check.ahead else []
        fault = self._fault(waiting) or (
            "" if all(each.deadlines for each in waiting) else "something ahead has no deadline"
        )
        if fault:
            return [], [], fault
        now, warned = evidence.observed_at, timedelta(days=self._target.warn_days)
        left = [each for each in waiting if _first(each) > now]
        near = [each for each in left if _first(each) <= now + warned]
        return near, [each for each in left if each not in near], ""

    def _declared(self, seen: Seen) -> Seen:
        check = self._check
        records = (seen.maybe(kind) for kind in (*check.needs, *check.wants, *check.weighs))
        return Seen(record for record in records if record is not None)

    def _fault(self, said: Sequence[object]) -> str:
        """Say how the judge broke its contract; empty = it did not."""
        known = {kind.code for kind in self._check.kinds} | _ALWAYS_ALLOWED
        for verdict in said:
            if isinstance(verdict, NotApplicable):
                if len(said) > 1:
                    return "the judge said 'not applicable' beside other words"
            elif not isinstance(verdict, Finding | Unknown):
                return f"the judge said a {type(verdict).__name__}, which is no verdict"
            elif verdict.kind.code not in known:
                return f"the judge said {verdict.kind.code}, a kind the check did not declare"
        return ""

    def _ended(
        self,
        status: Status,
        said: Sequence[object] = (),
        *,
        reason: str = "",
        ahead: Iterable[Finding] = (),
    ) -> Outcome:
        unknowns = [verdict for verdict in said if isinstance(verdict, Unknown)]
        if status is Status.CRASHED:
            unknowns.append(check_crashed(reason))
        accepted = (
            each for each in self._target.accepted_unknowns if each.check == self._check.id
        )
        return Outcome(
            check=self._check.id,
            title=self._check.title,
            step=self._check.step,
            status=status,
            findings=in_order_of_weight(
                verdict for verdict in said if isinstance(verdict, Finding)
            ),
            unknowns=tuple(sorted(set(unknowns), key=_place_of_unknown)),
            reason=reason,
            is_required=self._check.is_required,
            accepted=next(accepted, None) if unknowns else None,
            ahead=in_order_of_weight(ahead),
            knows_dates=self._check.ahead is not None,
        )


def _first(finding: Finding) -> datetime:
    return min(deadline.at for deadline in finding.deadlines)


def in_order_of_weight(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings: the worst first, then by code, subject and message; said twice is said once."""
    return tuple(sorted(dict.fromkeys(findings), key=_place_of_finding))


def _place_of_finding(finding: Finding) -> tuple[int, str, str, str, str]:
    return (
        -finding.severity,
        finding.kind.code,
        finding.subject.lower(),
        finding.message,
        repr(finding),  # two that differ only in their evidence
    )


def _place_of_unknown(unknown: Unknown) -> tuple[str, str, str]:
    return (unknown.kind.code, unknown.reason, repr(unknown))
