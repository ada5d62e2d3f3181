"""The multi-tenant application does not trust the account's identity, or its credentials ran out."""

from __future__ import annotations

from functools import partial

from checks.causes.entra_symptoms import NO_TOKEN, message
from checks.causes.hiding import REVOKED
from checks.entra import kinds
from checks.repairs import (
    entra_add_federated_credential,
    entra_correct_federated_credential,
    entra_renew_credential,
)
from diagnostics import Cause, Step

CAUSES: tuple[Cause, ...] = (
    Cause(
        id=kinds.FEDERATION_MISSING.slug,
        title=kinds.FEDERATION_MISSING.title,
        step=Step.IDENTITY,
        requires=(kinds.FEDERATION_MISSING,),
        explains=NO_TOKEN,
        contradicted_by=(kinds.IDENTITY_RECREATED,),
        overturned_by=("entra.user_assigned_identity",),
        hides=REVOKED,
        sentence=partial(message, kind=kinds.FEDERATION_MISSING),
        repair=entra_add_federated_credential.repair,
    ),
    Cause(
        id=kinds.FEDERATION_MISMATCH.slug,
        title=kinds.FEDERATION_MISMATCH.title,
        step=Step.IDENTITY,
        requires=(kinds.FEDERATION_MISMATCH,),
        explains=NO_TOKEN,
        contradicted_by=(kinds.IDENTITY_RECREATED,),
        overturned_by=("entra.user_assigned_identity",),
        hides=REVOKED,
        sentence=partial(message, kind=kinds.FEDERATION_MISMATCH),
        repair=entra_correct_federated_credential.repair,
    ),
    Cause(
        id=kinds.CREDENTIAL_EXPIRED.slug,
        title=kinds.CREDENTIAL_EXPIRED.title,
        step=Step.IDENTITY,
        requires=(kinds.CREDENTIAL_EXPIRED,),
        # An account never signs in with a secret: an expired one breaks other users of the application.
        explains=(),
        overturned_by=("entra.registration",),
        sentence=partial(message, kind=kinds.CREDENTIAL_EXPIRED),
        repair=entra_renew_credential.repair,
    ),
    Cause(
        id=kinds.CREDENTIAL_EXPIRING.slug,
        title=kinds.CREDENTIAL_EXPIRING.title,
        step=Step.IDENTITY,
        requires=(kinds.CREDENTIAL_EXPIRING,),
        explains=(),
        sentence=partial(message, kind=kinds.CREDENTIAL_EXPIRING),
        repair=entra_renew_credential.repair,
    ),
)
