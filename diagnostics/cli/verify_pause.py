"""The time between two looks: it grows, never passes the end, and ends with the first Ctrl-C."""

from __future__ import annotations

import signal
import threading
import time
from datetime import timedelta
from types import TracebackType
from typing import Any, Self, TextIO

from diagnostics.cli.verify_times import pauses

_CLEAR = "\r\x1b[K"
_TICK_S = 0.2  # how soon a Ctrl-C is taken


class Pause:
    """Waits, says on a terminal what for and how long, and takes Ctrl-C meanwhile."""

    def __init__(self, stream: TextIO, limit: timedelta) -> None:
        """Know the end.

        Args:
            stream: where progress is shown, if it is a terminal.
            limit: how long to look again at most, from now.
        """
        self.pressed = False
        self._stream = stream
        self._is_on = stream.isatty()
        self._end = time.monotonic() + limit.total_seconds()
        self._spans = pauses()
        self._never = threading.Event()
        self._before: Any = None

    def __enter__(self) -> Self:
        """Take Ctrl-C: during a look the look's own handler has it, and gives it back afterwards."""
        self._before = signal.signal(signal.SIGINT, self._press)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give Ctrl-C back."""
        signal.signal(signal.SIGINT, self._before)

    def _press(self, *_: object) -> None:
        if self.pressed:
            raise KeyboardInterrupt
        self.pressed = True

    def take(self, verdict: str) -> bool:
        """Wait until the next look; False = there is none, the time is over or the user ended it.

        Args:
            verdict: how it stands, in words.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            return False
        until = time.monotonic() + min(next(self._spans).total_seconds(), left)
        while not self.pressed and (rest := until - time.monotonic()) > 0:
            self._say(verdict, rest)
            self._never.wait(min(_TICK_S, rest))
        if self._is_on:
            self._stream.write(_CLEAR)
            self._stream.flush()
        return not self.pressed

    def _say(self, verdict: str, rest: float) -> None:
        if self._is_on:
            left = self._end - time.monotonic()
            line = f"{verdict}; next look in {_clock(rest)}, {_clock(left)} left (Ctrl-C reports)"
            self._stream.write(f"{_CLEAR}{line[:79]}")
            self._stream.flush()


def _clock(seconds: float) -> str:
    minutes, rest = divmod(max(0, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
