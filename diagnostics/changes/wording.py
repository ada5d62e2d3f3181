"""A change as a sentence."""

from __future__ import annotations

import json
from typing import cast

from diagnostics.changes.change import Change, ChangeLog, Thing, Value

_SHOWN = 3  # values; the record has all
_NOTHING = "nothing"
_CHANGED = "changed"  # of a difference: anything else came or went


def sentence(change: Change) -> str:
    """Say a change: the thing, what became of it, and how the log calls that."""
    what = _named(change)
    values = [_valued(value) for value in change.values[:_SHOWN]]
    more = len(change.values) - _SHOWN
    tail = f" and {more} more" if more > 0 else ""
    refused = " (refused)" if not change.succeeded else ""
    if change.log is ChangeLog.EARLIER_RUN:
        only = [
            each.before or each.after for each in change.values if not (each.before and each.after)
        ]
        if only and change.operation != _CHANGED:
            return f"{only[0][:1].upper()}{only[0][1:]} {change.operation}"
        said = f": {', '.join(values)}{tail}" if values else ""
        return f"{what} {change.operation}{said}"
    said = f": {', '.join(values)}{tail}" if values else ""
    return f"{what}: {change.operation}{refused}{said}"


def _named(change: Change) -> str:
    """Name the thing by its sort and its name; of what has no sort here, the log's operation tells it."""
    name = short(change.subject)
    if change.thing is Thing.OTHER and name:
        return name
    said = f"{change.thing.value} {name}".rstrip()
    return f"{said[0].upper()}{said[1:]}"


def _valued(value: Value) -> str:
    if not (value.before or value.after):
        return value.name  # touched, and how stays in the log
    return f"{value.name} {_said(value.before)} -> {_said(value.after)}"


def _said(text: str) -> str:
    """Say a value to a person: what a log writes for none is none."""
    said = readable(text)
    return _NOTHING if said in ("", "[]", "null") else said


def readable(text: str) -> str:
    """Give a value without the JSON around it: Entra writes `["x"]` and `"[false]"` for one value."""
    if not text:
        return _NOTHING
    inner = unwrapped(text)
    if isinstance(inner, list) and len(cast("list[object]", inner)) == 1:
        inner = cast("list[object]", inner)[0]
    return inner if isinstance(inner, str) else json.dumps(inner)


def unwrapped(text: str) -> object:
    """Read a value that is JSON in a string; any other text is itself."""
    if not text.startswith(("[", '"')):
        return text
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def short(identifier: str) -> str:
    """Give the telling end of an identifier: a resource's name, with where it holds if it is a grant; else all of it."""
    if not identifier.startswith("/"):
        return identifier
    scope, mark, _ = identifier.casefold().partition("/providers/microsoft.authorization/")
    name = identifier.rstrip("/").rpartition("/")[2]
    return f"{name} at {short(identifier[: len(scope)])}" if mark and scope else name or identifier


def before_and_after(change: Change) -> tuple[str, str]:
    """Give what stood there before and after, named where there are several."""
    if len(change.values) == 1:
        value = change.values[0]
        return (
            _said(value.before) if value.before else "",
            _said(value.after) if value.after else "",
        )
    before = [f"{value.name}: {_said(value.before)}" for value in change.values]
    after = [f"{value.name}: {_said(value.after)}" for value in change.values]
    return "; ".join(before), "; ".join(after)
