"""Which worlds are healed: every fault, seeded pairs of faults; and a share of them. Alternatives come as they are found."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence

from diagnostics.errors import ConfigError
from diagnostics.simulator import access
from diagnostics.simulator.fault import Scenario
from diagnostics.simulator.faults import FAULTS, HARMLESS
from diagnostics.simulator.reading import props, text
from diagnostics.simulator.scenarios import DERIVED, SCENARIOS, make_world
from tests.repairs.by_hand import BY_HAND
from tests.repairs.healing_record import Wanted

_SEED = 20261124
_ADOBE = "adobe-managed"
# Of two faults that a machine repairs; how many in which world.
PAIRS = {"own-account": 40, _ADOBE: 14, "own-account-federated": 6, "own-account-policies": 4}
_MODULES = ("identity", "permissions", "cmk", "keys", "vaults")


def everything() -> list[Wanted]:
    """Name all that is run."""
    return [*singles(), *pairs()]


def singles() -> list[Wanted]:
    """Every fault in its first world, and in Adobe's where it occurs there."""
    return [
        Wanted(scenario, with_extras=True)
        for name, scenario in SCENARIOS.items()
        if scenario.faults and ("@" not in name or scenario.world == _ADOBE)
    ]


def pairs() -> list[Wanted]:
    """Seeded pairs of repairable faults that go together in a world."""
    dice = random.Random(_SEED)  # noqa: S311 - not a secret
    return [
        Wanted(scenario, with_proofs=False)
        for world, count in PAIRS.items()
        for scenario in _pairs_in(world, count, dice)
    ]


def _pairs_in(world: str, count: int, dice: random.Random) -> Iterator[Scenario]:
    there = [
        fault.id
        for fault in FAULTS.values()
        if world in fault.worlds
        and fault.id not in BY_HAND
        and fault.id not in HARMLESS
        and fault.apply.__module__.rpartition(".")[2] in (*_MODULES, "acting")
    ]
    every = [(one, two) for one in there for two in there if one != two]
    dice.shuffle(every)
    seen: set[frozenset[str]] = set()
    for one, two in every:
        pair = frozenset((one, two))
        if len(seen) < count and pair not in seen and _goes(world, (one, two)):
            seen.add(pair)
            yield _scenario(world, (one, two))


def _scenario(world: str, faults: tuple[str, str]) -> Scenario:
    return Scenario(
        name=f"{'+'.join(faults)}@{world}",
        title=" And: ".join(FAULTS[each].title for each in faults),
        world=world,
        faults=faults,
        pasted=DERIVED if world == _ADOBE else "",
    )


def _goes(world: str, faults: tuple[str, str]) -> bool:
    """Tell whether the second fault finds what it changes once the first was there."""
    try:
        made = make_world(_scenario(world, faults))
    except (KeyError, LookupError, IndexError, TypeError, ConfigError):
        return False
    # A fault that found nobody to give a role to made a grant that no service would have taken.
    return all(text(props(each), "principalId") for each in access.assignments(made))


def matching(wanted: Sequence[Wanted], pattern: str) -> list[Wanted]:
    """Keep those whose name contains the pattern."""
    return [each for each in wanted if pattern in each.name]


def sample(wanted: Sequence[Wanted], share: float) -> list[Wanted]:
    """Keep a seeded share, spread over the causes: a second one of a cause only when each has one."""
    if share >= 1:
        return list(wanted)
    mixed = list(wanted)
    random.Random(_SEED).shuffle(mixed)  # noqa: S311 - not a secret
    had: Counter[str] = Counter()
    ranked: list[tuple[int, Wanted]] = []
    for each in mixed:
        cause = each.scenario.cause or "pairs and what needs no repair"
        ranked.append((had[cause], each))
        had[cause] += 1
    ranked.sort(key=lambda one: one[0])
    return [each for _, each in ranked[: math.ceil(len(wanted) * share)]]
