"""Microsoft Graph v1.0: service principals, applications, groups, people and what was deleted.

Sources: recorded answers of azure-cli (`test_service_principal_scenario`, `test_backup_encryption`, `azure_errors`); deleted
items, federated credentials and `transitiveMemberOf` from the Graph v1.0 reference, read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from diagnostics.simulator.access import principals_of
from diagnostics.simulator.callers import claims_in
from diagnostics.simulator.directory import deleted_key
from diagnostics.simulator.graph_access import (
    READ_APPLICATIONS,
    READ_GROUPS,
    READ_USERS,
    graph_error,
    may,
    not_found,
    require,
)
from diagnostics.simulator.graph_query import entity, listing, selected
from diagnostics.simulator.graph_routes import ONE, REFERENCE, route
from diagnostics.simulator.http import Answer, Handler, Request, Route
from diagnostics.simulator.reading import entries, text, words
from diagnostics.simulator.world import Doc, World

_RECORDED = "recorded: azure-cli test_service_principal_scenario"
_TYPE = "@odata.type"
_KINDS = {
    "serviceprincipals": "#microsoft.graph.servicePrincipal",
    "applications": "#microsoft.graph.application",
    "groups": "#microsoft.graph.group",
    "users": "#microsoft.graph.user",
}


def _objects(world: World, tenant: str, kind: str) -> list[Doc]:
    return [document for _, document in world.under(f"graph:/{tenant}/{kind}/")]


def _lists(kind: str, context: str, permissions: Iterable[str]) -> Handler:
    def handler(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
        del groups
        tenant, refusal = require(world, request, permissions)
        return refusal or listing(world, request, context, _objects(world, tenant, kind))

    return handler


def _gets(kind: str, context: str, permissions: Iterable[str]) -> Handler:
    def handler(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
        tenant, refusal = require(world, request, permissions)
        if refusal:
            return refusal
        found = find(world, tenant, kind, groups)
        name = groups.get("id") or groups.get("app", "")
        return entity(request, context, found) if found else not_found(world, request, name)

    return handler


def find(world: World, tenant: str, kind: str, groups: Mapping[str, str]) -> Doc | None:
    """Return the object that a path names by its id or by its `appId`."""
    if groups.get("id"):
        return world.get(f"graph:/{tenant}/{kind}/{groups['id']}")
    wanted = groups.get("app", "").lower()
    return next(
        (each for each in _objects(world, tenant, kind) if text(each, "appId").lower() == wanted),
        None,
    )


def deleted(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """List what was deleted and can still be restored; the cast to a type is mandatory."""
    tenant, refusal = require(world, request, READ_APPLICATIONS)
    if refusal:
        return refusal
    wanted = f"#microsoft.graph.{groups['kind']}".lower()
    found = [
        each
        for each in _objects(world, tenant, "deleteditems")
        if text(each, _TYPE).lower() == wanted
    ]
    bare = [{name: value for name, value in each.items() if name != _TYPE} for each in found]
    return listing(world, request, f"{groups['kind']}s", bare)


def deleted_without_type(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Refuse the list without its cast."""
    del groups
    return graph_error(
        world,
        request,
        400,
        "Request_BadRequest",
        "Resource type for directory/deletedItems must be specified in the request URL.",
    )


def deleted_item(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Show one deleted object."""
    tenant, refusal = require(world, request, READ_APPLICATIONS)
    if refusal:
        return refusal
    found = world.get(deleted_key(groups["id"], tenant))
    return (
        entity(request, "directoryObjects", found)
        if found
        else not_found(world, request, groups["id"])
    )


def federated_credentials(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """List an application's federated credentials."""
    tenant, refusal = require(world, request, READ_APPLICATIONS)
    if refusal:
        return refusal
    application = find(world, tenant, "applications", groups)
    if application is None:
        return not_found(world, request, groups.get("id") or groups.get("app", ""))
    context = f"applications('{application['id']}')/federatedIdentityCredentials"
    return listing(world, request, context, entries(application, "x-federatedIdentityCredentials"))


def member_of(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """List the groups of a principal, transitively; without a right to groups only their ids."""
    tenant, refusal = require(world, request, (*READ_APPLICATIONS, *READ_USERS))
    if refusal:
        return refusal
    if find(world, tenant, groups["kind"].lower(), groups) is None:
        return not_found(world, request, groups.get("id") or groups.get("app", ""))
    object_id = text(find(world, tenant, groups["kind"].lower(), groups), "id")
    reachable = principals_of(world, object_id) - {object_id.lower()}
    found = [
        {_TYPE: _KINDS["groups"], **each}
        for each in _objects(world, tenant, "groups")
        if text(each, "id").lower() in reachable
    ]
    if not may(claims_in(world, request) or {}, READ_GROUPS):
        found = [_limited(each) for each in found]
    return listing(world, request, "directoryObjects", found)


def members(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """List a group's members, direct or transitive."""
    tenant, refusal = require(world, request, READ_GROUPS)
    if refusal:
        return refusal
    group = find(world, tenant, "groups", groups)
    if group is None:
        return not_found(world, request, groups["id"])
    is_transitive = groups["which"].lower() == "transitivemembers"
    inside = {text(group, "id").lower()}
    direct = {each.lower() for each in words(group, "x-members")}
    found = [
        document
        for document in _everybody(world, tenant)
        if text(document, "id").lower() in direct
        or (
            is_transitive
            and inside & (principals_of(world, text(document, "id")) - _own(document))
        )
    ]
    return listing(world, request, "directoryObjects", found)


def by_ids(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Return the objects of a list of ids; a POST that only reads."""
    del groups
    allowed = (*READ_APPLICATIONS, *READ_GROUPS, *READ_USERS)
    tenant, refusal = require(world, request, allowed)
    if refusal:
        return refusal
    wanted = {each.lower() for each in words(request.json(), "ids")}
    claims = claims_in(world, request) or {}
    rights = {
        _KINDS["serviceprincipals"]: READ_APPLICATIONS,
        _KINDS["applications"]: READ_APPLICATIONS,
        _KINDS["groups"]: READ_GROUPS,
        _KINDS["users"]: READ_USERS,
    }
    found = [
        each if may(claims, rights[each[_TYPE]]) else _limited(each)
        for each in _everybody(world, tenant)
        if text(each, "id").lower() in wanted
    ]
    context = f"https://{request.host}/v1.0/$metadata#directoryObjects"
    return Answer(
        body={"@odata.context": context, "value": [selected(request, each) for each in found]}
    )


def organization(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Show the caller's own directory; every token may ask for its names."""
    del groups
    tenant, refusal = require(world, request, (*READ_APPLICATIONS, *READ_GROUPS, *READ_USERS))
    if refusal:
        return refusal
    document = world.get(f"entra:/tenants/{tenant}")
    domain = {"name": text(document, "x-domain"), "isDefault": True, "isInitial": False}
    found: Doc = {
        "id": tenant,
        "displayName": text(document, "displayName"),
        "verifiedDomains": [domain],
        "tenantType": "AAD",
    }
    return listing(world, request, "organization", [found])


def _own(document: Doc) -> set[str]:
    return {text(document, "id").lower()}


def _everybody(world: World, tenant: str) -> list[Doc]:
    return [
        {_TYPE: named, **document}
        for kind, named in _KINDS.items()
        for document in _objects(world, tenant, kind)
    ]


def _limited(document: Doc) -> Doc:
    """Return an object of which the caller may know only that it is there."""
    shown = dict.fromkeys(document)
    return shown | {_TYPE: document[_TYPE], "id": document["id"]}


def _route(pattern: str, handler: Handler, source: str, method: str = "GET") -> Route:
    return route(method, pattern, handler, source)


_READABLE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("serviceprincipals", "servicePrincipals", READ_APPLICATIONS),
    ("applications", "applications", READ_APPLICATIONS),
    ("groups", "groups", READ_GROUPS),
    ("users", "users", READ_USERS),
)


def _reads(make: Callable[[str, str, Iterable[str]], Handler], tail: str) -> Iterable[Route]:
    for kind, context, permissions in _READABLE:
        yield _route(f"/{kind}{tail}", make(kind, context, permissions), _RECORDED)


ROUTES: tuple[Route, ...] = (
    *_reads(_lists, ""),
    *_reads(_gets, ONE),
    _route(
        rf"/applications{ONE}/federatedIdentityCredentials",
        federated_credentials,
        REFERENCE + "application-list-federatedidentitycredentials",
    ),
    _route(
        rf"/(?P<kind>servicePrincipals|users|groups){ONE}/transitiveMemberOf(/microsoft\.graph\.group)?",
        member_of,
        REFERENCE + "serviceprincipal-list-transitivememberof",
    ),
    _route(
        r"/groups/(?P<id>[^/]+)/(?P<which>members|transitiveMembers)",
        members,
        REFERENCE + "group-list-transitivemembers",
    ),
    _route(
        r"/directory/deletedItems/microsoft\.graph\.(?P<kind>servicePrincipal|application)",
        deleted,
        REFERENCE + "directory-deleteditems-list",
    ),
    _route(
        r"/directory/deletedItems",
        deleted_without_type,
        REFERENCE + "directory-deleteditems-list",
    ),
    _route(
        r"/directory/deletedItems/(?P<id>[^/]+)",
        deleted_item,
        REFERENCE + "directory-deleteditems-get",
    ),
    _route(r"/organization", organization, REFERENCE + "organization-list"),
    _route(
        r"/directoryObjects/getByIds",
        by_ids,
        "recorded: azure-cli test_backup_encryption",
        method="POST",
    ),
)
