"""Role definitions as Azure stores them: built-in ones, own ones, and those of an account's data plane."""

from __future__ import annotations

from collections.abc import Sequence

from diagnostics.simulator import ids
from diagnostics.simulator.resources import role_definition_id
from diagnostics.simulator.roles import BUILT_IN, DATA_ROLES
from diagnostics.simulator.world import Doc, World


def put_role_definitions(world: World, subscription_id: str = ids.SUBSCRIPTION) -> None:
    """Store the built-in roles as a subscription shows them."""
    for guid, role in BUILT_IN.items():
        permission = {
            "actions": list(role.actions),
            "notActions": list(role.not_actions),
            "dataActions": list(role.data_actions),
            "notDataActions": [],
        }
        put_role_definition(world, guid, role.name, [permission], subscription_id=subscription_id)


def put_role_definition(
    world: World,
    guid: str,
    name: str,
    permissions: Sequence[Doc],
    *,
    subscription_id: str = ids.SUBSCRIPTION,
    custom: bool = False,
) -> str:
    """Store one role definition; returns its id."""
    resource_id = role_definition_id(guid, subscription_id)
    document: Doc = {
        "properties": {
            "roleName": name,
            "type": "CustomRole" if custom else "BuiltInRole",
            "description": name,
            "assignableScopes": [f"/subscriptions/{subscription_id}" if custom else "/"],
            "permissions": list(permissions),
            "createdOn": "2020-05-19T17:52:46.2349235Z",
            "updatedOn": "2021-11-11T20:14:30.2542755Z",
            "createdBy": None,
            "updatedBy": None,
        },
        "id": resource_id,
        "type": "Microsoft.Authorization/roleDefinitions",
        "name": guid,
    }
    world.put(resource_id, document)
    return resource_id


def put_data_roles(world: World, account_id: str) -> None:
    """Store the account's own built-in data-plane roles."""
    for guid, (name, actions) in DATA_ROLES.items():
        resource_id = f"{account_id}/sqlRoleDefinitions/{guid}"
        document: Doc = {
            "id": resource_id,
            "name": guid,
            "properties": {
                "roleName": name,
                "type": "BuiltInRole",
                "assignableScopes": [account_id],
                "permissions": [{"dataActions": list(actions), "notDataActions": []}],
            },
            "type": "Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions",
        }
        world.put(resource_id, document)
