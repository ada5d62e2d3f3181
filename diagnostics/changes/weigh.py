"""How much each change explains of what was found: by thing, direction and whom it concerns, not by time alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import IntEnum

from diagnostics.changes.change import Change
from diagnostics.changes.fitting import Fit, fitted
from diagnostics.changes.rule import OnPath, Rule, Trace
from diagnostics.changes.spans import span
from diagnostics.changes.undoing import TakenBack, taken_back
from diagnostics.diagnosis.cause import RankedCause
from diagnostics.records import record

CLOCKS_DIFFER = timedelta(minutes=1)  # two logs of two services: what is closer has no order


class Weight(IntEnum):
    """How much a change explains."""

    BESIDE = 1
    MAY = 2
    EXPLAINS = 3

    @property
    def words(self) -> str:
        """Say it."""
        return ("beside it", "may explain", "explains")[self - 1]


@record(frozen=True, slots=True, kw_only=True)
class Scene:
    """What changes are held against."""

    causes: Sequence[RankedCause]  # what to repair first comes first
    traces: Sequence[Trace]
    on_path: OnPath
    onset: datetime | None  # the first error; aware, UTC; None = not known
    looked_at: datetime


@record(frozen=True, slots=True, kw_only=True)
class Weighed:
    """One change, and what it explains."""

    change: Change
    weight: Weight
    causes: tuple[RankedCause, ...]  # that it explains, or may; the first cause first
    because: str


@record(frozen=True, slots=True)
class _Match:
    """One change held against one cause: the rule that fits best."""

    rank: int  # of the cause
    cause: RankedCause
    rule: Rule
    fit: Fit
    weight: Weight
    because: str


def weigh(changes: Iterable[Change], scene: Scene) -> tuple[Weighed, ...]:
    """Order changes by what they explain.

    First how much a change explains, then the rank of the cause it explains, then how close it came before the onset
    (before the look where no onset is known); what has no time comes after what has one. The order in which the changes
    are given does not matter.
    """
    every = tuple(dict.fromkeys(changes))
    weighed = [_weighed(change, every, scene) for change in every]
    return tuple(
        each for each, _ in sorted(weighed, key=lambda pair: _place(pair[0], pair[1], scene))
    )


def _weighed(
    change: Change, every: Sequence[Change], scene: Scene
) -> tuple[Weighed, tuple[int, ...]]:
    matches = _matches(change, every, scene)
    best = max((match.weight for match in matches), default=Weight.BESIDE)
    if best is Weight.BESIDE:
        because = next((match.because for match in matches), _beside(change, scene))
        return Weighed(change=change, weight=best, causes=(), because=because), (0,)
    kept = [match for match in matches if match.weight is best]
    weighed = Weighed(
        change=change,
        weight=best,
        causes=tuple(match.cause for match in kept),
        because=kept[0].because,
    )
    return weighed, tuple(match.rank for match in kept)


def _matches(change: Change, every: Sequence[Change], scene: Scene) -> list[_Match]:
    """Hold a change against every cause, in their order; the best rule of each."""
    found: list[_Match] = []
    for rank, cause in enumerate(scene.causes):
        trace = next((each for each in scene.traces if each.cause == cause.cause.id), None)
        held = [_held(rank, cause, rule, change, every, scene) for rule in _rules(trace)]
        fitting = [match for match in held if match.fit is not Fit.NO]
        if trace and fitting:
            best = max(fitting, key=lambda match: match.weight)
            found.append(_softened(best) if trace.is_symptom else best)
    return found


def _rules(trace: Trace | None) -> tuple[Rule, ...]:
    return trace.rules if trace else ()


def _softened(match: _Match) -> _Match:
    if match.weight is not Weight.EXPLAINS:
        return match
    because = f"{match.because[:-1]}; what was found only says what follows from such a change."
    return _Match(match.rank, match.cause, match.rule, match.fit, Weight.MAY, because)


def _held(
    rank: int,
    cause: RankedCause,
    rule: Rule,
    change: Change,
    every: Sequence[Change],
    scene: Scene,
) -> _Match:
    fit = fitted(rule, change, scene.on_path)
    weight, because = _judged(rule, fit, change, every, scene)
    return _Match(rank, cause, rule, fit, weight, because)


def _judged(
    rule: Rule, fit: Fit, change: Change, every: Sequence[Change], scene: Scene
) -> tuple[Weight, str]:
    if fit is Fit.NO:
        return Weight.BESIDE, ""
    if not change.succeeded:
        return Weight.BESIDE, "It was tried and refused, so nothing became different."
    if fit in _BESIDE:
        return Weight.BESIDE, _BESIDE[fit]
    back = taken_back(rule, change, every, scene.on_path, scene.looked_at)
    if back:
        return Weight.MAY, _said_of(back, rule)
    if change.at and change.at > scene.looked_at + CLOCKS_DIFFER:
        return Weight.BESIDE, "It came after this run looked."
    if change.at and scene.onset and change.at > scene.onset + CLOCKS_DIFFER:
        late = span(change.at - scene.onset)
        return Weight.MAY, f"{_says(rule)}, but {late} after the first error: it did not begin it."
    if fit in _NOT_SAID:
        return (
            Weight.MAY,
            f"{_may(rule)}: the log does not say {_NOT_SAID[fit]}{_when(change, scene)}.",
        )
    return Weight.EXPLAINS, f"{_says(rule)}{_when(change, scene)}."


_BESIDE = {
    Fit.AGAINST: "It turned the other way: it repairs rather than breaks.",
    Fit.ENDED: "It touched the same thing, and had ended before this run looked.",
    Fit.OTHER_VALUES: "It touched the same thing, but nothing of it that matters here.",
    Fit.OTHER_PRINCIPAL: "It concerns another principal than the one that must reach the key.",
}
_NOT_SAID = {Fit.UNSAID: "what became of it", Fit.UNNAMED: "whom it concerned"}


def _says(rule: Rule) -> str:
    return f"{rule.why[0].upper()}{rule.why[1:]}"


def _said_of(back: TakenBack, rule: Rule) -> str:
    at = f"{back.at:%Y-%m-%d %H:%M} UTC"
    if back.is_certain:
        return f"{_says(rule)}, but that was taken back at {at}."
    return f"{_says(rule)}, but something of the sort was given at {at}: the log does not say whether it is the same."


def _may(rule: Rule) -> str:
    return f"It fits \u201c{rule.why}\u201d"


def _when(change: Change, scene: Scene) -> str:
    if change.at is None:
        return "; it happened between the two runs"
    if scene.onset is None:
        return f", {span(scene.looked_at - change.at)} before this run looked"
    if change.at > scene.onset - CLOCKS_DIFFER:
        return ", at the time of the first error"
    return f", {span(scene.onset - change.at)} before the first error"


def _beside(change: Change, scene: Scene) -> str:
    if not change.succeeded:
        return "It was tried and refused, so nothing became different."
    if not scene.causes:
        return "Nothing was found that it could explain."
    return "No cause that was found comes from such a change."


def _place(
    weighed: Weighed, ranks: tuple[int, ...], scene: Scene
) -> tuple[int, int, bool, bool, float, str]:
    """Order: weight, cause, dated before undated, before the onset before after it, closeness; else by its text."""
    change = weighed.change
    reference = scene.onset or scene.looked_at
    away = (reference - change.at).total_seconds() if change.at else 0.0
    is_after = away < -CLOCKS_DIFFER.total_seconds()
    return (-weighed.weight, ranks[0], change.at is None, is_after, abs(away), repr(change))
