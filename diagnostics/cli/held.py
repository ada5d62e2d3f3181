"""Ctrl-C that waits for a moment at which everything fits together."""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self


class Held:
    """Takes Ctrl-C while its block runs, and lets it out when it is told how far the work is.

    Python raises KeyboardInterrupt between any two steps: after the bytes went out and before they were counted, too.
    The second Ctrl-C is not held: whoever presses twice does not want to wait, whatever no longer fits.
    """

    def __init__(self, watch: Callable[[int, int], None]) -> None:
        """Hold nothing yet.

        Args:
            watch: is told how far the work is, before an interrupt is let out.
        """
        self.is_forced = False  # the second was pressed
        self._is_pressed = False
        self._watch = watch
        self._before: Any = None

    def __enter__(self) -> Self:
        """Take Ctrl-C."""
        self._before = signal.signal(signal.SIGINT, self._press)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give Ctrl-C back.

        Raises:
            KeyboardInterrupt: if it was pressed after the last word on how far the work is.
        """
        signal.signal(signal.SIGINT, self._before)
        if self._is_pressed and kind is None:
            raise KeyboardInterrupt

    def __call__(self, done: int, total: int) -> None:
        """Take word of how far the work is: a moment at which what is written and what is counted are the same.

        Raises:
            KeyboardInterrupt: if Ctrl-C was pressed.
        """
        self._watch(done, total)
        if self._is_pressed:
            raise KeyboardInterrupt

    def _press(self, *_: object) -> None:
        if self._is_pressed:
            self.is_forced = True
            raise KeyboardInterrupt
        self._is_pressed = True
