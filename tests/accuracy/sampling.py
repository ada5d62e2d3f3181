"""Which combinations of faults are looked at: fixed by a seed, and not reshuffled when a fault is added."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from diagnostics.errors import ConfigError
from diagnostics.simulator.faults import FAULTS, HARMLESS
from diagnostics.simulator.scenarios import SCENARIOS
from diagnostics.simulator.worlds import WORLDS
from tests.accuracy.composing import compose

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from diagnostics.simulator.fault import Scenario

SEED = 4000
PARTNERS = 4  # of each fault in each world
TRIPLES = 130


@dataclass(frozen=True, slots=True, order=True)
class Mix:
    """Faults of one base world, sorted; one alone is a scenario of its own."""

    world: str
    faults: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{'+'.join(self.faults)}@{self.world}"

    @property
    def scenario(self) -> Scenario:
        """What a user who meets all of them at once would run; nothing is expected of it here."""
        from diagnostics.simulator.fault import Scenario

        alone = [single(fault, self.world) for fault in self.faults]
        config: dict[str, str] = {}
        for each in alone:
            config |= each.config
        return Scenario(
            name=self.name,
            title=" ".join(each.title for each in alone),
            world=self.world,
            faults=self.faults,
            pasted=max(each.pasted for each in alone),
            config=config,
        )


def single(fault: str, world: str) -> Scenario:
    """Return the scenario in which that fault is alone."""
    return SCENARIOS[fault if world == FAULTS[fault].worlds[0] else f"{fault}@{world}"]


def healthy() -> tuple[str, ...]:
    """Name the scenarios in which nothing is wrong: the bare worlds and the odd ones."""
    return tuple(name for name, each in SCENARIOS.items() if not set(each.faults) - HARMLESS)


def singles() -> tuple[str, ...]:
    return tuple(name for name, each in SCENARIOS.items() if set(each.faults) - HARMLESS)


def faults_of(world: str) -> tuple[str, ...]:
    return tuple(
        sorted(
            name for name, each in FAULTS.items() if world in each.worlds and name not in HARMLESS
        )
    )


def fits(mix: Mix) -> bool:
    """Tell whether all of its faults can be there at once."""
    try:
        compose(mix.world, mix.faults)
    except ConfigError:
        return False
    return True


@cache
def possible_pairs(world: str) -> tuple[Mix, ...]:
    """Give every pair of a world whose faults can be there at once."""
    return tuple(mix for mix in map(_mix(world), combinations(faults_of(world), 2)) if fits(mix))


def pairs(seed: int = SEED) -> tuple[Mix, ...]:
    """Give each fault of each world some partners, chosen by the seed; so none is left out."""
    return tuple(sorted({mix for world in WORLDS for mix in _partners(world, seed)}))


def _partners(world: str, seed: int) -> Iterator[Mix]:
    ranked = sorted(possible_pairs(world), key=lambda mix: draw(mix.name, seed))
    for fault in faults_of(world):
        yield from [mix for mix in ranked if fault in mix.faults][:PARTNERS]


def triples(seed: int = SEED) -> tuple[Mix, ...]:
    """Join the sampled pairs with a third fault that goes with both."""
    found: list[Mix] = []
    for mix in sorted(pairs(seed), key=lambda mix: draw(mix.name, seed + 1)):
        thirds = [fault for fault in faults_of(mix.world) if fault not in mix.faults]
        thirds.sort(key=lambda fault: draw(f"{fault} to {mix.name}", seed))
        wider = (Mix(mix.world, tuple(sorted((*mix.faults, third)))) for third in thirds)
        found += [each for each in _first(wider, fits) if each not in found]
        if len(found) == TRIPLES:
            break
    return tuple(sorted(found))


def _first(mixes: Iterable[Mix], wanted: Callable[[Mix], bool]) -> Iterator[Mix]:
    for mix in mixes:
        if wanted(mix):
            yield mix
            return


def share_of(mixes: Iterable[Mix], share: float, seed: int = SEED) -> tuple[Mix, ...]:
    """Take a share of them, the same for the same seed."""
    return tuple(mix for mix in mixes if draw(f"share {mix.name}", seed) < share)


def draw(name: str, seed: int) -> float:
    """Return a number from 0 to below 1 that follows from name and seed alone."""
    digest = hashlib.sha256(f"{seed} {name}".encode()).digest()
    return int.from_bytes(digest[:7]) / 2**56


def _mix(world: str) -> Callable[[tuple[str, ...]], Mix]:
    return lambda faults: Mix(world, faults)
