"""The vault is not there, not to be found by its name, or in another tenant."""

from __future__ import annotations

from checks.causes.hiding import IN_THE_VAULT
from checks.causes.keyvault_symptoms import NAME_UNRESOLVED, NO_TOKEN_FOR_VAULT, VAULT_ABSENT, seen
from checks.keyvault import kinds
from checks.rbac.kinds import POLICY_ELSEWHERE
from checks.repairs import (
    keyvault_change_tenant,
    keyvault_recover_vault,
    keyvault_replace_vault,
    keyvault_restore_name,
)
from diagnostics import Cause, Hidden

CAUSES: tuple[Cause, ...] = (
    seen(
        kinds.VAULT_SOFT_DELETED,
        (*VAULT_ABSENT, kinds.VAULT_NAME_UNRESOLVED),
        keyvault_recover_vault.repair,
        hides=IN_THE_VAULT,
    ),
    seen(
        kinds.VAULT_GONE,
        (*VAULT_ABSENT, kinds.VAULT_NAME_UNRESOLVED),
        keyvault_replace_vault.repair,
        hides=IN_THE_VAULT,
        overturned_by=("entra.right_place", "keyvault.vault"),
    ),
    seen(
        kinds.VAULT_NAME_UNRESOLVED,
        NAME_UNRESOLVED,
        keyvault_restore_name.repair,
        overturned_by=("keyvault.vault",),
        unsure="the name was tried from this machine; Cosmos DB asks a resolver of its own",
    ),
    seen(
        kinds.VAULT_TENANT_DIFFERS,
        (*NO_TOKEN_FOR_VAULT, POLICY_ELSEWHERE),
        keyvault_change_tenant.repair,
        hides=(Hidden("the identity's role or policy in the right tenant"),),
    ),
)
