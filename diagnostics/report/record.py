"""What a report says, before anybody draws it; every renderer draws exactly this, and JSON is it.

Texts are untrusted: they hold names that somebody gave in a cloud. Each renderer escapes them for its own format.
Instants are ISO text in UTC; `Report.zone` says how to show them in the local time of the run.
"""

from __future__ import annotations

from diagnostics.records import record
from diagnostics.report.changes_record import ChangesView, MomentView
from diagnostics.report.dates_record import DateView
from diagnostics.report.repair_record import Command, StepView
from diagnostics.report.suppressed_record import SuppressedView, SuppressionView
from diagnostics.report.triaged_record import TriageView
from diagnostics.report.verified_record import VerificationView

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
