"""The multi-tenant application does not trust the account's identity, or its credentials ran out."""

from __future__ import annotations

from checks.causes.entra_symptoms import NO_TOKEN
from checks.causes.hiding import REVOKED
from checks.causes.of_kind import cause_of
from checks.entra import kinds
from checks.repairs import (
    entra_add_federated_credential,
    entra_correct_federated_credential,
    entra_renew_credential,
)
from diagnostics import Cause

CAUSES: tuple[Cause, ...] = (
    cause_of(
        kinds.FEDERATION_MISSING,
        entra_add_federated_credential.repair,
        explains=NO_TOKEN,
        contradicted_by=(kinds.IDENTITY_RECREATED,),
        hides=REVOKED,
        overturned_by=("entra.user_assigned_identity",),
    ),
    cause_of(
        kinds.FEDERATION_MISMATCH,
        entra_correct_federated_credential.repair,
        explains=NO_TOKEN,
        contradicted_by=(kinds.IDENTITY_RECREATED,),
        hides=REVOKED,
        overturned_by=("entra.user_assigned_identity",),
    ),
    # An account never signs in with a secret: an expired one breaks other users of the application.
    cause_of(
        kinds.CREDENTIAL_EXPIRED,
        entra_renew_credential.repair,
        overturned_by=("entra.registration",),
    ),
    cause_of(kinds.CREDENTIAL_EXPIRING, entra_renew_credential.repair),
)
