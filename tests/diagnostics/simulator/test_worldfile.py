from __future__ import annotations

import json
from pathlib import Path

import pytest

from diagnostics.errors import ConfigError
from diagnostics.simulator import directory, ids
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from diagnostics.simulator.worldfile import dump, load, read
from diagnostics.simulator.worlds import WORLDS, build


def a_file(**fields: object) -> str:
    return json.dumps({"schema": 1, **fields}, indent=1)


@pytest.mark.parametrize("name", list(WORLDS))
def test_a_saved_world_is_read_back(name: str) -> None:
    world = build(name)
    again = load(dump(world), "saved.json")
    assert (again.name, again.cloud) == (world.name, world.cloud)
    assert again.documents == world.documents


def test_a_saved_world_keeps_its_faults_without_applying_them_twice() -> None:
    world = make_world(SCENARIOS["service-principal-disabled"])
    again = load(dump(world), "saved.json")
    assert again.faults == ["service-principal-disabled"]
    assert again.documents == world.documents


def test_a_base_world_takes_faults_and_documents() -> None:
    text = a_file(
        base="own-account",
        faults=["service-principal-disabled"],
        documents={
            "SIM:/clock".lower(): {"skew_s": 5},
            f"/subscriptions/{ids.OTHER_SUBSCRIPTION}": None,
        },
    )
    world = load(text, "world.json")
    assert world.need(directory.principal_key(ids.IDENTITY_OID))["accountEnabled"] is False
    assert world.need("sim:/clock") == {"skew_s": 5}
    assert world.get(f"/subscriptions/{ids.OTHER_SUBSCRIPTION}") is None


@pytest.mark.parametrize(
    ("text", "problem", "expected", "line", "field"),
    [
        ("{", "this is not JSON", "a JSON object", 1, ""),
        ('{"schema": 1,\n "base": }', "this is not JSON", "a JSON object", 2, ""),
        ("[1]", "the file holds no object", "a JSON object", 1, ""),
        ("[" * 100_000, "nested too deeply", "a JSON object", None, ""),
        ('{"schema": 2}', "the schema is 2", '"schema": 1', 1, "schema"),
        ("{}", "the schema is None", '"schema": 1', None, "schema"),
        (a_file(bass="own-account"), "no field 'bass'", "base", 3, "bass"),
        (a_file(base="own-acount"), "no base world 'own-acount'", "own-account", 3, "base"),
        (a_file(base=["x"]), "no base world", "one of own-account", 3, "base"),
        (
            a_file(base="own-account", faults=["service-principal-disable"]),
            "no fault 'service-principal-disable'",
            "service-principal-disabled",
            5,
            "faults",
        ),
        (a_file(base="own-account", faults="x"), "faults is no list", '"faults": [', 4, "faults"),
        (
            a_file(base="no-customer-key", faults=["key-disabled"]),
            "'key-disabled' does not fit the world 'no-customer-key'",
            "one of the worlds own-account",
            5,
            "faults",
        ),
        (a_file(base="own-account", documents=[]), "are no object", "{…}", 4, "documents"),
        (a_file(documents={"vault": {}}), "'vault' is not a document", "/", 4, "documents"),
        (a_file(documents={"/x": 1}), "'/x' is not a document", "object or null", 4, "documents"),
        (a_file(cloud="mars"), "no cloud 'mars'", "public or usgov", 3, "cloud"),
        (a_file(documents={}), "nobody can sign in", "sim:/caller", None, "documents"),
    ],
)
def test_a_file_that_cannot_be_used_says_where_and_why(
    text: str, problem: str, expected: str, line: int | None, field: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        load(text, "world.json")
    error = caught.value
    assert problem in error.problem
    assert expected in error.expected
    assert (error.source, error.line, error.field) == ("world.json", line, field)


def test_a_file_is_read_from_disk(tmp_path: Path) -> None:
    path = tmp_path / "world.json"
    path.write_text(dump(build("adobe-managed")), encoding="utf-8")
    assert read(path).name == "adobe-managed"


def test_a_missing_or_binary_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read") as caught:
        read(tmp_path / "nowhere.json")
    assert "nowhere.json" in caught.value.source
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="not text"):
        read(tmp_path / "binary")
