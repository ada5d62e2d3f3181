"""Write the JSON Schema of the report from its record types; the JSON form is described, not repeated."""

from __future__ import annotations

import dataclasses
import json
import sys
import types
import typing
from pathlib import Path

from diagnostics.report import record

TARGET = Path(record.__file__).with_name("report.schema.json")
# The JSON form of the fields that hold pairs (diagnostics/report/jsonform.py).
PAIRS = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {"name": {"type": "string"}, "value": {"type": "string"}},
        "required": ["name", "value"],
        "additionalProperties": False,
    },
}
SPECIAL = {
    "counts": {"type": "object", "additionalProperties": {"type": "integer"}},
    "identifiers": {"type": "object", "additionalProperties": {"type": "string"}},
    "handoff": PAIRS,
    "environment": PAIRS,
}
SIMPLE = {str: "string", int: "integer", float: "number", bool: "boolean"}


def schema_of(kind: object, definitions: dict[str, object]) -> dict[str, object]:
    """Describe one type."""
    if kind in SIMPLE:
        return {"type": SIMPLE[kind]}
    if dataclasses.is_dataclass(kind):
        if kind.__name__ not in definitions:
            definitions[kind.__name__] = {}
            definitions[kind.__name__] = object_of(kind, definitions)
        return {"$ref": f"#/$defs/{kind.__name__}"}
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin is tuple:
        return {"type": "array", "items": schema_of(arguments[0], definitions)}
    if origin in (typing.Union, types.UnionType):
        inner = [argument for argument in arguments if argument is not type(None)]
        return {"anyOf": [schema_of(inner[0], definitions), {"type": "null"}]}
    raise TypeError(kind)


def object_of(kind: type, definitions: dict[str, object]) -> dict[str, object]:
    """Describe one record."""
    hints = typing.get_type_hints(kind)
    top = kind is record.Report
    properties = {
        name: SPECIAL[name] if top and name in SPECIAL else schema_of(hint, definitions)
        for name, hint in hints.items()
    }
    return {
        "type": "object",
        "description": (kind.__doc__ or "").strip().splitlines()[0],
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def several() -> dict[str, object]:
    """Describe the reports of one run over several targets."""
    return {
        "type": "object",
        "description": "The reports of several targets.",
        "properties": {
            "schema": {"const": record.SCHEMA},
            "reports": {"type": "array", "items": {"$ref": "#/$defs/Report"}},
        },
        "required": ["schema", "reports"],
        "additionalProperties": False,
    }


def text() -> str:
    """Give the schema as it stands in the file."""
    definitions: dict[str, object] = {}
    report = object_of(record.Report, definitions)
    report["properties"]["schema"] = {"const": record.SCHEMA}
    definitions |= {"Report": report, "Reports": several()}
    # One target gives one report, several targets give an object with all of theirs.
    body = {
        "type": "object",
        "if": {"required": ["reports"]},
        "then": {"$ref": "#/$defs/Reports"},
        "else": {"$ref": "#/$defs/Report"},
    }
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:ajo-doctor:report:{record.SCHEMA}",
        "title": "Report of ajo-doctor",
    }
    return json.dumps(head | body | {"$defs": dict(sorted(definitions.items()))}, indent=2) + "\n"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(TARGET.read_text(encoding="utf-8") != text() and "the schema is stale: run me")
    TARGET.write_text(text(), encoding="utf-8")
