"""One thing that is different between two runs, and which way it went."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from diagnostics.changes.change import Change


class Turn(IntEnum):
    """Which way something went; in the order in which it is told."""

    WORSE = 1
    UNKNOWN = 2  # was seen, and cannot be seen any more
    OTHER = 3
    BETTER = 4


class Sort(IntEnum):
    """What is different; of one turn in the order in which it is told."""

    CAUSE = 1
    EVIDENCE = 2
    FINDING = 3
    CHECK = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that is different."""

    turn: Turn
    sort: Sort
    what: str  # one sentence
    subject: str
    before: str
    after: str
    evidence: tuple[str, ...]  # what it rests on: checks, with record and field; never empty
    severity: int = 0  # of a finding; of a question that opened 1, if its reason is its own
    required: bool = True  # of a question that opened
    change: Change | None = None  # of evidence alone
