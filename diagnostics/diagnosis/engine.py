"""From findings to ranked causes: the smallest set of causes that covers what was found; pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from diagnostics.diagnosis.cause import Case, Cause, Confidence, Diagnosis, RankedCause
from diagnostics.evidence import Seen, Status
from diagnostics.finding import Finding, Kind, Severity, Step
from diagnostics.outcome import Outcome
from diagnostics.repair import Repair
from diagnostics.targets import Target

_STEPS = (Step.PLACE, Step.IDENTITY, Step.PERMISSIONS, Step.CMK, Step.RETEST, Step.DOCTOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scene:
    """What a diagnosis is made of."""

    causes: tuple[Cause, ...]
    outcomes: tuple[Outcome, ...]
    findings: tuple[Finding, ...]  # at WARNING or above
    seen: Seen
    target: Target

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(finding.kind.code for finding in self.findings)


def diagnose(
    causes: Iterable[Cause], outcomes: Sequence[Outcome], seen: Seen, target: Target
) -> Diagnosis:
    """Find the causes.

    A cause is possible when something it requires was found and nothing that contradicts it. Of the possible ones the
    smallest set is taken that covers all findings at WARNING or above that any of them covers; fallbacks only cover what
    no other cause does. The order says what to repair first: the right place, then severity, then what the seen
    symptoms point at, then the documented steps.
    """
    findings = tuple(
        finding
        for outcome in outcomes
        for finding in outcome.findings
        if finding.severity >= Severity.WARNING
    )
    scene = _Scene(
        causes=tuple(sorted(causes, key=lambda cause: cause.id)),
        outcomes=tuple(outcomes),
        findings=findings,
        seen=seen,
        target=target,
    )
    chosen = _choose(scene)
    covered = {code for cause in chosen for code in _covers(cause)}
    ranked = sorted(chosen, key=lambda cause: _rank(cause, scene))
    return Diagnosis(
        causes=tuple(_ranked(cause, scene) for cause in ranked),
        unexplained=tuple(each for each in findings if each.kind.code not in covered),
        unknowns=tuple(unknown for outcome in outcomes for unknown in outcome.unknowns),
    )


def _covers(cause: Cause) -> frozenset[str]:
    return frozenset(kind.code for kind in (*cause.requires, *cause.explains))


def _codes(kinds: tuple[Kind, ...]) -> frozenset[str]:
    return frozenset(kind.code for kind in kinds)


def _choose(scene: _Scene) -> tuple[Cause, ...]:
    possible = [
        cause
        for cause in scene.causes
        if _codes(cause.requires) & scene.codes and not _codes(cause.contradicted_by) & scene.codes
    ]
    real = [cause for cause in possible if not cause.is_fallback]
    chosen = _smallest(real, scene.codes, scene)
    left = scene.codes - {code for cause in chosen for code in _covers(cause)}
    fallbacks = [cause for cause in possible if cause.is_fallback]
    return (*chosen, *_smallest(fallbacks, left, scene))


def _smallest(candidates: list[Cause], codes: frozenset[str], scene: _Scene) -> tuple[Cause, ...]:
    """Take the fewest candidates that cover what any of them covers; of equal sets the one that ranks first."""
    ordered = sorted(candidates, key=lambda cause: _rank(cause, scene))
    reach = {cause.id: _covers(cause) & codes for cause in ordered}
    wanted = frozenset[str]().union(*reach.values())
    must = [
        cause
        for cause in ordered
        if any(sum(code in reach[other.id] for other in ordered) == 1 for code in reach[cause.id])
    ]
    left = wanted.difference(*(reach[cause.id] for cause in must))
    rest = [cause for cause in ordered if cause not in must and reach[cause.id] & left]
    for size in range(len(rest) + 1):
        for group in combinations(rest, size):
            if left <= frozenset[str]().union(*(reach[cause.id] for cause in group)):
                return (*must, *group)
    raise AssertionError("all candidates together cover what any of them covers")


def _rank(cause: Cause, scene: _Scene) -> tuple[bool, int, bool, int, int, str]:
    mine = [finding for finding in scene.findings if finding.kind.code in _covers(cause)]
    required = [finding for finding in mine if finding.kind in cause.requires]
    severity = max((finding.severity for finding in required), default=Severity.INFO)
    is_steered = len(mine) > len(required)
    return (
        cause.step is not Step.PLACE,
        -severity,
        not is_steered,
        _STEPS.index(cause.step),
        -len(mine),
        cause.id,
    )


def _ranked(cause: Cause, scene: _Scene) -> RankedCause:
    covers = _covers(cause)
    mine = tuple(finding for finding in scene.findings if finding.kind.code in covers)
    case = Case(target=scene.target, findings=mine, seen=scene.seen)
    could_change = _could_change(cause, scene.outcomes)
    sure = cause.confidence if not could_change else Confidence(max(1, cause.confidence - 1))
    return RankedCause(
        cause=cause,
        sentence=_sentence(cause, case),
        confidence=sure,
        explains=mine,
        against=_against(cause, scene),
        could_change=could_change,
        repair=_repair(cause, case),
        deadlines=tuple(dict.fromkeys(each for finding in mine for each in finding.deadlines)),
        look_alikes=_look_alikes(cause, scene.causes),
    )


def _could_change(cause: Cause, outcomes: tuple[Outcome, ...]) -> tuple[str, ...]:
    return tuple(
        f"{outcome.check} is open: {_reason(outcome)}"
        for outcome in outcomes
        if outcome.check in cause.overturned_by
        and (outcome.unknowns or outcome.status in (Status.UNKNOWN, Status.CRASHED))
    )


def _reason(outcome: Outcome) -> str:
    return outcome.unknowns[0].reason if outcome.unknowns else outcome.reason


def _against(cause: Cause, scene: _Scene) -> tuple[str, ...]:
    """Name the symptoms that were seen and that this cause does not explain.

    A symptom is a kind that only fallbacks require: it never is the thing itself.
    """
    itself = {
        code for each in scene.causes if not each.is_fallback for code in _codes(each.requires)
    }
    symptoms = {
        code for each in scene.causes if each.is_fallback for code in _codes(each.requires)
    }
    other = {
        finding.kind.code: finding.kind.title
        for finding in scene.findings
        if finding.kind.code in symptoms - itself - _covers(cause)
    }
    return tuple(f"it does not explain {code}: {title}" for code, title in sorted(other.items()))


def _look_alikes(cause: Cause, causes: tuple[Cause, ...]) -> tuple[str, ...]:
    if not cause.not_told_apart:
        return ()
    return tuple(
        each.title
        for each in causes
        if each.not_told_apart == cause.not_told_apart and each.id != cause.id
    )


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
            works_after="see the runbook page",
            escalate=f"the plan of this repair could not be made ({type(error).__name__}): follow the runbook page",
        )
