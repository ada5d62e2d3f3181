"""The managed identity of the account is gone, another one, or not attached."""

from __future__ import annotations

from functools import partial

from checks.causes.entra_symptoms import NO_PRINCIPAL, NO_TOKEN, message
from checks.causes.hiding import FEDERATION, GRANTS, REVOKED
from checks.cosmos import kinds as co
from checks.entra import kinds
from checks.repairs import (
    identity_attach,
    identity_reattach,
    identity_replace,
    identity_switch_on_system,
)
from diagnostics import Cause, Hidden, Step

_ROLE_LATER = Hidden("whether the identity's new principal may use the key", GRANTS)
_APPLICATION_LATER = Hidden(
    "whether the application that it signs in through is in the tenant", (kinds.PRINCIPAL_GONE,)
)
_ATTACHED_LATER = Hidden(
    "whether the account still lists the identity", (kinds.IDENTITY_NOT_ATTACHED,)
)
_TRUST_LATER = Hidden("whether the application trusts the identity's new principal", FEDERATION)

CAUSES: tuple[Cause, ...] = (
    Cause(
        id=kinds.IDENTITY_DELETED.slug,
        title=kinds.IDENTITY_DELETED.title,
        step=Step.IDENTITY,
        requires=(kinds.IDENTITY_DELETED,),
        explains=(*NO_PRINCIPAL, kinds.PRINCIPAL_GONE, kinds.IDENTITY_NOT_ATTACHED),
        hides=(_ATTACHED_LATER, _ROLE_LATER, _TRUST_LATER, _APPLICATION_LATER, *REVOKED),
        overturned_by=("entra.right_place",),
        sentence=partial(message, kind=kinds.IDENTITY_DELETED),
        repair=identity_replace.repair,
    ),
    Cause(
        id=kinds.IDENTITY_RECREATED.slug,
        title=kinds.IDENTITY_RECREATED.title,
        step=Step.IDENTITY,
        requires=(kinds.IDENTITY_RECREATED,),
        explains=(
            *NO_PRINCIPAL,
            kinds.PRINCIPAL_GONE,
            kinds.FEDERATION_MISMATCH,
            kinds.FEDERATION_MISSING,
        ),
        hides=(_ROLE_LATER, _TRUST_LATER, _APPLICATION_LATER, *REVOKED),
        sentence=partial(message, kind=kinds.IDENTITY_RECREATED),
        repair=identity_reattach.repair,
    ),
    Cause(
        id=kinds.IDENTITY_NOT_ATTACHED.slug,
        title=kinds.IDENTITY_NOT_ATTACHED.title,
        step=Step.IDENTITY,
        requires=(kinds.IDENTITY_NOT_ATTACHED,),
        explains=(*NO_TOKEN, co.IDENTITY_INVALID),
        # An identity that is not there cannot be attached: its deletion is what broke.
        contradicted_by=(kinds.IDENTITY_DELETED,),
        overturned_by=("entra.user_assigned_identity",),
        hides=REVOKED,
        sentence=partial(message, kind=kinds.IDENTITY_NOT_ATTACHED),
        repair=identity_attach.repair,
    ),
    Cause(
        id=kinds.SYSTEM_IDENTITY_OFF.slug,
        title=kinds.SYSTEM_IDENTITY_OFF.title,
        step=Step.IDENTITY,
        requires=(kinds.SYSTEM_IDENTITY_OFF,),
        explains=(*NO_PRINCIPAL, kinds.PRINCIPAL_GONE, co.IDENTITY_INVALID),
        hides=(_ROLE_LATER, *REVOKED),
        sentence=partial(message, kind=kinds.SYSTEM_IDENTITY_OFF),
        repair=identity_switch_on_system.repair,
    ),
)
