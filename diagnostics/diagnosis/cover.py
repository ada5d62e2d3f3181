"""The smallest set of causes that covers what was found: exact, and of equal sets always the same one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

Reach = frozenset[str]


def smallest_cover(reach: Sequence[Reach]) -> tuple[int, ...]:
    """Choose the fewest candidates that cover everything any of them reaches.

    Branch and bound: the thing that fewest candidates reach is branched on, and a branch ends when it cannot become
    smaller than the best set so far. Candidates that another, earlier one can replace are left out before.

    Args:
        reach: what each candidate covers; the candidates in the order of preference.

    Returns:
        positions of the chosen, sorted; of sets of one size the one whose positions come first in dictionary order.
    """
    kept = [at for at in range(len(reach)) if reach[at] and not _is_replaceable(at, reach)]
    wanted = Reach().union(*reach)
    search = _Search(reach, kept, tuple(kept))
    search.go_on((), wanted)
    return search.best


def _is_replaceable(at: int, reach: Sequence[Reach]) -> bool:
    return any(reach[at] <= reach[earlier] for earlier in range(at))


@dataclass(slots=True)
class _Search:
    reach: Sequence[Reach]
    kept: list[int]
    best: tuple[int, ...]
    widest: int = field(init=False)

    def __post_init__(self) -> None:
        self.widest = max((len(self.reach[at]) for at in self.kept), default=1)

    def go_on(self, chosen: tuple[int, ...], left: Reach) -> None:
        if not left:
            found = tuple(sorted(chosen))
            self.best = min(self.best, found, key=lambda each: (len(each), each))
            return
        at_least = len(chosen) + -(-len(left) // self.widest)
        if at_least > len(self.best):
            return
        rarest = min(sorted(left), key=lambda thing: len(self._reaching(thing)))
        for at in self._reaching(rarest):
            self.go_on((*chosen, at), left - self.reach[at])

    def _reaching(self, thing: str) -> list[int]:
        return [at for at in self.kept if thing in self.reach[at]]
