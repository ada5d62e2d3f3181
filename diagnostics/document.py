"""A JSON answer of a service, read field by field; a wrong type is told, never guessed around."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache, wraps
from typing import NoReturn, TypeVar

from diagnostics.errors import Unexpected
from diagnostics.records import record

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None

_FRACTION = re.compile(r"\.(\d{6})\d+")


@record(frozen=True, slots=True)
class Document:
    """One JSON object and where it came from.

    Paths are dotted: `doc.text("properties.vaultUri")`. Field names are compared without case, since the services
    themselves differ in it. A missing field and `null` both give None; any other type raises `Unexpected`.
    """

    data: Mapping[str, Json]
    source: str  # verb and URL without secrets
    observed_at: datetime  # aware, UTC

    def text(self, path: str) -> str | None:
        """Return a string."""
        value = self._at(path)
        return (
            None
            if value is None
            else value
            if isinstance(value, str)
            else self._wrong(path, "text")
        )

    def require_text(self, path: str) -> str:
        """Return a string that must be there.

        Raises:
            Unexpected: if it is missing or of another type.
        """
        value = self.text(path)
        return self._wrong(path, "text") if value is None else value

    def flag(self, path: str) -> bool | None:
        """Return a boolean."""
        value = self._at(path)
        return (
            None
            if value is None
            else value
            if isinstance(value, bool)
            else self._wrong(path, "true or false")
        )

    def number(self, path: str) -> int | None:
        """Return a whole number."""
        value = self._at(path)
        if value is None:
            return None
        return (
            value
            if isinstance(value, int) and not isinstance(value, bool)
            else self._wrong(path, "a whole number")
        )

    def instant(self, path: str) -> datetime | None:
        """Return an instant: ISO text (`Z`, offset, up to 7 decimals) or seconds since 1970."""
        value = self._at(path)
        if value is None:
            return None
        try:
            if isinstance(value, str):
                moment = datetime.fromisoformat(_FRACTION.sub(r".\1", value))
                return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
            if isinstance(value, int) and not isinstance(value, bool):
                return datetime.fromtimestamp(value, UTC)
        except (ValueError, OverflowError, OSError):
            pass
        return self._wrong(path, "an instant")

    def part(self, path: str) -> Document | None:
        """Return an object inside."""
        value = self._at(path)
        if value is None:
            return None
        return (
            Document(value, self.source, self.observed_at)
            if isinstance(value, dict)
            else self._wrong(path, "an object")
        )

    def texts(self, path: str) -> tuple[str, ...] | None:
        """Return a list of strings."""
        values = self._list(path)
        if values is None:
            return None
        return tuple(
            value if isinstance(value, str) else self._wrong(path, "a list of texts")
            for value in values
        )

    def parts(self, path: str) -> tuple[Document, ...] | None:
        """Return a list of objects."""
        values = self._list(path)
        if values is None:
            return None
        return tuple(
            Document(value, self.source, self.observed_at)
            if isinstance(value, dict)
            else self._wrong(path, "a list of objects")
            for value in values
        )

    def require_parts(self, path: str) -> tuple[Document, ...]:
        """Return a list of objects that must be there: a list that is not answered is not an empty one.

        Raises:
            Unexpected: if it is missing or of another type.
        """
        found = self.parts(path)
        return self._wrong(path, "a list of objects") if found is None else found

    def require_flag(self, path: str) -> bool:
        """Return a boolean that must be there.

        Raises:
            Unexpected: if it is missing or of another type.
        """
        value = self.flag(path)
        return self._wrong(path, "true or false") if value is None else value

    def require_texts(self, path: str) -> tuple[str, ...]:
        """Return a list of strings that must be there.

        Raises:
            Unexpected: if it is missing or of another type.
        """
        found = self.texts(path)
        return self._wrong(path, "a list of texts") if found is None else found

    def fields(self, path: str = "") -> Iterator[tuple[str, Document]]:
        """Go through the objects that an object holds, by name; other values are passed over."""
        inner = self.part(path) if path else self
        data: Mapping[str, Json] = inner.data if inner else {}
        for name, value in data.items():
            if isinstance(value, dict):
                yield name, Document(value, self.source, self.observed_at)

    def has(self, path: str) -> bool:
        """Tell whether the field is there and not null."""
        return self._at(path) is not None

    def _list(self, path: str) -> list[Json] | None:
        value = self._at(path)
        return (
            None
            if value is None
            else value
            if isinstance(value, list)
            else self._wrong(path, "a list")
        )

    def _at(self, path: str) -> Json:
        first, *rest = path.split(".")
        value = _field(self.data, first)
        for name in rest:
            if value is None:
                return None
            if not isinstance(value, dict):
                return self._wrong(path, "an object on the way")
            value = _field(value, name)
        return value

    def _wrong(self, path: str, expected: str) -> NoReturn:
        raise Unexpected(
            f"the answer of {self.source} has no usable field {path!r}: expected {expected}",
            endpoint=self.source,
        )


T = TypeVar("T")
_KEPT = 4096


class _Same:
    """A document that is the same as another only if it holds the very same answer."""

    __slots__ = ("document",)

    def __init__(self, document: Document) -> None:
        self.document = document

    def __hash__(self) -> int:
        return id(self.document.data)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.document.data is other.document.data


def read_once(read: Callable[[Document], T]) -> Callable[[Document], T]:
    """Read each document once, however often it is met: the roles of a subscription are those of all of its targets.

    For what a document says itself; where it came from and when must not matter. An error is told to everybody anew.
    """

    @lru_cache(_KEPT)
    def reading(same: _Same) -> T:
        return read(same.document)

    @wraps(read)
    def once(document: Document) -> T:
        return reading(_Same(document))

    return once


def _field(data: Mapping[str, Json], name: str) -> Json:
    if name in data:
        return data[name]
    folded = name.lower()
    return next((value for key, value in data.items() if key.lower() == folded), None)
