"""The principal that must reach the key is switched off or not there."""

from __future__ import annotations

from checks.causes.entra_symptoms import NO_PRINCIPAL, NO_TOKEN
from checks.causes.hiding import FEDERATION, GRANTS, REVOKED
from checks.causes.of_kind import cause_of
from checks.entra import kinds
from checks.repairs import (
    entra_ask_microsoft,
    entra_create_principal,
    entra_enable_principal,
    entra_restore_principal,
    entra_restore_registration,
)
from diagnostics import Cause, Hidden

_REGISTRATION_LATER = Hidden(
    "whether its application is still registered, which cannot be told without the principal",
    (kinds.REGISTRATION_MISSING,),
)
_ROLE_LATER = Hidden(
    "whether the principal may use the key: its roles count only while it is there", GRANTS
)

CAUSES: tuple[Cause, ...] = (
    cause_of(
        kinds.PRINCIPAL_DISABLED,
        entra_enable_principal.repair,
        explains=NO_TOKEN,
        hides=REVOKED,
    ),
    cause_of(
        kinds.PRINCIPAL_SOFT_DELETED,
        entra_restore_principal.repair,
        explains=NO_PRINCIPAL,
        hides=(
            Hidden(
                "whether the restored principal is enabled, in the tenant and by Microsoft",
                (kinds.PRINCIPAL_DISABLED, kinds.DISABLED_BY_MICROSOFT),
            ),
            _REGISTRATION_LATER,
            _ROLE_LATER,
            *REVOKED,
        ),
    ),
    cause_of(
        kinds.PRINCIPAL_GONE,
        entra_create_principal.repair,
        explains=NO_PRINCIPAL,
        # A managed identity's principal goes with its resource: then the resource is what broke.
        contradicted_by=(
            kinds.IDENTITY_DELETED,
            kinds.IDENTITY_RECREATED,
            kinds.SYSTEM_IDENTITY_OFF,
        ),
        hides=(_REGISTRATION_LATER, _ROLE_LATER, *REVOKED),
        overturned_by=("entra.right_place", "entra.user_assigned_identity"),
    ),
    cause_of(
        kinds.DISABLED_BY_MICROSOFT,
        entra_ask_microsoft.repair,
        explains=NO_TOKEN,
        hides=(*REVOKED,),
    ),
    cause_of(
        kinds.REGISTRATION_MISSING,
        entra_restore_registration.repair,
        explains=(*NO_PRINCIPAL, kinds.PRINCIPAL_GONE),
        hides=(
            Hidden(
                "whether its credentials are in date and its federated one fits the account's identity",
                (*FEDERATION, kinds.CREDENTIAL_EXPIRED, kinds.CREDENTIAL_EXPIRING),
            ),
            *REVOKED,
        ),
        overturned_by=("entra.right_place",),
    ),
)
