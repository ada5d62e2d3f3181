"""What happened in a world: each change of its documents, when, and by whom; the logs of all services are views of it.

One document, `sim:/history`, holds `happenings`: what was before and after under each key that changed. Nothing here knows
what a log calls it, and no fault writes its own entry: a fault's happenings are the difference that it makes (`past.py`), a
request's are the difference that it makes (`history_wire.py`).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from diagnostics.simulator.reading import entries
from diagnostics.simulator.world import Doc, World, copied, served

KEY = "sim:/history"
_NOT_THE_WORLDS = ("sim:/",)  # the simulator's own documents are nobody's doing


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who did it."""

    object_id: str
    name: str  # a person's user principal name; an application's display name
    app_id: str  # the program that a person used, or the application itself
    is_app: bool
    tenant: str
    address: str  # where it came from; empty = from inside a service


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """The request to a service; for a fault, the one that would have made the same change."""

    api: str  # as a route's
    method: str
    path: str
    status: int  # HTTP; 202 = accepted and not yet done
    agent: str = ""  # what program was used, as the request says
    request_id: str = ""  # that the client gave; empty = none
    host: str = ""  # of a vault
    body: Doc | None = None  # what was sent to Resource Manager; None = nothing
    due: float | None = (
        None  # seconds since 1970: when a long-running operation ends; None = there is none, or no end is known
    )


NOBODY_ASKED = Call(api="", method="", path="", status=0)  # what no log tells: kept to look back


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One document before and after; None = it was not there."""

    key: str  # lower case, as in the world
    before: Doc | None
    after: Doc | None

    @property
    def is_shown(self) -> bool:
        """Tell whether any service could see it: the simulator's own fields are nobody's."""
        if self.before is None or self.after is None:
            return True
        return served(self.before) != served(self.after) or _hidden(self.before) != _hidden(
            self.after
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Somebody did something."""

    at: datetime  # aware, UTC
    actor: Actor
    call: Call
    changes: tuple[Change, ...]  # empty = it was refused, or changed nothing

    def identifier(self, *of: str) -> str:
        """Return an identifier that is the same whenever the log is read."""
        parts = (self.at.isoformat(), self.call.method, self.call.path, *of)
        return str(uuid.uuid5(uuid.NAMESPACE_URL, "|".join(parts)))


# Fields of the simulator's own that another route of the service does show.
_SHOWN_ELSEWHERE = (
    "x-federatedIdentityCredentials",
    "x-members",
    "x-policies",
    "x-refused",
)


def _hidden(document: Doc) -> Doc:
    return {name: document[name] for name in _SHOWN_ELSEWHERE if name in document}


def snapshot(world: World) -> World:
    """Return a copy of a world without what is the simulator's own: to be compared with what comes after."""
    kept = {
        key: copied(document)
        for key, document in world.documents.items()
        if not key.startswith(_NOT_THE_WORLDS)
    }
    return World(world.name, world.cloud, kept)


def difference(before: World, after: World) -> tuple[Change, ...]:
    """Return what differs between two states of a world, by key; the documents are copies."""
    found: list[Change] = []
    for key in sorted({*before.documents, *after.documents}):
        if key.startswith(_NOT_THE_WORLDS):
            continue
        old, new = before.documents.get(key), after.documents.get(key)
        if old != new:
            found.append(Change(key=key, before=copied(old), after=copied(new)))
    return tuple(found)


def note(world: World, happenings: Iterable[Happening]) -> None:
    """Keep what happened."""
    document = world.get(KEY) or {"happenings": []}
    world.put(KEY, document)
    document["happenings"] += [_as_document(each) for each in happenings]


def forget_after(world: World, gone: Mapping[str, datetime]) -> None:
    """Drop what happened to documents after they were gone: nobody could have done it.

    Args:
        world: whose history it is.
        gone: keys, with the instant of their end.
    """
    document = world.get(KEY)
    if document is not None:
        document["happenings"] = [
            each
            for each, happening in zip(
                document["happenings"], map(_read, document["happenings"]), strict=True
            )
            if not any(
                change.key in gone and happening.at > gone[change.key]
                for change in happening.changes
            )
        ]


def as_of(world: World, at: datetime) -> World:
    """Return the world as it was: what happened since is undone."""
    return next(state for since, state in looking_back(world) if since <= at)


def looking_back(world: World) -> Iterator[tuple[datetime, World]]:
    """Go through the states of a world, the present one first, each with the instant since which it was so.

    It is one world that is turned back step by step: who keeps a state copies it.
    """
    state = world.copy()
    for happening in reversed(list(happenings(world))):
        yield happening.at, state
        for change in reversed(happening.changes):
            if change.before is None:
                state.remove(change.key)
            else:
                state.put(change.key, change.before)
    yield datetime.min.replace(tzinfo=UTC), state


def happenings(world: World) -> Iterator[Happening]:
    """Go through what happened, the oldest first."""
    found = [_read(each) for each in entries(world.get(KEY), "happenings")]
    yield from sorted(found, key=lambda each: each.at)


_OF_A_CALL = tuple(each.name for each in fields(Call))


def _as_document(happening: Happening) -> Doc:
    return {
        "at": happening.at.isoformat(),
        "actor": asdict(happening.actor),
        "call": {name: getattr(happening.call, name) for name in _OF_A_CALL},
        "changes": [
            {"key": each.key, "before": each.before, "after": each.after}
            for each in happening.changes
        ],
    }


def _read(document: Doc) -> Happening:
    changes: list[Any] = list(document["changes"])
    return Happening(
        at=datetime.fromisoformat(document["at"]),
        actor=Actor(**document["actor"]),
        call=Call(**document["call"]),
        changes=tuple(Change(**each) for each in changes),
    )
