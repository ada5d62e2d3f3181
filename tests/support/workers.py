"""Processes that work for another one: they take no Ctrl-C of their own, and end with whom they work for."""

from __future__ import annotations

import os
import threading
import time

_PARENT_EVERY_S = 2.0


def begin_worker() -> None:
    """Set this process up as a worker of the one that started it."""
    os.setsid()
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_PARENT_EVERY_S)
    os._exit(1)
