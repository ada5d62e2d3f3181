"""Records to JSON and back; types are named by tags and built only if they are registered."""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any

from diagnostics.errors import ConfigError

_TYPE = "$type"


class Codec:
    """Knows the records that may stand in a file."""

    def __init__(self, records: typing.Iterable[type[Any]]) -> None:
        """Register record types and everything their fields hold.

        Args:
            records: dataclasses.
        """
        self._types: dict[str, type[Any]] = {}
        for record in records:
            self._register(record)

    def _register(self, kind: object) -> None:
        for part in typing.get_args(kind):
            self._register(part)
        if not isinstance(kind, type) or tag(kind) in self._types:
            return
        if issubclass(kind, Enum):
            self._types[tag(kind)] = kind
        elif dataclasses.is_dataclass(kind):
            self._types[tag(kind)] = kind
            for hint in _hints(kind).values():
                self._register(hint)

    def encode(self, value: Any) -> Any:  # noqa: ANN401 - any registered record
        """Give JSON values.

        Raises:
            TypeError: for a value of a type that is not registered.
        """
        if isinstance(value, Enum):
            return {_TYPE: self._known(type(value)), "name": value.name}
        if value is None or isinstance(value, bool | int | float | str):
            return value
        if isinstance(value, datetime):
            return {_TYPE: "datetime", "at": value.isoformat()}
        if isinstance(value, date):
            return {_TYPE: "date", "on": value.isoformat()}
        if isinstance(value, tuple):
            return [self.encode(each) for each in value]
        if isinstance(value, dict):
            return {
                _TYPE: "dict",
                "items": {key: self.encode(each) for key, each in value.items()},
            }
        fields = {
            field.name: self.encode(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if field.init
        }
        return {_TYPE: self._known(type(value)), **fields}

    def _known(self, kind: type[Any]) -> str:
        if tag(kind) not in self._types:
            raise TypeError(f"{tag(kind)} is not registered")
        return tag(kind)

    def decode(self, value: Any) -> Any:  # noqa: ANN401 - any registered record
        """Build the record again.

        Raises:
            ConfigError: if the value names a type that is not registered, or does not fit it.
        """
        if isinstance(value, list):
            return tuple(self.decode(each) for each in value)
        if not isinstance(value, dict):
            return value
        name = value.get(_TYPE)
        try:
            return self._build(
                str(name), {key: each for key, each in value.items() if key != _TYPE}
            )
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise ConfigError(
                f"the bundle holds a {name} that cannot be read: {type(error).__name__}",
                expected="a bundle written by this version with the same packs",
                do="name the packs of that run with --plugin, or use the version that wrote it",
            ) from None

    def _build(self, name: str, fields: dict[str, Any]) -> Any:  # noqa: ANN401
        if name == "datetime":
            return datetime.fromisoformat(fields["at"])
        if name == "date":
            return date.fromisoformat(fields["on"])
        if name == "dict":
            return {key: self.decode(each) for key, each in fields["items"].items()}
        kind = self._types[name]
        if issubclass(kind, Enum):
            return kind[fields["name"]]
        return kind(**{key: self.decode(each) for key, each in fields.items()})


def tag(kind: type[Any]) -> str:
    """Name a type in a file."""
    return f"{kind.__module__}.{kind.__qualname__}"


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {name: _plain(hint) for name, hint in hints.items()}


def _plain(hint: Any) -> Any:  # noqa: ANN401 - a type hint is any object
    return hint.__value__ if isinstance(hint, getattr(types, "TypeAliasType", ())) else hint
