"""The principal that must reach the key is switched off or not there."""

from __future__ import annotations

from functools import partial

from checks.causes.entra_symptoms import NO_PRINCIPAL, NO_TOKEN, message
from checks.causes.hiding import FEDERATION, GRANTS, REVOKED
from checks.entra import kinds
from checks.repairs import (
    entra_ask_microsoft,
    entra_create_principal,
    entra_enable_principal,
    entra_restore_principal,
    entra_restore_registration,
)
from diagnostics import Cause, Hidden, Step

_REGISTRATION_LATER = Hidden(
    "whether its application is still registered, which cannot be told without the principal",
    (kinds.REGISTRATION_MISSING,),
)
_ROLE_LATER = Hidden(
    "whether the principal may use the key: its roles count only while it is there", GRANTS
)

CAUSES: tuple[Cause, ...] = (
    Cause(
        id=kinds.PRINCIPAL_DISABLED.slug,
        title=kinds.PRINCIPAL_DISABLED.title,
        step=Step.IDENTITY,
        requires=(kinds.PRINCIPAL_DISABLED,),
        explains=NO_TOKEN,
        hides=REVOKED,
        sentence=partial(message, kind=kinds.PRINCIPAL_DISABLED),
        repair=entra_enable_principal.repair,
    ),
    Cause(
        id=kinds.PRINCIPAL_SOFT_DELETED.slug,
        title=kinds.PRINCIPAL_SOFT_DELETED.title,
        step=Step.IDENTITY,
        requires=(kinds.PRINCIPAL_SOFT_DELETED,),
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
        sentence=partial(message, kind=kinds.PRINCIPAL_SOFT_DELETED),
        repair=entra_restore_principal.repair,
    ),
    Cause(
        id=kinds.PRINCIPAL_GONE.slug,
        title=kinds.PRINCIPAL_GONE.title,
        step=Step.IDENTITY,
        requires=(kinds.PRINCIPAL_GONE,),
        explains=NO_PRINCIPAL,
        # A managed identity's principal goes with its resource: then the resource is what broke.
        contradicted_by=(
            kinds.IDENTITY_DELETED,
            kinds.IDENTITY_RECREATED,
            kinds.SYSTEM_IDENTITY_OFF,
        ),
        hides=(_REGISTRATION_LATER, _ROLE_LATER, *REVOKED),
        overturned_by=("entra.right_place", "entra.user_assigned_identity"),
        sentence=partial(message, kind=kinds.PRINCIPAL_GONE),
        repair=entra_create_principal.repair,
    ),
    Cause(
        id=kinds.DISABLED_BY_MICROSOFT.slug,
        title=kinds.DISABLED_BY_MICROSOFT.title,
        step=Step.IDENTITY,
        requires=(kinds.DISABLED_BY_MICROSOFT,),
        explains=NO_TOKEN,
        hides=(*REVOKED,),
        sentence=partial(message, kind=kinds.DISABLED_BY_MICROSOFT),
        repair=entra_ask_microsoft.repair,
    ),
    Cause(
        id=kinds.REGISTRATION_MISSING.slug,
        title=kinds.REGISTRATION_MISSING.title,
        step=Step.IDENTITY,
        requires=(kinds.REGISTRATION_MISSING,),
        explains=(*NO_PRINCIPAL, kinds.PRINCIPAL_GONE),
        hides=(
            Hidden(
                "whether its credentials are in date and its federated one fits the account's identity",
                (*FEDERATION, kinds.CREDENTIAL_EXPIRED, kinds.CREDENTIAL_EXPIRING),
            ),
            *REVOKED,
        ),
        overturned_by=("entra.right_place",),
        sentence=partial(message, kind=kinds.REGISTRATION_MISSING),
        repair=entra_restore_registration.repair,
    ),
)
