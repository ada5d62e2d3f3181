"""What Adobe's audit log tells of the world's past: campaigns, sandboxes, the set-up of the customer's key.

An event names action and thing, and no values. What Adobe does by itself (a set-up that failed, an address that bounced, a state
that no person sets) leaves none; credentials, scopes and product profiles are changed in the Developer Console and the Admin
Console, whose logs are others.

Sources: Journey Optimizer's page on audit actions ("AJO campaign": Create / Delete / Update / Activate / Stop; "AJO suppression
list": Create / Delete), audit-query.yaml (Sandbox: Reset), read 2026-11-29. How the set-up of the key is called there is our guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from diagnostics.simulator import history, ids
from diagnostics.simulator.clock import server_now
from diagnostics.simulator.history import Change, Happening
from diagnostics.simulator.reading import part, text
from diagnostics.simulator.world import Doc, World, served

RETENTION = timedelta(days=90)
_BY_PEOPLE = {"LIVE": "Activate", "STOPPED": "Stop"}  # states of a campaign that somebody sets
_BY_ADOBE = ("FAILED", "COMPLETED")  # states of a set-up that follow
_FIXED = ("region", "etag", "lastModifiedDate", "modifiedBy")  # nobody changes them


def told(world: World) -> list[Doc]:
    """Return the events that follow from the world's past, in the shape of the audit query API."""
    oldest = server_now(world) - RETENTION
    return [
        _event(happening, change, action, kind)
        for happening in history.happenings(world)
        if happening.call.api == "adobe" and happening.at >= oldest
        for change in happening.changes
        for prefix, (kind, actions) in _KINDS.items()
        if change.key.startswith(prefix)
        for action in actions(change)
    ]


def _campaign(change: Change) -> Iterator[str]:
    if change.before is None or change.after is None:
        yield "Create" if change.before is None else "Delete"
        return
    before, after = served(change.before), served(change.after)
    state = text(after, "status").upper()
    if text(before, "status").upper() != state:
        if state in _BY_PEOPLE:
            yield _BY_PEOPLE[state]
        return
    if before != after:
        yield "Update"


def _sandbox(change: Change) -> Iterator[str]:
    if change.before is None or change.after is None:
        yield "Create" if change.before is None else "Delete"
        return
    if text(change.before, "state") != text(change.after, "state"):
        yield "Reset" if text(change.after, "state") == "resetting" else "Update"
    elif _without(change.before) != _without(change.after):
        yield "Update"


def _without(document: Doc) -> Doc:
    return {name: value for name, value in served(document).items() if name not in _FIXED}


def _set_up(change: Change) -> Iterator[str]:
    if change.before is None or change.after is None:
        yield "Create" if change.before is None else "Delete"
        return
    if (
        part(change.before, "configData") != part(change.after, "configData")
        or text(change.after, "status").upper() not in _BY_ADOBE
    ):
        yield "Update"


def _listed(change: Change) -> Iterator[str]:
    """A bounce suppresses by itself; who is allowed, somebody said."""
    if text(change.after or change.before, "listType") == "allowed":
        yield "Create" if change.after is not None else "Delete"


_KINDS: dict[str, tuple[str, Callable[[Change], Iterator[str]]]] = {
    "adobe:/campaigns/": ("AJO campaign", _campaign),
    "adobe:/sandboxes/": ("Sandbox", _sandbox),
    "adobe:/byok/config/": ("Customer managed key", _set_up),
    "adobe:/suppression/": ("AJO suppression list", _listed),
}


def _event(happening: Happening, change: Change, action: str, kind: str) -> Doc:
    document = change.after or change.before or {}
    name = text(document, "name") or change.key.rpartition("/")[2]
    return {
        "userEmail": happening.actor.name,
        "userIpAddresses": [happening.actor.address],
        "enhancedEvents": [],
        "id": happening.identifier(action, change.key),
        "version": "1.0",
        "imsOrgId": ids.ORG,
        "sandboxName": name if kind == "Sandbox" else text(document, "x-sandbox", ids.SANDBOX),
        "sandboxId": happening.identifier("sandbox"),
        "region": ids.ADOBE_REGION.upper(),
        "requestId": happening.identifier("request", change.key),
        "authId": happening.actor.object_id,
        "permissionResource": kind,
        "permissionType": action.upper(),
        "assetType": kind,
        "assetId": text(document, "campaignId") or name,
        "assetName": name,
        "action": action,
        "status": "Allow",
        "failureCode": "",
        "timestamp": f"{happening.at:%Y-%m-%dT%H:%M:%S}.{happening.at.microsecond // 1000:03d}+0000",
    }
