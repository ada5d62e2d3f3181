"""One line of what stands before everything else."""

from __future__ import annotations

import re

from diagnostics.records import record
from diagnostics.report.repair_record import Command


@record(frozen=True, slots=True)
class Point:
    """One line of the summary; `least` and `most` are the rows it may have on the first page."""

    label: str
    text: str
    least: int = 1
    most: int = 2
    command: Command | None = None  # shown whole, whatever else must give way
    names_people: bool = (
        False  # it stays in reports that people open, and out of what goes to machines
    )


# Words of ours that point down the page; names of others are left as they are.
_BELOW = re.compile(
    r"\b(hand-off packet|open questions|questions stand|question stands|done stands) below\b"
)


def alone(text: str) -> str:
    """Say a point where the rest of the report does not stand below it."""
    return _BELOW.sub(r"\1 in the report", text.replace("now: see below.", "now: see the report."))
