"""Writes to Cosmos DB through Resource Manager: identity, key, network and the account's own roles.

Sources: requests of azure-cli 2.91 and the statuses it accepts (PATCH 200, roles 200 or 202); recorded answers; the
refusals of the cross-tenant CMK troubleshooting page (1.3, 1.5), read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from diagnostics.errors import ConfigError
from diagnostics.names import DefaultIdentity, KeyUri
from diagnostics.simulator import arm, directory, operations
from diagnostics.simulator.arm import ACCOUNT, arm_route
from diagnostics.simulator.callers import require
from diagnostics.simulator.cosmos_answers import account_view, bare
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.key_holder import tenant_of
from diagnostics.simulator.propagation import followed
from diagnostics.simulator.reading import entries, part, props, text, words
from diagnostics.simulator.revocation import revoked
from diagnostics.simulator.tokens import new_id
from diagnostics.simulator.world import Doc, World

_ASSIGN = "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action"
_URI_MALFORMED = 4006  # the guide's repair for it is to correct the URI
# `apiProperties` comes with every update of azure-cli, whatever is being changed.
_HARMLESS = {"defaultIdentity", "apiProperties"}


def _patch(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    operations.settle(world)
    document = world.get(request.path)
    if document is None:
        return arm.missing(world, request.path, groups)
    body = request.json()
    refusal = _refused(world, document, body) or _may_assign(world, request, document, body)
    if refusal:
        return refusal
    after = _changed(world, document, body)
    shown = account_view(world, document, request)
    shown["properties"]["provisioningState"] = "Updating"
    name = operations.begin(world, text(document, "id"), after)
    follow = operations.headers(request, text(document, "id"), text(document, "location"), name)
    return Answer(body=shown, headers=follow)


def _refused(world: World, document: Doc, body: Doc) -> Answer | None:
    fields = part(body, "properties")
    state = revoked(world, document)
    free = _HARMLESS | (
        {"keyVaultKeyUri"} if state and state.code == _URI_MALFORMED else set[str]()
    )
    if state and set(fields) - free:
        return bare(
            400,
            "BadRequest",
            "No Update is allowed on Database Account with Customer Managed Key in Revoked Status",
        )
    return _bad_value(fields)


def _bad_value(fields: Doc) -> Answer | None:
    uri, identity = text(fields, "keyVaultKeyUri"), text(fields, "defaultIdentity")
    try:
        if uri:
            KeyUri.parse(uri)
    except ConfigError:
        return bare(400, "BadRequest", f"Provided KeyVaultKeyUri {uri} is Invalid.")
    try:
        if identity:
            DefaultIdentity.parse(identity)
    except ConfigError:
        return bare(400, "BadRequest", f"Provided default identity {identity} is Invalid.")
    return None


def _may_assign(world: World, request: Request, document: Doc, body: Doc) -> Answer | None:
    """Attaching an identity needs a right on the identity itself, and the identity.

    What is attached already may be named again though it is gone: azure-cli repeats the old ones.
    """
    attached = {name.lower() for name in part(document, "identity", "userAssignedIdentities")}
    for name in part(body, "identity", "userAssignedIdentities"):
        if name.lower() in attached:
            continue
        if world.get(name) is None:
            return bare(400, "FailedIdentityOperation", f"Resource '{name}' was not found.")
        refusal = require(world, request, _ASSIGN, name)
        if refusal:
            return refusal
    return None


def _changed(world: World, document: Doc, body: Doc) -> Doc:
    fields = {
        name: value
        for name, value in part(body, "properties").items()
        if name != "apiProperties" and value is not None
    }
    if "publicNetworkAccess" in fields:  # azure-cli sends it in capitals
        fields["publicNetworkAccess"] = text(fields, "publicNetworkAccess").capitalize()
    after = arm.merged(document, {"properties": fields})
    after["tags"] = body.get("tags", document.get("tags"))
    if "identity" in body:
        after["identity"] = _identity(world, document, part(body, "identity"))
    return after


def _identity(world: World, document: Doc, wanted: Doc) -> Doc:
    kind = text(wanted, "type", "None").replace(" ", "")
    result: Doc = {"type": kind}
    if "systemassigned" in kind.lower():
        result |= _system_assigned(world, document)
    named = part(wanted, "userAssignedIdentities")
    if named:
        old = {
            name.lower(): entry
            for name, entry in part(document, "identity", "userAssignedIdentities").items()
        }
        result["userAssignedIdentities"] = {
            name: _attached(world, name) or old.get(name.lower(), {})
            for name, sent in named.items()
            if sent is not None
        }
    return result


def _attached(world: World, name: str) -> Doc:
    fields = props(world.get(name))
    return {key: fields[key] for key in ("principalId", "clientId") if key in fields}


def _system_assigned(world: World, document: Doc) -> Doc:
    """Keep the identity the account has, else make one: it never gets its former object id back."""
    present = part(document, "identity")
    tenant = tenant_of(world, text(document, "id"))
    if present.get("principalId"):
        return {"principalId": present["principalId"], "tenantId": tenant}
    object_id, client = new_id(), new_id()
    principal = directory.managed_identity_principal(
        object_id, client, text(document, "name"), text(document, "id"), explicit=False
    )
    world.put(directory.principal_key(object_id, tenant), principal)
    return {"principalId": object_id, "tenantId": tenant}


def _put_role(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Take a role assignment or definition; the work is done when the client asks for its status."""
    account_id, kind, name = request.path.rsplit("/", 2)
    account = world.get(account_id)
    if account is None:
        return arm.missing(world, account_id, groups)
    refusal = _role_refused(world, account_id, kind, part(request.json(), "properties"))
    if refusal:
        return refusal
    fields: dict[str, Any] = dict(part(request.json(), "properties"))
    if "scope" in fields:
        fields["scope"] = text(fields, "scope").rstrip("/")
    if "permissions" in fields:
        fields["assignableScopes"] = [
            scope.rstrip("/") for scope in words(fields, "assignableScopes")
        ]
        fields["permissions"] = [
            {
                "dataActions": words(block, "dataActions"),
                "notDataActions": words(block, "notDataActions"),
            }
            for block in entries(fields, "permissions")
        ]
    document: Doc = {
        "id": request.path,
        "name": name,
        "properties": fields,
        "type": f"Microsoft.DocumentDB/databaseAccounts/{kind}",
    }
    with followed(world):
        world.put(request.path, document)
    return _accepted(world, request, account)


def _role_refused(world: World, account_id: str, kind: str, fields: Doc) -> Answer | None:
    if kind.lower() != "sqlroleassignments":
        return None
    role = text(fields, "roleDefinitionId").rpartition("/")[2]
    if world.get(f"{account_id}/sqlroledefinitions/{role}") is None:
        return bare(404, "NotFound", f"Unable to find a SQL Role Definition with ID [{role}].")
    who = text(fields, "principalId").lower()
    if not any(key.startswith("graph:/") and key.endswith(f"/{who}") for key in world.documents):
        return bare(
            400,
            "BadRequest",
            f"The provided principal ID [{who}] was not found in the AAD tenant.",
        )
    return None


def _delete_role(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    account = world.get(request.path.rsplit("/", 2)[0])
    if account is None:
        return arm.missing(world, request.path.rsplit("/", 2)[0], groups)
    if world.remove(request.path) is None:
        return Answer(status=204)
    return _accepted(world, request, account)


def _accepted(world: World, request: Request, account: Doc) -> Answer:
    name = operations.begin(world, request.path, {})
    follow = operations.headers(request, request.path, text(account, "location"), name)
    return Answer(status=202, body={"status": "Enqueued"}, headers=follow)


_SQL = "Microsoft.DocumentDB/databaseAccounts/sqlRole"
_RECORDED = "recorded: azure-cli test_cosmosdb_sql_role (2023-11-15)"
ROUTES = (
    arm_route(
        "PATCH",
        ACCOUNT,
        _patch,
        action="Microsoft.DocumentDB/databaseAccounts/write",
        source="recorded: azure-cli test_cosmosdb_system_identity_restore; refusals from documentation",
    ),
    *(
        arm_route(
            method,
            f"{ACCOUNT}/sqlRole{kind}/{{name}}",
            handler,
            action=f"{_SQL}{kind}/{verb}",
            scope=ACCOUNT,
            source=_RECORDED,
        )
        for kind in ("Assignments", "Definitions")
        for method, handler, verb in (
            ("PUT", _put_role, "write"),
            ("DELETE", _delete_role, "delete"),
        )
    ),
)
