"""Which of many events stand on the way from the caller to the key; the others stay in their log."""

from __future__ import annotations

from collections.abc import Iterable

from checks.traces.path import READ_FROM, on_path
from diagnostics import Change, Link, Look, OnPath

__all__ = ["MOST", "READ_FROM", "kept", "way_of"]

MOST = 200  # changes of one log that are kept; the newest
_BELOW_A_SCOPE = "/providers/microsoft.authorization/"


def way_of(look: Look) -> OnPath:
    """Name everything on the way of a look's target."""
    return on_path(look.target, look.seen)


def kept(changes: Iterable[Change], way: OnPath) -> tuple[tuple[Change, ...], bool]:
    """Keep the changes on the way, in the order of their time; the second tells whether there were too many."""
    wanted = frozenset(each for ids in way.values() for each in ids)
    scopes = way.get(Link.KEY_SCOPE, frozenset())
    mine = {change: None for change in changes if _touches(change, wanted, wanted - scopes)}
    in_order = sorted(mine, key=lambda change: (change.at is None, change.at, repr(change)))
    return tuple(in_order[-MOST:]), len(in_order) > MOST


def _touches(change: Change, wanted: frozenset[str], things: frozenset[str]) -> bool:
    for each in _ids(change):
        if each in wanted or any(
            "/" in thing and each.startswith(f"{thing}/") for thing in things
        ):
            return True
    return False


def _ids(change: Change) -> Iterable[str]:
    for each in (change.subject, *change.concerns):
        folded = each.casefold().rstrip("/")
        head, mark, _ = folded.partition(_BELOW_A_SCOPE)
        yield (head or "/") if mark else folded
    for value in change.values:
        yield from (value.before.strip('"').casefold(), value.after.strip('"').casefold())
