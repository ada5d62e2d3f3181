"""Enable a disabled key."""

from __future__ import annotations

from checks.repairs.healing import heal
from checks.repairs.keyvault_prevention import audit_keys
from checks.repairs.keyvault_wording import notes, place_of, version_words
from checks.repairs.wording import WORKS_WITHIN_ONE_HOUR
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
    return heal(
        case,
        "keyvault-enable-key",
        "Enable the key",
        step,
        prevent=(audit_keys(place),),
        notes=notes(case, "Rotate the key only after the account is back."),
    )
