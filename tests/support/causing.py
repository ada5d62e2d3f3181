"""A small catalogue of causes, and what is concluded with it."""

from __future__ import annotations

from diagnostics.diagnosis.cause import Cause, Confidence, Diagnosis
from diagnostics.diagnosis.engine import diagnose
from diagnostics.evidence import Seen
from diagnostics.finding import Finding, Severity, Step
from diagnostics.outcome import Outcome
from tests.support.small import TARGET, a_cause, a_kind, an_outcome

REVOKED = a_kind("CO101", step=Step.RETEST)
DATA = a_kind("CO312", step=Step.RETEST)
DISABLED = a_kind("EN101", step=Step.IDENTITY)
DELETED = a_kind("EN102", step=Step.IDENTITY)
ROLE = a_kind("RB101", step=Step.PERMISSIONS)
KEY = a_kind("KV101", step=Step.CMK)
TENANT = a_kind("EN201", step=Step.PLACE)
GUEST = a_kind("EN202", Severity.WARNING, Step.PLACE)
VERSIONED = a_kind("CO204", Severity.INFO, Step.CMK)
disabled = a_cause("disabled", DISABLED, explains=(REVOKED, DATA))
deleted = a_cause("deleted", DELETED, explains=(REVOKED, DATA, ROLE))
role = a_cause("role", ROLE, explains=(DATA,), step=Step.PERMISSIONS)
key = a_cause("key", KEY, step=Step.CMK)
tenant = a_cause("tenant", TENANT, step=Step.PLACE)
guest = a_cause("guest", GUEST, step=Step.PLACE)
revoked = a_cause(
    "revoked", REVOKED, is_fallback=True, step=Step.RETEST, confidence=Confidence.LOW
)
refused = a_cause("refused", DATA, is_fallback=True, step=Step.RETEST)
CAUSES = (disabled, deleted, role, key, tenant, guest, revoked, refused)


def found(*kinds: object) -> tuple[Finding, ...]:
    return tuple(kind.found("it", f"{kind.code} was seen") for kind in kinds)


def of(
    *kinds: object, causes: tuple[Cause, ...] = CAUSES, more: tuple[Outcome, ...] = ()
) -> Diagnosis:
    return diagnose(causes, (an_outcome("water.warm", *found(*kinds)), *more), Seen(), TARGET)


def names(diagnosis: Diagnosis) -> list[str]:
    return [ranked.cause.id for ranked in diagnosis.causes]
