"""JSON Schema of record types: what stands in a file, by the types that its fields declare."""

from __future__ import annotations

import dataclasses
import enum
import types
import typing
from collections.abc import Mapping
from datetime import datetime
from typing import Any

Schema = dict[str, Any]
SIMPLE: Mapping[object, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
}
DRAFT = "https://json-schema.org/draft/2020-12/schema"


class Types:
    """Describes record types, each once."""

    def __init__(self, special: Mapping[str, Schema] | None = None) -> None:
        """Know nothing yet.

        Args:
            special: by "Record.field", what stands there where the type does not say it.
        """
        self.definitions: Schema = {}
        self._special = special or {}

    def of(self, kind: object) -> Schema:
        """Describe one type; a record by reference.

        Raises:
            TypeError: if it has no form in JSON.
        """
        if kind in SIMPLE:
            return dict(SIMPLE[kind])
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            return {"enum": [member.name for member in kind]}
        if isinstance(kind, type) and _is_record(kind):
            if kind.__name__ not in self.definitions:
                self.definitions[kind.__name__] = {}
                self.definitions[kind.__name__] = self.record(kind)
            return {"$ref": f"#/$defs/{kind.__name__}"}
        return self._of_several(kind)

    def record(self, kind: type) -> Schema:
        """Describe one record."""
        properties = {
            name: self._special.get(f"{kind.__name__}.{name}") or self.of(hint)
            for name, hint in typing.get_type_hints(kind).items()
        }
        return an_object((kind.__doc__ or "").strip().splitlines()[0], properties)

    def _of_several(self, kind: object) -> Schema:
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        if origin is tuple and arguments[1:] == (...,):
            return {"type": "array", "items": self.of(arguments[0])}
        if origin is tuple:
            return {
                "type": "array",
                "prefixItems": [self.of(each) for each in arguments],
                "items": False,
                "minItems": len(arguments),
            }
        if origin in (typing.Union, types.UnionType):
            inner = [argument for argument in arguments if argument is not type(None)]
            return {"anyOf": [self.of(inner[0]), {"type": "null"}]}
        raise TypeError(kind)


def _is_record(kind: type) -> bool:
    is_named = issubclass(kind, tuple) and hasattr(kind, "_fields")
    return is_named or dataclasses.is_dataclass(kind)


def an_object(description: str, properties: Schema) -> Schema:
    """Describe an object of exactly these properties."""
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
