"""What is different from an earlier run: kept in the run itself, so that a replay needs no second bundle."""

from __future__ import annotations

from datetime import datetime

from diagnostics.changes.change import Change
from diagnostics.records import record


@record(frozen=True, slots=True, kw_only=True)
class EarlierRun:
    """The last run that was clean, and what has changed since, as far as both of them saw it."""

    started_at: datetime  # aware, UTC
    changes: tuple[Change, ...]  # all of `ChangeLog.EARLIER_RUN`, without an instant
    not_seen: tuple[str, ...] = ()  # ids of checks that answered in one of the two runs alone
