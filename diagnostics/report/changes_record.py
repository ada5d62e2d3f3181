"""What a report says of who changed what, and of the order in which everything happened."""

from __future__ import annotations

from diagnostics.records import record


@record(frozen=True, slots=True, kw_only=True)
class ChangeView:
    """One change that a log, or the difference to an earlier run, shows."""

    at: str  # ISO, UTC; empty = only known to lie between two runs
    log: str  # "activity log", "Entra audit", "vault audit", "Adobe audit" or "earlier run"
    operation: str  # as the log calls it
    what: str  # one sentence
    subject: str
    who: str  # empty = the log does not say
    before: str  # empty = the log does not say
    after: str
    explains: tuple[str, ...]  # codes of findings
    causes: tuple[str, ...]  # ids of causes
    weight: str  # "explains", "may explain" or "beside it"
    because: str  # why it has that weight


@record(frozen=True, slots=True, kw_only=True)
class LogView:
    """One log that was looked at for changes, or would have shown one."""

    log: str
    state: str  # "read", "not permitted", "not collected", "not asked", "did not answer"
    detail: str
    do: str  # how to read or collect it; empty = it was read


@record(frozen=True, slots=True, kw_only=True)
class ChangesView:
    """Who changed what on the causal path."""

    since: str  # ISO, UTC
    until: str
    changes: tuple[ChangeView, ...]  # what explains most first
    logs: tuple[LogView, ...]
    notes: tuple[
        str, ...
    ] = ()  # which log would have shown what none did, and why some is in none


@record(frozen=True, slots=True, kw_only=True)
class MomentView:
    """One point of the timeline."""

    at: str  # ISO, UTC
    sort: str  # "change", "last good", "first error", "finding", "look", "repair", "due"
    what: str
    subject: str
