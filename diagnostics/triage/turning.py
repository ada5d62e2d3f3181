"""When each identity was last served by the vault before the onset, and when it was first refused after that."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from diagnostics.triage.triaged import Access, Turn
from diagnostics.triage.vault_audit import is_good, is_refused

_MOST_PAIRS = 200  # of vault and identity; logs of more are not about one key
_MOST_REFUSED = 200  # that are remembered of each; the others are counted


@dataclass(slots=True)
class _Pair:
    """One identity at one vault."""

    last_good: Access | None = None  # at or before the onset
    good_after: Access | None = None  # the last one
    refused: list[Access] = field(default_factory=list[Access])  # the earliest ones
    refused_count: int = 0


class Turning:
    """Takes accesses in any order."""

    def __init__(self, onset: datetime | None, vaults: Collection[str] = ()) -> None:
        """Look at these vaults.

        Args:
            onset: what is good before counts; None = all of it.
            vaults: hosts that the errors name; empty = every vault.
        """
        self._onset = onset
        self._vaults = {host.partition(".")[0].lower() for host in vaults}
        self._pairs: dict[tuple[str, str], _Pair] = {}
        self.records = 0

    def add(self, access: Access) -> None:
        """Take one."""
        self.records += 1
        if self._vaults and access.vault.partition(".")[0] not in self._vaults:
            return
        key = (access.vault, access.identity)
        if key not in self._pairs and len(self._pairs) >= _MOST_PAIRS:
            return
        if is_good(access):
            self._good(self._pairs.setdefault(key, _Pair()), access)
        elif is_refused(access):
            self._refused(self._pairs.setdefault(key, _Pair()), access)

    def _good(self, pair: _Pair, access: Access) -> None:
        if self._onset is None or access.at <= self._onset:
            if pair.last_good is None or access.at > pair.last_good.at:
                pair.last_good = access
        elif pair.good_after is None or access.at > pair.good_after.at:
            pair.good_after = access

    def _refused(self, pair: _Pair, access: Access) -> None:
        pair.refused_count += 1
        pair.refused.append(access)
        if len(pair.refused) > 2 * _MOST_REFUSED:
            pair.refused = sorted(pair.refused, key=lambda each: each.at)[:_MOST_REFUSED]

    def is_settled(self) -> bool:
        """Tell whether looking further back could add nothing: everybody who was seen was once served."""
        return bool(self._pairs) and all(pair.last_good for pair in self._pairs.values())

    def result(self) -> tuple[Turn, ...]:
        """Give the turns: who was refused first, then who fell silent, then who is served as before."""
        turns = [self._turn(key, pair) for key, pair in self._pairs.items()]
        return tuple(sorted(turns, key=_order))

    def _turn(self, key: tuple[str, str], pair: _Pair) -> Turn:
        good = pair.last_good
        after = [each for each in pair.refused if good is None or each.at > good.at]
        return Turn(
            vault=key[0],
            identity=key[1],
            last_good=good,
            first_refused=min(after, key=lambda each: each.at, default=None),
            refused=pair.refused_count - (len(pair.refused) - len(after)),
            good_after=pair.good_after,
        )


def _order(turn: Turn) -> tuple[bool, bool, float, str, str]:
    """Put first whom the vault refused first; of the others, whom it served last before the onset."""
    refused, good = turn.first_refused, turn.last_good
    when = refused.at.timestamp() if refused else -good.at.timestamp() if good else 0.0
    return (refused is None, turn.good_after is not None, when, turn.vault, turn.identity)
