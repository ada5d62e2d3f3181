"""Long-running operations: what a write has promised and not yet done.

Source: recorded polls of azure-cli (`Enqueued`, `Dequeued`, `Succeeded`); while an account is being updated it goes on
showing the former default identity (recorded). About half a minute is the honest price of an account update
(azure-cli `test_cosmosdb_network_acl_bypass`); it is divided by the world's factor like every other delay.
"""

from __future__ import annotations

import re

from diagnostics.simulator.clock import server_now
from diagnostics.simulator.http import Request
from diagnostics.simulator.propagation import delay_s, followed
from diagnostics.simulator.reading import part, text
from diagnostics.simulator.tokens import new_id
from diagnostics.simulator.world import Doc, World

_PREFIX = "sim:/operations/"
UPDATE_S = 32.0


def begin(world: World, resource_id: str, after: Doc) -> str:
    """Promise that a resource will be replaced by another document; returns the operation's id."""
    name, now = new_id(), server_now(world).timestamp()
    due = now + delay_s(world, UPDATE_S)
    world.put(
        f"{_PREFIX}{name}", {"resource": resource_id, "begun": now, "due": due, "after": after}
    )
    return name


def settle(world: World) -> None:
    """Carry out what is due."""
    now = server_now(world).timestamp()
    for _, operation in list(world.under(_PREFIX)):
        if not operation.get("done") and float(operation["due"]) <= now:
            operation["done"] = True
            _carry_out(world, operation)


def _carry_out(world: World, operation: Doc) -> None:
    resource_id = text(operation, "resource")
    if operation.get("after") and world.get(resource_id) is not None:
        with followed(world):
            world.put(resource_id, part(operation, "after"))


def status(world: World, name: str) -> str | None:
    """Return an operation's status; None = there is no such operation."""
    settle(world)
    operation = world.get(f"{_PREFIX}{name}")
    if operation is None:
        return None
    if operation.get("done"):
        return "Succeeded"
    halfway = (float(operation["begun"]) + float(operation["due"])) / 2
    return "Enqueued" if server_now(world).timestamp() < halfway else "Dequeued"


def headers(request: Request, resource_id: str, location: str, name: str) -> dict[str, str]:
    """Return the headers that let a client follow the operation."""
    subscription = resource_id.strip("/").split("/")[1]
    place = re.sub(r"\s", "", location).lower() or "westeurope"
    url = (
        f"https://{request.host}/subscriptions/{subscription}/providers/Microsoft.DocumentDB"
        f"/locations/{place}/operationsStatus/{name}?api-version={request.api_version}"
    )
    result = f"https://{request.host}{resource_id}/operationResults/{name}?api-version={request.api_version}"
    return {"Azure-AsyncOperation": url, "Location": result, "Retry-After": "1"}
