"""Takes one right from the simulated login; everything else in the world stays as it is."""

from __future__ import annotations

from diagnostics.permission import Permission
from diagnostics.simulator import ids, roles
from diagnostics.simulator.world import World


def without(world: World, permission: Permission) -> None:
    take = {
        "arm": _arm,
        "graph": _graph,
        "keyvault": _keyvault,
        "cosmos": _cosmos,
        "adobe": _adobe,
    }[permission.api]
    take(world, permission.name)


def _arm(world: World, name: str) -> None:
    """Every role stays, minus this one action, as custom roles would say it."""
    for key, role in world.under("/"):
        if "/roledefinitions/" in key:
            for block in role["properties"]["permissions"]:
                block["notActions"].append(name)


def _graph(world: World, name: str) -> None:
    held = world.need(f"entra:/clients/{ids.CALLER_APP}")["roles"]
    if name in held:  # what only the second look asks for, few logins hold
        held.remove(name)


def _keyvault(world: World, _name: str) -> None:
    for key, assignment in list(world.under("/")):
        properties = assignment.get("properties", {})
        is_role = "/roleassignments/" in key and properties.get("principalId") == ids.CALLER_OID
        if is_role and properties["roleDefinitionId"].endswith(roles.KEY_VAULT_READER):
            world.remove(key)


def _cosmos(world: World, _name: str) -> None:
    for key, assignment in list(world.under("/")):
        mine = assignment.get("properties", {}).get("principalId") == ids.CALLER_OID
        if "/sqlroleassignments/" in key and mine:
            world.remove(key)


def _adobe(world: World, name: str) -> None:
    held = world.need(f"adobe:/credentials/{ids.ADOBE_CLIENT}")["permissions"]
    if name in held:
        held.remove(name)
