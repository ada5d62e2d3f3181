"""A request as it was pasted: what the rules look at. Nothing of it is printed but places and names of fields."""

from __future__ import annotations

from typing import Any, NamedTuple, Self

from diagnostics.requests.jsontext import Node, Path, load_noting, node_at, places
from diagnostics.requests.mapped import Mapped

At = int | Path  # an offset in the original text, or a path in the payload


class Header(NamedTuple):
    """One header of the call."""

    name: str  # lower case
    value: str
    at: int  # offset in the original text
    is_implied: bool = False  # curl adds it by itself


class Option(NamedTuple):
    """One option of the command that says how the client behaves."""

    name: str  # the long form: "--max-time"
    value: str  # empty for a switch
    at: int


class Payload:
    """The JSON that is sent."""

    __slots__ = ("_root", "has_twice", "mapped", "value")

    def __init__(self, mapped: Mapped, value: Any, has_twice: bool = False) -> None:  # noqa: ANN401 - a JSON tree, and what `load_noting` gives
        self.mapped = mapped  # its text, with the place of each character in the original
        self.value = value  # the JSON tree
        self.has_twice = has_twice  # whether a key stands twice in one object
        self._root: Node | None = None

    @classmethod
    def read(cls, mapped: Mapped) -> Self:
        """Read the JSON of a text.

        Raises:
            Unreadable: if it is none, with the offset in the mapped text.
        """
        return cls(mapped, *load_noting(mapped.text))

    @property
    def root(self) -> Node:
        """Find all places, once."""
        if self._root is None:
            self._root = places(self.mapped.text)
        return self._root


class Request(NamedTuple):
    """One call, or the payload of one."""

    source: str  # file as it was named, or "stdin"
    form: str  # "curl", "har" or "json"
    text: str  # the original, whole
    at: int = 0  # where the call begins in it
    is_first: bool = True  # in its text; what belongs to no call is looked at with the first
    method: str | None = None  # upper case; None = only a payload was given
    method_at: int = 0
    url: str | None = None
    url_at: int = 0
    headers: tuple[Header, ...] = ()
    options: tuple[Option, ...] = ()
    payload: Payload | None = None
    notes: tuple[str, ...] = ()  # what was not looked at, one sentence each

    @property
    def body(self) -> Any:  # noqa: ANN401 - a JSON tree
        """Give the payload's value; None where there is none."""
        return self.payload.value if self.payload else None

    def offset(self, at: At) -> int:
        """Give the offset in the original text of a place."""
        if isinstance(at, int):
            return at
        if self.payload is None:
            return self.at
        return self.payload.mapped.origin(node_at(self.payload.root, at).at)
