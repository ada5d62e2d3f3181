"""The writes of Microsoft Graph that repairs need; each changes the world, and the consequences follow.

Source: what `az` 2.91 sends and accepts (observed), bodies and statuses from the Graph v1.0 reference, read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Mapping

from diagnostics.simulator import directory, ids
from diagnostics.simulator.clock import instant, server_now
from diagnostics.simulator.graph_access import (
    ENABLE_PRINCIPALS,
    WRITE_APPLICATIONS,
    graph_error,
    not_found,
    require,
)
from diagnostics.simulator.graph_query import entity
from diagnostics.simulator.graph_routes import EITHER, ONE, documented
from diagnostics.simulator.http import Answer, Request, Route
from diagnostics.simulator.key_holder import find_application, find_principal
from diagnostics.simulator.msgraph import find
from diagnostics.simulator.propagation import followed
from diagnostics.simulator.reading import text, words
from diagnostics.simulator.tokens import new_id
from diagnostics.simulator.world import Doc, World

_TYPE = "@odata.type"
_BOOLEANS = ("accountEnabled", "appRoleAssignmentRequired", "isFallbackPublicClient")
_NO_CONTENT = Answer(status=204)


def change_principal(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Change properties of a service principal, such as `accountEnabled`."""
    return _change(world, request, groups, "serviceprincipals")


def change_application(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Change properties of an application."""
    return _change(world, request, groups, "applications")


def _change(world: World, request: Request, groups: Mapping[str, str], kind: str) -> Answer:
    tenant, refusal = require(world, request, ENABLE_PRINCIPALS)
    if refusal:
        return refusal
    document = find(world, tenant, kind, groups)
    if document is None:
        return not_found(world, request, groups.get("id") or groups.get("app", ""))
    changes = request.json()
    problem = _misfit(document, changes)
    if problem:
        return graph_error(world, request, 400, "Request_BadRequest", problem)
    with followed(world):
        document.update(changes)
    return _NO_CONTENT


def _misfit(document: Doc, changes: Doc) -> str:
    for name, value in changes.items():
        if name not in document or name.startswith("x-"):
            return f"Invalid property '{name}'."
        if name in _BOOLEANS and not isinstance(value, bool):
            return f"A value was found for the property '{name}' that is not of the expected type 'Edm.Boolean'."
        if name in ("id", "appId"):
            return f"Property '{name}' is read-only and cannot be set."
    return "" if changes else "The request's body is empty."


def create_principal(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Give an application a service principal in the caller's tenant, under a new object id."""
    del groups
    tenant, refusal = require(world, request, WRITE_APPLICATIONS)
    if refusal:
        return refusal
    app_id = text(request.json(), "appId").lower()
    if find_principal(world, tenant, app_id):
        message = "The service principal cannot be created, updated, or restored because the service principal name {0} is already in use."
        code = "Request_MultipleObjectsWithSameKeyValue"
        return graph_error(world, request, 409, code, message.format(app_id))
    document = _new_principal(world, tenant, app_id)
    if document is None:
        message = f"The appId '{app_id}' of the service principal does not reference a valid application object."
        return graph_error(world, request, 400, "Request_BadRequest", message)
    with followed(world):
        world.put(directory.principal_key(document["id"], tenant), document)
    given = entity(request, "servicePrincipals", document)
    place = f"https://{request.host}/v2/{tenant}/directoryObjects/{document['id']}"
    named = {"Location": f"{place}/Microsoft.DirectoryServices.ServicePrincipal"}
    return Answer(status=201, body=given.body, headers=named)


def _new_principal(world: World, tenant: str, app_id: str) -> Doc | None:
    """Return the principal of an application registered anywhere, or of Microsoft's own."""
    cloud = world.cloud
    own = {cloud.cosmos_app_id: "Azure Cosmos DB", cloud.key_vault_app_id: "Azure Key Vault"}
    application = find_application(world, app_id)
    owner = ids.MICROSOFT_TENANT if app_id in own else _home(world, app_id)
    if application is None and app_id not in own:
        return None
    if owner != tenant and application and "Multiple" not in text(application, "signInAudience"):
        return None
    name = own.get(app_id) or text(application, "displayName")
    own_names = [cloud.vault_resource] if app_id == cloud.key_vault_app_id else []
    names = own_names or words(application, "identifierUris")
    document = directory.service_principal(new_id(), app_id, name, owner=owner, names=names)
    audience = text(application, "signInAudience", text(document, "signInAudience"))
    return document | {
        "createdDateTime": instant(server_now(world)),
        "signInAudience": audience,
    }


def _home(world: World, app_id: str) -> str:
    return next(
        (
            key.split("/")[1]
            for key, document in world.under("graph:/")
            if "/applications/" in key and text(document, "appId").lower() == app_id
        ),
        "",
    )


def delete(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Delete a service principal or an application; it can be restored for 30 days."""
    tenant, refusal = require(world, request, WRITE_APPLICATIONS)
    if refusal:
        return refusal
    kind = groups["kind"].lower()
    document = find(world, tenant, kind, groups)
    if document is None:
        return not_found(world, request, groups.get("id") or groups.get("app", ""))
    with followed(world):
        soft_delete(world, tenant, kind, document)
    return _NO_CONTENT


def soft_delete(world: World, tenant: str, kind: str, document: Doc) -> None:
    """Move an object to the deleted items; managed identities' principals vanish instead."""
    world.remove(f"graph:/{tenant}/{kind}/{document['id']}")
    if document.get("servicePrincipalType") == "ManagedIdentity":
        return
    named = "servicePrincipal" if kind == "serviceprincipals" else "application"
    gone = {_TYPE: f"#microsoft.graph.{named}", **document}
    gone["deletedDateTime"] = instant(server_now(world))
    world.put(directory.deleted_key(document["id"], tenant), gone)


def restore(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Restore a deleted object; it keeps its object id, so old assignments live again."""
    tenant, refusal = require(world, request, ENABLE_PRINCIPALS)
    if refusal:
        return refusal
    key = directory.deleted_key(groups["id"], tenant)
    gone = world.get(key)
    if gone is None:
        return not_found(world, request, groups["id"])
    kind = (
        "serviceprincipals" if text(gone, _TYPE).endswith("servicePrincipal") else "applications"
    )
    document = {name: value for name, value in gone.items() if name != _TYPE}
    document["deletedDateTime"] = None
    with followed(world):
        world.remove(key)
        world.put(f"graph:/{tenant}/{kind}/{document['id']}", document)
    return entity(request, "directoryObjects", {_TYPE: gone[_TYPE], **document})


ROUTES: tuple[Route, ...] = (
    documented("PATCH", rf"/servicePrincipals{ONE}", change_principal, "serviceprincipal-update"),
    documented("PATCH", rf"/applications{ONE}", change_application, "application-update"),
    documented(
        "POST",
        "/servicePrincipals",
        create_principal,
        "serviceprincipal-post-serviceprincipals",
    ),
    documented("DELETE", rf"{EITHER}{ONE}", delete, "serviceprincipal-delete"),
    documented(
        "POST",
        r"/directory/deletedItems/(?P<id>[^/]+)/restore",
        restore,
        "directory-deleteditems-restore",
    ),
)
