"""Draw the map of what is documented to what is simulated: `runbooks/CATALOGUE.md` from `tests/catalogue.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from diagnostics.simulator.faults import FAULTS, HARMLESS

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "tests" / "catalogue.toml"
TARGET = ROOT / "runbooks" / "CATALOGUE.md"
TOPOLOGIES = ("own-account", "adobe-managed", "no-customer-key")


def occurs_in(fault: str, topology: str) -> bool:
    """Tell whether a fault occurs in a topology."""
    return any(_topology(world) == topology for world in FAULTS[fault].worlds)


def _topology(world: str) -> str:
    return world if world in TOPOLOGIES else "own-account"


def text() -> str:
    """Draw the page."""
    data = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    lines = [
        "# Catalogue",
        "",
        "Every line of what Microsoft and Adobe document about keys, codes, roles and identities, and what shows it here:"
        " simulated faults and odd but healthy variants (`ajo-doctor demo <name>`; healthy ones in italics), or the"
        " reason why nothing does. Generated from `tests/catalogue.toml`.",
    ]
    for section in data["section"]:
        lines += _section(section)
    return "\n".join([*lines, *_occurrences(data["beyond"])]) + "\n"


def _section(section: dict[str, Any]) -> Iterator[str]:
    yield from ("", f"## {section['title']}", "", f"Source: {section['source']}.", "")
    yield from ("| line | says | shown by |", "|---|---|---|")
    for row in section["rows"]:
        yield f"| {row['key']} | {row['says']} | {_shown(row)} |"


def _shown(row: dict[str, Any]) -> str:
    known = ", ".join(f"`{one}`" for one in row.get("signatures", ()))
    parts = (
        ", ".join(map(_name, row.get("faults", ()))),
        row.get("reason", ""),
        f"In text: {known}." if known else "",
    )
    return "<br>".join(part for part in parts if part)


def _name(fault: str) -> str:
    return f"*`{fault}`*" if fault in HARMLESS else f"`{fault}`"


def _occurrences(beyond: list[dict[str, Any]]) -> Iterator[str]:
    yield from ("", "## Where each fault occurs", "")
    yield (
        "In `no-customer-key` there is neither account nor key of the customer's, so that only login, place and a pasted"
        " text can be wrong."
    )
    yield from ("", f"| fault | {' | '.join(TOPOLOGIES)} | base worlds |", "|---|---|---|---|---|")
    for name, fault in FAULTS.items():
        marks = " | ".join("yes" if occurs_in(name, one) else "" for one in TOPOLOGIES)
        yield f"| {_name(name)} | {marks} | {', '.join(fault.worlds)} |"
    for each in beyond:
        named = ", ".join(f"`{one}`" for one in each["faults"])
        yield from ("", f"Not in `{each['topology']}`, because {each['reason']}: {named}.")
