"""The Key Vault service's own principal is disabled or gone: no vault token for anybody in the tenant."""

from __future__ import annotations

from checks.causes.entra_symptoms import NO_TOKEN
from checks.causes.hiding import REVOKED
from checks.causes.of_kind import cause_of
from checks.entra import kinds
from checks.repairs import entra_create_key_vault_principal, entra_enable_key_vault_principal
from diagnostics import Cause

# No page says so of Cosmos DB; AADSTS500014 for the vault's resource is what Entra ID answers to any client.
_INFERENCE = (
    "that this gives 4000 is an inference: Entra ID refuses every vault token with AADSTS500014"
)

CAUSES: tuple[Cause, ...] = (
    cause_of(
        kinds.VAULT_PRINCIPAL_DISABLED,
        entra_enable_key_vault_principal.repair,
        explains=NO_TOKEN,
        hides=REVOKED,
        unsure=_INFERENCE,
    ),
    cause_of(
        kinds.VAULT_PRINCIPAL_GONE,
        entra_create_key_vault_principal.repair,
        explains=NO_TOKEN,
        hides=REVOKED,
        overturned_by=("entra.right_place",),
        unsure=_INFERENCE,
    ),
)
