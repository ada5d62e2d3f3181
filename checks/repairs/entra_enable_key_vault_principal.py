"""Enable the Key Vault service's own principal again."""

from __future__ import annotations

from checks.entra.facts import KeyVaultPrincipal
from checks.repairs.entra_enable_principal import enable
from diagnostics import Case, Repair


def repair(case: Case) -> Repair:
    """Enable the resource side of every vault token."""
    facts = case.seen.maybe(KeyVaultPrincipal)
    object_id = str(facts.object_id) if facts and facts.object_id else case.findings[0].subject
    return enable(
        case,
        "entra-enable-key-vault-principal",
        "Enable the Key Vault service's own principal",
        object_id,
    )
