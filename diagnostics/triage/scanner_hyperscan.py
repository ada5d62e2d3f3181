"""The first pass with Hyperscan: all literals at once, on two cores, as it lets go of the interpreter's lock.

Raises ImportError where Hyperscan is not installed.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import cast

import hyperscan

from diagnostics.triage.blocks import in_blocks
from diagnostics.triage.stems import ZERO, longest, pattern, wide_pattern

_THREADS = 2


class HyperscanScanner:
    """Searches with Hyperscan."""

    name = "Hyperscan"

    def __init__(self, literals: Sequence[bytes]) -> None:
        """Compile the literals; takes some milliseconds."""
        self._literals = literals
        self._narrow = _Database([pattern(each) for each in literals])
        self.overlap = longest(literals) - 1

    @cached_property
    def _wide(self) -> _Database:
        """For blocks with zero bytes in them: a stretch of UTF-16 among something else."""
        return _Database([wide_pattern(each) for each in self._literals])

    def find(self, block: bytes | bytearray | memoryview) -> list[int]:
        """Give the places just behind each literal."""
        places = self._narrow.find(block)
        return sorted(places + self._wide.find(block)) if _holds_zero(block) else places

    def in_file(self, path: str, told: Callable[[int], None]) -> Iterator[int]:
        """Give the places just behind each literal of a plain file."""
        return in_blocks(path, self.find, self.overlap, told, threads=_THREADS)


def _holds_zero(block: bytes | bytearray | memoryview) -> bool:
    """Tell whether there is a zero byte, holding the interpreter's lock as short as can be."""
    if isinstance(block, memoryview):
        under = block.obj
        if isinstance(under, bytearray):  # of which the view shows the front: see `blocks`
            return under.find(0, 0, len(block)) >= 0
        return ZERO.search(block) is not None
    return block.find(0) >= 0


def finder(literals: list[bytes]) -> Callable[[bytes], Iterable[int]]:
    """Make what gives the numbers of the literals that stand in a text; case counts."""
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[re.escape(each) for each in literals],
        ids=list(range(len(literals))),
        elements=len(literals),
        flags=[hyperscan.HS_FLAG_SINGLEMATCH] * len(literals),
    )
    scratch = hyperscan.Scratch(database)

    def find(text: bytes) -> list[int]:
        held: list[int] = []

        def found(number: int, _start: int, _end: int, _flags: int, _context: object) -> None:
            held.append(number)

        database.scan(text, match_event_handler=found, scratch=scratch)
        return held

    return find


class _Database:
    """Expressions that are looked for together."""

    def __init__(self, expressions: list[bytes]) -> None:
        flags = hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_DOTALL
        self._database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        self._database.compile(
            expressions=expressions,
            ids=list(range(len(expressions))),
            elements=len(expressions),
            flags=[flags] * len(expressions),
        )
        self._own = threading.local()

    def find(self, block: bytes | bytearray | memoryview) -> list[int]:
        scratch = getattr(self._own, "scratch", None)
        if scratch is None:
            scratch = self._own.scratch = hyperscan.Scratch(self._database)
        places: list[int] = []

        def found(_id: int, _start: int, end: int, _flags: int, _context: object) -> None:
            places.append(end)

        self._database.scan(cast("bytes", block), match_event_handler=found, scratch=scratch)
        return places
