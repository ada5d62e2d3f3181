"""Giving and taking roles.

Sources: recorded `PrincipalNotFound` (400, the id without dashes) and `RoleAssignmentExists` (409) of azure-cli; a role
definition's PUT answers 201 (azure-cli accepts nothing else); `RoleAssignmentUpdateNotPermitted` from documentation.
"""

from __future__ import annotations

from collections.abc import Mapping

from diagnostics.simulator import access
from diagnostics.simulator.arm import AUTHORIZATION, arm_route
from diagnostics.simulator.callers import arm_caller, arm_error
from diagnostics.simulator.clock import instant, server_now
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.key_holder import tenant_of
from diagnostics.simulator.propagation import followed
from diagnostics.simulator.reading import entries, part, props, text, words
from diagnostics.simulator.world import Doc, World, served


def _put_assignment(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    fields, scope = part(request.json(), "properties"), groups["scope"]
    old = world.get(request.path)
    refusal = _refused(world, fields, scope) or _clash(world, old, fields, scope)
    if refusal:
        return refusal
    document = _assignment(world, request, fields, scope)
    with followed(world):
        world.put(request.path, document)
    return Answer(status=200 if old else 201, body=served(document))


def _refused(world: World, fields: Doc, scope: str) -> Answer | None:
    role = text(fields, "roleDefinitionId").rpartition("/")[2]
    if access.role_definition(world, role) is None:
        return arm_error(
            404,
            "RoleDefinitionDoesNotExist",
            f"The specified role definition with ID '{role.replace('-', '')}' does not exist.",
        )
    who, tenant = text(fields, "principalId").lower(), tenant_of(world, scope.lower())
    kinds = ("serviceprincipals", "users", "groups")
    if any(world.get(f"graph:/{tenant}/{kind}/{who}") for kind in kinds):
        return None
    return arm_error(
        400,
        "PrincipalNotFound",
        f"Principal {who.replace('-', '')} does not exist in the directory {tenant}. Check that you have the "
        "correct principal ID. If you are creating this principal and then immediately assigning a role, this "
        "error might be related to a replication delay. In this case, set the role assignment principalType "
        "property to a value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype",
    )


def _clash(world: World, old: Doc | None, fields: Doc, scope: str) -> Answer | None:
    """The same grant under another name exists already; or another grant has this name."""
    if old is not None:
        if _grant(props(old)) == _grant({**fields, "scope": scope}):
            return None
        return arm_error(
            400,
            "RoleAssignmentUpdateNotPermitted",
            "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.",
        )
    wanted = _grant({**fields, "scope": scope})
    if any(_grant(props(doc)) == wanted for doc in access.assignments(world)):
        return arm_error(409, "RoleAssignmentExists", "The role assignment already exists.")
    return None


def _grant(fields: Doc) -> tuple[str, ...]:
    role = text(fields, "roleDefinitionId").rpartition("/")[2]
    return role.lower(), text(fields, "principalId").lower(), access.folded(text(fields, "scope"))


def _assignment(world: World, request: Request, fields: Doc, scope: str) -> Doc:
    now = instant(server_now(world))
    caller = arm_caller(world, request)
    by = None if isinstance(caller, Answer) else caller.object_id
    names = ("condition", "conditionVersion", "delegatedManagedIdentityResourceId", "description")
    return {
        "properties": {
            "roleDefinitionId": text(fields, "roleDefinitionId"),
            "principalId": text(fields, "principalId"),
            "principalType": text(fields, "principalType", "ServicePrincipal"),
            "scope": scope,
            "createdOn": now,
            "updatedOn": now,
            "createdBy": None,
            "updatedBy": by,
            **{name: fields.get(name) for name in names},
        },
        "id": request.path,
        "type": "Microsoft.Authorization/roleAssignments",
        "name": request.path.rpartition("/")[2],
    }


def _delete_assignment(world: World, request: Request, _groups: Mapping[str, str]) -> Answer:
    with followed(world):
        document = world.remove(request.path)
    return Answer(status=204) if document is None else Answer(body=served(document))


def _delete_deny(world: World, request: Request, _groups: Mapping[str, str]) -> Answer:
    """Remove a deny assignment that a person made; what Azure made only its maker may change."""
    document = world.get(request.path)
    if document is None:
        return Answer(status=204)
    if props(document).get("isSystemProtected") is not False:
        return arm_error(
            403,
            "DenyAssignmentIsSystemProtected",
            "The deny assignment is system protected and cannot be deleted.",
        )
    with followed(world):
        world.remove(request.path)
    return Answer(body=served(document))


def _put_definition(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Make or change a custom role; it is kept with its subscription, whatever scope it was sent to."""
    fields = part(request.json(), "properties")
    subscription = "/".join(groups["scope"].split("/")[:3])
    resource_id = (
        f"{subscription}/providers/Microsoft.Authorization/roleDefinitions/{groups['name']}"
    )
    blocks = [
        {
            name: words(block, name)
            for name in ("actions", "notActions", "dataActions", "notDataActions")
        }
        for block in entries(fields, "permissions")
    ]
    now = instant(server_now(world))
    document: Doc = {
        "properties": {
            **fields,
            "type": "CustomRole",
            "permissions": blocks,
            "createdOn": now,
            "updatedOn": now,
        },
        "id": resource_id,
        "type": "Microsoft.Authorization/roleDefinitions",
        "name": groups["name"],
    }
    with followed(world):
        world.put(resource_id, document)
    return Answer(status=201, body=served(document))


_AZ = "recorded: azure-cli test_backup_encryption and azure_errors (2022-04-01)"
ROUTES = (
    *(
        arm_route(
            method,
            f"{AUTHORIZATION}/{kind}/{{name}}",
            handler,
            action=f"Microsoft.Authorization/{kind}/{verb}",
            scope="{scope}",
            source=_AZ,
        )
        for method, kind, handler, verb in (
            ("PUT", "roleAssignments", _put_assignment, "write"),
            ("DELETE", "roleAssignments", _delete_assignment, "delete"),
            ("PUT", "roleDefinitions", _put_definition, "write"),
            ("DELETE", "denyAssignments", _delete_deny, "delete"),
        )
    ),
)
