"""Journey Optimizer's messaging API: how an audience execution stands, and one that waits for its time.

Source: `messaging.yaml`, read 2026-11-23 (200, 401, 404; the code of that 404 is not given, MSG-000052 is its sample's).
Nothing of the kind exists for unitary and high-throughput executions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from diagnostics.simulator.adobe_gateway import may
from diagnostics.simulator.adobe_problems import by_ajo
from diagnostics.simulator.ajo_campaigns import VIEW, is_usable
from diagnostics.simulator.clock import server_now
from diagnostics.simulator.http import Answer, Request, Route
from diagnostics.simulator.reading import text
from diagnostics.simulator.world import Doc, World, served

_SOURCE = "AdobeDocs/journey-optimizer-apis, messaging.yaml"
_STATUS_FIELDS = ("executionId", "campaignId", "audienceId", "status", "createdAt")


def execution(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Return the status of an audience execution."""
    found = world.get(f"adobe:/executions/{groups['id']}")
    if refusal := _refused(world, request):
        return refusal
    if found is None or text(found, "endpoint") != "audience":
        return _not_found()
    return Answer(body={name: found[name] for name in _STATUS_FIELDS if found.get(name)})


def schedule(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Return a schedule; it is triggered when its time has come."""
    found = world.get(f"adobe:/schedules/{groups['id']}")
    if refusal := _refused(world, request):
        return refusal
    if found is None:
        return _not_found()
    return Answer(body=served(found) | {"scheduleStatus": _status(world, found)})


def cancel(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Take a schedule back before its time."""
    key = f"adobe:/schedules/{groups['id']}"
    found = world.get(key)
    if refusal := _refused(world, request):
        return refusal
    if found is None or _status(world, found) == "Triggered":
        return _not_found()
    world.remove(key)
    return Answer(body={})


def _status(world: World, found: Doc) -> str:
    due = datetime.fromisoformat(text(found, "executeAt"))
    return "Triggered" if due <= server_now(world) else "Scheduled"


def _refused(world: World, request: Request) -> Answer | None:
    if not may(world, request, VIEW):
        return by_ajo("CJMRT-000013-401", "Not authorized", {})
    if not is_usable(world, request.headers.get("x-sandbox-name", "")):
        return by_ajo("CJMRT-000071-400", "The sandbox does not exist or is not active", {})
    return None


def _not_found() -> Answer:
    return by_ajo("MSG-000052-404", "Not found", {})


ROUTES: tuple[Route, ...] = tuple(
    Route(
        api="adobe",
        method=method,
        pattern=re.compile(rf"/ajo/im/executions/{kind}/(?P<id>[^/]+)"),
        handler=handler,
        source=_SOURCE,
    )
    for method, kind, handler in (
        ("GET", "audience", execution),
        ("GET", "schedules", schedule),
        ("DELETE", "schedules", cancel),
    )
)
