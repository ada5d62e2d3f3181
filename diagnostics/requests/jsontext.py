"""Read JSON and find the place of each value in its text.

The values come from the standard library's reader, which is fast; places are looked for on the way to the one that
somebody asks for, and the rest is skipped. Source of the grammar: RFC 8259.
"""

# A JSON tree is looked into here: what isinstance leaves open is open.
# pyright: reportUnknownVariableType=false
from __future__ import annotations

import json
from typing import Any, NoReturn

from diagnostics.requests.unreadable import Unreadable

_DEEPEST = 100  # levels; a payload has five
_SKIP = json.JSONDecoder(strict=False).raw_decode  # a value in C, of which only the end is kept

Path = tuple[str | int, ...]


class Node:
    """One value's place, and what is in it, looked at when somebody asks: what is not asked for is only skipped."""

    __slots__ = ("_is_open", "_items", "_members", "_text", "_twice", "at", "end")

    def __init__(self, text: str, at: int, end: int) -> None:
        self._text = text  # that `load` has taken
        self.at = at  # offset of its first character
        self.end = end  # behind its last
        self._is_open = False
        self._members: dict[str, Node] = {}
        self._items: list[Node] = []
        self._twice: list[tuple[str, int]] = []

    @property
    def members(self) -> dict[str, Node]:
        """Give the values of an object by key; of a key that stands twice the last."""
        self._open()
        return self._members

    @property
    def items(self) -> list[Node]:
        """Give the values of an array."""
        self._open()
        return self._items

    @property
    def twice(self) -> list[tuple[str, int]]:
        """Give each key of an object that stood there before, with its place."""
        self._open()
        return self._twice

    def _open(self) -> None:
        if self._is_open or self._text[self.at] not in "{[":
            return
        self._is_open = True
        at = _after_blanks(self._text, self.at + 1)
        while self._text[at] not in "}]":
            at = self._member(at) if self._text[self.at] == "{" else self._item(at)
            at = _after_blanks(self._text, at)
            if self._text[at] == ",":
                at = _after_blanks(self._text, at + 1)

    def _member(self, at: int) -> int:
        key, end = _SKIP(self._text, at)
        colon = _after_blanks(self._text, end)
        start = _after_blanks(self._text, colon + 1)
        if key in self._members:
            self._twice.append((key, at))
        self._members[key] = Node(self._text, start, _SKIP(self._text, start)[1])
        return self._members[key].end

    def _item(self, at: int) -> int:
        self._items.append(Node(self._text, at, _SKIP(self._text, at)[1]))
        return self._items[-1].end


def _after_blanks(text: str, at: int) -> int:
    while text[at] in " \t\n\r":
        at += 1
    return at


def load(text: str) -> Any:  # noqa: ANN401 - a JSON tree
    """Give the value of a JSON text; of a key that stands twice the last counts, as in most readers.

    Raises:
        Unreadable: if it is no JSON, with the offset in this text.
    """
    return load_noting(text)[0]


def load_noting(text: str) -> tuple[Any, bool]:
    """Give the value of a JSON text, and whether a key stands twice somewhere in it.

    Raises:
        Unreadable: if it is no JSON, with the offset in this text.
    """
    twice: list[bool] = []

    def pairs(members: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(members)
        if len(made) != len(members):
            twice.append(True)
        return made

    try:
        value = json.loads(text, parse_constant=_no_constant, object_pairs_hook=pairs)
    except json.JSONDecodeError as error:
        raise Unreadable(error.pos, f"this is no JSON: {_plainly(error.msg)}") from None
    except RecursionError:
        raise Unreadable(0, f"the JSON is nested deeper than {_DEEPEST} levels") from None
    except ValueError as error:
        raise Unreadable(0, f"this is no JSON: {_plainly(str(error))}") from None
    if _is_deep(value):
        raise Unreadable(0, f"the JSON is nested deeper than {_DEEPEST} levels")
    return value, bool(twice)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"the value {name} is none of JSON")


def _plainly(message: str) -> str:
    """Keep the reader's own words and nothing of the text: no reader of 3.11 to 3.13 quotes it."""
    return message[:1].lower() + message[1:60].split(": ", maxsplit=1)[0]


def _is_deep(value: object) -> bool:
    level = [value]
    for _ in range(_DEEPEST):
        level = [child for each in level for child in _containers(each)]
        if not level:
            return False
    return True


def _containers(value: Any) -> list[object]:  # noqa: ANN401 - a JSON tree
    children = (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    )
    return [child for child in children if isinstance(child, dict | list)]


def places(text: str) -> Node:
    """Give the place of the whole value of a text that `load` has taken."""
    start = _after_blanks(text, 0)
    return Node(text, start, len(text.rstrip(" \t\n\r")))


def node_at(root: Node, path: Path) -> Node:
    """Give the node of a path, or the deepest one on the way to it that is there."""
    node = root
    for part in path:
        if isinstance(part, str):
            inner = node.members.get(part)
        else:
            inner = node.items[part] if 0 <= part < len(node.items) else None
        if inner is None:
            return node
        node = inner
    return node
