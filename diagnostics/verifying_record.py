"""What a bundle of a verification keeps beside its run, so that a replay draws the same."""

from __future__ import annotations

from datetime import datetime

from diagnostics.outcome import Run
from diagnostics.records import record


@record(frozen=True, slots=True, kw_only=True)
class Recheck:
    """The run that this one is compared with, and what was known before it."""

    before: Run
    asked: tuple[str, ...]  # ids of checks that were asked again; all others are taken over
    since: datetime | None = None  # first seen repaired by an earlier look, or told; aware, UTC
    is_told: bool = False  # by --repaired-at
    looks: int = 1  # with --wait: how many times it was looked
    interrupted: bool = False  # while it waited for the next look
    verify_argv: tuple[str, ...] = ("ajo-doctor", "verify")  # looks again
    diagnose_argv: tuple[str, ...] = ("ajo-doctor", "diagnose")  # looks at everything
