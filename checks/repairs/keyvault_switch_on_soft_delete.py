"""Switch on soft delete, and purge protection with it."""

from __future__ import annotations

from checks.repairs.keyvault_prevention import guard_vault, protect_from_purge
from checks.repairs.keyvault_wording import VAULT_CONTRIBUTOR, place_of
from checks.repairs.wording import NOT_URGENT
from diagnostics import Case, Repair, RepairStep


def repair(case: Case) -> Repair:
    """Set `enableSoftDelete`, then `enablePurgeProtection`; neither can be switched off again."""
    place = place_of(case)
    step = RepairStep(
        purpose=f"Switch on soft delete of vault {place.name}.",
        argv=place.patch(enableSoftDelete=True),
        role=VAULT_CONTRIBUTOR,
        permission=place.vault_right(),
        risk="cannot be undone: deleted keys and the vault's name stay taken until retention ends",
        proof=place.show_vault("properties.enableSoftDelete"),
        expect="true",
    )
    return Repair(
        id="keyvault-switch-on-soft-delete",
        title="Switch on soft delete and purge protection",
        steps=(step, protect_from_purge(place)),
        works_after="at once",
        escalate=NOT_URGENT.format("the vault's owner"),
        prevent=guard_vault(place),
    )
