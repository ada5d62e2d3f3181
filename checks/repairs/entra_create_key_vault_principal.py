"""Bring the Key Vault service's own principal back into the tenant."""

from __future__ import annotations

from checks.entra.facts import KeyVaultPrincipal
from checks.repairs.entra_create_principal import create
from checks.repairs.entra_restore_principal import restore
from checks.repairs.healing import heal
from checks.repairs.identity_prevention import watch_directory
from checks.repairs.wording import revocation
from diagnostics import Case, Repair


def repair(case: Case) -> Repair:
    """Restore it where it is soft-deleted, else create it."""
    facts = case.seen.maybe(KeyVaultPrincipal)
    restorable = facts.object_id if facts and facts.deleted_at else None
    first = (
        restore(case, str(restorable))
        if restorable
        else create(case.target.cloud.key_vault_app_id)
    )
    return heal(
        case,
        "entra-create-key-vault-principal",
        "Bring the Key Vault service's own principal back",
        first,
        prevent=(watch_directory(case),),
        notes=(
            "It needs no role: it is the audience of every token for a vault.",
            *revocation(case),
        ),
    )
