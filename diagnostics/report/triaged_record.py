"""What a report says about a search through logs."""

from __future__ import annotations

from diagnostics.records import record


@record(frozen=True, slots=True, kw_only=True)
class MinuteView:
    """How often in one minute, or in one longer step."""

    at: str  # its beginning
    count: int


@record(frozen=True, slots=True, kw_only=True)
class RowView:
    """One error on one account, vault and identity."""

    signature: str
    code: str  # as its service writes it; empty = it has none
    title: str
    finding: str  # code of the finding that it becomes; empty = none
    harmless: bool  # no error: it is only counted
    certainty: str
    account: str
    vault: str
    identity: str
    count: int
    ambiguous: int
    first: str | None  # null = none of them bears a time
    last: str | None
    first_at: str  # file and line
    last_at: str
    minutes: tuple[MinuteView, ...]
    rest: bool  # all further combinations of this error together


@record(frozen=True, slots=True, kw_only=True)
class OnsetView:
    """The first bad one."""

    at: str
    where: str
    code: str
    account: str


@record(frozen=True, slots=True, kw_only=True)
class AccessView:
    """One wrap or unwrap of the key in the vault's audit log."""

    at: str
    where: str
    operation: str
    status: int | None
    result: str


@record(frozen=True, slots=True, kw_only=True)
class TurnView:
    """One identity at one vault: last served before the onset, first refused after that."""

    vault: str
    key_uri: str
    identity: str
    last_good: AccessView | None
    first_refused: AccessView | None
    refused: int
    good_after: AccessView | None
    gap_s: int | None  # from the last good one to the onset


@record(frozen=True, slots=True, kw_only=True)
class LeftOutView:
    """Something that could not be read."""

    where: str
    reason: str
    do: str


@record(frozen=True, slots=True, kw_only=True)
class GoOnView:
    """One command to go on with."""

    purpose: str
    argv: tuple[str, ...]
    sh: str
    powershell: str


@record(frozen=True, slots=True, kw_only=True)
class TriageView:
    """One search through logs."""

    inputs: tuple[str, ...]
    since: str | None
    until: str | None
    hits: int
    rows: tuple[RowView, ...]  # most first
    minutes: tuple[MinuteView, ...]
    minutes_per_step: int
    ambiguous: int
    without_time: int
    without_time_at: str
    zone_assumed: int
    zone_assumed_at: str
    outside: int
    first: str | None
    last: str | None
    onset: OnsetView | None
    turns: tuple[TurnView, ...]
    audit_records: int
    audit_bytes: int
    audit_seconds: float
    audit_stopped_at: tuple[str, ...]
    left_out: tuple[LeftOutView, ...]
    left_out_more: int
    files: int
    bytes: int
    seconds: float
    go_on: tuple[GoOnView, ...]
    notes: tuple[str, ...]
