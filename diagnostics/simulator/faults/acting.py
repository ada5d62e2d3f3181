"""What faults have in common: who must reach the key, which grants it has, how documents are changed."""

from __future__ import annotations

import copy
import uuid
from collections.abc import Callable, Sequence

from diagnostics.simulator import (
    access,
    directory,
    ids,
    key_documents,
    key_state,
    resources,
    role_definitions,
)
from diagnostics.simulator.clock import days_ago
from diagnostics.simulator.consequences import account_of
from diagnostics.simulator.key_documents import Vaulted
from diagnostics.simulator.key_holder import default_identity, key_holder
from diagnostics.simulator.reading import entries, part, props, text
from diagnostics.simulator.world import Doc, World

RBAC_WORLDS = (
    "own-account",
    "own-account-system",
    "own-account-federated",
    "own-account-usgov",
    "adobe-managed",
)
POLICY_WORLDS = ("own-account-policies", "own-account-first-party")
BOTH = ("own-account", "adobe-managed")
OWN = ("own-account",)
EVERY_TOPOLOGY = (*BOTH, "no-customer-key")
USER_ASSIGNED_WORLDS = (
    "own-account",
    "own-account-policies",
    "own-account-federated",
    "own-account-usgov",
)
KEYS = "Microsoft.KeyVault/vaults/keys"
STAGING = "22222222-bbbb-4000-8000-000000000003"  # a second subscription of the same tenant
STAGING_ID = f"/subscriptions/{STAGING}"
_ENFORCED = "Enforced"


def the_account(world: World) -> Doc:
    """Return the account behind the campaign."""
    account = account_of(world)
    if account is None:
        raise LookupError(f"the world {world.name} has no account")
    return account


def the_vault(world: World) -> Doc:
    """Return the vault of the key."""
    return world.need(ids.VAULT_ID)


def the_place(world: World) -> Vaulted:
    """Return where the key lies."""
    return Vaulted(the_vault(world), ids.KEY, "")


def key_documents_of(world: World) -> list[Doc]:
    """Return every document of the key's current version."""
    place = the_place(world)
    return key_documents.same_version(world, place, world.need(place.current))


def set_attributes(world: World, **changes: object) -> None:
    """Change attributes of the key's current version."""
    for document in key_documents_of(world):
        part(props(document), "attributes").update(changes)


def holder_of(world: World) -> str:
    """Return the object id that must reach the key."""
    account = the_account(world)
    identity = default_identity(account)
    if identity is None:
        raise LookupError(f"the account of {world.name} has no default identity")
    tenant = text(props(key_state.find_vault(world, _host(account))), "tenantId")
    return key_holder(world, account, identity, tenant).object_id


def _host(account: Doc) -> str:
    uri = key_state.key_uri(account)
    return uri.host if uri else ""


def take_roles(world: World) -> list[Doc]:
    """Take every role from the principal that must reach the key; returns what was taken.

    Raises:
        LookupError: if it holds none, so that there is nothing to take.
    """
    who = holder_of(world)
    taken = [doc for doc in access.assignments(world) if text(props(doc), "principalId") == who]
    if not taken:
        raise LookupError(f"{who} holds no role")
    for document in taken:
        world.remove(text(document, "id"))
    return taken


def move_role(world: World, scope: str, role: str = "", principal: str = "") -> Doc:
    """Replace the principal's grant by another: at another scope, of another role or for somebody else."""
    who = principal or holder_of(world)
    if "/vaults/" in scope:
        world.need(scope)
    taken = take_roles(world)
    guid = role or text(props(taken[0]), "roleDefinitionId").rpartition("/")[2]
    kind = "Group" if "/groups/" in _place_of(world, who) else "ServicePrincipal"
    return world.need(resources.assign(world, scope, guid, who, kind))


def _place_of(world: World, object_id: str) -> str:
    return next(
        (key for key, _ in world.under("graph:/") if key.endswith(f"/{object_id.lower()}")), ""
    )


def take_policies(world: World) -> list[Doc]:
    """Take the principal's access policies; returns what was taken.

    Raises:
        LookupError: if it has none, so that there is nothing to take.
    """
    who, fields = holder_of(world), props(the_vault(world))
    taken = [one for one in entries(fields, "accessPolicies") if text(one, "objectId") == who]
    if not taken:
        raise LookupError(f"{who} has no access policy")
    fields["accessPolicies"] = [
        one for one in entries(fields, "accessPolicies") if one not in taken
    ]
    return [copy.deepcopy(one) for one in taken]


def add_policy(world: World, **changes: object) -> None:
    """Add an access policy for the principal; `changes` replace fields of it."""
    policy = resources.access_policy(holder_of(world), ("get", "wrapKey", "unwrapKey"))
    entries(props(the_vault(world)), "accessPolicies").append({**policy, **changes})


def set_vault(**changes: object) -> Callable[[World], None]:
    """Change properties of the vault; None takes one away."""
    return lambda world: _set(props(the_vault(world)), changes)


def set_account(**changes: object) -> Callable[[World], None]:
    """Change properties of the account; None takes one away."""
    return lambda world: _set(props(the_account(world)), changes)


def _set(fields: Doc, changes: dict[str, object]) -> None:
    for name, value in changes.items():
        fields.pop(name, None)
        if value is not None:
            fields[name] = copy.deepcopy(value)


def principal_of(world: World) -> Doc:
    """Return the service principal that must reach the key."""
    return world.need(directory.principal_key(holder_of(world)))


def application_of(world: World) -> Doc:
    """Return the registration of the multi-tenant application that the account uses, in whosever tenant."""
    key = application_key(world)
    return world.need(key)


def application_key(world: World) -> str:
    """Return the key of that registration's document."""
    identity = default_identity(the_account(world))
    wanted = str(identity.federated_client or "") if identity else ""
    for key, document in world.under("graph:/"):
        if wanted and "/applications/" in key and text(document, "appId") == wanted:
            return key
    raise LookupError(f"the account of {world.name} uses no application")


def custom_role(
    world: World, guid: str, name: str, data: Sequence[str], not_data: Sequence[str] = ()
) -> None:
    """Store a custom role with data actions alone."""
    block: Doc = {
        "actions": [],
        "notActions": [],
        "dataActions": list(data),
        "notDataActions": list(not_data),
    }
    role_definitions.put_role_definition(world, guid, name, [block], custom=True)


def deny(world: World, *, scope: str = ids.VAULT_GROUP_ID, **changes: object) -> None:
    """Put a deny assignment that forbids the principal the keys; `changes` replace fields of it or of its block."""
    if "/vaults/" in scope:
        world.need(scope)
    name = str(uuid.uuid5(uuid.NAMESPACE_URL, "deny"))
    block: Doc = {
        "actions": [],
        "notActions": [],
        "dataActions": [f"{KEYS}/*"],
        "notDataActions": [],
        "condition": None,
        "conditionVersion": None,
    }
    fields: Doc = {
        "denyAssignmentName": "Security stack lock",
        "description": "Keys of this group are locked by the deployment stack",
        "permissions": [block],
        "scope": scope,
        "doNotApplyToChildScopes": False,
        "principals": [{"id": holder_of(world), "type": "ServicePrincipal"}],
        "excludePrincipals": [{"id": ids.ADMINS_GROUP, "type": "Group"}],
        "isSystemProtected": True,
    }
    for field, value in changes.items():
        (block if field in block else fields)[field] = value
    resource_id = f"{scope}/providers/Microsoft.Authorization/denyAssignments/{name}"
    document: Doc = {
        "properties": fields,
        "id": resource_id,
        "type": "Microsoft.Authorization/denyAssignments",
        "name": name,
    }
    world.put(resource_id, document)


def perimeter(world: World, *, outbound: Sequence[str], mode: str = _ENFORCED) -> None:
    """Put the account into a network security perimeter that lets it out to these names."""
    account = text(the_account(world), "id")
    group = account.partition("/providers/")[0]
    ways = ["*.monitor.azure.com", *outbound]
    inbound = {"direction": "Inbound", "subscriptions": [{"id": ids.SUBSCRIPTION_ID}]}
    rules = [
        {"name": "callers", "properties": inbound},
        {
            "name": "ways-out",
            "properties": {"direction": "Outbound", "fullyQualifiedDomainNames": ways},
        },
    ]
    name = "nsp-ajo.campaigns"
    resource_id = f"{account}/networkSecurityPerimeterConfigurations/{name}"
    document: Doc = {
        "id": resource_id,
        "name": name,
        "type": "Microsoft.DocumentDB/databaseAccounts/networkSecurityPerimeterConfigurations",
        "properties": {
            "provisioningState": "Succeeded",
            "networkSecurityPerimeter": {
                "id": f"{group}/providers/Microsoft.Network/networkSecurityPerimeters/nsp-ajo",
                "location": ids.LOCATION,
            },
            "resourceAssociation": {"name": "campaigns", "accessMode": mode},
            "profile": {"name": "default", "accessRulesVersion": 3, "accessRules": rules},
        },
    }
    world.put(resource_id, document)


def put_staging(world: World) -> None:
    """Store a second subscription of the customer's, which the caller cannot see."""
    document = resources.subscription("ajo-staging", STAGING, ids.TENANT, groups=())
    world.put(STAGING_ID, document)
    role_definitions.put_role_definitions(world, STAGING)


def into_group(world: World, who: str) -> None:
    """Put somebody into the group of the key's users."""
    group = world.need(f"graph:/{ids.TENANT}/groups/{ids.KEY_USERS_GROUP}")
    group["x-members"] = [*group["x-members"], who]


def deleted_twin(world: World, who: str) -> None:
    """Leave a deleted service principal of the same name and application under its former object id."""
    document = copy.deepcopy(world.need(directory.principal_key(who)))
    document |= {"id": ids.OLD_IDENTITY_OID, "deletedDateTime": days_ago(4)}
    document["@odata.type"] = "#microsoft.graph.servicePrincipal"
    world.put(directory.deleted_key(ids.OLD_IDENTITY_OID), document)
