"""Bring back a vault that is gone: find where it went, else rebuild it from backups of its keys."""

from __future__ import annotations

from checks.repairs.identity_steps import prove
from checks.repairs.keyvault_prevention import guard_vault, protect_from_purge
from checks.repairs.keyvault_restore_key import restore
from checks.repairs.keyvault_wording import VAULT_CONTRIBUTOR, Place, grant_step, notes, place_of
from checks.repairs.wording import escalate, works_after
from diagnostics import Case, Permission, Repair, RepairStep


def repair(case: Case) -> Repair:
    """Look elsewhere first; a purged vault comes back only as a new one with the old keys in it."""
    place = place_of(case)
    grant = grant_step(case, place, "Give the identity its role on the restored key.")
    return Repair(
        id="keyvault-replace-vault",
        title="Find the vault, or rebuild it from a backup of its key",
        steps=(_look_elsewhere(place), _create(place), restore(place), grant, prove(case)),
        works_after=works_after(case),
        escalate="without a backup of the key the data cannot be read any more: at once, "
        + escalate(case),
        prevent=(*guard_vault(place), protect_from_purge(place)),
        notes=notes(
            case,
            "If the vault lives in another subscription, nothing is broken here: set `subscription` in"
            " the configuration and run again.",
            "A new vault with a new key does not help: it cannot unwrap what the old key wrapped.",
        ),
    )


def _look_elsewhere(place: Place) -> RepairStep:
    return RepairStep(
        purpose=f"Look for vault {place.name} among all vaults that you may see; do this once for"
        " each subscription (az account set --subscription <id>).",
        argv=("az", "keyvault", "list", "--query", f"[?name=='{place.name}'].id"),
        role="Reader",
        risk="none: reads only",
        expect="an empty list, or the id under which the vault lives now",
    )


def _create(place: Place) -> RepairStep:
    return RepairStep(
        purpose=f"Create vault {place.name} again, under the old name, in the geography of the old one.",
        argv=place.on_vault(
            *("create", "--name", place.name, "--resource-group", place.group),
            *("--enable-purge-protection", "true", "--enable-rbac-authorization", "true"),
        ),
        role=VAULT_CONTRIBUTOR,
        permission=Permission(
            "arm",
            "Microsoft.KeyVault/vaults/write",
            VAULT_CONTRIBUTOR,
            f"/subscriptions/{place.subscription}/resourceGroups/{place.group}"
            if place.vault
            else "",
        ),
        risk="purge protection of the new vault cannot be switched off again",
        proof=place.show_vault("properties.provisioningState"),
        expect='"Succeeded"',
    )
