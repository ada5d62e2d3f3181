"""How far a search through logs is: throughput and time left, on one line of stderr, only on a terminal."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from typing import TextIO

from diagnostics.report.triaged import size
from diagnostics.report.triaged_wording import duration

_QUIET_S = 1.0  # a search that is over within a second needs no progress
_PAUSE_S = 0.1
_CLEAR = "\r\x1b[K"


class Watch:
    """Told by the scanner how far it is; keeps the sums, and draws them."""

    def __init__(
        self,
        stream: TextIO,
        inputs: Iterable[str] = (),
        clock: Callable[[], float] = time.monotonic,
        *,
        is_drawn: bool = True,
    ) -> None:
        """Watch nothing yet.

        Args:
            stream: where to draw; nothing is drawn where it is no terminal.
            inputs: what is searched, for the time left; what cannot be measured is not told.
            clock: in seconds.
            is_drawn: whether there is room for the line: a search that follows writes lines of its own.
        """
        self._stream, self._clock = stream, clock
        self._is_on = is_drawn and stream.isatty()
        self._began = self._drawn_at = clock()
        self._done: dict[str, int] = {}
        self._expected = expected(inputs) if self._is_on else None
        self._is_drawn = False
        self.hits = 0

    @property
    def files(self) -> int:
        """Count the files that were begun."""
        return len(self._done)

    @property
    def bytes(self) -> int:
        """Count the bytes that were read."""
        return sum(self._done.values())

    def advance(self, path: str, done_bytes: int, total_bytes: int | None = None) -> None:  # noqa: ARG002 - of one file
        """Note how far a file is."""
        self._done[path] = done_bytes
        now = self._clock()
        if self._is_on and now - self._began >= _QUIET_S and now - self._drawn_at >= _PAUSE_S:
            self._draw(now)

    def _draw(self, now: float) -> None:
        self._drawn_at = now
        self._stream.write(f"{_CLEAR}{self.line(now)[:79]}")
        self._stream.flush()
        self._is_drawn = True

    def line(self, now: float) -> str:
        """Say how far it is."""
        done, speed = self.bytes, self.bytes / max(now - self._began, 1e-6)
        hits = f"{self.hits} hit{'s' * (self.hits != 1)}"
        if not self._expected or done > self._expected:
            return f"{size(done)} searched, {size(int(speed))}/s; {hits}"
        left = f", {duration(round((self._expected - done) / speed))} left" if speed else ""
        return f"{size(done)} of {size(self._expected)}, {size(int(speed))}/s{left}; {hits}"

    def clear(self) -> None:
        """Take the line away."""
        if self._is_drawn:
            self._stream.write(_CLEAR)
            self._stream.flush()
            self._is_drawn = False


def expected(inputs: Iterable[str]) -> int | None:
    """Add up the sizes of files and folders; None where one of them has none before it was read."""
    total = 0
    for name in inputs:
        if os.path.isfile(name):  # noqa: PTH113 - pathlib costs a fifth of the start
            total += os.path.getsize(name)  # noqa: PTH202
        elif os.path.isdir(name):  # noqa: PTH112
            total += sum(_sizes(name))
        else:
            return None
    return total


def _sizes(folder: str) -> Iterable[int]:
    for above, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(above, name)  # noqa: PTH118
            if os.path.isfile(path):  # noqa: PTH113
                yield os.path.getsize(path)  # noqa: PTH202
