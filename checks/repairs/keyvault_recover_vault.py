"""Recover a soft-deleted vault.

Sources, read 2026-11-23: requests of azure-cli 2.91.0 as observed; Key Vault soft-delete overview: role assignments and
event subscriptions are not restored with the vault.
"""

from __future__ import annotations

from dataclasses import replace

from checks.keyvault.facts import VaultFacts
from checks.repairs.healing import heal
from checks.repairs.keyvault_prevention import guard_vault
from checks.repairs.keyvault_wording import VAULT_CONTRIBUTOR, Place, notes, place_of
from checks.repairs.rbac_grantee import grantee
from checks.repairs.rbac_role import give_role
from checks.repairs.wording import WORKS_WITHIN_ONE_HOUR
from diagnostics import Case, Permission, Repair, RepairStep


def repair(case: Case) -> Repair:
    """Recover the vault, and give the role back that its deletion took along."""
    place, vault = place_of(case), case.seen.maybe(VaultFacts)
    # Resource Manager does not say which permission model a deleted vault had.
    role = give_role(grantee(case))
    again = replace(
        role,
        purpose=f"If the vault uses Azure RBAC (az keyvault show): {role.purpose[:1].lower()}{role.purpose[1:]} Role"
        " assignments are not restored with a vault; access policies are.",
    )
    return heal(
        case,
        "keyvault-recover-vault",
        "Recover the deleted vault",
        _recover(place, vault.location if vault else ""),
        again,
        prevent=guard_vault(place),
        notes=notes(
            case,
            "The command asks for the sku standard; a premium vault must still be premium afterwards.",
            f"The resource group {place.group} must exist; if it was deleted too, create it first.",
            "Never create a new vault under the old name instead: its keys would be others.",
        ),
    )


def _recover(place: Place, location: str) -> RepairStep:
    where = ("--location", location) if location else ()
    group = f"/subscriptions/{place.subscription}/resourceGroups/{place.group}"
    return RepairStep(
        purpose=f"Recover vault {place.name} with all its keys.",
        argv=place.on_vault("recover", "--name", place.name, *where),
        role=f"{VAULT_CONTRIBUTOR} on the resource group, and Key Vault Reader on the subscription",
        also=(
            Permission(
                "arm",
                "Microsoft.KeyVault/locations/deletedVaults/read",
                "Key Vault Reader",
                f"/subscriptions/{place.subscription}" if place.vault else "",
            ),
        ),
        permission=Permission(
            "arm",
            "Microsoft.KeyVault/vaults/write",
            VAULT_CONTRIBUTOR,
            group if place.vault else "",
        ),
        risk="none: the vault comes back as it was, with its firewall and access policies",
        wait=WORKS_WITHIN_ONE_HOUR,
        proof=place.show_vault("properties.provisioningState"),
        expect='"Succeeded"',
    )
