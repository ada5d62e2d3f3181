"""Accounts that can be restored from their backups: those that are backed up continuously, and those that were and are gone.

Source: recorded answers of azure-cli `test_cosmosdb_system_identity_restore` (2023-11-15). Those that stand follow from the
accounts; of those that are gone nothing is left but their entry, which a world may hold under its id.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from datetime import datetime

from diagnostics.simulator import arm
from diagnostics.simulator.arm import SUBSCRIPTION, arm_route
from diagnostics.simulator.clock import instant
from diagnostics.simulator.cosmos_answers import bare
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.reading import entries, part, props, text
from diagnostics.simulator.world import Doc, World

_PROVIDER = "/providers/Microsoft.DocumentDB"
_KIND = "restorableDatabaseAccounts"


def _listed(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    return arm.listed(request, _all(world, groups["s"]))


def _one(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    wanted = request.path.lower()
    found = (each for each in _all(world, groups["s"]) if text(each, "id").lower() == wanted)
    document = next(found, None)
    if document is not None:
        return Answer(body=document)
    return bare(404, "NotFound", f"There is no restorable account [{groups['instance']}].")


def _all(world: World, subscription: str) -> list[Doc]:
    place = f"/subscriptions/{subscription}"
    gone = [doc for key, doc in world.under(f"{place}{_PROVIDER}/") if f"/{_KIND}/".lower() in key]
    return [*_standing(world, place), *gone]


def _standing(world: World, place: str) -> Iterator[Doc]:
    for account in arm.of_type(world, place, "Microsoft.DocumentDB/databaseAccounts"):
        if text(part(account, "properties", "backupPolicy"), "type") == "Continuous":
            yield _entry(account, place)


def _entry(account: Doc, place: str) -> Doc:
    name, location = text(props(account), "instanceId"), text(account, "location")
    folded = re.sub(r"\s", "", location).lower()
    since = instant(_moment(text(part(account, "systemData"), "createdAt")))
    regions = [
        {
            "locationName": text(region, "locationName"),
            "regionalDatabaseAccountInstanceId": str(
                uuid.uuid5(uuid.NAMESPACE_URL, text(region, "id"))
            ),
            "creationTime": since,
        }
        for region in entries(props(account), "locations")
    ]
    return {
        "name": name,
        "location": location,
        "type": f"Microsoft.DocumentDB/locations/{_KIND}",
        "id": f"{place}{_PROVIDER}/locations/{folded}/{_KIND}/{name}",
        "properties": {
            "accountName": text(account, "name"),
            "apiType": "Sql",
            "creationTime": since,
            "oldestRestorableTime": since,
            "restorableLocations": regions,
        },
    }


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(re.sub(r"\.(\d{6})\d+", r".\1", written))


_RECORDED = "recorded: azure-cli test_cosmosdb_system_identity_restore (2023-11-15)"
ROUTES = tuple(
    arm_route(
        "GET",
        SUBSCRIPTION + _PROVIDER + tail,
        handler,
        action=f"Microsoft.DocumentDB/locations/{_KIND}/read",
        scope=SUBSCRIPTION,
        source=_RECORDED,
    )
    for tail, handler in (
        (f"/{_KIND}", _listed),
        (f"/locations/{{location}}/{_KIND}/{{instance}}", _one),
    )
)
