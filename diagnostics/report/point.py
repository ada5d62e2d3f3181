"""One line of what stands before everything else."""

from __future__ import annotations

from dataclasses import dataclass

from diagnostics.report.record import Command


@dataclass(frozen=True, slots=True)
class Point:
    """One line of the summary; `least` and `most` are the rows it may have on the first page."""

    label: str
    text: str
    least: int = 1
    most: int = 2
    command: Command | None = None  # shown whole, whatever else must give way
