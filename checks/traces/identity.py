"""What leaves a broken identity behind in logs."""

from __future__ import annotations

from checks.traces import sorts
from checks.traces.shapes import shown, unseen
from diagnostics import Trace

TRACES: tuple[Trace, ...] = (
    shown("service-principal-disabled", sorts.PRINCIPAL_SWITCHED_OFF),
    shown("service-principal-soft-deleted", sorts.PRINCIPAL_DELETED),
    shown(
        "service-principal-gone",
        sorts.PRINCIPAL_DELETED,
        sorts.APPLICATION_DELETED,
        sorts.DEFAULT_IDENTITY,
    ),
    unseen(
        "disabled-by-microsoft",
        "Microsoft disabled the application itself; the tenant's logs do not show it, Microsoft's message to the owner does",
    ),
    shown("application-registration-missing", sorts.APPLICATION_DELETED),
    shown("key-vault-principal-disabled", sorts.VAULT_SERVICE_OFF),
    shown("key-vault-principal-gone", sorts.VAULT_SERVICE_DELETED),
    shown("federated-credential-missing", sorts.FEDERATION_TAKEN, sorts.DEFAULT_IDENTITY),
    shown(
        "federated-credential-mismatch",
        sorts.FEDERATION_CHANGED,
        sorts.IDENTITY_MADE_ANEW,
        sorts.DEFAULT_IDENTITY,
    ),
    unseen(
        "credential-expired",
        "a credential expires by itself, and nobody did anything on the day: who made it, and with which date, stands in the"
        " Entra audit of the day it was made",
    ),
    unseen(
        "credential-expiring",
        "a credential expires by itself: who made it, and with which date, stands in the Entra audit of the day it was made",
    ),
    shown("user-assigned-identity-deleted", sorts.IDENTITY_DELETED),
    shown("user-assigned-identity-recreated", sorts.IDENTITY_MADE_ANEW, sorts.IDENTITY_DELETED),
    shown("identity-not-attached", sorts.IDENTITY_BLOCK, sorts.DEFAULT_IDENTITY),
    shown("system-identity-off", sorts.IDENTITY_BLOCK, sorts.DEFAULT_IDENTITY),
    unseen(
        "wrong-tenant",
        "it is this login that looks at another tenant; nothing was changed in the target's",
    ),
    shown("guest-login", sorts.GUEST_INVITED),
    unseen(
        "subscription-not-visible",
        "this login does not see the subscription; who took its role from it stands in that subscription's Activity Log",
    ),
)
