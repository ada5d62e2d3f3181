"""The past of a world: what its faults changed becomes what somebody did, by one rule for every fault.

What a fault changes is the difference between the documents before and after it. Each change that a service would take as
one request becomes one happening: who, when, by which call. The instant is the document's own where it bears one that the
change has set (`deletedDateTime`, `updated`); everything else of the same fault follows the latest of these, and without any
the fault's minute is used. What nobody asks for leaves nothing: the simulator's own fields, what goes with what it lay in, what
Microsoft does inside.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from diagnostics.simulator import history, ids, past_calls
from diagnostics.simulator.clock import now
from diagnostics.simulator.history import Actor, Change, Happening
from diagnostics.simulator.reading import part, props, text
from diagnostics.simulator.world import Doc, World

_LONGEST_KEPT = timedelta(days=90)  # no log reaches further back: what is older was so all along
MINUTES_AGO = 40  # when a fault happened, unless it is said
# Applications by which people change things: azure-cli and the portal (Microsoft's own, the same everywhere).
AZURE_CLI = "04b07795-8ddb-461a-bbee-02f9e1bf7b46"
PORTAL = "c44b4083-3bb0-49c1-b47d-974e53cbdf3c"
_ADDRESSES = ("203.0.113.7", "203.0.113.24", "198.51.100.61")
_EPOCH_STAMPS = ("deletedDate",)
_STAMPS = ("deletedDateTime", "createdDateTime", "deletionDate", "createdOn", "updatedOn")
_KEY_STAMPS = ("updated", "created")


def fault_moment(at: datetime | None = None) -> datetime:
    """Return when faults happen: as given, or forty minutes ago, to the second."""
    return (at or now() - timedelta(minutes=MINUTES_AGO)).astimezone(UTC).replace(microsecond=0)


@contextmanager
def told(world: World, name: str, at: datetime) -> Generator[None]:
    """Apply a fault in the block; what it changed becomes the world's past.

    Args:
        world: before the fault.
        name: the fault's, from which who did it is drawn.
        at: aware, UTC: when it happened, where the documents do not say.
    """
    before = history.snapshot(world)
    yield
    _note_when(world, history.difference(before, world), at)
    changes = history.difference(before, world)
    done = list(_done(world, name, at, changes))
    ends = {
        each.key: happening.at
        for happening in done
        for each in happening.changes
        if each.after is None
    }
    history.forget_after(world, ends)
    history.note(world, done)


def _note_when(world: World, changes: tuple[Change, ...], at: datetime) -> None:
    """Let a key that was changed say since when, as a vault does with every change."""
    for change in changes:
        attributes = part(change.after, "properties", "attributes")
        is_key = past_calls.is_key(change.key) and change.before is not None and bool(attributes)
        if is_key and own_stamp(change) is None:
            document = world.need(change.key)
            part(document, "properties", "attributes")["updated"] = int(at.timestamp())


def _done(
    world: World, name: str, at: datetime, changes: tuple[Change, ...]
) -> Iterator[Happening]:
    asked = past_calls.calls(changes)
    earliest, latest = now() - _LONGEST_KEPT, now()
    stamps = [stamp for each in changes if (stamp := own_stamp(each))]
    default = max((each for each in stamps if earliest < each <= latest), default=at)
    who = operator(world, name)
    for place, (call, belonging) in enumerate(asked):
        dated = () if past_calls.is_move(call) else belonging  # what moves brings its dates along
        own = max(filter(None, map(own_stamp, dated)), default=None)
        yield Happening(
            at=own or default + timedelta(seconds=place),
            actor=who,
            call=call,
            changes=belonging,
        )
    told_of = {id(each) for _, belonging in asked for each in belonging}
    if silent := tuple(each for each in changes if id(each) not in told_of):
        yield Happening(at=default, actor=who, call=history.NOBODY_ASKED, changes=silent)


def operator(world: World, seed: str) -> Actor:
    """Return the person who did it: drawn from the people of the customer's directory, always the same for the same name."""
    tenant = ids.TENANT
    people = [doc for _, doc in world.under(f"graph:/{tenant}/users/") if _is_member(doc)]
    drawn = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8], "big")
    if not people:
        return application(world, ids.REPORTS_OID)
    person = people[drawn % len(people)]
    return Actor(
        object_id=text(person, "id"),
        name=text(person, "userPrincipalName"),
        app_id=(PORTAL, AZURE_CLI)[drawn // 7 % 2],
        is_app=False,
        tenant=tenant,
        address=_ADDRESSES[drawn // 11 % len(_ADDRESSES)],
    )


def application(world: World, object_id: str) -> Actor:
    """Return an application of the customer's directory as who did it."""
    principal = world.get(f"graph:/{ids.TENANT}/serviceprincipals/{object_id}")
    return Actor(
        object_id=object_id,
        name=text(principal, "displayName"),
        app_id=text(principal, "appId"),
        is_app=True,
        tenant=ids.TENANT,
        address=_ADDRESSES[0],
    )


def _is_member(person: Doc) -> bool:
    return text(person, "userType", "Member") != "Guest"


def own_stamp(change: Change) -> datetime | None:
    """Return the instant that a document itself gives for the change; None = it gives none."""
    before, after = change.before or {}, change.after or {}
    if passed := _passed(before, after):
        return passed
    places: tuple[tuple[Doc, Doc, Iterable[str]], ...] = (
        (before, after, (*_STAMPS, *_EPOCH_STAMPS)),
        (props(before), props(after), _STAMPS),
        (
            part(before, "properties", "attributes"),
            part(after, "properties", "attributes"),
            _KEY_STAMPS,
        ),
    )
    found = [
        instant
        for old, new, names in places
        for each in names
        if old.get(each) != new.get(each) and (instant := _instant(new.get(each)))
    ]
    return max(found, default=None)


def _passed(before: Doc, after: Doc) -> datetime | None:
    """Return when a date was set that lies in the past now: not after it, so at the latest change that the document knows of."""
    key_before, key_after = (part(each, "properties", "attributes") for each in (before, after))
    schedules = (part(before, "schedule"), part(after, "schedule"))
    for old, new, name, last in (
        (key_before, key_after, "exp", key_after.get("updated")),
        (*schedules, "endDate", after.get("modifiedAt")),
    ):
        date = _instant(new.get(name))
        if old.get(name) != new.get(name) and date and date < now():
            return _instant(last)
    return None


def _instant(value: Any) -> datetime | None:  # noqa: ANN401 - a JSON value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return datetime.fromtimestamp(value, UTC)
    return (
        datetime.fromisoformat(value).astimezone(UTC) if isinstance(value, str) and value else None
    )
