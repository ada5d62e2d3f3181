"""Let a vault that was moved follow its subscription into the new tenant.

Source, read 2026-11-23: Key Vault, moving a vault to another subscription: change the tenant id, remove the old access
policies, grant anew.
"""

from __future__ import annotations

from checks.keyvault.facts import VaultFacts
from checks.keyvault.vault import identity_tenant
from checks.repairs.healing import heal
from checks.repairs.inputs import TENANT_ID
from checks.repairs.keyvault_prevention import guard_vault
from checks.repairs.keyvault_wording import VAULT_CONTRIBUTOR, notes, place_of
from checks.repairs.rbac_grantee import grantee
from checks.repairs.rbac_steps import grant
from checks.repairs.wording import WORKS_WITHIN_ONE_HOUR
from diagnostics import Case, Repair, RepairStep, TenantId


def repair(case: Case) -> Repair:
    """Set the vault's tenant to that of the identity, and grant anew."""
    place, vault = place_of(case), case.seen.maybe(VaultFacts)
    tenant, _ = identity_tenant(case.seen)
    return heal(
        case,
        "keyvault-change-tenant",
        "Set the vault's tenant to that of the identity",
        _change(case, tenant, vault.tenant if vault else None),
        *grant(grantee(case, tenant=tenant)),
        prevent=guard_vault(place),
        notes=notes(
            case,
            "Moving a subscription to another tenant removes its role assignments: whoever else uses this vault"
            " needs theirs again.",
            "If the vault is meant to stay in its tenant, do not change it: Cosmos DB then needs a"
            " user-assigned identity with a federated client (cross-tenant customer-managed keys).",
        ),
    )


def _change(case: Case, new: TenantId | None, old: TenantId | None) -> RepairStep:
    place, vault = place_of(case), case.seen.maybe(VaultFacts)
    lost = (
        ", and its access policies are removed for good: note them before (az keyvault show)"
        if vault is None or vault.access_policies
        else ""
    )
    return RepairStep(
        purpose=f"Set the tenant of vault {place.name} to {new or TENANT_ID}, that of the identity.",
        argv=place.patch(tenantId=str(new or TENANT_ID), accessPolicies=[]),
        role=VAULT_CONTRIBUTOR,
        permission=place.vault_right(),
        risk=f"high: every principal of the old tenant loses the vault{lost}",
        wait=WORKS_WITHIN_ONE_HOUR,
        proof=place.show_vault("properties.tenantId"),
        expect=f'"{new or TENANT_ID}"',
        undo=place.patch(tenantId=str(old)) if old else (),
    )
