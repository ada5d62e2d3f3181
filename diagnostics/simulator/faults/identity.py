"""Step 1: what somebody did to the identity that must reach the key."""

from __future__ import annotations

from collections.abc import Callable

from diagnostics.simulator import directory, ids, resources
from diagnostics.simulator.account import NO_IDENTITY
from diagnostics.simulator.clock import days_ago
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults.acting import (
    BOTH,
    OWN,
    application_of,
    holder_of,
    principal_of,
    the_account,
)
from diagnostics.simulator.msgraph_writes import soft_delete
from diagnostics.simulator.reading import entries, text
from diagnostics.simulator.world import Doc, World

_FEDERATED = ("own-account-federated",)
_APPLICATIONS = ("own-account-federated", "adobe-managed")
_USER_ASSIGNED = ("own-account", "own-account-policies")
_DELETED_DAYS_AGO = 2.0


def _disabled(world: World) -> None:
    principal_of(world)["accountEnabled"] = False


def _soft_deleted(world: World) -> None:
    _soft_delete(world, "serviceprincipals", principal_of(world))


def _soft_delete(world: World, kind: str, document: Doc) -> None:
    soft_delete(world, ids.TENANT, kind, document)
    gone = world.need(directory.deleted_key(text(document, "id")))
    gone["deletedDateTime"] = days_ago(_DELETED_DAYS_AGO)


def _gone(world: World) -> None:
    world.remove(directory.principal_key(holder_of(world)))


def _disabled_by_microsoft(world: World) -> None:
    principal_of(world)["disabledByMicrosoftStatus"] = "DisabledDueToViolationOfServicesAgreement"


def _no_registration(world: World) -> None:
    _soft_delete(world, "applications", application_of(world))


def _identity_deleted(world: World) -> None:
    world.remove(ids.IDENTITY_ID)
    world.remove(directory.principal_key(ids.IDENTITY_OID))


def _identity_recreated(world: World) -> None:
    """The account goes on listing the principal id of the first one."""
    _identity_deleted(world)
    new = (ids.NEW_IDENTITY_OID, ids.NEW_IDENTITY_CLIENT)
    world.put(ids.IDENTITY_ID, resources.user_assigned_identity(ids.IDENTITY_ID, *new))
    principal = directory.managed_identity_principal(
        *new, ids.IDENTITY, ids.IDENTITY_ID, explicit=True
    )
    principal["createdDateTime"] = days_ago(_DELETED_DAYS_AGO)
    world.put(directory.principal_key(ids.NEW_IDENTITY_OID), principal)


def _not_attached(world: World) -> None:
    the_account(world)["identity"] = dict(NO_IDENTITY)


def _system_identity_off(world: World) -> None:
    world.remove(directory.principal_key(ids.SYSTEM_OID))
    the_account(world)["identity"] = dict(NO_IDENTITY)


def _vault_principal_disabled(world: World) -> None:
    world.need(directory.principal_key(ids.KEY_VAULT_OID))["accountEnabled"] = False


def _vault_principal_gone(world: World) -> None:
    world.remove(directory.principal_key(ids.KEY_VAULT_OID))


def _no_federation(world: World) -> None:
    application_of(world)["x-federatedIdentityCredentials"] = []


def _federation(**changes: object) -> Callable[[World], None]:
    def apply(world: World) -> None:
        entries(application_of(world), "x-federatedIdentityCredentials")[0].update(changes)

    return apply


def _secret_expires(days: float) -> Callable[[World], None]:
    def apply(world: World) -> None:
        secret = directory.password("bootstrap", issued=360, expires=-days)
        application_of(world)["passwordCredentials"] = [secret]

    return apply


def _blocked(world: World) -> None:
    world.need(f"entra:/tenants/{ids.TENANT}")["x-policies"] = [holder_of(world)]


_PRINCIPAL: tuple[tuple[str, str, tuple[str, ...], Callable[[World], None]], ...] = (
    (
        "service-principal-disabled",
        "Somebody disabled the identity's service principal.",
        (
            "own-account",
            "own-account-system",
            "own-account-federated",
            "own-account-first-party",
            "adobe-managed",
        ),
        _disabled,
    ),
    (
        "service-principal-soft-deleted",
        "Somebody deleted the service principal; it can still be restored.",
        _APPLICATIONS,
        _soft_deleted,
    ),
    (
        "service-principal-gone",
        "The service principal was deleted for good.",
        (*_APPLICATIONS, "own-account-first-party"),
        _gone,
    ),
    (
        "disabled-by-microsoft",
        "Microsoft disabled the application.",
        _APPLICATIONS,
        _disabled_by_microsoft,
    ),
    (
        "application-registration-missing",
        "Somebody deleted the application's registration.",
        _FEDERATED,
        _no_registration,
    ),
    (
        "key-vault-principal-disabled",
        "Somebody disabled the Key Vault service's own principal.",
        BOTH,
        _vault_principal_disabled,
    ),
    (
        "key-vault-principal-gone",
        "Somebody removed the Key Vault service's own principal.",
        OWN,
        _vault_principal_gone,
    ),
    (
        "blocked-by-workload-policy",
        "A workload policy blocks the identity's sign-in.",
        BOTH,
        _blocked,
    ),
)
_IDENTITY: tuple[tuple[str, str, tuple[str, ...], Callable[[World], None]], ...] = (
    (
        "user-assigned-identity-deleted",
        "Somebody deleted the user-assigned identity.",
        (*_USER_ASSIGNED, "own-account-federated"),
        _identity_deleted,
    ),
    (
        "user-assigned-identity-recreated",
        "Somebody deleted the user-assigned identity and made it anew under the same name.",
        _USER_ASSIGNED,
        _identity_recreated,
    ),
    (
        "identity-not-attached",
        "Somebody took the identity off the account while it is still the default one.",
        OWN,
        _not_attached,
    ),
    (
        "system-identity-off",
        "Somebody switched the account's own identity off.",
        ("own-account-system",),
        _system_identity_off,
    ),
)
_CREDENTIALS: tuple[tuple[str, str, tuple[str, ...], Callable[[World], None]], ...] = (
    (
        "federated-credential-missing",
        "Somebody removed the application's federated credential.",
        _FEDERATED,
        _no_federation,
    ),
    (
        "federated-credential-wrong-issuer",
        "The federated credential names another tenant as its issuer.",
        _FEDERATED,
        _federation(issuer=f"https://login.microsoftonline.com/{ids.OTHER_TENANT}/v2.0"),
    ),
    (
        "federated-credential-wrong-subject",
        "The federated credential names the identity's client id instead of its principal id.",
        _FEDERATED,
        _federation(subject=ids.IDENTITY_CLIENT),
    ),
    (
        "federated-credential-wrong-audience",
        "The federated credential is for another audience.",
        _FEDERATED,
        _federation(audiences=["api://AzureADTokenExchangeUSGov"]),
    ),
    (
        "federated-credential-letter-case",
        "The federated credential differs from the identity in letter case.",
        _FEDERATED,
        _federation(subject=ids.IDENTITY_OID.upper()),
    ),
    (
        "credential-expired",
        "The application's client secret has expired.",
        _FEDERATED,
        _secret_expires(-3),
    ),
    (
        "credential-expiring",
        "The application's client secret expires within days.",
        _FEDERATED,
        _secret_expires(9),
    ),
)
FAULTS = tuple(
    Fault(id=name, title=title, worlds=worlds, apply=apply)
    for name, title, worlds, apply in (*_PRINCIPAL, *_IDENTITY, *_CREDENTIALS)
)
