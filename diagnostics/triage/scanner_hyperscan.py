"""The first pass with Hyperscan: all literals at once, on two cores, as it lets go of the interpreter's lock.

Raises ImportError where Hyperscan is not installed.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence

import hyperscan

from diagnostics.triage.blocks import in_blocks
from diagnostics.triage.stems import longest, pattern

_THREADS = 2


class HyperscanScanner:
    """Searches with Hyperscan."""

    name = "Hyperscan"

    def __init__(self, literals: Sequence[bytes]) -> None:
        """Compile the literals; takes some milliseconds."""
        flags = hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_DOTALL
        self._database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        self._database.compile(
            expressions=[pattern(each) for each in literals],
            ids=list(range(len(literals))),
            elements=len(literals),
            flags=[flags] * len(literals),
        )
        self.overlap = longest(literals) - 1
        self._own = threading.local()

    def find(self, block: bytes | bytearray | memoryview) -> list[int]:
        """Give the places just behind each literal."""
        scratch = getattr(self._own, "scratch", None)
        if scratch is None:
            scratch = self._own.scratch = hyperscan.Scratch(self._database)
        places: list[int] = []

        def found(_id: int, _start: int, end: int, _flags: int, _context: object) -> None:
            places.append(end)

        self._database.scan(block, match_event_handler=found, scratch=scratch)
        return places

    def in_file(self, path: str, told: Callable[[int], None]) -> Iterator[int]:
        """Give the places just behind each literal of a plain file."""
        return in_blocks(path, self.find, self.overlap, told, threads=_THREADS)
