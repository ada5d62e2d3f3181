"""What leaves a broken identity behind in logs."""

from __future__ import annotations

from checks.traces.shapes import shown, unseen
from checks.traces.sorts import activity_log, entra_audit
from diagnostics import Trace

TRACES: tuple[Trace, ...] = (
    shown("service-principal-disabled", entra_audit.PRINCIPAL_SWITCHED_OFF),
    shown("service-principal-soft-deleted", entra_audit.PRINCIPAL_DELETED),
    shown(
        "service-principal-gone",
        entra_audit.PRINCIPAL_DELETED,
        entra_audit.APPLICATION_DELETED,
        activity_log.DEFAULT_IDENTITY,
    ),
    unseen(
        "disabled-by-microsoft",
        "Microsoft disabled the application itself; the tenant's logs do not show it, Microsoft's message to the owner does",
    ),
    shown("application-registration-missing", entra_audit.APPLICATION_DELETED),
    shown("key-vault-principal-disabled", entra_audit.VAULT_SERVICE_OFF),
    shown("key-vault-principal-gone", entra_audit.VAULT_SERVICE_DELETED),
    shown(
        "federated-credential-missing", entra_audit.FEDERATION_TAKEN, activity_log.DEFAULT_IDENTITY
    ),
    shown(
        "federated-credential-mismatch",
        entra_audit.FEDERATION_CHANGED,
        activity_log.IDENTITY_MADE_ANEW,
        activity_log.DEFAULT_IDENTITY,
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
    shown("user-assigned-identity-deleted", activity_log.IDENTITY_DELETED),
    shown(
        "user-assigned-identity-recreated",
        activity_log.IDENTITY_MADE_ANEW,
        activity_log.IDENTITY_DELETED,
    ),
    shown("identity-not-attached", activity_log.IDENTITY_BLOCK, activity_log.DEFAULT_IDENTITY),
    shown("system-identity-off", activity_log.IDENTITY_BLOCK, activity_log.DEFAULT_IDENTITY),
    unseen(
        "wrong-tenant",
        "it is this login that looks at another tenant; nothing was changed in the target's",
    ),
    shown("guest-login", entra_audit.GUEST_INVITED),
    unseen(
        "subscription-not-visible",
        "this login does not see the subscription; who took its role from it stands in that subscription's Activity Log",
    ),
)
