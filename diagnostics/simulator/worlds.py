"""The base worlds: healthy environments, composed of small functions, ready for a fault.

Beside the keys of `world.py` these documents carry the simulator's own fields:

| document | field | meaning |
|---|---|---|
| `sim:/caller` | `client_id` | whose sign-in `Simulator.environ()` hands out |
| `/subscriptions/{s}` | `x-managementGroups` | ancestors' names, nearest first; role assignments may lie under `/providers/Microsoft.Management/managementGroups/{name}` |
| account | `x-keys` | account keys (invented): never served, searched for in every output |
| account | `x-withoutResource` | true: Entra knows no resource of its own for the account (500011), only the general one |
| `entra:/tenants/{t}` | `x-policies` | object ids whose sign-in a workload policy blocks (53003) |
| `entra:/tenants/{t}` | `x-licence` | "free": the directory's audit log is kept for 7 days in place of 30 |
| `entra:/tenants/{t}` | `x-missingResources` | resources without a principal (500011), as hosts or `*.suffix` |
| `entra:/tenants/{t}` | `x-audiences` | resource asked → audience given instead |
| `entra:/tenants/{t}` | `x-withoutPremium` | true: no role can be given for a time (AadPremiumLicenseRequired) |
| `entra:/clients/{a}` | `x-claims` | claims replaced in its tokens; None leaves one out |
| `entra:/clients/{a}` | `x-refused` | resource (host or `*.suffix`) → AADSTS number with which its token is refused |
| application | `x-federatedIdentityCredentials` | its federated credentials |
| group | `x-members` | object ids, groups too |
"""

from __future__ import annotations

from collections.abc import Callable

from diagnostics.clouds import PUBLIC, US_GOVERNMENT, Cloud
from diagnostics.simulator import directory, ids, resources, role_definitions, roles
from diagnostics.simulator.account import NO_IDENTITY, account, system_assigned, user_assigned
from diagnostics.simulator.adobe_surroundings import put_adobe
from diagnostics.simulator.surroundings import (
    ACCOUNT_KEY,
    APPLICATION_SECRET,
    CANARIES,
    put_directories,
    put_subscriptions,
)
from diagnostics.simulator.world import Doc, World

__all__ = ["ADOBE_ADDRESS", "CANARIES", "GET_WRAP_UNWRAP", "WORLDS", "build", "key_uri"]

ADOBE_ADDRESS = "20.88.123.53"  # Adobe's static address: Platform page on CMK alerts and IP access
ON_CALL_NETWORK = "198.51.100.0/24"  # where the caller asks from: documentation addresses
GET_WRAP_UNWRAP = ("get", "wrapKey", "unwrapKey")
_USER_ASSIGNED = f"UserAssignedIdentity={ids.IDENTITY_ID}"


def build(name: str) -> World:
    """Return a fresh healthy world.

    Raises:
        KeyError: if there is no world of that name.
    """
    compose, cloud = WORLDS[name]
    world = World(name, cloud)
    put_directories(world)
    put_subscriptions(world)
    put_adobe(world)
    compose(world)
    return world


def key_uri(world: World, vault: str = ids.VAULT, key: str = ids.KEY) -> str:
    """Return the versionless URI of a key in that world's cloud."""
    return f"https://{vault}.{world.cloud.vault_suffix}/keys/{key}"


def _own_account(world: World) -> None:
    _identity(world)
    _vault(world, rbac=True)
    resources.assign(world, ids.VAULT_ID, roles.CRYPTO_SERVICE_ENCRYPTION_USER, ids.IDENTITY_OID)
    _account(world, _USER_ASSIGNED, _identity_block())


def _own_account_system(world: World) -> None:
    principal = directory.managed_identity_principal(
        ids.SYSTEM_OID, ids.SYSTEM_CLIENT, ids.ACCOUNT, ids.ACCOUNT_ID, explicit=False
    )
    world.put(directory.principal_key(ids.SYSTEM_OID), principal)
    _vault(world, rbac=True)
    resources.assign(world, ids.KEY_ID, roles.CRYPTO_SERVICE_ENCRYPTION_USER, ids.SYSTEM_OID)
    _account(world, "SystemAssignedIdentity", system_assigned(ids.SYSTEM_OID))


def _own_account_first_party(world: World) -> None:
    _vault(world, rbac=False, key_user=ids.COSMOS_OID)
    _account(world, "FirstPartyIdentity", dict(NO_IDENTITY))


def _own_account_policies(world: World) -> None:
    _identity(world)
    _vault(world, rbac=False, key_user=ids.IDENTITY_OID)
    _account(world, _USER_ASSIGNED, _identity_block())


def _own_account_federated(world: World) -> None:
    _identity(world)
    _vault(world, rbac=True)
    app = directory.application(
        ids.FEDERATED_APP_OBJECT, ids.FEDERATED_APP, "ajo-cmk-federation", multi_tenant=True
    )
    app["x-federatedIdentityCredentials"] = [
        directory.federated_credential(world, ids.TENANT, ids.IDENTITY_OID)
    ]
    app["passwordCredentials"] = [directory.password("bootstrap", issued=60, expires=-300)]
    app["x-secretText"] = APPLICATION_SECRET
    world.put(directory.application_key(ids.FEDERATED_APP_OBJECT), app)
    principal = directory.service_principal(
        ids.FEDERATED_OID, ids.FEDERATED_APP, "ajo-cmk-federation"
    )
    principal["signInAudience"] = "AzureADMultipleOrgs"
    world.put(directory.principal_key(ids.FEDERATED_OID), principal)
    resources.assign(world, ids.VAULT_ID, roles.CRYPTO_SERVICE_ENCRYPTION_USER, ids.FEDERATED_OID)
    default = f"{_USER_ASSIGNED}&FederatedClientId={ids.FEDERATED_APP}"
    _account(world, default, _identity_block())


def _without_key(world: World) -> None:
    _account(world, "FirstPartyIdentity", dict(NO_IDENTITY), with_key=False)


def _adobe_managed(world: World) -> None:
    """Adobe's account and identity exist, where the customer cannot look."""
    name = "acp1a2b3c4daepcmkmultitenantapp"
    principal = directory.service_principal(
        ids.ADOBE_OID, ids.ADOBE_APP, name, owner=ids.ADOBE_TENANT
    )
    world.put(directory.principal_key(ids.ADOBE_OID), principal)
    _vault(world, rbac=True)
    properties = world.need(ids.VAULT_ID)["properties"]
    properties["networkAcls"] |= {
        "defaultAction": "Deny",
        "ipRules": [{"value": f"{ADOBE_ADDRESS}/32"}, {"value": ON_CALL_NETWORK}],
    }
    resources.assign(world, ids.VAULT_ID, roles.CRYPTO_SERVICE_ENCRYPTION_USER, ids.ADOBE_OID)
    _adobes_side(world, name)


def _adobes_side(world: World, name: str) -> None:
    world.put(
        f"entra:/tenants/{ids.ADOBE_TENANT}",
        {"displayName": "adobe-platform", "x-domain": "adobe.example", "x-policies": []},
    )
    world.put(
        f"/subscriptions/{ids.ADOBE_SUBSCRIPTION}",
        resources.subscription(
            "adobe-platform-va7", ids.ADOBE_SUBSCRIPTION, ids.ADOBE_TENANT, groups=()
        ),
    )
    app = directory.application(ids.ADOBE_APP_OBJECT, ids.ADOBE_APP, name, multi_tenant=True)
    app["publisherDomain"] = "adobe.example"
    app["x-federatedIdentityCredentials"] = [
        directory.federated_credential(world, ids.ADOBE_TENANT, ids.ADOBE_IDENTITY_OID)
    ]
    world.put(directory.application_key(ids.ADOBE_APP_OBJECT, ids.ADOBE_TENANT), app)
    identity = (ids.ADOBE_IDENTITY_ID, ids.ADOBE_IDENTITY_OID, ids.ADOBE_IDENTITY_CLIENT)
    _put_identity(world, *identity, tenant=ids.ADOBE_TENANT)
    world.put(
        ids.ADOBE_ACCOUNT_ID,
        account(
            ids.ADOBE_ACCOUNT_ID,
            world.cloud,
            key_uri=key_uri(world),
            default_identity=f"UserAssignedIdentity={ids.ADOBE_IDENTITY_ID}&FederatedClientId={ids.ADOBE_APP}",
            identity=user_assigned(*identity),
        ),
    )


def _no_customer_key(world: World) -> None:
    """Nothing of the customer's but a directory and a subscription."""
    world.remove(ids.VAULT_GROUP_ID)


def _identity(world: World) -> None:
    _put_identity(world, ids.IDENTITY_ID, ids.IDENTITY_OID, ids.IDENTITY_CLIENT, tenant=ids.TENANT)


def _identity_block() -> Doc:
    return user_assigned(ids.IDENTITY_ID, ids.IDENTITY_OID, ids.IDENTITY_CLIENT)


def _put_identity(
    world: World, resource_id: str, principal_id: str, client_id: str, *, tenant: str
) -> None:
    document = resources.user_assigned_identity(resource_id, principal_id, client_id, tenant)
    world.put(resource_id, document)
    principal = directory.managed_identity_principal(
        principal_id, client_id, document["name"], resource_id, explicit=True
    )
    world.put(directory.principal_key(principal_id, tenant), principal)


def _vault(world: World, *, rbac: bool, key_user: str = "") -> None:
    """Put the vault with its keys; the caller may read keys in the model that is in force."""
    policies = [resources.access_policy(ids.CALLER_OID, ("get", "list"))] if not rbac else []
    policies += [resources.access_policy(key_user, GET_WRAP_UNWRAP)] if key_user else []
    world.put(
        ids.VAULT_ID, resources.vault(ids.VAULT_ID, world.cloud, rbac=rbac, policies=policies)
    )
    world.put(ids.OTHER_VAULT_ID, resources.vault(ids.OTHER_VAULT_ID, world.cloud, rbac=True))
    resources.put_key(world, ids.VAULT_ID, ids.KEY, [ids.KEY_VERSION, ids.OLD_KEY_VERSION])
    resources.put_key(world, ids.VAULT_ID, ids.OTHER_KEY, [ids.KEY_VERSION[::-1]])
    for role, principal, kind in (
        (roles.KEY_VAULT_READER, ids.CALLER_OID, "ServicePrincipal"),
        (roles.KEY_VAULT_DATA_ACCESS_ADMINISTRATOR, ids.ONCALL_GROUP, "Group"),
        (roles.KEY_VAULT_CONTRIBUTOR, ids.ROBIN, "User"),
    ):
        resources.assign(world, ids.VAULT_ID, role, principal, kind)
    resources.assign(
        world, ids.OTHER_KEY_ID, roles.CRYPTO_SERVICE_ENCRYPTION_USER, ids.REPORTS_OID
    )


def _account(world: World, default_identity: str, identity: Doc, *, with_key: bool = True) -> None:
    """Put the account with its data-plane roles; the caller may read its data."""
    document = account(
        ids.ACCOUNT_ID,
        world.cloud,
        key_uri=key_uri(world) if with_key else None,
        default_identity=default_identity,
        identity=identity,
    )
    document["x-keys"] = {"primaryMasterKey": ACCOUNT_KEY}
    world.put(ids.ACCOUNT_ID, document)
    role_definitions.put_data_roles(world, ids.ACCOUNT_ID)
    for role, principal in (
        (roles.COSMOS_DATA_READER, ids.CALLER_OID),
        (roles.COSMOS_DATA_CONTRIBUTOR, ids.BILLING_OID),
    ):
        resources.assign_data_role(world, ids.ACCOUNT_ID, role, principal, ids.ACCOUNT_ID)
    database = f"{ids.ACCOUNT_ID}/sqlDatabases/{ids.DATABASE}"
    for resource_id in (database, f"{database}/containers/{ids.CONTAINER}"):
        name = resource_id.rpartition("/")[2]
        kind = "containers" if "/containers/" in resource_id else "sqlDatabases"
        world.put(resource_id, {"id": resource_id, "name": name, "x-kind": kind})


WORLDS: dict[str, tuple[Callable[[World], None], Cloud]] = {
    "own-account": (_own_account, PUBLIC),
    "own-account-system": (_own_account_system, PUBLIC),
    "own-account-first-party": (_own_account_first_party, PUBLIC),
    "own-account-policies": (_own_account_policies, PUBLIC),
    "own-account-federated": (_own_account_federated, PUBLIC),
    "own-account-usgov": (_own_account, US_GOVERNMENT),
    "own-account-without-key": (_without_key, PUBLIC),
    "adobe-managed": (_adobe_managed, PUBLIC),
    "no-customer-key": (_no_customer_key, PUBLIC),
}
