"""What changed in a resource, property by property: the change records that Resource Manager keeps for 14 days.

Sources: Changes - List (Microsoft.Resources/changes, 2022-05-01) and the page "Get resource changes" of Azure Resource Graph (the
property bag, previous and new value as texts, `changeType`, who and by which operation), read 2026-11-29. None was recorded: from
documentation. Role assignments and Cosmos DB's own roles are no resources of that table.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import cast

from diagnostics.simulator import arm, history
from diagnostics.simulator.activity_operations import operation_of
from diagnostics.simulator.arm import GROUP, arm_route
from diagnostics.simulator.clock import server_now
from diagnostics.simulator.history import Change, Happening
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.reading import text
from diagnostics.simulator.world import Doc, World, served

RETENTION = timedelta(days=14)
_SYSTEMS = ("properties.provisioningState", "systemData.")
_CLIENTS = {
    "c44b4083-3bb0-49c1-b47d-974e53cbdf3c": "Azure Portal",
    "04b07795-8ddb-461a-bbee-02f9e1bf7b46": "Azure CLI",
}
_TOP_LEVEL = GROUP + "/providers/{namespace}/{type}/{name}"


def changes_of(world: World, resource_id: str) -> list[Doc]:
    """Return a resource's change records, the newest first."""
    oldest, key = server_now(world) - RETENTION, resource_id.lower()
    found = [
        _record(happening, change)
        for happening in history.happenings(world)
        if happening.call.api == "arm" and happening.at >= oldest
        for change in happening.changes
        if change.key == key and change.is_shown
    ]
    return found[::-1]


def _record(happening: Happening, change: Change) -> Doc:
    resource_id = text(change.after or change.before, "id")
    number = happening.identifier("change", change.key)
    actor = happening.actor
    kind = "Create" if change.before is None else "Delete" if change.after is None else "Update"
    attributes: Doc = {
        "previousResourceSnapshotId": happening.identifier("before", change.key),
        "newResourceSnapshotId": happening.identifier("after", change.key),
        "correlationId": happening.identifier(),
        "changedByType": "ServicePrincipal" if actor.is_app else "User",
        "clientType": _CLIENTS.get(actor.app_id, "Unspecified"),
        "changedBy": actor.object_id if actor.is_app else actor.name,
        "operation": operation_of(happening.call.method, happening.call.path).name.lower(),
        "timestamp": happening.at.isoformat(timespec="milliseconds"),
    }
    properties: Doc = {
        "targetResourceId": resource_id,
        "targetResourceType": text(change.after or change.before, "type").lower(),
        "changeType": kind,
        "changeAttributes": attributes,
    }
    if kind == "Update":
        changed = dict(_properties(change))
        attributes["changesCount"] = len(changed)
        properties["changes"] = changed
    return {
        "id": f"{resource_id}/providers/Microsoft.Resources/changes/{number}",
        "name": number,
        "type": "Microsoft.Resources/changes",
        "properties": properties,
    }


def _properties(change: Change) -> Iterator[tuple[str, Doc]]:
    before, after = _leaves(change.before), _leaves(change.after)
    for path in sorted({*before, *after}):
        old, new = before.get(path, "null"), after.get(path, "null")
        if old != new:
            how = "Insert" if path not in before else "Remove" if path not in after else "Update"
            yield (
                path,
                {
                    "previousValue": old,
                    "newValue": new,
                    "changeCategory": "System" if path.startswith(_SYSTEMS) else "User",
                    "propertyChangeType": how,
                },
            )


def _leaves(document: Doc | None) -> dict[str, str]:
    """Return every value by its path, as text: `properties.networkAcls.bypass`, `properties.ipRules[0].value`.

    A list of plain values is one value; how the service cuts lists into paths is not documented.
    """
    found: dict[str, str] = {}

    def walk(path: str, value: object) -> None:
        if isinstance(value, dict) and value:
            for name, inner in cast("Doc", value).items():
                walk(f"{path}.{name}" if path else name, inner)
        elif isinstance(value, list) and _holds_objects(cast("list[object]", value)):
            for place, inner in enumerate(cast("list[object]", value)):
                walk(f"{path}[{place}]", inner)
        elif value not in (None, {}, []):
            found[path] = value if isinstance(value, str) else json.dumps(value)

    walk("", served(document or {}))
    return found


def _holds_objects(values: list[object]) -> bool:
    return any(isinstance(each, dict) for each in values)


def _list(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """List them; those of a resource that is gone are kept, too."""
    resource_id = request.path.rpartition("/providers/")[0]
    found = changes_of(world, resource_id)
    if not found and world.get(resource_id) is None:
        return arm.missing(world, resource_id, groups)
    return arm.listed(request, found)


ROUTES = (
    arm_route(
        "GET",
        _TOP_LEVEL + "/providers/Microsoft.Resources/changes",
        _list,
        action="Microsoft.Resources/changes/read",
        source="from documentation: Changes - List (Microsoft.Resources/changes, 2022-05-01)",
    ),
)
