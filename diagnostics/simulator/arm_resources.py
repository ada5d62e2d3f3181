"""Resource Manager itself: subscriptions, resource groups, resources by filter, locks, alerts, diagnostic settings."""

from __future__ import annotations

import re
from collections.abc import Mapping

from diagnostics.simulator import access, arm, ids
from diagnostics.simulator.arm import GROUP, SUBSCRIPTION, arm_route
from diagnostics.simulator.callers import arm_caller, arm_error
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.reading import text
from diagnostics.simulator.world import Doc, World, served

_SHOWN = ("id", "name", "type", "location", "tags", "kind", "identity")
_EQUALS = re.compile(r"(\w+)\s+eq\s+'([^']*)'", re.IGNORECASE)


def _subscriptions(world: World, request: Request, _groups: Mapping[str, str]) -> Answer:
    """List what the caller can see in the tenant of its token; no right is needed to ask."""
    caller = arm_caller(world, request)
    if isinstance(caller, Answer):
        return caller
    found = [
        served(doc)
        for key, doc in world.under("/subscriptions/")
        if key.count("/") == 2  # noqa: PLR2004 - /subscriptions/{s} and nothing below it
        and text(doc, "tenantId").lower() == caller.tenant
        and access.reads_below(world, caller.object_id, text(doc, "subscriptionId"))
    ]
    return Answer(body={"value": found, "count": {"type": "Total", "value": len(found)}})


def _tenants(world: World, request: Request, _groups: Mapping[str, str]) -> Answer:
    caller = arm_caller(world, request)
    if isinstance(caller, Answer):
        return caller
    directory = world.get(f"entra:/tenants/{caller.tenant}")
    entry = {
        "id": f"/tenants/{caller.tenant}",
        "tenantId": caller.tenant,
        "displayName": text(directory, "displayName"),
        "defaultDomain": text(directory, "x-domain"),
        "tenantCategory": "Home",
    }
    return Answer(body={"value": [entry]})


def _locations(_world: World, _request: Request, groups: Mapping[str, str]) -> Answer:
    """List the one region that the worlds use: azure-cli asks when a region is given by its display name."""
    entry = {
        "id": f"/subscriptions/{groups['s']}/locations/{ids.LOCATION}",
        "name": ids.LOCATION,
        "type": "Region",
        "displayName": "West Europe",
        "regionalDisplayName": "(Europe) West Europe",
        "metadata": {"regionType": "Physical", "regionCategory": "Recommended"},
    }
    return Answer(body={"value": [entry]})


def _groups_of(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    return arm.listed(request, arm.children(world, f"/subscriptions/{groups['s']}/resourcegroups"))


def _group(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    document = world.get(request.path)
    return Answer(body=served(document)) if document else arm.group_not_found(groups["g"])


def _resources(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Find resources by `resourceType eq '…' and name eq '…'`."""
    wanted = {
        name.lower(): value.lower()
        for name, value in _EQUALS.findall(request.query.get("$filter", ""))
    }
    prefix = f"/subscriptions/{groups['s']}/resourcegroups/"
    found = [
        {name: doc[name] for name in _SHOWN if name in doc}
        for key, doc in world.under(prefix)
        if _is_top_level(key)
        and text(doc, "type").lower() == wanted.get("resourcetype", text(doc, "type").lower())
        and text(doc, "name").lower() == wanted.get("name", text(doc, "name").lower())
    ]
    return arm.listed(request, found)


def _is_top_level(key: str) -> bool:
    return (
        re.fullmatch(r"/subscriptions/[^/]+/resourcegroups/[^/]+/providers/[^/]+/[^/]+/[^/]+", key)
        is not None
    )


def _put(world: World, request: Request, _groups: Mapping[str, str]) -> Answer:
    """Store what was sent under its id: locks, alerts and settings change nothing else here."""
    parts = request.path.rpartition("/providers/")[2].split("/")
    old = world.get(request.path)
    document: Doc = {
        **request.json(),
        "id": request.path,
        "name": parts[-1],
        "type": "/".join(parts[:2]),
    }
    world.put(request.path, document)
    is_new = old is None and "diagnosticSettings" not in request.path  # its PUT answers 200 only
    return Answer(status=201 if is_new else 200, body=served(document))


def _delete(world: World, request: Request, _groups: Mapping[str, str]) -> Answer:
    return Answer(status=204 if world.remove(request.path) is None else 200)


def _one(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    document = world.get(request.path)
    if document is not None:
        return Answer(body=served(document))
    if "/locks/" in request.path.lower():
        name = request.path.rpartition("/")[2]
        return arm_error(404, "LockNotFound", f"The lock '{name}' could not be found.")
    return arm.missing(world, request.path, groups)


def _locks(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    middle = "/providers/microsoft.authorization/locks/"
    return arm.listed(request, [doc for key, doc in world.under(groups["scope"]) if middle in key])


def _settings(world: World, request: Request, _groups: Mapping[str, str]) -> Answer:
    return arm.listed(request, arm.children(world, request.path))


_DOCS = "from documentation: Resource Manager REST reference, 2022-12-01 and 2021-04-01"
_SETTINGS = "{scope}/providers/Microsoft.Insights/diagnosticSettings"
_ALERTS = GROUP + "/providers/Microsoft.Insights/activityLogAlerts"
_LOCKS = arm.AUTHORIZATION + "/locks"
_AZ = "requests of azure-cli 2.91; answers from the REST references of locks, alerts and diagnostic settings"
ROUTES = (
    arm_route("GET", "/subscriptions", _subscriptions, source=_DOCS),
    arm_route("GET", "/tenants", _tenants, source=_DOCS),
    arm_route(
        "GET",
        SUBSCRIPTION,
        arm.read_one,
        action="Microsoft.Resources/subscriptions/read",
        source=_DOCS,
    ),
    arm_route(
        "GET",
        SUBSCRIPTION + "/resources",
        _resources,
        action="Microsoft.Resources/subscriptions/resources/read",
        scope=SUBSCRIPTION,
        source="recorded: azure-cli test_backup_encryption (2015-11-01)",
    ),
    arm_route(
        "GET",
        SUBSCRIPTION + "/locations",
        _locations,
        action="Microsoft.Resources/subscriptions/locations/read",
        scope=SUBSCRIPTION,
        source=_DOCS,
    ),
    arm_route(
        "GET",
        SUBSCRIPTION + "/resourceGroups",
        _groups_of,
        action="Microsoft.Resources/subscriptions/resourceGroups/read",
        scope=SUBSCRIPTION,
        source=_DOCS,
    ),
    arm_route(
        "GET",
        GROUP,
        _group,
        action="Microsoft.Resources/subscriptions/resourceGroups/read",
        source=_DOCS,
    ),
    *(
        arm_route(method, template, handler, action=action, scope=scope, source=_AZ)
        for method, template, handler, action, scope in (
            ("GET", _LOCKS, _locks, "Microsoft.Authorization/locks/read", "{scope}"),
            ("GET", _LOCKS + "/{name}", _one, "Microsoft.Authorization/locks/read", ""),
            ("PUT", _LOCKS + "/{name}", _put, "Microsoft.Authorization/locks/write", ""),
            ("DELETE", _LOCKS + "/{name}", _delete, "Microsoft.Authorization/locks/delete", ""),
            ("GET", _ALERTS, _settings, "Microsoft.Insights/activityLogAlerts/read", GROUP),
            ("GET", _ALERTS + "/{name}", _one, "Microsoft.Insights/activityLogAlerts/read", ""),
            ("PUT", _ALERTS + "/{name}", _put, "Microsoft.Insights/activityLogAlerts/write", ""),
            (
                "DELETE",
                _ALERTS + "/{name}",
                _delete,
                "Microsoft.Insights/activityLogAlerts/delete",
                "",
            ),
            (
                "DELETE",
                _SETTINGS + "/{name}",
                _delete,
                "Microsoft.Insights/diagnosticSettings/delete",
                "",
            ),
            ("GET", _SETTINGS, _settings, "Microsoft.Insights/diagnosticSettings/read", "{scope}"),
            ("GET", _SETTINGS + "/{name}", _one, "Microsoft.Insights/diagnosticSettings/read", ""),
            (
                "PUT",
                _SETTINGS + "/{name}",
                _put,
                "Microsoft.Insights/diagnosticSettings/write",
                "",
            ),
        )
    ),
)
