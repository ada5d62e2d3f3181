"""The simulator's feedback data, held against the truth file that comes with it: verdict, who, and when it began."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from diagnostics.cli import cli
from diagnostics.simulator.delay_incidents import SORTS

# The simulator's name of an incident: the kind that says it.
KINDS = {
    "provider-slow": "provider-defers",
    "ip-blocked": "outbound-ip-deferred",
    "hard-bounces": "hard-bounce-burst",
    "component-slow": "component-slow",
    "missing-messages": "feedback-missing",
    "throttled": "delivery-throttled",
    "send-time-optimised": "send-time-optimized",
    "quiet-hours": "held-for-quiet-hours",
    "waves": "sent-in-waves",
    "store-revoked": "calls-stopped",
    "calls-refused": "calls-stopped",
}
WINDOW = "@2026-11-23T08:15:00Z/2026-11-23T08:52:00Z"
FRAME = ("--from", "2026-11-23T07:00:00Z", "--to", "2026-11-23T10:00:00Z", "--rows", "12000")


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(cli, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.stdout


def told(folder: Path, *what: str) -> tuple[dict[str, Any], dict[str, Any], int]:
    """Generate, ask, and give truth, answer and exit code."""
    data, calls = folder / "mails.parquet", folder / "calls.jsonl"
    code, _ = run("simulate-delays", str(data), *FRAME, *what, "--caller-log", str(calls))
    assert code == 0
    truth = json.loads((folder / "mails.parquet.truth.json").read_text(encoding="utf-8"))
    code, out = run(
        *(
            "delays",
            str(data),
            "--caller-log",
            str(calls),
            "--format",
            "json",
            "--memory",
            "500MB",
        ),
        *("--until", "2026-11-23T10:00:00Z"),
    )
    return truth, json.loads(out)["answer"], code


def held_against(truth: dict[str, Any], answer: dict[str, Any]) -> None:
    (incident,) = truth["incidents"]
    assert answer["verdict"].lower() == incident["verdict"], answer["sentence"]
    kind = KINDS[incident["kind"]]
    mine = [each for each in answer["delays"] if each["kind"] == kind]
    assert mine, answer["delays"]
    others = {each["kind"] for each in answer["delays"]} - {kind, "retry-window-long"}
    assert others == set()
    (where,) = incident["where"].values()
    if "campaign" in incident["where"] or "domain" in incident["where"]:
        assert where == mine[0]["who"] or incident["kind"] == "calls-refused"
    interval = timedelta(seconds=answer["measured"]["interval_s"])
    began = datetime.fromisoformat(incident["from"])
    assert abs(datetime.fromisoformat(mine[0]["since"]) - began) <= interval


@pytest.mark.parametrize("kind", list(SORTS))
def test_an_incident_of_the_simulator_is_found(kind: str, tmp_path: Path) -> None:
    truth, answer, code = told(tmp_path, "--incident", kind + WINDOW)
    held_against(truth, answer)
    assert code == 1


@pytest.mark.parametrize("where", ["192.0.2.13", "192.0.2.11"])
def test_an_address_is_told_from_the_providers_that_it_sends_to(
    where: str, tmp_path: Path
) -> None:
    truth, answer, _ = told(tmp_path, "--incident", f"ip-blocked:{where}{WINDOW}")
    held_against(truth, answer)
    assert answer["who"] == where


def test_a_fault_of_the_world_shows_as_calls_that_stopped(tmp_path: Path) -> None:
    truth, answer, _ = told(
        *(tmp_path, "--base", "adobe-managed", "--fault", "key-disabled"),
        *("--at", "2026-11-23T08:15:00Z", "--until", "2026-11-23T08:52:00Z"),
    )
    held_against(truth, answer)


def test_without_an_incident_there_is_no_delay(tmp_path: Path) -> None:
    truth, answer, code = told(tmp_path)
    assert truth["incidents"] == []
    assert (answer["verdict"], answer["delays"], code) == ("no delay", [], 0)


@pytest.mark.parametrize("field", ["events", "delayed", "retried", "open"])
def test_every_way_to_divide_the_events_adds_up_to_the_whole(field: str, tmp_path: Path) -> None:
    _, answer, _ = told(tmp_path, "--incident", "provider-slow" + WINDOW)
    sums: dict[str, int] = {}
    for group in answer["measured"]["groups"]:
        sums[group["dimension"]] = sums.get(group["dimension"], 0) + group[field]
    assert sums["all"] > 0
    assert {sums[name] for name in ("all", "channel", "domain", "hour")} == {sums["all"]}
