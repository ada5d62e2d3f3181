"""Step 2, the other half: what somebody did to the caller's Cosmos DB data-plane role."""

from __future__ import annotations

from collections.abc import Callable

from diagnostics.simulator import ids, resources, roles
from diagnostics.simulator.fault import Fault
from diagnostics.simulator.faults.acting import OWN, the_account
from diagnostics.simulator.reading import props, text
from diagnostics.simulator.world import Doc, World

_CUSTOM_ROLE = "55555555-eeee-4000-8000-000000000008"
_ITEMS = "Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/read"
_WITH_AND_WITHOUT_KEY = ("own-account", "own-account-without-key")


def _data_role(scope: str, role: str = roles.COSMOS_DATA_READER) -> Callable[[World], None]:
    """Give the caller's data-plane role at a scope below the account; empty takes it away."""

    def apply(world: World) -> None:
        account = text(the_account(world), "id")
        prefix = f"{account}/sqlroleassignments/"
        held = [k for k, doc in world.under(prefix) if _is_callers(doc)]
        if not held:
            raise LookupError("the caller holds no data-plane role")
        for key in held:
            world.remove(key)
        if scope:
            where = f"{account}/{scope}".rstrip("/")
            resources.assign_data_role(world, account, role, ids.CALLER_OID, where)

    return apply


def _is_callers(document: Doc) -> bool:
    return text(props(document), "principalId") == ids.CALLER_OID


def _without_metadata(world: World) -> None:
    account = text(the_account(world), "id")
    resource_id = f"{account}/sqlRoleDefinitions/{_CUSTOM_ROLE}"
    fields: Doc = {
        "roleName": "Items only",
        "type": "CustomRole",
        "assignableScopes": [account],
        "permissions": [{"dataActions": [_ITEMS], "notDataActions": []}],
    }
    kind = "Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions"
    world.put(
        resource_id, {"id": resource_id, "name": _CUSTOM_ROLE, "properties": fields, "type": kind}
    )
    _data_role("/", _CUSTOM_ROLE)(world)


def _of_group(world: World) -> None:
    """The role is a group's, and the caller is not in it."""
    account = text(the_account(world), "id")
    _data_role("")(world)
    resources.assign_data_role(
        world, account, roles.COSMOS_DATA_READER, ids.KEY_USERS_GROUP, account
    )


_FAULTS: tuple[tuple[str, str, tuple[str, ...], Callable[[World], None]], ...] = (
    (
        "cosmos-data-role-missing",
        "Somebody took the caller's Cosmos DB data-plane role away.",
        _WITH_AND_WITHOUT_KEY,
        _data_role(""),
    ),
    (
        "cosmos-data-role-on-database",
        "Somebody narrowed the caller's Cosmos DB data-plane role to one database.",
        OWN,
        _data_role(f"dbs/{ids.DATABASE}"),
    ),
    (
        "cosmos-data-role-on-container",
        "Somebody narrowed the caller's Cosmos DB data-plane role to one container.",
        OWN,
        _data_role(f"dbs/{ids.DATABASE}/colls/{ids.CONTAINER}"),
    ),
    (
        "cosmos-data-role-without-metadata",
        "Somebody replaced the caller's data-plane role by a custom one that reads items alone.",
        OWN,
        _without_metadata,
    ),
    (
        "cosmos-data-role-of-a-group",
        "The data-plane role is given to a group, and somebody took the caller out of the group.",
        OWN,
        _of_group,
    ),
)
FAULTS = tuple(
    Fault(id=name, title=title, worlds=worlds, apply=apply)
    for name, title, worlds, apply in _FAULTS
)
