"""What a judge may say: a finding, or that it cannot tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import Enum, IntEnum

from diagnostics.permission import Permission
from diagnostics.records import record
from diagnostics.suppression import Suppression


class Severity(IntEnum):
    """How bad; ordered."""

    INFO = 1
    WARNING = 2
    CRITICAL = 3


class Step(Enum):
    """The four documented steps, and what stands beside them.

    Source: the trigger-campaigns page of Adobe Journey Optimizer, section on Cosmos DB authentication errors.
    """

    PLACE = "0"  # are we looking at the right tenant and subscription
    IDENTITY = "1"
    PERMISSIONS = "2"
    CMK = "3"
    RETEST = "4"
    CAMPAIGN = "A"  # Adobe's own side: token, gateway, sandbox, campaign
    DOCTOR = "D"  # the doctor itself could not look


@record(frozen=True, slots=True)
class Deadline:
    """A clock that runs."""

    what: str  # "The deleted service principal can be restored until"
    at: datetime  # aware, UTC


@record(frozen=True, slots=True)
class Kind:
    """A sort of finding; its code is API and never reused."""

    code: str  # two letters for the service, three digits
    slug: str  # also the name of its runbook page: runbooks/<code>-<slug>.md
    severity: Severity
    title: str  # the false sentence: "The key is disabled"
    step: Step

    def found(
        self,
        subject: object,
        message: str,
        *,
        evidence: tuple[str, ...] = (),
        severity: Severity | None = None,
        because: str = "",
        deadlines: tuple[Deadline, ...] = (),
    ) -> Finding:
        """Make a finding of this kind.

        Args:
            subject: what it is about; its `str()` is the full identifier.
            message: the sentence that proves it, with the values that were read.
            evidence: lines `field = value (where it was read)`.
            severity: another one than the kind's, with `because` as the reason.
            because: why the severity differs.
            deadlines: clocks that run because of this.
        """
        return Finding(
            self, str(subject), message, evidence, severity or self.severity, because, deadlines
        )

    def unknown(
        self, reason: str, *, permissions: tuple[Permission, ...] = (), do: str = ""
    ) -> Unknown:
        """Say that the question stays open."""
        return Unknown(self, reason, permissions, do)


@record(frozen=True, slots=True)
class Finding:
    """One kind, at one subject, with the sentence that proves it."""

    kind: Kind
    subject: str
    message: str
    evidence: tuple[str, ...]
    severity: Severity
    because: str = ""
    deadlines: tuple[Deadline, ...] = ()
    suppressed: Suppression | None = None  # who answers for it; never a judge's to say

    def counts(self, least: Severity) -> bool:
        """Tell whether it is at or above a severity, and nobody answers for it."""
        return self.severity >= least and self.suppressed is None


@record(frozen=True, slots=True)
class Unknown:
    """A question that stays open: why, and what would answer it."""

    kind: Kind  # which sort of not-knowing; its runbook says what to do
    reason: str
    permissions: tuple[Permission, ...] = ()  # any one of them would have answered
    do: str = ""  # the step that would answer it where no permission does
    error: str = ""  # name of the LookError behind it; empty = the judge said so

    def again(self, reason: str) -> Unknown:
        """Return the same open question as it appears to a check that depends on it."""
        return replace(self, reason=reason)


@record(frozen=True, slots=True)
class NotApplicable:
    """The question does not arise here; named and harmless."""

    reason: str


Verdict = Finding | Unknown | NotApplicable
