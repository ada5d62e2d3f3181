"""What a run tells while it runs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is; told whenever a check begins or ends."""

    done: int
    total: int
    running: tuple[str, ...]  # ids of checks that are looking now, in the order they began
