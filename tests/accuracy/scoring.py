"""Was the answer right? Pure: what several faults must say follows from what each of them says alone.

A fault is told when its cause is named, or one of the causes that were declared beforehand to look the same; when a named
cause announces that it hides it; or when every check that would find it says that its question is open. A fault without a
cause (information, or the doctor's own trouble) is told when its kind is said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from diagnostics.finding import Severity, Step
from diagnostics.simulator.expectations import EXPECTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from diagnostics.diagnosis.cause import Cause
    from tests.accuracy.said import Said

NAMED, ALIKE, ANNOUNCED, OPEN, SAID = "named", "alike", "announced", "open", "said"


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """What one fault must say, alone or among others."""

    fault: str
    cause: str  # id; empty = none
    kinds: frozenset[str]  # codes that are said when it is alone
    thing: frozenset[str] = frozenset()  # codes of which the cause requires one
    alike: frozenset[str] = frozenset()  # ids of the causes that are not told apart from it
    rank: tuple[int, bool, bool] = (0, False, False)  # the smallest is repaired first
    alone: Said  # what a run said when it was the only fault

    @property
    def checks(self) -> frozenset[str]:
        """The checks that see the thing itself when it is alone."""
        return frozenset(each.check for each in self.alone.found if each.code in self.sought)

    @property
    def sought(self) -> frozenset[str]:
        return self.thing or self.kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How right one run was; empty tuples where nothing is wrong."""

    name: str
    told: tuple[tuple[str, str], ...] = ()  # fault, how it was told; "" = not
    first: bool = True  # what to repair first stands first
    false_ok: tuple[str, ...] = ()
    false_alarm: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()
    crashed: tuple[str, ...] = ()
    requests: int = 0
    causes: tuple[str, ...] = field(default=())

    @property
    def all_told(self) -> bool:
        return all(how for _, how in self.told)

    @property
    def wrongs(self) -> tuple[str, ...]:
        """Everything that is wrong, in words."""
        came = ", ".join(self.causes) or "none"
        return (
            *(f"{fault} is not told; causes: {came}" for fault, how in self.told if not how),
            *(
                (f"what to repair first does not stand first; causes: {came}",)
                if not self.first
                else ()
            ),
            *(f"false ok: {each}" for each in self.false_ok),
            *(f"false alarm: {each}" for each in self.false_alarm),
            *(f"unnamed unknown: {each}" for each in self.unnamed),
            *(f"crashed: {each}" for each in self.crashed),
        )


def rights(causes: Iterable[Cause], fault: str, alone: Said) -> Right:
    """Derive what a fault must say from the simulator's expectation of it, and from the run in which it was alone."""
    expected = EXPECTED[fault]
    by_id = {cause.id: cause for cause in causes}
    cause = by_id.get(expected.cause)
    if cause is None:
        return Right(fault=fault, cause="", kinds=frozenset(expected.kinds), alone=alone)
    return Right(
        fault=fault,
        cause=cause.id,
        kinds=frozenset(expected.kinds),
        thing=frozenset(kind.code for kind in cause.requires),
        alike=frozenset(
            each.id
            for each in by_id.values()
            if cause.not_told_apart and each.not_told_apart == cause.not_told_apart
        )
        - {cause.id},
        rank=_rank(cause),
        alone=alone,
    )


def _rank(cause: Cause) -> tuple[int, bool, bool]:
    """The worst first; what was seen itself before what is only concluded; the place before what was looked at in it."""
    worst = max((kind.severity for kind in cause.requires), default=Severity.INFO)
    return (-worst, cause.is_fallback, cause.step is not Step.PLACE)


def score_mix(name: str, mixed: Sequence[Right], said: Said) -> Score:
    """Score a run in which several faults were there at once."""
    told = tuple((right.fault, how_told(right, said)) for right in mixed)
    return Score(
        name=name,
        told=told,
        first=_is_first_right(mixed, dict(told), said),
        false_ok=tuple(_false_ok(mixed, said)),
        false_alarm=tuple(_false_alarm(mixed, said)),
        unnamed=tuple(sorted(said.nameless)),
        crashed=said.crashed,
        requests=said.requests,
        causes=said.causes,
    )


def score_healthy(name: str, said: Said) -> Score:
    """Score a run in which nothing was wrong."""
    alarms = (f"{each.code} of {each.check}" for each in said.found if each.accuses)
    return Score(
        name=name,
        false_alarm=(*(f"cause {cause}" for cause in said.causes), *alarms),
        unnamed=tuple(sorted(said.nameless)),
        crashed=said.crashed,
        requests=said.requests,
        causes=said.causes,
    )


def how_told(right: Right, said: Said) -> str:
    """Say how a fault was told; empty = it was not."""
    if right.cause in said.causes:
        return NAMED
    if right.alike & set(said.causes):
        return ALIKE
    if not right.cause and right.kinds <= said.codes:
        return SAID
    if right.sought & {code for _, code in said.hidden}:
        return ANNOUNCED
    return OPEN if right.checks and right.checks <= said.unknown else ""


def _is_first_right(mixed: Sequence[Right], told: Mapping[str, str], said: Said) -> bool:
    """Hold the first cause against those that were named: none of them must be repaired before it."""
    named = [right for right in mixed if told[right.fault] in (NAMED, ALIKE)]
    if not said.causes or not named:
        return not said.causes and not named
    best = min(right.rank for right in named)
    firsts = {id_ for right in named if right.rank == best for id_ in (right.cause, *right.alike)}
    return said.causes[0] in firsts


def _false_ok(mixed: Sequence[Right], said: Said) -> Iterator[str]:
    """Name the checks that say ok although a fault makes their sentence false when it is alone."""
    for right in mixed:
        accusing = {each.check for each in right.alone.found if each.accuses}
        for check in sorted((accusing | right.alone.unknown) & said.ok):
            yield f"{check} in spite of {right.fault}"
    worst = {right.alone.exit_code for right in mixed}
    if said.exit_code == 0 and worst != {0}:
        yield "exit code 0"


def _false_alarm(mixed: Sequence[Right], said: Said) -> Iterator[str]:
    """Name what none of the faults accounts for."""
    causes = {
        cause for right in mixed for cause in (right.cause, *right.alone.causes, *right.alike)
    }
    yield from (f"cause {cause}" for cause in said.causes if cause not in causes)
    known = {each.code for right in mixed for each in right.alone.found}
    alarms = {
        each.code: each.check for each in said.found if each.accuses and each.code not in known
    }
    yield from (f"{code} of {check}" for code, check in sorted(alarms.items()))
