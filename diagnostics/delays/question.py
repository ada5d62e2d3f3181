"""What the user wants measured, and that there was nothing to measure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from diagnostics.delays.record import Published, Remark


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What the user wants measured."""

    paths: tuple[str, ...]
    caller_log: str | None = None
    since: datetime | None = None  # aware
    until: datetime | None = None
    campaign: str | None = None
    published: tuple[Published, ...] = ()
    on_step: Callable[[str], None] = lambda _: None  # told what is done next


class NothingRead(Exception):
    """No file could be opened."""

    def __init__(self, remarks: tuple[Remark, ...]) -> None:
        """Hold why."""
        super().__init__("no file could be read")
        self.remarks = remarks
