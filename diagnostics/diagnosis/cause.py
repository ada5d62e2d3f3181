"""A cause is data: what it explains, requires, contradicts, hides, and how it is repaired."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from enum import IntEnum

from diagnostics.evidence import Seen
from diagnostics.finding import Deadline, Finding, Kind, Step, Unknown
from diagnostics.records import record
from diagnostics.repair import Repair
from diagnostics.targets import Target


class Confidence(IntEnum):
    """How sure; never mixed with severity."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3


@record(frozen=True, slots=True)
class Case:
    """All that a cause's sentence and repair may use."""

    target: Target
    findings: tuple[Finding, ...]  # those the cause explains
    seen: Seen  # everything that was read


@record(frozen=True, slots=True)
class Hidden:
    """What can only be seen after a cause's repair."""

    what: str  # in words, as the report says it
    kinds: tuple[Kind, ...] = ()  # what a check may find then; empty = no check can see it
    perhaps: bool = (
        False  # of two reasons a service tells one: the other is hidden, whichever it is
    )


@record(frozen=True, slots=True)
class Alike:
    """What a cause cannot be told apart from, with what can be seen from here."""

    kinds: tuple[Kind, ...]  # what it may be instead
    why: str  # one sentence


@record(frozen=True, slots=True, kw_only=True)
class Cause:
    """One explanation of several findings at once."""

    id: str  # slug: "service-principal-disabled"
    title: str  # "The service principal is disabled"
    step: Step
    requires: tuple[Kind, ...]  # at least one of these was found: the thing itself, seen
    explains: tuple[Kind, ...]  # symptoms it accounts for besides what it requires
    contradicted_by: tuple[Kind, ...] = ()  # any of these rules it out
    hides: tuple[Hidden, ...] = ()  # what can only be seen after its repair
    overturned_by: tuple[str, ...] = ()  # ids of checks whose open question could change it
    not_told_apart: Alike | None = None  # what looks the same from here
    confidence: Confidence = Confidence.HIGH  # when nothing that could overturn it stayed open
    confidence_reason: str = ""  # required when not HIGH
    is_fallback: bool = False  # only when no other cause explains the symptom
    sentence: Callable[[Case], str]  # what is broken, one sentence with real names
    repair: Callable[[Case], Repair]


@record(frozen=True, slots=True, kw_only=True)
class RankedCause:
    """One cause of a diagnosis, with its grounds."""

    cause: Cause
    sentence: str
    confidence: Confidence
    explains: tuple[Finding, ...]
    against: tuple[str, ...]  # what speaks against it, in words
    could_change: tuple[str, ...]  # "check keyvault.key_usable is open: …"
    repair: Repair
    deadlines: tuple[Deadline, ...] = ()
    look_alikes: tuple[str, ...] = ()  # titles of what it may be instead

    @property
    def is_suppressed(self) -> bool:
        """Tell whether somebody answers for all that it explains."""
        return all(finding.suppressed for finding in self.explains) and bool(self.explains)


@record(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """The ranked causes of one run; the first is what to repair first."""

    causes: tuple[RankedCause, ...]
    unexplained: tuple[Finding, ...]  # findings at WARNING or above that no cause covers
    unknowns: tuple[Unknown, ...] = field(default=())
