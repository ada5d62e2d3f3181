"""Who may do what in a world: the simulator's own reading of Azure RBAC, access policies and Cosmos DB roles.

Sources, read 2026-11-23: Azure RBAC overview (how access is decided), deny assignments page, Key Vault access-policy
page, Cosmos DB data-plane security reference. It shares nothing with what it is there to test.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from operator import methodcaller
from typing import cast

from diagnostics.simulator.reading import entries, lowered, part, props, text, words
from diagnostics.simulator.world import Doc, World

AUTHORIZATION = "/providers/microsoft.authorization/"
MANAGEMENT_GROUPS = "/providers/microsoft.management/managementgroups/"
EVERYONE = "00000000-0000-0000-0000-000000000000"  # deny assignments: type SystemDefined
WRAPPING = ("get", "wrapkey", "unwrapkey")  # what encryption at rest needs of a key
DATA_ACTION_OF = {  # operation of an access policy → data action of Azure RBAC
    "get": "Microsoft.KeyVault/vaults/keys/read",
    "list": "Microsoft.KeyVault/vaults/keys/read",
    "wrapkey": "Microsoft.KeyVault/vaults/keys/wrap/action",
    "unwrapkey": "Microsoft.KeyVault/vaults/keys/unwrap/action",
    "update": "Microsoft.KeyVault/vaults/keys/update/action",
    "create": "Microsoft.KeyVault/vaults/keys/create/action",
    "delete": "Microsoft.KeyVault/vaults/keys/delete",
    "recover": "Microsoft.KeyVault/vaults/keys/recover/action",
    "backup": "Microsoft.KeyVault/vaults/keys/backup/action",
    "restore": "Microsoft.KeyVault/vaults/keys/restore/action",
}


@lru_cache(maxsize=16384)
def folded(scope: str) -> str:
    """Return a scope in the form in which scopes are compared."""
    return "/" + "/".join(part for part in scope.lower().split("/") if part)


def covers(world: World, held_at: str, needed_at: str) -> bool:
    """Tell whether something given at one scope holds at another: itself, below it, or by a management group."""
    held, needed = folded(held_at), folded(needed_at)
    if held in ("/", needed) or needed.startswith(held + "/"):
        return True
    if not held.startswith(MANAGEMENT_GROUPS):
        return False
    subscription = world.get("/".join(needed.split("/")[:3]))
    return held.removeprefix(MANAGEMENT_GROUPS) in lowered(subscription, "x-managementGroups")


def principals_of(world: World, object_id: str) -> frozenset[str]:
    """Return the principal and every group it belongs to, transitively."""
    groups = tuple(world.naming("/groups/"))
    found = {object_id.lower()}
    while True:
        new = {
            str(group["id"]).lower() for group in groups if found & lowered(group, "x-members")
        } - found
        if not new:
            return frozenset(found)
        found |= new


@lru_cache(maxsize=4096)
def matches(pattern: str, action: str) -> bool:
    """Tell whether a pattern of a role names an action; `*` stands for any run of characters."""
    regex = re.escape(pattern.lower()).replace(r"\*", ".*")
    return re.fullmatch(regex, action.lower(), re.DOTALL) is not None


def grants(block: Doc, action: str, *, data: bool) -> bool:
    """Tell whether one permission block names an action and does not take it away again."""
    given, taken = ("dataActions", "notDataActions") if data else ("actions", "notActions")
    return any(matches(pattern, action) for pattern in words(block, given)) and not any(
        matches(pattern, action) for pattern in words(block, taken)
    )


def role_definition(world: World, role_id: str) -> Doc | None:
    """Return a role definition by its id, whatever scope the id is written with."""
    tail = f"{AUTHORIZATION}roledefinitions/{role_id.rstrip('/').rpartition('/')[2].lower()}"
    is_it = cast("Callable[[str], bool]", methodcaller("endswith", tail))
    key = next(filter(is_it, world.documents), None)
    return None if key is None else world.documents[key]


def assignments(world: World) -> Iterator[Doc]:
    """Go through the role assignments."""
    return _of_kind(world, "roleassignments")


def denies(world: World) -> Iterator[Doc]:
    """Go through the deny assignments."""
    return _of_kind(world, "denyassignments")


def scheduled(world: World, kind: str) -> Iterator[Doc]:
    """Go through the documents of one sort that Privileged Identity Management keeps."""
    return _of_kind(world, kind.lower())


def allowed(world: World, object_id: str, action: str, scope: str, *, data: bool = False) -> bool:
    """Tell whether Azure RBAC lets a principal do something at a scope."""
    who = principals_of(world, object_id)
    if any(_forbids(world, doc, who, scope, action, data) for doc in denies(world)):
        return False
    return any(grants(block, action, data=data) for block in _blocks(world, who, scope))


def permissions_at(world: World, object_id: str, scope: str) -> list[Doc]:
    """Return the permission blocks that a principal's roles give it at a scope."""
    return list(_blocks(world, principals_of(world, object_id), scope))


def reads_below(world: World, object_id: str, subscription: str) -> bool:
    """Tell whether a principal holds any role in a subscription, at whatever scope."""
    who, top = principals_of(world, object_id), f"/subscriptions/{subscription.lower()}"
    return any(
        _principal(doc) in who
        and (covers(world, scope := _scope(doc), top) or covers(world, top, scope))
        for doc in assignments(world)
    )


def may_use_key(world: World, vault: Doc, object_id: str, key: str, operation: str) -> bool:
    """Tell whether a principal may do one operation with a key, by the model that is in force in the vault."""
    if vault["properties"].get("enableRbacAuthorization"):
        action = DATA_ACTION_OF[operation.lower()]
        return allowed(world, object_id, action, f"{vault['id']}/keys/{key}", data=True)
    return operation.lower() in policy_operations(world, vault, object_id)


def policy_operations(world: World, vault: Doc, object_id: str) -> frozenset[str]:
    """Return the key operations that access policies give a principal, in lower case; `all` is spelled out."""
    who, tenant = principals_of(world, object_id), str(vault["properties"]["tenantId"]).lower()
    found: set[str] = set()
    for policy in entries(props(vault), "accessPolicies"):
        # With an applicationId the policy counts only together with that application (compound identity).
        if (
            text(policy, "objectId").lower() in who
            and text(policy, "tenantId").lower() == tenant
            and not policy.get("applicationId")
        ):
            found |= lowered(part(policy, "permissions"), "keys")
    return frozenset(found | set(DATA_ACTION_OF) if "all" in found else found)


def may_read_cosmos(
    world: World, account_id: str, object_id: str, action: str, resource: str = ""
) -> bool:
    """Tell whether Cosmos DB's own roles let a principal do something; `resource` is below the account ("/dbs/x")."""
    who, needed = principals_of(world, object_id), folded(f"{account_id}/{resource}")
    return any(
        str(doc["properties"]["principalId"]).lower() in who
        and covers(world, str(doc["properties"]["scope"]), needed)
        and any(
            matches(pattern, action)
            for block in _sql_blocks(world, account_id, doc)
            for pattern in words(block, "dataActions")
        )
        for _, doc in world.under(f"{account_id}/sqlroleassignments/")
    )


def _sql_blocks(world: World, account_id: str, assignment: Doc) -> list[Doc]:
    name = text(props(assignment), "roleDefinitionId").rstrip("/").rpartition("/")[2]
    role = world.get(f"{account_id}/sqlroledefinitions/{name}")
    return entries(props(role), "permissions")


def _of_kind(world: World, kind: str) -> Iterator[Doc]:
    return world.naming(f"{AUTHORIZATION}{kind}/")


def _blocks(world: World, who: frozenset[str], scope: str) -> Iterator[Doc]:
    for doc in assignments(world):
        if _principal(doc) in who and covers(world, _scope(doc), scope) and _holds(doc):
            role = role_definition(world, str(doc["properties"]["roleDefinitionId"]))
            yield from entries(props(role), "permissions")


def _forbids(
    world: World,
    deny: Doc,
    who: frozenset[str],
    scope: str,
    action: str,
    data: bool,
) -> bool:
    fields = props(deny)
    named = {text(one, "id").lower() for one in entries(fields, "principals")}
    spared = {text(one, "id").lower() for one in entries(fields, "excludePrincipals")}
    here = (
        folded(fields["scope"]) == folded(scope)
        if fields.get("doNotApplyToChildScopes")
        else covers(world, fields["scope"], scope)
    )
    return (
        here
        and bool(named & {*who, EVERYONE})
        and not spared & who
        and _holds(deny)
        and any(grants(block, action, data=data) for block in entries(fields, "permissions"))
    )


def _holds(doc: Doc) -> bool:
    """Decide a condition: the world says whether it holds; nobody here evaluates attributes."""
    return not doc["properties"].get("condition") or bool(doc.get("x-condition-holds"))


def _principal(doc: Doc) -> str:
    return str(doc["properties"]["principalId"]).lower()


def _scope(doc: Doc) -> str:
    return str(doc["properties"]["scope"])
