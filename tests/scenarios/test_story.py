"""One story, told by logs, by the cloud and by mails: a fault at a known minute, and three commands that agree on it."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

from diagnostics.simulator.scenarios import SCENARIOS, make_world
from tests.support.commands import run, surroundings
from tests.support.serving import serving

pytest.importorskip("duckdb", reason="delays needs the extra of that name")
_AT, _TO = "2026-11-23T08:15:00Z", "2026-11-23T09:15:00Z"
# A fault of each topology; its scenario has the same name.
STORIES = {
    "service-principal-disabled@adobe-managed": "service-principal-disabled",
    "key-disabled": "key-disabled",
}


@pytest.mark.parametrize("name", STORIES)
def test_logs_cloud_and_mails_tell_one_story(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenario = SCENARIOS[name] if name in SCENARIOS else SCENARIOS[STORIES[name]]
    monkeypatch.chdir(tmp_path)
    world = ("--base", scenario.world, "--fault", *scenario.faults)
    assert run("simulate-logs", "logs", *world, "--at", _AT, "--size", "2MB").code == 0
    mails = ("simulate-delays", "mails.parquet", *world, "--at", _AT, "--rows", "20000")
    assert run(*mails).code == 0

    with serving(make_world(scenario)) as simulator:
        environ = surroundings(tmp_path, simulator)
        log = run("triage", "logs", "--format", "json", environ=environ)
        assert log.code == 1
        told = json.loads(log.out)["triage"]
        assert told["onset"]["at"].startswith("2026-11-23T08:15:0")
        (line,) = (each["sh"] for each in told["go_on"] if "diagnose" in each["sh"])
        asked = run(*shlex.split(line)[1:], "--format", "json", environ=environ)
    found = json.loads(asked.out)
    assert asked.code == 1, asked.err
    assert found["causes"][0]["id"] == scenario.cause

    late = run(
        "delays", "mails.parquet", "--until", _TO, "--format", "json", "--output", "late.json"
    )
    assert late.code == 1
    (delay,) = json.loads(Path("late.json").read_text(encoding="utf-8"))["answer"]["delays"]
    assert delay["since"].startswith("2026-11-23T08:15")
    joined = run(
        "diagnose", "--delays", "late.json", "--format", "json", environ=surroundings(tmp_path)
    )
    assert "DL107" in joined.out
