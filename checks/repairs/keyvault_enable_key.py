"""Enable a disabled key."""

from __future__ import annotations

from checks.repairs.identity_steps import prove
from checks.repairs.keyvault_prevention import audit_keys
from checks.repairs.keyvault_wording import notes, place_of, version_words
from checks.repairs.wording import (
    ESCALATE_AFTER,
    WORKS_WITHIN_ONE_HOUR,
    escalate,
    waits,
    works_after,
)
from diagnostics import Case, Repair, RepairStep


def repair(case: Case) -> Repair:
    """Set `enabled` of the version in use."""
    place = place_of(case)
    role, permission = place.key_right("update")
    version = version_words(place)
    step = RepairStep(
        purpose=f"Enable key {place.key_name} in vault {place.name}.",
        argv=place.on_key("set-attributes", *version, "--enabled", "true"),
        role=role,
        permission=permission,
        risk="low: whoever disabled the key on purpose must agree; data become readable again",
        wait=WORKS_WITHIN_ONE_HOUR,
        proof=(*place.show_key("attributes.enabled"), *version),
        expect="true",
        undo=place.on_key("set-attributes", *version, "--enabled", "false"),
    )
    return Repair(
        id="keyvault-enable-key",
        title="Enable the key",
        steps=(step, prove(case)),
        works_after=works_after(case),
        waits=waits(case),
        escalate=escalate(case),
        escalate_after=ESCALATE_AFTER,
        prevent=(audit_keys(place),),
        notes=notes(case, "Rotate the key only after the account is back."),
    )
