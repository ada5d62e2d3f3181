"""The first pass: finds the literals in bytes as fast as the installed programs allow.

Which one is used, and what was measured, stands in DECISIONS.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

INSTALL = "pip install 'ajo-doctor[logs]'"
_EXTRAS = (("Hyperscan", "hyperscan"), ("ISA-L", "isal"), ("zstandard", "zstandard"))


class Scanner(Protocol):
    """Finds literals, whatever the case of their ASCII letters."""

    name: str
    overlap: int  # bytes that blocks must share, so that no literal is cut in two

    def find(self, block: bytes | bytearray | memoryview) -> list[int]:
        """Give the places just behind each literal of a block, in ascending order; may be called by several threads."""
        ...

    def in_file(self, path: str, told: Callable[[int], None]) -> Iterator[int]:
        """Give the places just behind each literal of a plain file, in ascending order, in bounded memory.

        Args:
            path: a regular file; what is appended meanwhile may be found or not.
            told: is called with the bytes that are done, now and then.

        Raises:
            OSError: if it cannot be read.
        """
        ...


def best_scanner(literals: Sequence[bytes]) -> Scanner:
    """Choose the fastest scanner that is installed."""
    for candidate in (_hyperscan, _ripgrep):
        scanner = candidate(literals)
        if scanner:
            return scanner
    from diagnostics.triage.scanner_pure import PureScanner

    return PureScanner(literals)


def advice() -> str:
    """Say what is missing and the command that makes the search faster; empty = nothing."""
    from importlib.util import find_spec

    missing = [name for name, module in _EXTRAS if find_spec(module) is None]
    if not missing:
        return ""
    return f"{' and '.join(missing)} not installed, so this takes longer: {INSTALL}"


def _hyperscan(literals: Sequence[bytes]) -> Scanner | None:
    try:
        from diagnostics.triage.scanner_hyperscan import HyperscanScanner
    except ImportError:
        return None
    return HyperscanScanner(literals)


def _ripgrep(literals: Sequence[bytes]) -> Scanner | None:
    from diagnostics.triage.scanner_ripgrep import RipgrepScanner, program

    found = program()
    return RipgrepScanner(literals, found) if found else None
