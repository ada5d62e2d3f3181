"""Processes that work for another one: they take no Ctrl-C of their own, and end with whom they work for."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

_PARENT_EVERY_S = 2.0


@contextmanager
def interrupt_held() -> Iterator[None]:
    """Hold a Ctrl-C back until the end of the block; a process that is begun meanwhile never hears one.

    A worker needs a second to begin: until then it would end with a traceback of its own.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def begin_worker() -> None:
    """Set this process up as a worker of the one that started it."""
    os.setsid()
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_PARENT_EVERY_S)
    os._exit(1)
