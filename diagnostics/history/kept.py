"""What is kept of a run, and of a finding over many runs; nothing here knows how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

# One character for how a check ended, the worst last where several could stand.
OK, INFO, WARNING, CRITICAL, SUPPRESSED = ".", "i", "w", "C", "s"
UNSEEN, CRASHED, NOT_HERE, NOT_ASKED, INTERRUPTED = "?", "!", "-", " ", "/"
LEGEND = {
    OK: "well",
    INFO: "noticed",
    WARNING: "warning",
    CRITICAL: "critical",
    SUPPRESSED: "suppressed",
    UNSEEN: "not seen",
    CRASHED: "the check crashed",
    NOT_HERE: "does not apply, or was left out",
    NOT_ASKED: "not asked",
    INTERRUPTED: "interrupted",
}
Key = tuple[str, str]  # code and subject of a finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """One finding of a run."""

    code: str
    subject: str
    severity: str  # "info", "warning", "critical"
    title: str
    checks: tuple[str, ...]  # ids of the checks that saw it
    suppressed: bool = False  # somebody answers for it, so it does not count

    @property
    def key(self) -> Key:
        """What makes two findings of two runs the same."""
        return self.code, self.subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one run leaves behind."""

    target: str
    simulated: bool
    at: datetime  # aware, UTC: when it began
    took_ms: int
    command: str  # "diagnose", "verify", "watch"
    mark: str  # of the whole run, one of LEGEND
    exit_code: int
    cause: str  # id of the first cause; empty = none
    sentence: str
    marks: Mapping[str, str] = field(default_factory=dict[str, str])  # by check, one of LEGEND
    noticed: tuple[Noticed, ...] = ()
    opened: frozenset[str] = (
        frozenset()
    )  # ids of checks that left a question open, also beside what they found


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One finding, from when it was first seen until it was seen to be gone."""

    noticed: Noticed
    since: datetime  # aware, UTC
    last: datetime  # last seen
    unseen: datetime | None = (
        None  # since when nobody could see whether it still stands; None = seen in the last run
    )
    gone: datetime | None = None  # seen to be gone; None = it stands, as far as is known


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What is known of one target; the runs in the order of time."""

    target: str
    simulated: bool
    kept: int  # runs in the history; those below are the last of them
    first: datetime | None  # of all that are kept
    runs: tuple[
        Entry, ...
    ]  # without `noticed` and `opened`, without `marks` where they were not asked for
    standing: tuple[Standing, ...]  # the oldest first
    gone: tuple[Standing, ...]  # of late, the last one first
