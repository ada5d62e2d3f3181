"""What a report says, before anybody draws it; every renderer draws exactly this, and JSON is it.

Texts are untrusted: they hold names that somebody gave in a cloud. Each renderer escapes them for its own format.
Instants are ISO text in UTC; `Report.zone` says how to show them in the local time of the run.
"""

from __future__ import annotations

from diagnostics.records import record
from diagnostics.report.changes_record import ChangesView, MomentView
from diagnostics.report.dates_record import DateView
from diagnostics.report.suppressed_record import SuppressedView, SuppressionView
from diagnostics.report.triaged_record import TriageView

SCHEMA = 1  # rises when a field is removed or changes its meaning


@record(frozen=True, slots=True, kw_only=True)
class Zone:
    """The local time zone of the run."""

    name: str
    offset_minutes: int


@record(frozen=True, slots=True, kw_only=True)
class Clock:
    """Something that runs out."""

    what: str
    at: str


@record(frozen=True, slots=True, kw_only=True)
class Command:
    """One command, as data and quoted for the two shells."""

    argv: tuple[str, ...]
    sh: str
    powershell: str


@record(frozen=True, slots=True, kw_only=True)
class HolderView:
    """Somebody who may run a step."""

    who: str
    role: str
    scope: str


@record(frozen=True, slots=True, kw_only=True)
class RightView:
    """One right that a step needs; a step needs all of its rights."""

    api: str  # "arm", "graph", "keyvault", "cosmos", "policy"
    name: str
    role: str  # the smallest role that carries it
    scope: str  # where; empty = the whole tenant, or not known from here


@record(frozen=True, slots=True, kw_only=True)
class InputView:
    """A value that the commands of a step leave open: `<name>` in argv, a variable in the shells."""

    name: str
    what: str
    example: str
    from_step: int | None  # the step that prints it; null = somebody must know it
    is_set: bool  # whether that step's line puts it into the variable itself


@record(frozen=True, slots=True, kw_only=True)
class StepView:
    """One step of a repair or of a prevention."""

    purpose: str
    command: Command | None  # None = by hand or by somebody else
    inputs: tuple[InputView, ...]
    gives: str  # the input of later steps that the command prints; empty = none
    role: str
    rights: tuple[RightView, ...]
    this_login: str  # "may", "may not" or "cannot tell"
    holders: tuple[
        HolderView, ...
    ]  # who holds the right, as far as it could be read; the narrowest first
    holders_unseen: str  # why nobody is named; empty = no need: somebody is, this login may, or no right of Azure's
    risk: str
    wait: str
    proof: Command | None
    expect: str
    undo: Command | None
    alternative_to: int | None


@record(frozen=True, slots=True, kw_only=True)
class CauseView:
    """One cause and its repair."""

    id: str
    title: str
    sentence: str
    step: str
    confidence: str  # "high", "medium", "low"
    confidence_reason: str
    explains: tuple[str, ...]  # codes of findings
    against: tuple[str, ...]
    could_change: tuple[str, ...]
    look_alikes: tuple[str, ...]
    hides: tuple[str, ...]
    clocks: tuple[Clock, ...]
    runbooks: tuple[str, ...]
    repair_title: str
    turn: str  # who must act first: "ours", "Adobe's", "Microsoft's"
    steps: tuple[StepView, ...]
    works_after: str
    escalate: str
    prevent: tuple[StepView, ...]
    notes: tuple[str, ...]
    suppressed: bool  # somebody answers for all that it explains


@record(frozen=True, slots=True, kw_only=True)
class FindingView:
    """One finding and where it was seen."""

    code: str
    slug: str
    severity: str
    title: str
    subject: str
    message: str
    evidence: tuple[str, ...]
    because: str
    checks: tuple[str, ...]
    step: str
    clocks: tuple[Clock, ...]
    suppressed: SuppressedView | None  # null = it counts


@record(frozen=True, slots=True, kw_only=True)
class OpenView:
    """One question that stayed open."""

    check: str
    question: str  # the check's title: true when all is well
    code: str
    reason: str
    permissions: tuple[str, ...]
    do: str
    required: bool
    waits_for: str  # the check that must answer first; empty = this question is its own
    accepted: str  # reason and date of an accepted open question; empty = not accepted


@record(frozen=True, slots=True, kw_only=True)
class CheckView:
    """One check and how it ended."""

    id: str
    title: str
    step: str
    status: str
    reason: str


@record(frozen=True, slots=True, kw_only=True)
class StepState:
    """One of the documented steps, and where it stands."""

    number: str
    title: str
    state: str  # "found", "suppressed", "open", "ok", "to do" (only step 4: first repair something), "not looked at"
    detail: str


@record(frozen=True, slots=True, kw_only=True)
class LoggedView:
    """How often and when an error stands in logs."""

    count: int
    first: str | None  # null = none of them bears a time
    last: str | None
    where: str  # file and line of the first


@record(frozen=True, slots=True, kw_only=True)
class PastedView:
    """One error recognised in the text the user gave, or in logs."""

    code: str
    category: str
    certainty: str
    title: str
    meaning: str
    why: str
    excerpt: str
    look_at: tuple[str, ...]
    steps: tuple[str, ...]
    commands: tuple[Command, ...]
    source: str
    logged: LoggedView | None  # null = in a text that somebody gave


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


@record(frozen=True, slots=True, kw_only=True)
class SharingView:
    """What was done so that a report can be passed on."""

    replaced: int  # different names that pseudonyms stand for
    listed: int  # strings that looked like a name or like chance, and that the user agreed to


@record(frozen=True, slots=True, kw_only=True)
class Report:
    """One run of one target."""

    schema: int
    version: str
    simulated: bool
    interrupted: bool
    target: str
    topology: str
    topology_reason: str
    cloud: str
    identifiers: tuple[tuple[str, str], ...]
    started_at: str
    finished_at: str
    zone: Zone
    exit_code: int
    verdict: str  # "broken", "incomplete", "clean", "interrupted"
    sentence: str
    counts: tuple[tuple[str, int], ...]
    causes: tuple[CauseView, ...]
    unexplained: tuple[FindingView, ...]
    open: tuple[OpenView, ...]
    steps: tuple[StepState, ...]
    findings: tuple[FindingView, ...]
    pasted: tuple[PastedView, ...]
    checks: tuple[CheckView, ...]
    handoff: tuple[tuple[str, str], ...]  # label, value: what to give to Adobe or Microsoft
    handoff_to: str
    incident: tuple[str, ...]  # three lines for the incident channel
    environment: tuple[tuple[str, str], ...]
    verification: VerificationView | None = None  # only of `verify`
    triage: TriageView | None = None  # only of `triage`
    changes: ChangesView | None = None  # null = nobody asked who changed what
    timeline: tuple[MomentView, ...] = ()  # the earliest first
    suppressions: tuple[SuppressionView, ...] = ()  # in the order of the configuration
    warn_days: int = 0  # so many days before a known end it is a finding
    dates: tuple[DateView, ...] = ()  # known ends, the earliest first
    dates_unseen: tuple[str, ...] = ()  # ids of checks that would know of more and did not answer
    sharing: SharingView | None = None  # null = names stand as they are
