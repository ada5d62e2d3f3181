"""Our own bugs, told by type and place; never by their values, which may hold what must not be shown."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Any


def crash_text(error: BaseException, culprit: Callable[..., Any] | None = None) -> str:
    """Say which error came from where.

    Args:
        error: what was raised.
        culprit: whose fault it is; the place is then the innermost one in that function's package, since a line
            inside a library tells its author nothing.
    """
    frames = list(traceback.walk_tb(error.__traceback__))
    package = _package(getattr(culprit, "__module__", None) or "")
    own = [
        (frame, line)
        for frame, line in frames
        if package and _package(frame.f_globals.get("__name__", "")) == package
    ]
    for frame, line in reversed(own or frames):
        module = frame.f_globals.get("__name__", "?")
        return f"{type(error).__name__} in {module}.{frame.f_code.co_name}, line {line}"
    return f"{type(error).__name__} at an unknown place"


def _package(module: str) -> str:
    return module.partition(".")[0]
