"""Recover a soft-deleted key."""

from __future__ import annotations

from checks.repairs.healing import heal
from checks.repairs.keyvault_prevention import audit_keys, protect_from_purge
from checks.repairs.keyvault_wording import Place, notes, place_of
from checks.repairs.wording import WORKS_WITHIN_ONE_HOUR
from diagnostics import Case, Repair, RepairStep


def repair(case: Case) -> Repair:
    """Recover the key, and wait until it is there."""
    place = place_of(case)
    return heal(
        case,
        "keyvault-recover-key",
        "Recover the deleted key",
        recover(place),
        prevent=(protect_from_purge(place), audit_keys(place)),
        notes=notes(
            case,
            "Never create a new key under the old name instead: it cannot unwrap what the old one"
            " wrapped, and it makes the recovery impossible.",
        ),
    )


def recover(place: Place) -> RepairStep:
    """Write the step that recovers the key with all its versions."""
    role, permission = place.key_right("recover")
    return RepairStep(
        purpose=f"Recover key {place.key_name} of vault {place.name} with all its versions.",
        argv=place.on_key("recover"),
        role=role,
        permission=permission,
        risk="none: the key comes back as it was, disabled versions stay disabled",
        wait=f"{WORKS_WITHIN_ONE_HOUR}; the command itself does not wait: repeat the proof until it"
        " answers (observed with azure-cli 2.91.0)",
        proof=place.show_key("attributes.enabled"),
        expect="true",
    )
