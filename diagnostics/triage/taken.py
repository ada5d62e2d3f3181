"""Remembers which files were read, by whatever name, so that a renamed or copied one is not read twice."""

from __future__ import annotations

from diagnostics.triage.tail import Tail

_ENOUGH = 64  # bytes alike at the beginning: a line with its time
_MOST_HEADS = 256


class Taken:
    """The files that are being read or were read; shared by all names that are followed."""

    def __init__(self) -> None:
        """Begin with none."""
        self._keys: set[tuple[int, int]] = set()
        self._tails: list[Tail] = []
        self._heads: list[tuple[str, bytes]] = []  # of files whose reading has ended

    def has(self, key: tuple[int, int]) -> bool:
        """Tell whether a file was taken, by its device and number."""
        return key in self._keys

    def take(self, tail: Tail) -> None:
        """Note a file."""
        self._keys.add(tail.key)
        self._tails.append(tail)

    def ended(self, tail: Tail) -> None:
        """Note that a file is done with, or about to be read anew; how it began is remembered."""
        self._heads = [*self._heads[-_MOST_HEADS:], (tail.path, tail.head)]

    def left(self, tail: Tail) -> None:
        """Note that a file is closed; its number may be another one's from now on."""
        self.ended(tail)
        self._tails.remove(tail)
        self._keys.discard(tail.key)

    def is_copy(self, path: str, head: bytes) -> bool:
        """Tell whether a file is a copy of one that was read: its name goes on from that one's, and it begins alike."""
        heads = [*self._heads, *((tail.path, tail.head) for tail in self._tails)]
        return any(
            path != own
            and path.startswith(own)
            and min(len(first), len(head)) >= _ENOUGH
            and (head.startswith(first) or first.startswith(head))
            for own, first in heads
        )
