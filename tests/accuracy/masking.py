"""Pairs in which one fault hides the other: for each thing that a cause declares to hide, one that can be tried."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from diagnostics.simulator.worlds import WORLDS
from tests.accuracy.sampling import SEED, Mix, draw, faults_of, fits, single
from tests.support.examined import the_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


@dataclass(frozen=True, slots=True, order=True)
class Statement:
    """One thing that a cause declares to hide."""

    cause: str
    what: str


@dataclass(frozen=True, slots=True, order=True)
class Masking:
    """Two faults, of which the first hides the second."""

    mix: Mix
    hiding: str
    hidden: str


@cache
def maskings(seed: int = SEED) -> dict[Statement, Masking]:
    """Give each statement that two faults of one world can put to the test one such pair, chosen by the seed."""
    found = {each: first_fitting(tries, seed) for each, tries in sorted(candidates().items())}
    return {each: masking for each, masking in found.items() if masking}


def first_fitting(tries: Iterable[Masking], seed: int = SEED) -> Masking | None:
    """Choose a pair whose faults can be there at once."""
    ordered = sorted(tries, key=lambda each: draw(f"{each.hiding} over {each.mix.name}", seed))
    return next((each for each in ordered if fits(each.mix)), None)


@cache
def candidates() -> dict[Statement, list[Masking]]:
    """Give each statement every pair of one world that it speaks of, whether the two go together or not."""
    found: dict[Statement, list[Masking]] = {}
    for statement, masking in _candidates():
        found.setdefault(statement, []).append(masking)
    return found


def _candidates() -> Iterator[tuple[Statement, Masking]]:
    causes = {cause.id: cause for cause in the_catalogue().causes}
    for world in WORLDS:
        named = {fault: single(fault, world).cause for fault in faults_of(world)}
        faults = [fault for fault, cause in named.items() if cause]
        for hiding in faults:
            cause = causes[named[hiding]]
            for hidden in cause.hides:
                codes = {kind.code for kind in hidden.kinds}
                for other in faults:
                    thing = {kind.code for kind in causes[named[other]].requires}
                    if other != hiding and thing & codes:
                        mix = Mix(world, tuple(sorted((hiding, other))))
                        yield Statement(cause.id, hidden.what), Masking(mix, hiding, other)
