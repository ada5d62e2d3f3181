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
    USER_ASSIGNED_WORLDS,
    holder_of,
    principal_of,
    take_roles,
    the_account,
)
from diagnostics.simulator.key_holder import default_identity
from diagnostics.simulator.msgraph_writes import soft_delete
from diagnostics.simulator.reading import part, props, text
from diagnostics.simulator.world import Doc, World

_APPLICATIONS = ("own-account-federated", "adobe-managed")
_FIRST_PARTY = "own-account-first-party"
_DELETED_DAYS_AGO = 2.0
_ELSEWHERE_OID = "33333333-ccdd-4000-8000-000000000099"


def disable_principal(world: World) -> None:
    """Switch the principal off that must reach the key."""
    principal_of(world)["accountEnabled"] = False


def _soft_deleted(world: World) -> None:
    _soft_delete(world, "serviceprincipals", principal_of(world))


def _soft_delete(world: World, kind: str, document: Doc) -> None:
    soft_delete(world, ids.TENANT, kind, document)
    gone = world.need(directory.deleted_key(text(document, "id")))
    gone["deletedDateTime"] = days_ago(_DELETED_DAYS_AGO)


def _consented_elsewhere(world: World) -> None:
    """The application was accepted in another tenant: there it has a principal, here it never had one nor a role."""
    document = principal_of(world)
    take_roles(world)
    world.remove(directory.principal_key(text(document, "id")))
    elsewhere = document | {"id": _ELSEWHERE_OID}
    world.put(directory.principal_key(_ELSEWHERE_OID, ids.OTHER_TENANT), elsewhere)


def _flagged(world: World) -> None:
    principal_of(world)["isDisabled"] = True


def _gone(world: World) -> None:
    world.remove(directory.principal_key(holder_of(world)))


def _disabled_by_microsoft(world: World) -> None:
    principal_of(world)["disabledByMicrosoftStatus"] = "DisabledDueToViolationOfServicesAgreement"


def _identity(world: World) -> Doc:
    """Return the user-assigned identity that is the account's default one."""
    identity = default_identity(the_account(world))
    return world.need(str(identity.identity) if identity else "")


def _identity_deleted(world: World) -> None:
    document = _identity(world)
    fields = props(document)
    world.remove(text(document, "id"))
    world.need(directory.principal_key(text(fields, "principalId"), text(fields, "tenantId")))
    world.remove(directory.principal_key(text(fields, "principalId"), text(fields, "tenantId")))


def _identity_recreated(world: World) -> None:
    """The account goes on listing the principal id of the first one."""
    resource_id, tenant = text(_identity(world), "id"), text(props(_identity(world)), "tenantId")
    _identity_deleted(world)
    new = (ids.NEW_IDENTITY_OID, ids.NEW_IDENTITY_CLIENT)
    world.put(resource_id, resources.user_assigned_identity(resource_id, *new, tenant))
    name = resource_id.rpartition("/")[2]
    principal = directory.managed_identity_principal(*new, name, resource_id, explicit=True)
    principal["createdDateTime"] = days_ago(_DELETED_DAYS_AGO)
    world.put(directory.principal_key(ids.NEW_IDENTITY_OID, tenant), principal)


def _switched(world: World) -> None:
    """Another identity is attached and made the default one; nobody gave it a role."""
    name, who = f"{ids.IDENTITY}-2", (ids.NEW_IDENTITY_OID, ids.NEW_IDENTITY_CLIENT)
    resource_id = ids.IDENTITY_ID + "-2"
    world.put(resource_id, resources.user_assigned_identity(resource_id, *who))
    principal = directory.managed_identity_principal(*who, name, resource_id, explicit=True)
    world.put(directory.principal_key(ids.NEW_IDENTITY_OID), principal)
    listed = part(the_account(world), "identity", "userAssignedIdentities")
    listed[resource_id] = {"principalId": who[0], "clientId": who[1]}
    props(the_account(world))["defaultIdentity"] = f"UserAssignedIdentity={resource_id}"


def _delegated(world: World) -> None:
    fields = props(the_account(world))
    fields["defaultIdentity"] = f"Delegated{text(fields, 'defaultIdentity')}"


def _not_attached(world: World) -> None:
    the_account(world)["identity"] = dict(NO_IDENTITY)


def _system_identity_off(world: World) -> None:
    world.remove(directory.principal_key(ids.SYSTEM_OID))
    the_account(world)["identity"] = dict(NO_IDENTITY)


def _vault_principal_disabled(world: World) -> None:
    world.need(directory.principal_key(ids.KEY_VAULT_OID))["accountEnabled"] = False


def _vault_principal_gone(world: World) -> None:
    world.need(directory.principal_key(ids.KEY_VAULT_OID))
    world.remove(directory.principal_key(ids.KEY_VAULT_OID))


def _blocked(world: World) -> None:
    world.need(f"entra:/tenants/{ids.TENANT}")["x-policies"] = [holder_of(world)]


_PRINCIPAL: tuple[tuple[str, str, tuple[str, ...], Callable[[World], None]], ...] = (
    (
        "service-principal-disabled",
        "Somebody disabled the identity's service principal.",
        (
            "own-account",
            "own-account-system",
            "own-account-policies",
            "own-account-federated",
            "own-account-usgov",
            _FIRST_PARTY,
            "adobe-managed",
        ),
        disable_principal,
    ),
    (
        "principal-flagged-disabled",
        "The directory marks the identity's service principal as disabled.",
        BOTH,
        _flagged,
    ),
    (
        "service-principal-soft-deleted",
        "Somebody deleted the service principal; it can still be restored.",
        (*_APPLICATIONS, _FIRST_PARTY),
        _soft_deleted,
    ),
    (
        "service-principal-gone",
        "The service principal was deleted for good.",
        (*_APPLICATIONS, _FIRST_PARTY),
        _gone,
    ),
    (
        "consented-in-wrong-tenant",
        "Somebody accepted the application in another tenant than the vault's.",
        _APPLICATIONS,
        _consented_elsewhere,
    ),
    (
        "disabled-by-microsoft",
        "Microsoft disabled the application.",
        _APPLICATIONS,
        _disabled_by_microsoft,
    ),
    (
        "key-vault-principal-disabled",
        "Somebody disabled the Key Vault service's own principal.",
        (*BOTH, _FIRST_PARTY, "own-account-usgov"),
        _vault_principal_disabled,
    ),
    (
        "key-vault-principal-gone",
        "Somebody removed the Key Vault service's own principal.",
        (*BOTH, "own-account-federated", "own-account-usgov"),
        _vault_principal_gone,
    ),
    (
        "blocked-by-workload-policy",
        "A workload policy blocks the identity's sign-in.",
        (*BOTH, "own-account-federated", _FIRST_PARTY),
        _blocked,
    ),
)
_IDENTITY: tuple[tuple[str, str, tuple[str, ...], Callable[[World], None]], ...] = (
    (
        "user-assigned-identity-deleted",
        "Somebody deleted the user-assigned identity.",
        (*USER_ASSIGNED_WORLDS, "adobe-managed"),
        _identity_deleted,
    ),
    (
        "user-assigned-identity-recreated",
        "Somebody deleted the user-assigned identity and made it anew under the same name.",
        (*USER_ASSIGNED_WORLDS, "adobe-managed"),
        _identity_recreated,
    ),
    (
        "identity-not-attached",
        "Somebody took the identity off the account while it is still the default one.",
        (*USER_ASSIGNED_WORLDS, "adobe-managed"),
        _not_attached,
    ),
    (
        "default-identity-switched",
        "Somebody made another identity the default one and gave it no role.",
        ("own-account", "own-account-policies"),
        _switched,
    ),
    (
        "delegated-identity",
        "Another service delegates the account's default identity.",
        OWN,
        _delegated,
    ),
    (
        "system-identity-off",
        "Somebody switched the account's own identity off.",
        ("own-account-system",),
        _system_identity_off,
    ),
)
FAULTS = tuple(
    Fault(id=name, title=title, worlds=worlds, apply=apply)
    for name, title, worlds, apply in (*_PRINCIPAL, *_IDENTITY)
)
