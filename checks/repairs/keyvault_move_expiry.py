"""Put the expiry of a key a year ahead: an expiry can be moved, never removed."""

from __future__ import annotations

from datetime import timedelta

from checks.keyvault.facts import KeyFacts
from checks.keyvault.kinds import KEY_EXPIRED
from checks.repairs.identity_steps import prove
from checks.repairs.keyvault_dates import move
from checks.repairs.keyvault_prevention import alert_on_expiry, audit_keys
from checks.repairs.keyvault_wording import notes, place_of
from checks.repairs.wording import (
    ESCALATE_AFTER,
    NOT_URGENT,
    escalate,
    waits,
    works_after,
)
from diagnostics import Case, Repair

_ONE_YEAR = timedelta(days=365)
_ONLY_AFTER = "Rotate the key only after the account is back."
_OR_ROTATE = (
    "A new version of the key does as well where the key URI names none; keep the old version enabled and in date for"
    " 24 hours at least."
)


def repair(case: Case) -> Repair:
    """Move `exp` of the version in use."""
    place, facts = place_of(case), case.seen.maybe(KeyFacts)
    is_over = any(finding.kind == KEY_EXPIRED for finding in case.findings)
    step = move(
        place,
        "--expires",
        facts.observed_at + _ONE_YEAR if facts else None,
        facts.current.expires_on if facts and facts.current else None,
        "low: the key stays in use longer than planned; an expiry can be moved, never removed",
    )
    return Repair(
        id="keyvault-move-expiry",
        title="Move the key's expiry",
        steps=(step, prove(case)),
        works_after=works_after(case),
        waits=waits(case) if is_over else (),
        escalate=escalate(case) if is_over else NOT_URGENT.format("whoever owns the key"),
        escalate_after=ESCALATE_AFTER if is_over else None,
        prevent=(alert_on_expiry(place), audit_keys(place)),
        notes=notes(case, _ONLY_AFTER if is_over else _OR_ROTATE),
    )
