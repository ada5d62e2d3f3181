"""A world in a file: a base world or documents of one's own, and the faults to apply.

```json
{
  "schema": 1,
  "base": "own-account",
  "faults": ["service-principal-disabled"],
  "documents": {"/subscriptions/…": {"…": "…"}, "graph:/…": null}
}
```

`base` names a base world; `documents` adds to it, replaces in it, or removes from it (null). Without `base` the documents
are the whole world and `cloud` says which cloud it is in. `applied` is what a saved world remembers of its faults.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, cast

from diagnostics.clouds import PUBLIC, cloud_named
from diagnostics.errors import ConfigError
from diagnostics.simulator.composing import apply_all
from diagnostics.simulator.contradictions import must_hold_together
from diagnostics.simulator.tokens import SIGNING_KEY
from diagnostics.simulator.world import Doc, World
from diagnostics.simulator.worlds import WORLDS, build

SCHEMA = 1
_FIELDS = ("schema", "name", "cloud", "base", "documents", "faults", "applied")
_PREFIXES = ("/", "graph:/", "entra:/", "adobe:/", "sim:/")
_DO = "see `ajo-doctor simulate --help` for the form of a world file"


def read(path: Path, faults: Sequence[str] = (), at: datetime | None = None) -> World:
    """Return the world of a file, its faults and those that are given besides applied; `at` is when they happen.

    Raises:
        ConfigError: if the file cannot be read or understood; names file, line and field.
    """
    try:
        return load(path.read_text(encoding="utf-8"), str(path), faults, at)
    except OSError as error:
        problem = f"the world file cannot be read: {error.strerror or error}"
        raise ConfigError(problem, source=str(path)) from None
    except UnicodeDecodeError:
        problem = "the world file is not text"
        raise ConfigError(problem, "JSON in UTF-8", _DO, str(path)) from None


def load(text: str, source: str, faults: Sequence[str] = (), at: datetime | None = None) -> World:
    """Return the world that a text describes, with its faults and more; `source` is what errors name.

    Raises:
        ConfigError: if the text cannot be understood.
    """
    try:
        return _world(_fields(text), text, faults, at)
    except ConfigError as error:
        raise error.at(source=source) from None


def dump(world: World) -> str:
    """Return a world as a text that `load` understands; tokens given so far lose their worth."""
    documents = {key: doc for key, doc in sorted(world.documents.items()) if key != SIGNING_KEY}
    value = {
        "schema": SCHEMA,
        "name": world.name,
        "cloud": world.cloud.name,
        "applied": world.faults,
        "documents": documents,
    }
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _fields(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        problem = f"this is not JSON: {error.msg} at column {error.colno}"
        raise ConfigError(problem, "a JSON object", _DO, line=error.lineno) from None
    except RecursionError:
        raise ConfigError("this JSON is nested too deeply", "a JSON object", _DO) from None
    if not isinstance(value, dict):
        raise ConfigError("the file holds no object", "a JSON object", _DO, line=1)
    fields = cast("dict[str, Any]", value)
    for name in fields:
        if name not in _FIELDS:
            expected = _nearest(name, _FIELDS) or f"one of {', '.join(_FIELDS)}"
            problem = f"there is no field {name!r}"
            raise ConfigError(problem, expected, line=_line_of(text, name), field=name)
    if fields.get("schema") != SCHEMA:
        problem = f"the schema is {fields.get('schema')!r}"
        line = _line_of(text, "schema")
        raise ConfigError(problem, f'"schema": {SCHEMA}', _DO, line=line, field="schema")
    return fields


def _world(fields: dict[str, Any], text: str, more: Sequence[str], at: datetime | None) -> World:
    world = _base(fields, text)
    for key, document in _documents(fields, text):
        if document is None:
            world.remove(key)
        else:
            world.put(key, document)
    _must_have_a_caller(world)
    world.faults += _names(fields, "applied", text)
    must_hold_together(world)
    names = [*_names(fields, "faults", text), *more]
    try:
        apply_all(world, names, at)
    except ConfigError as error:
        told = [name for name in names if repr(name) in error.problem]
        raise error.at(line=_line_of(text, told[-1]) if told else None) from None
    return world


def _base(fields: dict[str, Any], text: str) -> World:
    base = fields.get("base")
    if base is None:
        cloud = fields.get("cloud", PUBLIC.name)
        try:
            return World(str(fields.get("name", "of a file")), cloud_named(str(cloud)))
        except ConfigError as error:
            raise error.at(line=_line_of(text, "cloud"), field="cloud") from None
    if not isinstance(base, str) or base not in WORLDS:
        raise ConfigError(
            f"there is no base world {base!r}",
            expected=_nearest(str(base), WORLDS) or f"one of {', '.join(WORLDS)}",
            line=_line_of(text, "base"),
            field="base",
        )
    return build(base)


def _documents(fields: dict[str, Any], text: str) -> list[tuple[str, Doc | None]]:
    documents = fields.get("documents", {})
    if not isinstance(documents, dict):
        raise ConfigError(
            "the documents are no object",
            expected='"documents": {"<key>": {…}}',
            line=_line_of(text, "documents"),
            field="documents",
        )
    found: list[tuple[str, Doc | None]] = []
    for key, document in cast("dict[str, Any]", documents).items():
        if not key.startswith(_PREFIXES) or not isinstance(document, dict | None):
            raise ConfigError(
                f"{key!r} is not a document of a world",
                expected=f"a key that begins with {', '.join(_PREFIXES)} and an object or null",
                line=_line_of(text, key),
                field="documents",
            )
        found.append((key, cast("Doc | None", document)))
    return found


def _names(fields: dict[str, Any], name: str, text: str) -> list[str]:
    value = fields.get(name, [])
    if not isinstance(value, list) or not all(
        isinstance(each, str) for each in cast("list[object]", value)
    ):
        raise ConfigError(
            f"{name} is no list of names",
            expected=f'"{name}": ["service-principal-disabled"]',
            line=_line_of(text, name),
            field=name,
        )
    return cast("list[str]", value)


def _must_have_a_caller(world: World) -> None:
    client_id = (world.get("sim:/caller") or {}).get("client_id", "")
    client = world.get(f"entra:/clients/{client_id}") or {}
    if not all(client.get(name) for name in ("tenant", "secret", "object_id")):
        raise ConfigError(
            "nobody can sign in to this world",
            expected='"sim:/caller": {"client_id": …} and "entra:/clients/<client id>" with tenant, secret, object_id',
            do='name a "base" world, or add both documents',
            field="documents",
        )


def _nearest(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, list(known), n=3)
    return " or ".join(near)


def _line_of(text: str, word: str) -> int | None:
    """Return the line on which a name stands in quotes; None = it cannot be found as written."""
    match = re.search(re.escape(json.dumps(word, ensure_ascii=False)), text)
    return text.count("\n", 0, match.start()) + 1 if match else None
