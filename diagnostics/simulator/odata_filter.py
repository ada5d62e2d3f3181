"""`$filter` as logs take it: comparisons, `startswith`, `any` over a list, joined by `and`, `or` and parentheses.

Sources: OData 4.01 URL conventions, §5.1.1; the filters that the pages of the Activity Log (Activity Logs - List, 2015-04-01) and
of directory audits (directoryAudit, List) name. Instants may stand in quotes, as the first wants them, or without.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any, cast

from diagnostics.simulator.world import Doc

Condition = Callable[[Doc], bool]
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<mark>[()=:,])|(?P<word>[^\s()=:,']+(?::[0-9][^\s()=,']*)?))"
)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT.+")
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda own, wanted: own == wanted,
    "ne": lambda own, wanted: own != wanted,
    "ge": lambda own, wanted: own >= wanted,
    "gt": lambda own, wanted: own > wanted,
    "le": lambda own, wanted: own <= wanted,
    "lt": lambda own, wanted: own < wanted,
}
_FUNCTIONS: dict[str, Callable[[str, str], bool]] = {
    "startswith": str.startswith,
    "endswith": str.endswith,
    "contains": str.__contains__,
}


class Unreadable(Exception):
    """The filter is none, or names what cannot be filtered by."""


def condition(text: str, names: Iterable[str], scopes: Iterable[str] = ()) -> Condition:
    """Read a filter; an empty one lets everything through.

    Args:
        text: the filter.
        names: what may be filtered by, as paths ("initiatedBy/user/id"); in lists the names of the entries' fields too.
        scopes: those of them that a resource's id fits, too, when the resource lies in the one that is named.

    Raises:
        Unreadable: if it cannot be read.
    """
    if not text.strip():
        return lambda _: True
    reader = _Reader(
        _tokens(text),
        frozenset(name.lower() for name in names),
        frozenset(name.lower() for name in scopes),
    )
    found = reader.either()
    if reader.rest():
        raise Unreadable(f"unexpected {reader.rest()!r}")
    return found


def _tokens(text: str) -> list[str]:
    found: list[str] = []
    place = 0
    while text[place:].strip():
        match = _TOKEN.match(text, place)
        if match is None:
            raise Unreadable(f"syntax error at position {place}")
        found.append(match[0].strip())
        place = match.end()
    return found


class _Reader:
    def __init__(self, tokens: list[str], names: frozenset[str], scopes: frozenset[str]) -> None:
        self._tokens = tokens
        self._names = names
        self._scopes = scopes
        self._variable = ""

    def rest(self) -> str:
        return self._tokens[0] if self._tokens else ""

    def either(self) -> Condition:
        conditions = [self._both()]
        while self.rest().lower() == "or":
            self._take()
            conditions.append(self._both())
        return lambda document: any(each(document) for each in conditions)

    def _both(self) -> Condition:
        conditions = [self._one()]
        while self.rest().lower() == "and":
            self._take()
            conditions.append(self._one())
        return lambda document: all(each(document) for each in conditions)

    def _one(self) -> Condition:
        if self.rest() == "(":
            self._take()
            inner = self.either()
            self._take(")")
            return inner
        word = self._take()
        if word.lower() in _FUNCTIONS and self.rest() == "(":
            return self._function(word.lower())
        if word.lower().endswith("/any") and self.rest() == "(":
            return self._any(word[: -len("/any")])
        return self._comparison(word)

    def _function(self, name: str) -> Condition:
        self._take("(")
        path = self._path(self._take())
        self._take(",")
        wanted = str(_value(self._take())).lower()
        self._take(")")
        test = _FUNCTIONS[name]
        return lambda document: test(str(_at(document, path) or "").lower(), wanted)

    def _any(self, of: str) -> Condition:
        path = self._path(of)
        self._take("(")
        variable = self._take()
        self._take(":")
        outer, self._variable = self._variable, f"{variable}/"
        inner = self.either()
        self._variable = outer
        self._take(")")

        def holds(document: Doc) -> bool:
            found = _at(document, path)
            return isinstance(found, list) and any(map(inner, cast("list[Doc]", found)))

        return holds

    def _comparison(self, word: str) -> Condition:
        path = self._path(word)
        how = self._take().lower()
        if how not in _COMPARED:
            raise Unreadable(f"unknown operator {how!r}")
        wanted = _value(self._take())
        test = _lies_in if word.lower() in self._scopes and how == "eq" else _COMPARED[how]

        def holds(document: Doc) -> bool:
            own = _folded(_at(document, path))
            try:
                return test(own, _folded(wanted))
            except TypeError:
                return False

        return holds

    def _path(self, word: str) -> tuple[str, ...]:
        name = word.removeprefix(self._variable) if self._variable else word
        if name.lower() not in self._names:
            raise Unreadable(f"the property {name!r} cannot be filtered by")
        return tuple(name.split("/"))

    def _take(self, wanted: str = "") -> str:
        if not self._tokens or (wanted and self._tokens[0] != wanted):
            raise Unreadable(f"expected {wanted or 'more'}")
        return self._tokens.pop(0)


def _lies_in(own: Any, wanted: Any) -> bool:  # noqa: ANN401 - what a document holds
    return bool(own == wanted or str(own).startswith(f"{wanted}/"))


def _value(token: str) -> object:
    if token.startswith("'"):
        return token[1:-1].replace("''", "'")
    return {"true": True, "false": False, "null": None}.get(token.lower(), token)


def _at(document: Doc, path: tuple[str, ...]) -> object:
    """Return what stands at a path, names in any case; a text that the Activity Log serves beside its translation is that text."""
    found: Any = document
    for name in path:
        found = _fields(found).get(name.lower())
    return _fields(found).get("value", found)


def _fields(value: object) -> Doc:
    """Return an object's fields by their names in lower case; empty for anything else."""
    if not isinstance(value, dict):
        return {}
    return {name.lower(): each for name, each in cast("Doc", value).items()}


def _folded(value: object) -> object:
    """Give a value as it is compared: instants as such, texts without case."""
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        try:
            read = datetime.fromisoformat(value)
        except ValueError:
            return value.lower()
        return read if read.tzinfo else read.replace(tzinfo=UTC)
    return value.lower() if isinstance(value, str) else value


def instants(text: str, name: str, *hows: str) -> list[datetime]:
    """Return the instants that a property is compared with by these operators; what is no instant is left out."""
    pattern = re.compile(rf"{name}\s+(?:{'|'.join(hows)})\s+'?([^'\s)]+)'?", re.IGNORECASE)
    read = [_folded(found) for found in pattern.findall(text)]
    return [each for each in read if isinstance(each, datetime)]
