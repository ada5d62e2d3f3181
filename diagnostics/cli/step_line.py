"""What is being done, on one line of stderr: only on a terminal, and only after a second."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self, TextIO

_QUIET_S = 1.0
_CLEAR = "\r\x1b[K"


class StepLine:
    """A line that is rewritten at every step, with the seconds gone by."""

    def __init__(self, stream: TextIO) -> None:
        """Say nothing yet."""
        self._stream = stream
        self._is_on = stream.isatty()
        self._began = time.monotonic()
        self._is_drawn = False

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
        if self._is_drawn:
            self._stream.write(_CLEAR)
            self._stream.flush()

    def says(self, step: str) -> None:
        """Say what comes next."""
        gone = time.monotonic() - self._began
        if self._is_on and gone >= _QUIET_S:
            self._stream.write(f"{_CLEAR}{step} … ({gone:.0f} s so far)"[:100])
            self._stream.flush()
            self._is_drawn = True
