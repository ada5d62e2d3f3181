"""Switch on purge protection."""

from __future__ import annotations

from checks.repairs.keyvault_prevention import guard_vault, protect_from_purge
from checks.repairs.keyvault_wording import place_of
from checks.repairs.wording import NOT_URGENT
from diagnostics import Case, Repair


def repair(case: Case) -> Repair:
    """Set `enablePurgeProtection`; it cannot be switched off again."""
    place = place_of(case)
    return Repair(
        id="keyvault-switch-on-purge-protection",
        title="Switch on purge protection",
        steps=(protect_from_purge(place),),
        works_after="at once",
        escalate=NOT_URGENT.format("the vault's owner"),
        prevent=guard_vault(place),
        notes=(
            "Soft delete must be on; the command is refused otherwise.",
            "This breaks nothing today: it keeps a deleted key from being lost for good.",
        ),
    )
