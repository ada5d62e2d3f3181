"""What a run tells those who watch it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is."""

    done: int
    total: int
    running: tuple[str, ...]  # ids of checks that are being read, the longest waiting first
