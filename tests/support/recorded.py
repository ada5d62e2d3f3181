"""Recorded answers of the real services and examples of their specifications, for tests that compare shapes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FIXTURES = os.environ.get("AJO_DOCTOR_FIXTURES", "")
REFEREE = [
    pytest.mark.referee,
    pytest.mark.skipif(not FIXTURES, reason="AJO_DOCTOR_FIXTURES names no recorded answers"),
]
Kinds = dict[str, str]


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and the real service's answer to it."""

    recording: str
    number: int  # its line, from 0
    method: str
    url: str
    sent: Any
    status: int
    headers: dict[str, str]  # names in lower case
    answer: Any
    is_trimmed: bool  # a list of which only some entries were kept

    def __str__(self) -> str:
        return f"{self.recording}-{self.number}"


@cache
def exchanges(recording: str) -> tuple[Exchange, ...]:
    """Return every exchange of a recording, in its order."""
    return tuple(
        Exchange(
            recording,
            number,
            entry["method"],
            entry["url"],
            entry["request_body"],
            entry["status"],
            entry["response_headers"],
            entry["response_body"],
            "trimmed" in entry.get("note", ""),
        )
        for number, entry in enumerate(recorded(recording, lambda _: True))
    )


def recordings() -> list[str]:
    """Return the names of all recordings; empty without fixtures."""
    return (
        sorted(path.stem for path in Path(FIXTURES, "recorded").glob("*.jsonl"))
        if FIXTURES
        else []
    )


def examples() -> list[str]:
    """Return the paths of all examples of the specifications, below their folder."""
    folder = Path(FIXTURES, "specs")
    return (
        sorted(str(path.relative_to(folder)) for path in folder.glob("*/*.json"))
        if FIXTURES
        else []
    )


def recorded(name: str, wanted: Callable[[dict[str, Any]], bool]) -> Iterator[dict[str, Any]]:
    with Path(FIXTURES, "recorded", f"{name}.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            if wanted(entry):
                yield entry


def one(name: str, wanted: Callable[[dict[str, Any]], bool]) -> Any:
    entry = next(recorded(name, wanted), None)
    assert entry is not None, f"{name} holds no such answer"
    return entry["response_body"]


def example(path: str) -> Any:
    document = json.loads(Path(FIXTURES, "specs", path).read_text(encoding="utf-8"))
    return document["responses"]["200"]["body"]


def kinds(value: dict[str, Any], *, below: tuple[str, ...] = ()) -> Kinds:
    """Return field → type, of an object and of the named objects in it."""
    found = {name: type(field).__name__ for name, field in value.items()}
    for name in below:
        inner = value.get(name)
        if isinstance(inner, dict):
            found |= {f"{name}.{field}": kind for field, kind in kinds(inner).items()}
    return found


def compare(ours: Kinds, real: Kinds, *, ours_only: set[str], real_only: set[str]) -> None:
    """The same fields of the same types; what differs is named, so that a new difference is seen."""
    assert set(ours) - set(real) <= ours_only
    assert set(real) - set(ours) <= real_only
    both = {name for name in set(ours) & set(real) if "NoneType" not in (ours[name], real[name])}
    assert {name: ours[name] for name in both} == {name: real[name] for name in both}
