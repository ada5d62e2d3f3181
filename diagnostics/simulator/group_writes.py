"""Members of groups in Microsoft Graph: asked, added, taken out.

Source: what `az` 2.91 sends and accepts (observed), bodies and statuses from the Graph v1.0 reference, read 2026-11-24.
"""

from __future__ import annotations

from collections.abc import Mapping

from diagnostics.simulator.graph_access import (
    READ_GROUPS,
    WRITE_MEMBERS,
    graph_error,
    not_found,
    require,
)
from diagnostics.simulator.graph_query import entity
from diagnostics.simulator.graph_routes import documented
from diagnostics.simulator.http import Answer, Request, Route
from diagnostics.simulator.msgraph import find
from diagnostics.simulator.propagation import followed
from diagnostics.simulator.reading import text, words
from diagnostics.simulator.world import World

_KINDS = ("serviceprincipals", "users", "groups")


def add(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Take an object into a group."""
    tenant, refusal = require(world, request, WRITE_MEMBERS)
    if refusal:
        return refusal
    group = find(world, tenant, "groups", groups)
    who = text(request.json(), "@odata.id").rpartition("/")[2].lower()
    if group is None or not _is_there(world, tenant, who):
        return not_found(world, request, who if group else groups["id"])
    members = words(group, "x-members")
    if who in (each.lower() for each in members):
        message = "One or more added object references already exist for the following modified properties: 'members'."
        return graph_error(world, request, 400, "Request_BadRequest", message)
    with followed(world):
        group["x-members"] = [*members, who]
    return Answer(status=204)


def remove(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Take an object out of a group."""
    tenant, refusal = require(world, request, WRITE_MEMBERS)
    if refusal:
        return refusal
    group, who = find(world, tenant, "groups", groups), groups["member"].lower()
    members = words(group, "x-members")
    if group is None or who not in (each.lower() for each in members):
        return not_found(world, request, who)
    with followed(world):
        group["x-members"] = [each for each in members if each.lower() != who]
    return Answer(status=204)


def check(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Say in which of the groups asked for an object is."""
    tenant, refusal = require(world, request, READ_GROUPS)
    if refusal:
        return refusal
    asked = words(request.json(), "groupIds")
    who = groups["id"].lower()
    found = [
        one
        for one in asked
        for group in (world.get(f"graph:/{tenant}/groups/{one}"),)
        if who in (each.lower() for each in words(group, "x-members"))
    ]
    return entity(request, "Collection(Edm.String)", {"value": found})


def _is_there(world: World, tenant: str, who: str) -> bool:
    return any(world.get(f"graph:/{tenant}/{kind}/{who}") for kind in _KINDS)


ROUTES: tuple[Route, ...] = (
    documented("POST", r"/groups/(?P<id>[^/]+)/members/\$ref", add, "group-post-members"),
    documented(
        "DELETE",
        r"/groups/(?P<id>[^/]+)/members/(?P<member>[^/]+)/\$ref",
        remove,
        "group-delete-members",
    ),
    documented(
        "POST",
        r"/(servicePrincipals|users|groups|directoryObjects)/(?P<id>[^/]+)/checkMemberGroups",
        check,
        "directoryobject-checkmembergroups",
    ),
)
