"""Typed ways into a document: what is absent reads as empty, so that a rule says only what it is about."""

from __future__ import annotations

from typing import Any, cast

from diagnostics.simulator.world import Doc


def part(document: Doc | None, *names: str) -> Doc:
    """Return the object below those names; empty when any of them is absent or null."""
    found: Any = document
    for name in names:
        found = cast("Doc", found).get(name) if isinstance(found, dict) else None
    return cast("Doc", found) if isinstance(found, dict) else {}


def props(document: Doc | None) -> Doc:
    """Return `properties`; empty when absent or null."""
    found = document.get("properties") if document else None
    return cast("Doc", found) if isinstance(found, dict) else {}


def entries(document: Doc | None, name: str) -> list[Doc]:
    """Return a list of objects."""
    value = (document or {}).get(name)
    return cast("list[Doc]", value) if isinstance(value, list) else []


def words(document: Doc | None, name: str) -> list[str]:
    """Return a list of strings, as it stands."""
    value = (document or {}).get(name)
    return [str(one) for one in cast("list[str]", value)] if isinstance(value, list) else []


def lowered(document: Doc | None, name: str) -> set[str]:
    """Return a list of strings as a set in lower case."""
    return {word.lower() for word in words(document, name)}


def text(document: Doc | None, name: str, default: str = "") -> str:
    """Return a string; absent or null gives the default."""
    value = (document or {}).get(name)
    return default if value is None else str(value)
