"""What is being looked at, on one line of stderr, only on a terminal and only after a second."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self, TextIO

from diagnostics.progress import Progress

_QUIET_S = 1.0  # a run that is over within a second needs no progress
_CLEAR = "\r\x1b[K"


class Bar:
    """A line that is rewritten as checks end."""

    def __init__(self, stream: TextIO) -> None:
        """Watch nothing yet."""
        self._stream = stream
        self._is_on = stream.isatty()
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

    def update(self, progress: Progress) -> None:
        """Say how far the run is."""
        if not self._is_on or time.monotonic() - self._began < _QUIET_S:
            return
        waiting = ", ".join(progress.running[:3])
        line = f"{progress.done} of {progress.total} checks done; looking at {waiting}"
        self._stream.write(f"{_CLEAR}{line[:79]}")
        self._stream.flush()
        self._drawn = True
