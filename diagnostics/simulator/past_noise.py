"""What people also did around a fault: changes that broke nothing, before it and after it.

Each of them leaves the documents as they are now, so that no world differs by it: a role that was given and taken back, a tag
that was written on the vault and rubbed out, a secret of another application that was rotated, a campaign's draft.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta

from diagnostics.simulator import directory, history, ids, past_calls, resources, roles
from diagnostics.simulator.clock import now
from diagnostics.simulator.history import Change, Happening
from diagnostics.simulator.past import operator
from diagnostics.simulator.reading import part
from diagnostics.simulator.world import Doc, World, copied

# Minutes from the fault, negative for before. Both sides have some that are close.
_ROLE_GIVEN, _ROLE_TAKEN = -187, -4
_TAG_WRITTEN, _TAG_RUBBED_OUT = -52, 9
_ACCOUNT_WRITTEN, _ACCOUNT_BACK = -97, 14
_SECRET_ADDED, _SECRET_REMOVED = -26, 3
_OTHERS_ASSIGNED, _OTHERS_TAKEN = 5, 17
_OTHER_KEY_TOUCHED, _OTHER_KEY_BACK = -11, 6
_CAMPAIGN_EDITED, _CAMPAIGN_BACK = -33, 12
Pair = tuple[int, str, Doc | None, Doc | None]  # minutes, key, before, after


def lay_before(world: World, at: datetime) -> None:
    """Put what people did before an instant; the world is as it was then."""
    _lay(world, at, "before")


def lay_after(world: World, at: datetime) -> None:
    """Put what people did after an instant; the world is as it is now."""
    _lay(world, at, "after")


def lay_around(world: World, at: datetime) -> None:
    """Put both, where no fault did."""
    lay_before(world, at)
    lay_after(world, at)


def _lay(world: World, at: datetime, side: str) -> None:
    document = world.get(history.KEY) or {"happenings": []}
    world.put(history.KEY, document)
    if side in document:
        return  # a saved world has its past already
    document[side] = at.isoformat()
    for minutes, key, before, after in _all(world):
        moment = at + timedelta(minutes=minutes, seconds=abs(minutes) % 53)
        if (minutes < 0) != (side == "before") or moment > now():
            continue
        changes = (Change(key=key.lower(), before=copied(before), after=copied(after)),)
        who = operator(world, f"{key}{minutes}")
        history.note(
            world,
            [
                Happening(at=moment, actor=who, call=call, changes=of)
                for call, of in past_calls.calls(changes)
            ],
        )


def _all(world: World) -> Iterator[Pair]:
    yield from _role(world, ids.VAULT_GROUP_ID, ids.REPORTS_OID, _ROLE_GIVEN, _ROLE_TAKEN)
    yield from _role(world, ids.ACCOUNT_GROUP_ID, ids.BILLING_OID, _OTHERS_ASSIGNED, _OTHERS_TAKEN)
    yield from _tag(world, ids.VAULT_ID, _TAG_WRITTEN, _TAG_RUBBED_OUT)
    yield from _tag(world, ids.ACCOUNT_ID, _ACCOUNT_WRITTEN, _ACCOUNT_BACK)
    yield from _secret(world)
    yield from _other_key(world)
    yield from _other_campaign(world)


def _there_and_back(
    key: str, usual: Doc | None, other: Doc | None, there: int, back: int
) -> Iterator[Pair]:
    """Change a document, and change it back."""
    yield there, key, usual, other
    yield back, key, other, usual


def _role(world: World, scope: str, who: str, given: int, taken: int) -> Iterator[Pair]:
    """Somebody read something for a while."""
    if world.get(scope) is None or world.get(directory.principal_key(who)) is None:
        return
    side = World("a sheet of paper", world.cloud)
    key = resources.assign(side, scope, roles.READER, who)
    if world.get(key) is None:
        document = side.need(key)
        yield from _there_and_back(key, None, _undated(document), given, taken)


def _undated(document: Doc) -> Doc:
    """Leave out when an assignment was made: it is told by the call."""
    fields = {
        name: value for name, value in document["properties"].items() if not name.endswith("On")
    }
    return {**document, "properties": fields}


def _tag(world: World, resource_id: str, written: int, rubbed_out: int) -> Iterator[Pair]:
    document = world.get(resource_id)
    if document is not None:
        tagged = {**document, "tags": {**part(document, "tags"), "review": "pending"}}
        yield from _there_and_back(resource_id, document, tagged, written, rubbed_out)


def _secret(world: World) -> Iterator[Pair]:
    key = directory.application_key(ids.BILLING_APP_OBJECT)
    application = world.get(key)
    if application is not None:
        secret = directory.password("nightly", issued=1, expires=-90)
        secret["keyId"] = str(uuid.uuid5(uuid.NAMESPACE_URL, "nightly"))
        more = {
            **application,
            "passwordCredentials": [*application["passwordCredentials"], secret],
        }
        yield from _there_and_back(key, application, more, _SECRET_ADDED, _SECRET_REMOVED)


def _other_key(world: World) -> Iterator[Pair]:
    """Another key of the vault was switched off for a while, and its tag changed."""
    key = world.get(ids.OTHER_KEY_ID)
    if key is not None:
        limited = copied(key)
        limited["properties"]["attributes"]["enabled"] = False
        yield from _there_and_back(
            ids.OTHER_KEY_ID, key, limited, _OTHER_KEY_TOUCHED, _OTHER_KEY_BACK
        )


def _other_campaign(world: World) -> Iterator[Pair]:
    """Somebody renamed the campaign, and named it back."""
    key = f"adobe:/campaigns/{ids.CAMPAIGN}"
    campaign = world.get(key)
    if campaign is not None:
        renamed = {**campaign, "name": f"{campaign['name']} (review)"}
        yield from _there_and_back(key, campaign, renamed, _CAMPAIGN_EDITED, _CAMPAIGN_BACK)
