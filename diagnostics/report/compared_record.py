"""What the comparison of two runs says, before anybody draws it."""

from __future__ import annotations

from dataclasses import dataclass

SCHEMA = 1  # rises when a field is removed or changes its meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class SideView:
    """One of the two runs."""

    source: str  # its file, as it was named or found
    target: str
    topology: str
    started_at: str  # ISO, UTC
    verdict: str  # "broken", "incomplete", "clean" or "interrupted"
    sentence: str
    simulated: bool
    interrupted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceView:
    """One thing that is different."""

    turn: str  # "worse", "unknown", "different" or "better"
    sort: str  # "cause", "evidence", "finding" or "check"
    what: str
    subject: str
    before: str  # empty = not there, or not said
    after: str
    evidence: tuple[str, ...]  # checks with record and field, or codes of findings; never empty


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedReport:
    """Two runs side by side."""

    schema: int
    version: str
    exit_code: int
    verdict: str  # "same", "different", "better", "worse" or "unknown"
    sentence: str
    before: SideView
    now: SideView
    remarks: tuple[str, ...]  # what limits the comparison
    differences: tuple[DifferenceView, ...]  # the worst first
    same: tuple[str, ...]  # ids of checks that answered in both, and alike
    not_seen: tuple[
        str, ...
    ]  # ids of checks that one of the two could not see: nothing vanished there
    unseen: tuple[str, ...]  # ids of checks that neither could see: nothing is known of them
