"""The Key Vault service's own principal is disabled or gone: no vault token for anybody in the tenant."""

from __future__ import annotations

from functools import partial

from checks.causes.entra_symptoms import NO_TOKEN, message
from checks.causes.hiding import REVOKED
from checks.entra import kinds
from checks.repairs import entra_create_key_vault_principal, entra_enable_key_vault_principal
from diagnostics import Cause, Confidence, Step

# No page says so of Cosmos DB; AADSTS500014 for the vault's resource is what Entra ID answers to any client.
_INFERENCE = (
    "that this gives 4000 is an inference: Entra ID refuses every vault token with AADSTS500014"
)

CAUSES: tuple[Cause, ...] = (
    Cause(
        id=kinds.VAULT_PRINCIPAL_DISABLED.slug,
        title=kinds.VAULT_PRINCIPAL_DISABLED.title,
        step=Step.IDENTITY,
        requires=(kinds.VAULT_PRINCIPAL_DISABLED,),
        explains=NO_TOKEN,
        confidence=Confidence.MEDIUM,
        confidence_reason=_INFERENCE,
        hides=REVOKED,
        sentence=partial(message, kind=kinds.VAULT_PRINCIPAL_DISABLED),
        repair=entra_enable_key_vault_principal.repair,
    ),
    Cause(
        id=kinds.VAULT_PRINCIPAL_GONE.slug,
        title=kinds.VAULT_PRINCIPAL_GONE.title,
        step=Step.IDENTITY,
        requires=(kinds.VAULT_PRINCIPAL_GONE,),
        explains=NO_TOKEN,
        overturned_by=("entra.right_place",),
        confidence=Confidence.MEDIUM,
        confidence_reason=_INFERENCE,
        hides=REVOKED,
        sentence=partial(message, kind=kinds.VAULT_PRINCIPAL_GONE),
        repair=entra_create_key_vault_principal.repair,
    ),
)
