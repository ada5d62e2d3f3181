"""What an operation sent and what it got back, as the Activity Log keeps it: JSON in a text, cut off where it is long."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from diagnostics import Document, record

_DEEPEST = 12


@record(frozen=True, slots=True)
class Body:
    """What is known of one operation's content."""

    sent: Mapping[str, Any]  # what the caller asked for; empty = the log does not say
    given: Mapping[
        str, Any
    ]  # the thing as it is, or was, after that; empty = the log does not say

    @property
    def fullest(self) -> Mapping[str, Any]:
        """The whole thing if the log has it, else what was asked for."""
        return self.given or self.sent


def body_of(events: Iterable[Document]) -> Body:
    """Find the bodies among the events of one operation."""
    sent: Mapping[str, Any] = {}
    given: Mapping[str, Any] = {}
    for event in events:
        properties = event.part("properties")
        if properties is None:
            continue
        sent = sent or _read(properties, "requestbody")
        given = given or _read(properties, "responseBody")
    return Body(sent, given)


def _read(properties: Document, name: str) -> Mapping[str, Any]:
    value = next(
        (each for key, each in properties.data.items() if key.casefold() == name.casefold()), None
    )
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return {}
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def inner(tree: object, *names: str) -> Any:  # noqa: ANN401 - a JSON value
    """Go into a tree by names in any case; None = not there."""
    for name in names:
        if not isinstance(tree, Mapping):
            return None
        fields = {key.casefold(): value for key, value in cast("Mapping[str, Any]", tree).items()}
        tree = fields.get(name.casefold())
    return tree


def leaves(tree: object, path: str = "", depth: int = _DEEPEST) -> Iterator[tuple[str, str]]:
    """Give every value of a tree with its dotted path; a list is one value."""
    if isinstance(tree, Mapping) and depth:
        for name, value in cast("Mapping[str, Any]", tree).items():
            yield from leaves(value, f"{path}.{name}" if path else name, depth - 1)
    elif tree is None or isinstance(tree, str):
        yield path, tree or ""
    else:
        yield path, json.dumps(tree, sort_keys=True)
