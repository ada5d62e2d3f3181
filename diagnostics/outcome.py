"""What one run produced: readings (may be impure to get, pure to keep) and the outcomes that judges make of them."""

from __future__ import annotations

from datetime import datetime

from diagnostics.changes.earlier import EarlierRun
from diagnostics.evidence import Evidence, Seen, Status
from diagnostics.finding import Finding, Step, Unknown
from diagnostics.records import record
from diagnostics.targets import AcceptedUnknown, Target
from diagnostics.triage.recognised import Recognised
from diagnostics.triage.triaged import Triage
from diagnostics.triggering.record import TestCall


@record(frozen=True, slots=True, kw_only=True)
class Reading:
    """How one probe ended; exactly one of the four is set. Judging starts here, live and in a replay alike."""

    check: str
    evidence: Evidence | None = None
    unknown: Unknown | None = None  # a LookError, a time-out or an unmet need
    not_applicable: str = ""
    crash: str = ""  # type and place of our own bug, redacted
    wants_open: tuple[str, ...] = ()  # ids of checks whose evidence was wanted and not read


@record(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How one check ended, for people."""

    check: str
    title: str  # true when all is well
    step: Step
    status: Status
    findings: tuple[Finding, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    reason: str = ""  # of skipped and crashed
    is_required: bool = True
    accepted: AcceptedUnknown | None = None  # the user lives with this open question for now
    ahead: tuple[Finding, ...] = ()  # what will be found when its day is near; each has a deadline
    knows_dates: bool = False  # the check would know of such days, whether it could look or not


@record(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One request that was sent, or refused before it was."""

    verb: str
    url: str  # without secrets
    api: str  # "Azure Resource Manager", …
    status: int | None  # None = no answer
    duration_ms: int
    request_id: str = ""
    note: str = ""  # "refused", "retry 1", "from memory", "the one call that acts"


@record(frozen=True, slots=True, kw_only=True)
class Run:
    """Everything one run of one target knows; what a bundle keeps and a report is drawn from."""

    target: Target
    started_at: datetime  # aware, UTC
    finished_at: datetime
    readings: tuple[Reading, ...]  # sorted by check
    pasted: tuple[Recognised, ...] = ()
    ledger: tuple[LedgerEntry, ...] = ()
    interrupted: bool = False
    simulated: bool = False
    deselected: tuple[str, ...] = ()  # ids of checks the user left out
    environment: tuple[tuple[str, str], ...] = ()  # name, value: versions, packs, cloud, proxy
    local_offset_minutes: int = (
        0  # of the local time zone at the start, so that a replay prints the same
    )
    local_zone: str = "UTC"  # its abbreviation
    test_call: TestCall | None = None  # the one call that acts: of `verify --trigger` alone
    triage: Triage | None = None  # the search through logs that gave `pasted`: of `triage` alone
    earlier: EarlierRun | None = None  # what is different from the last clean run of this target

    @property
    def seen(self) -> Seen:
        """All evidence of the run."""
        return Seen(reading.evidence for reading in self.readings if reading.evidence)
