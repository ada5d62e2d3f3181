"""`simulate-logs` and `simulate-delays` as people call them: what they write, print and refuse."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from checks.signatures import SIGNATURES
from diagnostics.triage.recognise import recognise
from tests.support.commands import run
from tests.support.stories import bytes_of, records


@pytest.mark.parametrize("more", [(), ("--gzip",)])
def test_every_hit_stands_where_it_is_said_to_and_is_what_it_is_said_to_be(
    tmp_path: Path, more: tuple[str, ...]
) -> None:
    folder, hits = tmp_path / "logs", tmp_path / "hits.jsonl"
    given = (
        "--fault",
        "key-access-missing",
        "--size",
        "600KB",
        "--hits",
        "0.01",
        "--hits-out",
        str(hits),
    )
    said = run("simulate-logs", str(folder), *given, *more)
    assert (said.code, said.err) == (0, "")
    truth = json.loads((folder / "truth.json").read_text())
    told = [json.loads(line) for line in hits.read_text().splitlines()]
    assert len(told) == truth["hits"] == sum(one["count"] for one in truth["events"].values())
    assert Counter(one["signature_id"] for one in told) == {
        name: one["count"] for name, one in truth["events"].items()
    }
    files = {file["path"]: bytes_of(folder / file["path"]) for file in truth["files"]}
    starts = {name: dict(records(folder / name)) for name in files}
    for one in told:
        data = files[one["path"]]
        record = data[one["offset"] : one["offset"] + one["bytes"]]
        assert starts[one["path"]][one["offset"]] == record
        assert data.count(b"\n", 0, one["offset"]) + 1 == one["line"]
    for one in told[:: max(1, len(told) // 20)]:
        record = starts[one["path"]][one["offset"]].decode()
        assert one["signature_id"] in {item.signature_id for item in recognise(record, SIGNATURES)}


def test_it_says_what_was_written(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "logs"
    said = run("simulate-logs", str(folder), "--fault", "key-disabled", "--size", "300KB")
    assert said.code == 0
    assert said.out.startswith("SIMULATED logs: 10 files, ")
    assert "onset 2026-11-23T08:15:00.000Z" in said.out
    assert "cmk.4018" in said.out
    assert str(folder / "truth.json") in said.out


def test_a_fault_that_no_log_shows_is_said_to_show_in_none(tmp_path: Path) -> None:
    said = run(
        "simulate-logs", str(tmp_path / "l"), "--fault", "purge-protection-off", "--size", "100KB"
    )
    assert "no error in them" in said.out
    said = run(
        "simulate-delays",
        str(tmp_path / "m.csv"),
        "--fault",
        "purge-protection-off",
        "--rows",
        "200",
    )
    assert "no message is late" in said.out


def test_a_world_file_breaks_at_the_minute_too(tmp_path: Path) -> None:
    world = tmp_path / "world.json"
    world.write_text(
        json.dumps({"schema": 1, "base": "adobe-managed", "faults": ["key-disabled"]})
    )
    said = run("simulate-logs", str(tmp_path / "logs"), "--world", str(world), "--size", "300KB")
    assert said.code == 0
    truth = json.loads((tmp_path / "logs" / "truth.json").read_text())
    assert truth["faults"] == ["key-disabled"]
    assert truth["last_good"] < truth["onset"] == "2026-11-23T08:15:00.000Z"


def test_a_world_that_was_saved_broken_is_refused(tmp_path: Path) -> None:
    world = tmp_path / "world.json"
    world.write_text(json.dumps({"schema": 1, "base": "own-account", "applied": ["key-disabled"]}))
    said = run("simulate-logs", str(tmp_path / "logs"), "--world", str(world))
    assert said.code == 2
    assert "how it was before is not known" in said.err
    assert not (tmp_path / "logs").exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--at", "yesterday"), "'yesterday' is no time"),
        (("--at", "2026-11-23T08:15Z", "--until", "2026-11-23T08:15Z"), "not after the fault"),
        (
            ("--at", "2026-11-23T08:15Z", "--to", "2026-11-23T08:00Z"),
            "not between the first and the last",
        ),
        (("--size", "much"), "no size that logs can have"),
        (("--size", "3KB"), "no size that logs can have"),
        (("--fault", "key-disable"), "key-disabled"),
        (("--base", "own"), "no base world 'own'"),
        (("--fault", "key-disabled", "--size", "20KB", "--hits", "0.2"), "do not fit"),
        (("--hits-out", "no/such/folder/h.jsonl"), "cannot be written"),
        (("--hits", "0.5"), "--hits"),
    ],
)
def test_what_cannot_be_is_refused_in_one_message(
    tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    said = run("simulate-logs", str(tmp_path / "logs"), *options)
    assert said.code == 2
    assert words in said.err
    assert "Traceback" not in said.err
    folder = tmp_path / "logs"
    assert not folder.exists() or not list(folder.iterdir())


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.log").write_text("mine")
    said = run("simulate-logs", str(tmp_path), "--size", "100KB")
    assert said.code == 2
    assert "not empty" in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.log"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("m.xls",), "'.xls' is no form"),
        (("m",), "'no ending' is no form"),
        (("m.csv", "--incident", "rain"), "there is no incident 'rain'"),
        (("m.csv", "--incident", "ip-blocked:10.0.0.1"), "cannot be at '10.0.0.1'"),
        (("m.csv", "--incident", "waves@08:15"), "is no incident"),
        (
            ("m.csv", "--incident", "waves@2026-11-22T08:15Z/2026-11-22T09:00Z"),
            "does not lie between",
        ),
        (("m.csv", "--without", "timestamp"), "no field 'timestamp'"),
        (("m.csv", "--memory", "lots"), "no memory limit"),
        (("m.parquet", "--heads", "underscores"), "only CSV has flat heads"),
        (("no/such/folder/m.csv",), "no such folder"),
        (("m.csv", "--caller-log", "calls.txt"), "'.txt' is no form"),
        (("m.csv", "--fault", "key-disabled", "--from", "2026-11-23T08:15Z"), "gives a row"),
        ((), "Missing argument"),
    ],
)
def test_feedback_that_cannot_be_is_refused_in_one_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    said = run("simulate-delays", *options)
    assert said.code == 2
    assert words in said.err
    assert "Traceback" not in said.err
    assert not list(tmp_path.iterdir())
