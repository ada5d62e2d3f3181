"""Bring back a key of which nobody here can tell whether it is soft-deleted or gone."""

from __future__ import annotations

from dataclasses import replace

from checks.repairs.healing import heal
from checks.repairs.keyvault_prevention import audit_keys, protect_from_purge
from checks.repairs.keyvault_recover_key import recover
from checks.repairs.keyvault_restore_key import restore
from checks.repairs.keyvault_wording import notes, place_of
from diagnostics import Case, Repair


def repair(case: Case) -> Repair:
    """Try the recovery first: it is refused, and harmless, where there is nothing to recover."""
    place = place_of(case)
    backup = replace(restore(place), alternative_to=1)
    return heal(
        case,
        "keyvault-recover-or-restore-key",
        "Recover the key, or restore it from a backup",
        recover(place),
        backup,
        prevent=(protect_from_purge(place), audit_keys(place)),
        notes=notes(
            case,
            "`az keyvault key list-deleted` shows whether it can be recovered, and until when.",
            "Never create a new key under the old name instead: it cannot unwrap what the old one"
            " wrapped, and it makes the recovery impossible.",
        ),
    )
