"""From events of the Activity Log to changes.

One operation is several events with one correlation id: begun or accepted, then succeeded or failed. What it was about stands in
their properties as JSON in a text: `requestbody`, and of some providers `responseBody`. Sources: Activity log event schema
(Administrative category) and the page on the change history of Azure RBAC, read 2026-11-29. A log that shows a later state
alone says nothing of what was before: that is taken from the events before it, and left empty where there are none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from checks.audit.activity_bodies import body_of
from checks.audit.activity_things import concerned, policies, role_of, thing_of
from checks.audit.values import Leaves, Told, changed_values
from diagnostics import Change, ChangeLog, Document, OnPath, Thing

_SUCCEEDED = ("succeeded", "success")
_BEGUN = ("started", "accepted")
_FAILED = ("failed", "failure")


@dataclass(slots=True)
class _Operation:
    """One operation: all its events."""

    correlation: str
    operation: str
    resource: str
    events: list[Document] = field(default_factory=list[Document])

    @property
    def at(self) -> datetime | None:
        """When it began: what is long in coming has its effect before its end."""
        times = [at for event in self.events if (at := event.instant("eventTimestamp"))]
        return min(times, default=None)

    @property
    def _states(self) -> set[str]:
        return {(event.text("status.value") or "").casefold() for event in self.events}

    @property
    def succeeded(self) -> bool:
        """Whether it went through; one whose end is not told was let through."""
        return bool(self._states & set(_SUCCEEDED)) or not self._states & set(_FAILED)

    @property
    def is_under_way(self) -> bool:
        """Whether the log has its beginning and not its end."""
        return bool(self._states & set(_BEGUN)) and not self._states & {*_SUCCEEDED, *_FAILED}


def changes_of(
    events: Iterable[Document], way: OnPath, told: Told | None = None
) -> tuple[Change, ...]:
    """Read the events of one subscription or several, in any order; each operation once.

    Args:
        events: as the log gives them; the same event may come twice.
        way: whose identifiers tell what an operation without a body was about.
        told: what the resources' own change records say of the operations; it goes before the bodies in the log.
    """
    known: dict[str, Leaves] = {}
    found: list[Change] = []
    operations = sorted(
        _operations(events), key=lambda each: (each.at is None, each.at, each.operation)
    )
    for operation in operations:
        found += _changes(operation, known, way, told or {})
    return tuple(found)


def _operations(events: Iterable[Document]) -> Iterable[_Operation]:
    once = {event.text("eventDataId") or repr(event.data): event for event in events}
    in_order = sorted(
        once.items(), key=lambda each: (each[1].text("eventTimestamp") or "", each[0])
    )
    found: dict[tuple[str, str, str], _Operation] = {}
    for _, event in in_order:
        name = event.text("operationName.value") or event.text("authorization.action") or ""
        resource = event.text("resourceId") or event.text("authorization.scope") or ""
        key = (event.text("correlationId") or "", name.casefold(), resource.casefold())
        found.setdefault(key, _Operation(key[0], name, resource)).events.append(event)
    return found.values()


def _changes(
    operation: _Operation, known: dict[str, Leaves], way: OnPath, told: Told
) -> Iterator[Change]:
    body = body_of(operation.events)
    thing = thing_of(operation.operation)
    values = told.get((operation.correlation.casefold(), operation.resource.casefold()), ())
    if not values and operation.succeeded:
        is_end = operation.operation.casefold().endswith("/delete")
        values = () if is_end else changed_values(operation.resource, body, known)
    values += role_of(operation.operation, body)
    change = Change(
        at=operation.at,
        log=ChangeLog.ACTIVITY,
        operation=operation.operation,
        thing=thing,
        subject=operation.resource,
        concerns=concerned(operation.operation, operation.resource, body, way),
        who=_who(operation.events),
        values=values,
        event=_event(operation.events),
        succeeded=operation.succeeded,
        is_under_way=operation.is_under_way,
    )
    if thing is Thing.ACCESS_POLICY:
        yield from policies(change, body, way)
    else:
        yield change


def _event(events: list[Document]) -> str:
    return next((said for event in events if (said := event.text("eventDataId"))), "")


def _who(events: Iterable[Document]) -> str:
    """Name who did it: the caller, a person's name, else the application's id."""
    for event in events:
        claims = event.part("claims")
        said = event.text("caller") or (claims.text("name") if claims else None)
        if said:
            return said
    return ""
