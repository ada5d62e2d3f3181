"""What in a property of the directory's audit log is different: its values are JSON in texts, often the whole of a thing.

Source: directoryAudit of Microsoft Graph v1.0 and published records of `Update application` and `Update conditional access
policy`, read 2026-11-29: an application's federated credentials are a list of objects, of which each has a name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import cast

from checks.audit.activity_bodies import inner, leaves
from diagnostics import Value

_LONGEST = 400  # characters of a value
_MOST = 12  # parts of one property
_NOTHING = ("", "null", "[]")

Part = tuple[str, str, str]  # its path, before, after
Fields = Mapping[str, object]


def turned(name: str, before: str, after: str) -> Iterator[Value]:
    """Give a property before and after; of an object, or a list of named ones, what in it is different, by its path."""
    try:
        parts = list(_parts(name, before, after))
    except (ValueError, RecursionError):  # no JSON, cut off, or deeper than anything that is read
        parts = []
    for path, was, now in (parts or [(name, before, after)])[:_MOST]:
        yield Value(name=path, before=was[:_LONGEST], after=now[:_LONGEST])


def _parts(name: str, before: str, after: str) -> Iterator[Part]:
    old, new = (_by_name(each) for each in (before, after))
    if old is not None and new is not None:
        yield from _of_list(name, old, new)
    elif before.startswith("{") and after.startswith("{"):
        yield from _of_object(name, json.loads(before), json.loads(after))


def _of_object(path: str, was: Fields, now: Fields) -> Iterator[Part]:
    old, new = dict(leaves(was)), dict(leaves(now))
    if not (old and new):
        return
    for each in dict.fromkeys((*old, *new)):
        if old.get(each) != new.get(each):
            yield f"{path}.{each}", old.get(each, ""), new.get(each, "")


def _by_name(text: str) -> dict[str, Fields] | None:
    """Give the objects of a list by their names; None = it is no such list, or not each has a name of its own."""
    if text in _NOTHING:
        return {}
    elements: list[object] = json.loads(text) if text.startswith("[") else []
    named = {
        name: cast("Fields", each)
        for each in elements
        if isinstance(name := inner(each, "name"), str) and name
    }
    return named if elements and len(named) == len(elements) else None


def _of_list(path: str, was: Mapping[str, Fields], now: Mapping[str, Fields]) -> Iterator[Part]:
    """Give what differs within those that stayed; of those that went or came, all that is set."""
    for name in dict.fromkeys((*was, *now)):
        if name in was and name in now:
            yield from _of_object(f"{path}.{name}", was[name], now[name])
        else:
            yield path, _set(was.get(name)), _set(now.get(name))


def _set(element: Fields | None) -> str:
    said = {name: value for name, value in (element or {}).items() if value}
    return json.dumps(said) if said else ""
