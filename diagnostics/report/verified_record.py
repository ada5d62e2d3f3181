"""What a report says after a repair: what became of the last findings, by when it works, and what a test call showed."""

from __future__ import annotations

from diagnostics.records import record
from diagnostics.report.repair_record import Command


@record(frozen=True, slots=True, kw_only=True)
class BeforeView:
    """One cause of the last run, and whether the thing itself is still found."""

    id: str
    title: str
    sentence: str
    gone: bool


@record(frozen=True, slots=True, kw_only=True)
class ProofView:
    """One finding of the last run: what stood there, and what stands there now."""

    code: str
    check: str
    subject: str
    before: str
    now: str
    state: str  # "gone", "there", or "not seen": not asked, not answered, or the question does not arise any more


@record(frozen=True, slots=True, kw_only=True)
class DueView:
    """By when somebody follows the repair."""

    what: str
    at: str
    seen_here: bool  # false: whether it has followed shows only elsewhere
    source: str


@record(frozen=True, slots=True, kw_only=True)
class CallView:
    """A test call that was sent once, and what its answer shows."""

    campaign: str
    sandbox: str
    endpoint: str  # "unitary" or "highthroughput"
    recipients: int
    ordinals: tuple[int, ...]  # of the configured test recipients, counted from 1
    sent_at: str
    duration_ms: int
    status: int | None  # null = no answer
    accepted: bool
    showed: str  # "accepted", "the-key", "refused", "failed" or "nothing"
    answer: str
    explained: tuple[str, ...]
    took: str
    request_id: str  # ours, in the body
    execution_id: str
    x_request_id: str  # Adobe's
    look_at: tuple[str, ...]


@record(frozen=True, slots=True, kw_only=True)
class VerificationView:
    """What became of the last run's findings; the rest of the report is the run of now."""

    verdict: str  # "repaired", "not-yet-effective", "still-broken", "something-else-broken", "effect-not-visible", …
    sides: str  # "ours" where only this side can be seen repaired, "told" where a text alone told of it, else "both"
    last_run_at: str
    cause: str  # id of the cause of now that the verdict is about; empty = none
    before: tuple[BeforeView, ...]
    proofs: tuple[ProofView, ...]
    left: tuple[str, ...]  # what is still there of a cause that is gone
    repaired_since: str | None  # first seen repaired, or as told
    repaired_since_told: bool
    due: tuple[DueView, ...]  # the first: by when callers are served
    escalate_at: str | None
    escalate: str  # when, to whom, with what; empty = nothing to escalate
    overdue: bool
    shows: tuple[str, ...]  # where the effect shows, if not from here
    asked: tuple[str, ...]  # ids of checks that were asked again
    carried: tuple[str, ...]  # ids of checks taken over from the last run
    looks: int
    next: Command | None  # what to run next
    next_purpose: str
    call: CallView | None  # of --trigger alone
    by_call: bool  # the verdict is the call's: what was read alone would give another
    resend: tuple[str, ...]  # after an outage: which failed calls to send again
