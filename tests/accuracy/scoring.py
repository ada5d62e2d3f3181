"""Was the answer right? Pure: what several faults must say follows from what each of them says alone.

A fault is told when its cause is named, or one that was declared beforehand to look the same; when a named cause announces
that it hides it; or when every check that would see it says that its question is open. A fault without a cause
(information, or the doctor's own trouble) is told when its kind is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from diagnostics.diagnosis.cause import Cause
    from diagnostics.simulator.fault import Scenario
    from tests.accuracy.said import Said

NAMED, ALIKE, ANNOUNCED, OPEN, SAID = "named", "alike", "announced", "open", "said"
_PUBLIC_OFF = "with public network access off no address rule counts: Adobe's address has a repair of its own"
# What a fault accounts for besides what it shows alone: codes, and why.
BESIDES: dict[str, tuple[frozenset[str], str]] = {
    "private-endpoint-only": (frozenset({"KV210"}), _PUBLIC_OFF),
    "vault-public-access-off": (frozenset({"KV210"}), _PUBLIC_OFF),
    "stale-token": (
        frozenset({"CO101"}),
        "its text says 4000; alone, the healthy account refutes it",
    ),
}
# Where a check's sentence is true in spite of a fault: by check, the cause that makes it so, and why.
MADE_TRUE: dict[str, dict[str, str]] = {
    "rbac.key_access": {
        "access-policy-model": "roles and deny assignments decide nothing while access policies are in force"
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """What one fault must say, alone or among others."""

    fault: str
    cause: str  # id; empty = none
    kinds: frozenset[str]  # codes that are said when it is alone
    thing: frozenset[str] = frozenset()  # codes of which the cause requires one
    alike: frozenset[str] = frozenset()  # ids of causes that cannot be told apart from it
    alike_codes: frozenset[str] = frozenset()  # what they require
    symptoms: frozenset[str] = frozenset()  # codes that the cause explains besides
    hides: frozenset[str] = frozenset()  # codes that can only be seen after its repair
    alone: Said  # what a run said when it was the only fault

    @property
    def sought(self) -> frozenset[str]:
        return self.thing or self.kinds

    @property
    def checks(self) -> frozenset[str]:
        """The checks that see the thing itself, or leave it open, when it is alone."""
        seen = {each.check for each in self.alone.found if each.code in self.sought}
        return frozenset(
            seen | {check for check, code in self.alone.opened if code in self.sought}
        )

    @property
    def accounts_for(self) -> frozenset[str]:
        """The codes that it accounts for, wherever they are said."""
        besides = BESIDES[self.fault][0] if self.fault in BESIDES else frozenset()
        return (
            self.alike_codes | self.symptoms | besides | {each.code for each in self.alone.found}
        )


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
    causes: tuple[str, ...] = ()
    requests: int = 0

    @property
    def all_told(self) -> bool:
        return all(how for _, how in self.told)

    @property
    def wrongs(self) -> tuple[str, ...]:
        """Everything that is wrong, in words."""
        came = f"causes: {', '.join(self.causes) or 'none'}"
        return (
            *(f"{fault} is not told; {came}" for fault, how in self.told if not how),
            *(() if self.first else (f"what to repair first does not stand first; {came}",)),
            *(f"false ok: {each}" for each in self.false_ok),
            *(f"false alarm: {each}" for each in self.false_alarm),
            *(f"unknown without a name: {each}" for each in self.unnamed),
            *(f"crashed: {each}" for each in self.crashed),
        )


def right(causes: Iterable[Cause], expected: Scenario, alone: Said) -> Right:
    """Derive what a fault must say from the simulator's expectation of it, and from the run in which it was alone."""
    (fault,) = expected.faults
    by_id = {cause.id: cause for cause in causes}
    cause = by_id.get(expected.cause)
    if cause is None:
        return Right(fault=fault, cause="", kinds=frozenset(expected.kinds), alone=alone)
    thing = frozenset(kind.code for kind in cause.requires)
    alike = [each for each in by_id.values() if thing & _instead(each)]
    return Right(
        fault=fault,
        cause=cause.id,
        kinds=frozenset(expected.kinds),
        thing=thing,
        alike=frozenset(each.id for each in alike),
        symptoms=frozenset(kind.code for kind in cause.explains),
        hides=frozenset(kind.code for hidden in cause.hides for kind in hidden.kinds),
        alike_codes=frozenset(kind.code for each in alike for kind in each.requires),
        alone=alone,
    )


def _instead(cause: Cause) -> frozenset[str]:
    alike = cause.not_told_apart
    return frozenset(kind.code for kind in (alike.kinds if alike else ()))


def score_mix(name: str, mixed: Sequence[Right], said: Said) -> Score:
    """Score a run in which these faults, one or several, were there at once."""
    told = all_told(mixed, said)
    return _score(
        name,
        said,
        told=tuple(told.items()),
        first=_is_first_right(mixed, told, said),
        false_ok=tuple(_false_ok(mixed, said)),
        false_alarm=tuple(_false_alarm(mixed, said)),
    )


def score_single(name: str, only: Right, exit_code: int) -> Score:
    """Score a run with one fault: its cause first, its kinds said, nothing beside it, the exit code as expected."""
    said = only.alone
    told = (only.cause in said.causes or not only.cause) and only.kinds <= said.codes
    besides = BESIDES[only.fault][0] if only.fault in BESIDES else frozenset()
    others = [
        cause
        for cause, codes in said.grounds
        if cause not in (only.cause, *only.alike) and not codes <= besides
    ]
    return _score(
        name,
        said,
        told=((only.fault, (NAMED if only.cause else SAID) if told else ""),),
        first=said.causes[:1] == ((only.cause,) if only.cause else ()),
        false_ok=("exit code 0",) if exit_code and not said.exit_code else (),
        false_alarm=tuple(f"cause {cause}" for cause in others),
    )


def score_healthy(name: str, said: Said) -> Score:
    """Score a run in which nothing was wrong."""
    alarms = (f"{each.code} of {each.check}" for each in said.found if each.accuses)
    return _score(name, said, false_alarm=(*(f"cause {each}" for each in said.causes), *alarms))


def _score(name: str, said: Said, **parts: object) -> Score:
    return Score(
        name=name,
        unnamed=tuple(sorted(said.nameless)),
        crashed=said.crashed,
        causes=said.causes,
        requests=said.requests,
        **parts,
    )


def all_told(mixed: Sequence[Right], said: Said) -> dict[str, str]:
    """Say of each fault how it was told; what hides a fault that is itself announced is announced along with it."""
    told = {each.fault: how_told(each, said) for each in mixed}
    for _ in mixed:
        behind = [each.hides for each in mixed if told[each.fault] == ANNOUNCED]
        for each in mixed:
            if not told[each.fault] and any(each.sought & hides for hides in behind):
                told[each.fault] = ANNOUNCED
    return told


def how_told(each: Right, said: Said) -> str:
    """Say how a fault was told; empty = it was not."""
    if each.cause in said.causes:
        return NAMED
    if each.alike & set(said.causes):
        return ALIKE
    if not each.cause and each.kinds <= said.codes:
        return SAID
    if each.sought & {code for _, code in said.hidden}:
        return ANNOUNCED
    return OPEN if each.checks and each.checks <= said.unknown else ""


def _is_first_right(mixed: Sequence[Right], told: Mapping[str, str], said: Said) -> bool:
    """Hold the first cause against all that some fault accounts for: none of them must be repaired before it."""
    if not said.causes:
        return not {NAMED, ALIKE} & set(told.values())
    ranks = dict(said.ranks)
    justified = [cause for cause in said.causes if _is_accounted_for(cause, mixed, said)]
    best = min((ranks[cause] for cause in justified), default=None)
    return said.causes[0] in justified and ranks[said.causes[0]] == best


def _false_ok(mixed: Sequence[Right], said: Said) -> Iterator[str]:
    """Name the checks that say ok although a fault makes their sentence false when it is alone."""
    for each in mixed:
        accusing = {found.check for found in each.alone.found if found.accuses}
        for check in sorted((accusing | each.alone.unknown) & said.ok):
            if not MADE_TRUE.get(check, {}).keys() & set(said.causes):
                yield f"{check} in spite of {each.fault}"
    if said.exit_code == 0 and any(each.alone.exit_code for each in mixed):
        yield "exit code 0"


def _false_alarm(mixed: Sequence[Right], said: Said) -> Iterator[str]:
    """Name what none of the faults accounts for."""
    for cause in said.causes:
        if not _is_accounted_for(cause, mixed, said):
            yield f"cause {cause}"
    known = _accounted_for(mixed)
    alarms = {one.code: one.check for one in said.found if one.accuses and one.code not in known}
    yield from (f"{code} of {check}" for code, check in sorted(alarms.items()))


def _accounted_for(mixed: Sequence[Right]) -> frozenset[str]:
    return frozenset().union(*(each.accounts_for for each in mixed))


def _is_accounted_for(cause: str, mixed: Sequence[Right], said: Said) -> bool:
    """Tell whether a fault has this cause, or shows the symptom from which it was only concluded."""
    causes = {id_ for each in mixed for id_ in (each.cause, *each.alone.causes, *each.alike)}
    is_symptom = cause in said.concluded and dict(said.grounds)[cause] <= _accounted_for(mixed)
    return cause in causes or is_symptom
