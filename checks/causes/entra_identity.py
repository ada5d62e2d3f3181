"""The managed identity of the account is gone, another one, or not attached."""

from __future__ import annotations

from checks.causes.entra_symptoms import NO_PRINCIPAL, NO_TOKEN
from checks.causes.hiding import FEDERATION, GRANTS, REVOKED
from checks.causes.of_kind import cause_of
from checks.cosmos import kinds as co
from checks.entra import kinds
from checks.repairs import (
    identity_attach,
    identity_reattach,
    identity_replace,
    identity_switch_on_system,
)
from diagnostics import Cause, Hidden

_ROLE_LATER = Hidden("whether the identity's new principal may use the key", GRANTS)
_APPLICATION_LATER = Hidden(
    "whether the application that it signs in through is in the tenant", (kinds.PRINCIPAL_GONE,)
)
_ATTACHED_LATER = Hidden(
    "whether the account still lists the identity", (kinds.IDENTITY_NOT_ATTACHED,)
)
_TRUST_LATER = Hidden("whether the application trusts the identity's new principal", FEDERATION)

CAUSES: tuple[Cause, ...] = (
    cause_of(
        kinds.IDENTITY_DELETED,
        identity_replace.repair,
        explains=(*NO_PRINCIPAL, kinds.PRINCIPAL_GONE, kinds.IDENTITY_NOT_ATTACHED),
        hides=(_ATTACHED_LATER, _ROLE_LATER, _TRUST_LATER, _APPLICATION_LATER, *REVOKED),
        overturned_by=("entra.right_place",),
    ),
    cause_of(
        kinds.IDENTITY_RECREATED,
        identity_reattach.repair,
        explains=(
            *NO_PRINCIPAL,
            kinds.PRINCIPAL_GONE,
            kinds.FEDERATION_MISMATCH,
            kinds.FEDERATION_MISSING,
        ),
        hides=(_ROLE_LATER, _TRUST_LATER, _APPLICATION_LATER, *REVOKED),
    ),
    cause_of(
        kinds.IDENTITY_NOT_ATTACHED,
        identity_attach.repair,
        explains=(*NO_TOKEN, co.IDENTITY_INVALID),
        # An identity that is not there cannot be attached: its deletion is what broke.
        contradicted_by=(kinds.IDENTITY_DELETED,),
        hides=REVOKED,
        overturned_by=("entra.user_assigned_identity",),
    ),
    cause_of(
        kinds.SYSTEM_IDENTITY_OFF,
        identity_switch_on_system.repair,
        explains=(*NO_PRINCIPAL, kinds.PRINCIPAL_GONE, co.IDENTITY_INVALID),
        hides=(_ROLE_LATER, *REVOKED),
    ),
)
