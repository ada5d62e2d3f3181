"""What is being done, on one line of stderr: only on a terminal, and only after a second."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self, TextIO

from diagnostics.progress import Progress

_QUIET_S = 1.0  # a run that is over within a second needs no progress
_CLEAR = "\r\x1b[K"
_WIDTH = 79


class Line:
    """A line that is rewritten, and taken away at the end."""

    def __init__(self, stream: TextIO) -> None:
        """Say nothing yet."""
        self._stream = stream
        self.is_on = stream.isatty()
        self._began = time.monotonic()
        self._drawn = False

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take the line away."""
        if self._drawn:
            self._stream.write(_CLEAR)
            self._stream.flush()

    def draw(self, text: str) -> None:
        """Show a text, cut to what a terminal's line holds."""
        if not self.is_on or self.seconds < _QUIET_S:
            return
        self._stream.write(f"{_CLEAR}{text[:_WIDTH]}")
        self._stream.flush()
        self._drawn = True

    @property
    def seconds(self) -> float:
        """How long it has lasted."""
        return time.monotonic() - self._began


class Bar(Line):
    """Says which checks are being looked at."""

    @property
    def told(self) -> Callable[[Progress], None] | None:
        """What a run tells how far it is; None = nobody reads it, so nothing need be added up."""
        return self.update if self.is_on else None

    def update(self, progress: Progress) -> None:
        """Say how far the run is."""
        waiting = ", ".join(progress.running[:3])
        self.draw(f"{progress.done} of {progress.total} checks done; looking at {waiting}")


class StepLine(Line):
    """Says one step after the other, with the seconds gone by."""

    def says(self, step: str) -> None:
        """Say what comes next."""
        self.draw(f"{step} … ({self.seconds:.0f} s so far)")
