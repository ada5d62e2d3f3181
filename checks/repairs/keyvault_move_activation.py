"""Put the first day of a key's validity into the past."""

from __future__ import annotations

from datetime import timedelta

from checks.keyvault.facts import KeyFacts
from checks.repairs.identity_steps import prove
from checks.repairs.keyvault_dates import move
from checks.repairs.keyvault_prevention import audit_keys
from checks.repairs.keyvault_wording import notes, place_of
from checks.repairs.wording import ESCALATE_AFTER, escalate, waits, works_after
from diagnostics import Case, Repair

_ONE_DAY = timedelta(days=1)


def repair(case: Case) -> Repair:
    """Move `nbf` of the version in use."""
    place, facts = place_of(case), case.seen.maybe(KeyFacts)
    step = move(
        place,
        "--not-before",
        facts.observed_at - _ONE_DAY if facts else None,
        facts.current.not_before if facts and facts.current else None,
        "low: the key becomes usable before the day it was planned for",
    )
    return Repair(
        id="keyvault-move-activation",
        title="Move the key's activation into the past",
        steps=(step, prove(case)),
        works_after=works_after(case),
        waits=waits(case),
        escalate=escalate(case),
        escalate_after=ESCALATE_AFTER,
        prevent=(audit_keys(place),),
        notes=notes(case),
    )
