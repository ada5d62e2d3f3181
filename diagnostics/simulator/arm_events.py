"""What keeps watch besides alerts: subscriptions to events of a resource, and the directory's own diagnostic settings.

Sources: requests of azure-cli 2.91.0 as observed; REST reference of event subscriptions (2022-06-15). The directory's
settings (microsoft.aadiam, 2017-04-01) from published samples; that a role of the directory decides, and which, from
the page on integrating its logs (Security Administrator), read 2026-11-24.
"""

from __future__ import annotations

from collections.abc import Mapping

from diagnostics.simulator.arm import arm_route, missing
from diagnostics.simulator.callers import arm_caller, arm_error
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.reading import part
from diagnostics.simulator.world import Doc, World, served

# Template ids, Microsoft Entra built-in roles reference.
_MAY = frozenset(
    {
        "62e90394-69f5-4237-9190-012177145e10",  # Global Administrator
        "194ae4cb-b126-40b2-bd5b-6091b380977d",  # Security Administrator
    }
)
_EVENTS = "{scope}/providers/Microsoft.EventGrid/eventSubscriptions/{name}"
_DIRECTORY = "/providers/microsoft.aadiam/diagnosticSettings/{name}"


def _put(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    document: Doc = {
        "id": request.path,
        "name": groups["name"],
        "type": "Microsoft.EventGrid/eventSubscriptions",
        "properties": {
            **part(request.json(), "properties"),
            "topic": groups.get("scope", ""),
            "provisioningState": "Succeeded",
        },
    }
    world.put(request.path, document)
    return Answer(status=201, body=served(document))


def _get(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    document = world.get(request.path)
    return Answer(body=served(document)) if document else missing(world, request.path, groups)


def _delete(world: World, request: Request, _groups: Mapping[str, str]) -> Answer:
    return Answer(status=204 if world.remove(request.path) is None else 200)


def _settings(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Read, write or delete a setting of the directory of the caller's token."""
    caller = arm_caller(world, request)
    if isinstance(caller, Answer):
        return caller
    if not _MAY & {str(each) for each in caller.claims.get("wids") or ()}:
        return arm_error(
            403,
            "AuthorizationFailed",
            f"The client '{caller.name}' with object id '{caller.object_id}' does not have authorization to perform"
            f" action 'microsoft.aadiam/diagnosticSettings/{_VERBS[request.method]}' over scope '{request.path}'.",
        )
    if request.method == "PUT":
        document: Doc = {
            "id": request.path,
            "name": groups["name"],
            "type": "microsoft.aadiam/diagnosticSettings",
            "properties": part(request.json(), "properties"),
        }
        world.put(request.path, document)
        return Answer(body=served(document))
    return (_delete if request.method == "DELETE" else _get)(world, request, groups)


_VERBS = {"GET": "read", "PUT": "write", "DELETE": "delete"}
ROUTES = (
    *(
        arm_route(
            method,
            _EVENTS,
            handler,
            action=f"Microsoft.EventGrid/eventSubscriptions/{_VERBS[method]}",
            source="requests of azure-cli 2.91; Event Subscriptions - Create Or Update (2022-06-15)",
        )
        for method, handler in (("GET", _get), ("PUT", _put), ("DELETE", _delete))
    ),
    *(
        arm_route(
            method,
            _DIRECTORY,
            _settings,
            source="from published samples: microsoft.aadiam/diagnosticSettings (2017-04-01)",
        )
        for method in _VERBS
    ),
)
