"""How a file's faults are said."""

from __future__ import annotations

from diagnostics.delays.record import Remark


def left_out(path: str, text: str, do: str, line: int | None = None) -> Remark:
    """Say that something is not in the answer."""
    return Remark(path=path, line=line, text=text, do=do, left_out=True)
