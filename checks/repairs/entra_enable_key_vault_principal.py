"""Enable the Key Vault service's own principal again."""

from __future__ import annotations

from checks.entra.facts import KeyVaultPrincipal
from checks.repairs.entra_enable_principal import Disabled, enable
from diagnostics import Case, Repair


def repair(case: Case) -> Repair:
    """Enable the resource side of every vault token."""
    facts = case.seen.maybe(KeyVaultPrincipal)
    object_id = str(facts.object_id) if facts and facts.object_id else case.findings[0].subject
    return enable(
        case,
        Disabled(
            object_id,
            f"the Key Vault service's own principal ({object_id})",
            "everybody in the tenant who has rights to a vault gets tokens for it again",
        ),
        repair_id="entra-enable-key-vault-principal",
        title="Enable the Key Vault service's own principal",
    )
