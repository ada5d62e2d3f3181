"""Every documented line is shown by a fault or has a reason; every fault, code and topology has its line."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from checks.signatures import SIGNATURES
from diagnostics.simulator.faults import FAULTS, HARMLESS
from diagnostics.simulator.worlds import WORLDS
from diagnostics.triage.recognise import recognise
from scripts.generate_catalogue import SOURCE, TOPOLOGIES, occurs_in

CATALOGUE = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
ROWS = [row for section in CATALOGUE["section"] for row in section["rows"]]
BY_ID = {one.id: one for one in SIGNATURES}
CODES = Path(__file__).parents[2] / "runbooks" / "codes.json"
# Families of signatures whose lines the catalogue maps; the others are about gateways, portals and commands.
MAPPED = ("cmk.", "cosmos.", "entra.")
LEAST_FAULTS, LEAST_HEALTHY = 90, 40


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['key']}: {row['says']}"[:60])
def test_a_line_is_shown_by_something_that_exists_or_says_why_not(row) -> None:  # noqa: ANN001
    assert set(row) <= {"key", "says", "faults", "reason", "signatures"}
    faults = row.get("faults", [])
    assert faults or row.get("reason")
    assert set(faults) <= set(FAULTS)
    assert len(faults) == len(set(faults))
    assert set(row.get("signatures", [])) <= set(BY_ID)


def test_no_line_stands_twice_in_a_section() -> None:
    for section in CATALOGUE["section"]:
        keys = Counter(row["key"] for row in section["rows"])
        assert [key for key, count in keys.items() if count > 1] == []


def test_every_fault_and_every_healthy_variant_has_a_line() -> None:
    named = {fault for row in ROWS for fault in row.get("faults", [])}
    assert set(FAULTS) - named == set()


def test_every_code_that_is_known_in_text_has_a_line() -> None:
    named = {one for row in ROWS for one in row.get("signatures", [])}
    assert {one for one in BY_ID if one.startswith(MAPPED)} - named == set()


def test_every_code_that_explain_knows_has_a_line() -> None:
    known = json.loads(CODES.read_text(encoding="utf-8"))["signatures"]
    named = {one for row in ROWS for one in row.get("signatures", [])}
    assert {one for one in known if one.startswith(MAPPED)} - named == set()


@pytest.mark.parametrize(
    "name", sorted({one for row in ROWS for one in row.get("signatures", [])})
)
def test_a_line_known_in_text_is_recognised_by_its_number(name: str) -> None:
    code = BY_ID[name].code
    if not code:
        pytest.skip("it has no number: samples of its words are tested with the signatures")
    status = {"3": 403, "1008": 403, "1014": 403}.get(code, 401)
    text = (
        f"AADSTS{code}: refused"
        if name.startswith("entra.")
        else f"Status code: {status} Sub-status: {code}"
    )
    assert name in [one.signature_id for one in recognise(text, SIGNATURES)]


def test_a_fault_that_lacks_a_topology_says_why() -> None:
    said = {(fault, each["topology"]) for each in CATALOGUE["beyond"] for fault in each["faults"]}
    lacking = {
        (fault, topology)
        for fault in set(FAULTS) - HARMLESS
        for topology in TOPOLOGIES[:2]
        if not occurs_in(fault, topology)
    }
    assert lacking == said


def test_the_catalogue_is_as_large_as_it_says() -> None:
    assert len(set(FAULTS) - HARMLESS) >= LEAST_FAULTS
    assert sum(len(FAULTS[name].worlds) for name in HARMLESS) >= LEAST_HEALTHY
    assert {world for fault in FAULTS.values() for world in fault.worlds} == set(WORLDS)
