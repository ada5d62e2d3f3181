"""Where an answer of ours differs from a recorded one: fields, types and values, down to the last.

What a service invents anew each time counts as equal: an identifier that nothing had named before, an instant, an operation's
name. The first such pair is remembered, so that the same thing must have the same name from then on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_ID = r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|(?<![0-9a-fA-F-])[0-9a-fA-F]{32}(?![0-9a-fA-F-])"
IDENTIFIER = re.compile(_ID)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00|$)")
_TOKEN = re.compile(r"\b(page|op)-[0-9a-f]+\b")
_REDACTED = "REDACTED"  # key material, taken out of the recordings
_EPOCH = 1_000_000_000  # numbers from here on are instants in seconds

Differences = dict[str, str]  # field → what differs


@dataclass(slots=True)
class Names:
    """Which identifier here stands for which recorded one."""

    known: set[str] = field(default_factory=set)  # named before: nobody may rename them
    ours: dict[str, str] = field(default_factory=dict)  # recorded → here

    def here(self, text: str) -> str:
        """Return a recorded text with the identifiers that stand for its own here."""
        return IDENTIFIER.sub(lambda found: self.ours.get(found[0].lower(), found[0]), text)

    def heard(self, text: str) -> None:
        self.known |= {each.lower() for each in IDENTIFIER.findall(text)}

    def agree(self, real: str, ours: str) -> bool:
        real, ours = real.lower(), ours.lower()
        if real in self.known:
            return self.ours.get(real, real) == ours
        return self.ours.setdefault(real, ours) == ours


def differences(real: Any, ours: Any, names: Names) -> Differences:
    """Return every field that differs; `[]` in its name stands for each entry of a list."""
    return dict(_differing(real, ours, names, ""))


def shape_differences(real: Any, ours: Any) -> Differences:
    """Return the fields that one of both lacks, or that have another type; values do not count."""
    return dict(_shapes(real, ours, ""))


def _differing(real: Any, ours: Any, names: Names, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(real, dict) and isinstance(ours, dict):
        yield from _of_objects(real, ours, names, path)
    elif isinstance(real, list) and isinstance(ours, list):
        yield from _of_lists(real, ours, names, path)
    elif not _same(real, ours, names):
        yield path, f"recorded {real!r:.120}, here {ours!r:.120}"


def _of_objects(
    real: dict[str, Any], ours: dict[str, Any], names: Names, path: str
) -> Iterator[tuple[str, str]]:
    real = {names.here(name): value for name, value in real.items()}
    for name in (*real, *(each for each in ours if each not in real)):
        below = f"{path}.{name}" if path else name
        if name not in ours:
            yield below, f"recorded {real[name]!r:.120}, not here"
        elif name not in real:
            yield below, f"only here: {ours[name]!r:.120}"
        else:
            yield from _differing(real[name], ours[name], names, below)


def _of_lists(
    real: list[Any], ours: list[Any], names: Names, path: str
) -> Iterator[tuple[str, str]]:
    if len(real) != len(ours):
        yield f"{path}[]", f"{len(real)} recorded, {len(ours)} here"
        return
    for one, other in zip(_in_order(real, names), _in_order(ours, names), strict=True):
        yield from _differing(one, other, names, f"{path}[]")


def _in_order(entries: list[Any], names: Names) -> list[Any]:
    """Compare lists of resources by their ids: no service promises an order."""
    if all(isinstance(each, dict) and "id" in each for each in entries):
        return sorted(entries, key=lambda each: names.here(str(each["id"])).lower())
    return entries


def _same(real: Any, ours: Any, names: Names) -> bool:
    if isinstance(real, str) and isinstance(ours, str):
        return real == _REDACTED or _same_text(real, ours, names)
    if type(real) is int and type(ours) is int and min(real, ours) >= _EPOCH:
        return True
    return type(real) is type(ours) and bool(real == ours)


def _same_text(real: str, ours: str, names: Names) -> bool:
    return _frame(real) == _frame(ours) and all(
        names.agree(one, other)
        for one, other in zip(IDENTIFIER.findall(real), IDENTIFIER.findall(ours), strict=True)
    )


def _frame(text: str) -> str:
    """Return what stands around identifiers, instants and tokens."""
    bare = _TOKEN.sub("<token>", _INSTANT.sub("<instant>", text))
    return IDENTIFIER.sub("<id>", bare)


def _shapes(real: Any, ours: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(real, dict) and isinstance(ours, dict):
        real, ours = _without_names(real), _without_names(ours)
        for name in (*real, *(each for each in ours if each not in real)):
            below = f"{path}.{name}" if path else name
            if name not in ours:
                yield below, "not here"
            elif name not in real:
                yield below, "only here"
            elif name != "tags":  # whatever people wrote
                yield from _shapes(real[name], ours[name], below)
    elif isinstance(real, list) and isinstance(ours, list):
        for one in real[:1]:
            for other in ours[:1]:
                yield from _shapes(one, other, f"{path}[]")
    elif real is not None and ours is not None and type(real) is not type(ours):
        yield path, f"{type(real).__name__} there, {type(ours).__name__} here"


def _without_names(given: dict[str, Any]) -> dict[str, Any]:
    """Let one resource stand for all where an object's fields are the ids of resources."""
    return {"{id}" if name.startswith("/") else name: value for name, value in given.items()}
