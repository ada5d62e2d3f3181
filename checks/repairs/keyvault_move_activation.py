"""Put the first day of a key's validity into the past."""

from __future__ import annotations

from datetime import timedelta

from checks.keyvault.facts import KeyFacts
from checks.repairs.healing import heal
from checks.repairs.keyvault_dates import move
from checks.repairs.keyvault_prevention import audit_keys
from checks.repairs.keyvault_wording import notes, place_of
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
    return heal(
        case,
        "keyvault-move-activation",
        "Move the key's activation into the past",
        step,
        prevent=(audit_keys(place),),
        notes=notes(case),
    )
