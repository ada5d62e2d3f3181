"""From findings to ranked causes: the smallest set of causes that covers what was found; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from diagnostics.crash import crash_text
from diagnostics.diagnosis.cause import Case, Cause, Confidence, Diagnosis, RankedCause
from diagnostics.diagnosis.cover import smallest_cover
from diagnostics.diagnosis.merge import merged
from diagnostics.evidence import Seen, Status
from diagnostics.finding import Finding, Kind, Severity, Step, Unknown
from diagnostics.judging import LEFT_OUT
from diagnostics.outcome import Outcome
from diagnostics.records import record
from diagnostics.repair import Repair
from diagnostics.targets import Target

_STEPS = tuple(Step)  # their order is that of the repair: the right place, then as documented
Codes = frozenset[str]


def diagnose(
    causes: Iterable[Cause], outcomes: Sequence[Outcome], seen: Seen, target: Target
) -> Diagnosis:
    """Find the causes.

    A cause is possible when a kind it requires was found, and none that contradicts it. Of the possible ones the
    smallest set is taken that covers every finding at WARNING or above which any of them covers; of equal sets the one
    that explains more, is worse, comes earlier among the steps. Fallbacks cover only what no other cause does. Suppressed
    findings are explained like all others, since what hides behind one may break calls; a cause of nothing else comes last.
    """
    findings = merged(finding for outcome in outcomes for finding in outcome.findings)
    scene = _Scene(
        causes=tuple(sorted(causes, key=lambda cause: cause.id)),
        outcomes=tuple(sorted(outcomes, key=lambda outcome: outcome.check)),
        findings=tuple(each for each in findings if each.severity >= Severity.WARNING),
        codes=Codes(finding.kind.code for finding in findings),
        seen=seen,
        target=target,
    )
    chosen = scene.choose()
    covered = Codes().union(*(covers(cause) for cause in chosen))
    return Diagnosis(
        causes=tuple(scene.ranked(cause, chosen) for cause in chosen),
        unexplained=tuple(each for each in scene.findings if each.kind.code not in covered),
        unknowns=_unknowns(scene.outcomes),
    )


def covers(cause: Cause) -> Codes:
    """Return the codes of all that a cause accounts for."""
    return _codes((*cause.requires, *cause.explains))


def _codes(kinds: Iterable[Kind]) -> Codes:
    return Codes(kind.code for kind in kinds)


def _unknowns(outcomes: Iterable[Outcome]) -> tuple[Unknown, ...]:
    return tuple(dict.fromkeys(each for outcome in outcomes for each in outcome.unknowns))


@record(frozen=True, slots=True, kw_only=True)
class _Scene:
    """What a diagnosis is made of."""

    causes: tuple[Cause, ...]
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]  # at WARNING or above, merged, the worst first
    codes: Codes  # of all findings: what is only INFO can still speak for or against a cause
    seen: Seen
    target: Target

    def choose(self) -> tuple[Cause, ...]:
        """Take the causes that explain most with least; the first is what to repair first."""
        possible = [cause for cause in self.causes if self._is_possible(cause)]
        wanted = _codes(finding.kind for finding in self.findings)
        chosen = self._smallest([cause for cause in possible if not cause.is_fallback], wanted)
        left = wanted.difference(*(covers(cause) for cause in chosen))
        last_resort = [
            cause for cause in possible if cause.is_fallback and _codes(cause.requires) & left
        ]
        chosen = (*chosen, *self._smallest(last_resort, left))
        return tuple(sorted(chosen, key=self._urgency))

    def _is_possible(self, cause: Cause) -> bool:
        return self._was_found(cause.requires) and not self._was_found(cause.contradicted_by)

    def _was_found(self, kinds: Iterable[Kind]) -> bool:
        return any(kind.code in self.codes for kind in kinds)

    def _smallest(self, candidates: Sequence[Cause], wanted: Codes) -> tuple[Cause, ...]:
        preferred = sorted(candidates, key=lambda cause: self._weight(cause, wanted))
        reach = [covers(cause) & wanted for cause in preferred]
        return tuple(preferred[at] for at in smallest_cover(reach))

    def _mine(self, cause: Cause, among: Codes) -> tuple[Finding, ...]:
        codes = covers(cause) & among
        return tuple(finding for finding in self.findings if finding.kind.code in codes)

    def _weight(self, cause: Cause, among: Codes) -> tuple[int, int, int, str]:
        """Order causes by what they explain: more, worse, earlier."""
        mine = self._mine(cause, among)
        return (-len(mine), -_worst(mine), _STEPS.index(cause.step), cause.id)

    def _urgency(self, cause: Cause) -> tuple[bool, int, bool, bool, int, int, str]:
        """Order causes by what to repair first.

        What counts before what is suppressed; the worst first; what was seen itself before what is only concluded; and the right place before everything that
        was looked at in it.
        """
        explained, worst, step, name = self._weight(cause, self.codes)
        counts = any(not each.suppressed for each in self._mine(cause, self.codes))
        return (
            not counts,
            worst,
            cause.is_fallback,
            cause.step is not Step.PLACE,
            explained,
            step,
            name,
        )

    def ranked(self, cause: Cause, chosen: Sequence[Cause]) -> RankedCause:
        """Give one chosen cause with its grounds."""
        mine = sorted(
            self._mine(cause, self.codes), key=lambda each: each.kind not in cause.requires
        )
        case = Case(target=self.target, findings=tuple(mine), seen=self.seen)
        deadlines = {deadline for finding in mine for deadline in finding.deadlines}
        could_change = self._could_change(cause)
        return RankedCause(
            cause=cause,
            sentence=_sentence(cause, case),
            confidence=_lowered(cause.confidence) if could_change else cause.confidence,
            explains=tuple(mine),
            against=(*self._left_over(cause, chosen), *self._shared(cause, chosen)),
            could_change=could_change,
            repair=_repair(cause, case),
            deadlines=tuple(sorted(deadlines, key=lambda each: (each.at, each.what))),
            look_alikes=self._look_alikes(cause),
        )

    def _could_change(self, cause: Cause) -> tuple[str, ...]:
        """Name the checks whose open question could overturn a cause, with the reason."""
        return tuple(
            f"check {outcome.check} is open: {_why_open(outcome)}"
            for outcome in self.outcomes
            if outcome.check in cause.overturned_by and _why_open(outcome)
        )

    def _left_over(self, cause: Cause, chosen: Sequence[Cause]) -> tuple[str, ...]:
        """Name the symptoms that nothing seen explains: they speak against every cause but their fallback.

        A symptom is a kind that only fallbacks require: it never is the thing itself.
        """
        real = [each for each in chosen if not each.is_fallback]
        itself = Codes().union(*(_codes(c.requires) for c in self.causes if not c.is_fallback))
        symptoms = Codes().union(*(_codes(c.requires) for c in self.causes if c.is_fallback))
        left = (symptoms - itself).difference(*(covers(each) for each in (*real, cause)))
        titles = {each.kind.code: each.kind.title for each in self.findings}
        return tuple(
            f"it does not explain {code}: {titles[code]}" for code in sorted(left & titles.keys())
        )

    def _shared(self, cause: Cause, chosen: Sequence[Cause]) -> tuple[str, ...]:
        """Name the other causes that explain the same symptoms: any of them alone would do."""
        symptoms = _codes(cause.explains) & self.codes
        return tuple(
            f"{', '.join(sorted(both))} would also come from another cause: {other.title}"
            for other in chosen
            if other is not cause and (both := symptoms & covers(other))
        )

    def _look_alikes(self, cause: Cause) -> tuple[str, ...]:
        alike = cause.not_told_apart
        return tuple(
            kind.title for kind in (alike.kinds if alike else ()) if kind.code not in self.codes
        )


def _worst(findings: Iterable[Finding]) -> Severity:
    return max((finding.severity for finding in findings), default=Severity.INFO)


def _lowered(confidence: Confidence) -> Confidence:
    return Confidence(max(confidence - 1, Confidence.LOW))


def _why_open(outcome: Outcome) -> str:
    """Say why a question is open; empty = it is answered."""
    if outcome.unknowns:
        return outcome.unknowns[0].reason
    if outcome.status in (Status.UNKNOWN, Status.CRASHED) or outcome.reason == LEFT_OUT:
        return outcome.reason or outcome.status.value
    return ""


def _sentence(cause: Cause, case: Case) -> str:
    try:
        return cause.sentence(case)
    except Exception:  # noqa: BLE001 - a pack's own bug must not take the diagnosis away
        return f"{cause.title}."


def _repair(cause: Cause, case: Case) -> Repair:
    try:
        return cause.repair(case)
    except Exception as error:  # noqa: BLE001 - a pack's own bug must not take the diagnosis away
        return Repair(
            id=cause.id,
            title=f"Repair by hand: {cause.title}",
            steps=(),
            works_after="as its runbook page says",
            escalate="when the runbook page does not help",
            notes=(
                "The plan of this repair could not be made by a fault of its own: "
                f"{crash_text(error, cause.repair)}. Follow the runbook page.",
            ),
        )
