"""`delays` end to end: the report, its forms, and the door into a diagnosis."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from diagnostics.cli import cli
from diagnostics.delays.told import read_answer
from tests.support.mails import Mails, write_calls, write_lines

FEED = {
    "incidentEvent": {
        "incidents": {
            "77": {
                "products": {
                    "p": {
                        "name": "Adobe Journey Optimizer",
                        "startedOn": 1795334400,  # 2026-11-22T08:00:00Z
                        "endedOn": 1795345200,
                        "history": {},
                    }
                }
            }
        }
    }
}


@pytest.fixture(scope="module")
def slow(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = Mails(incident="component", messages=1500).rows()
    return write_lines(rows, tmp_path_factory.mktemp("slow") / "rows.jsonl")


def invoke(*arguments: object) -> Result:
    result = CliRunner().invoke(cli, [str(each) for each in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


def test_the_report_answers_in_the_documented_order(slow: Path) -> None:
    result = invoke("delays", slow)
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "the delay is AJO"
    titles = ["Over time", "1. Configured", "2. Inside", "3. Downstream", "What to do"]
    places = [result.stdout.index(title) for title in titles]
    assert places == sorted(places)
    for said in (
        "DL201",
        "Time by hop:",
        "MES",
        "By provider (domain):",
        "By outbound IP:",
        "Step",
    ):
        assert said in result.stdout


def test_markdown_holds_the_same_for_a_ticket(slow: Path) -> None:
    result = invoke("delays", slow, "--format", "markdown")
    assert result.stdout.startswith("# the delay is AJO")
    assert "**DL201** warning" in result.stdout
    assert "| hop | p50 | p95 | p99 |" in result.stdout


def test_the_answer_joins_a_diagnosis(slow: Path, tmp_path: Path) -> None:
    kept = tmp_path / "late.json"
    assert invoke("delays", slow, "--format", "json", "--output", kept).exit_code == 1
    answer = read_answer(kept.read_text(encoding="utf-8"), str(kept))
    assert (answer.verdict, answer.who) == ("AJO", "MES")
    result = invoke("diagnose", "--delays", kept, "--no-save")
    assert result.exit_code == 1
    assert "Component MES of Journey Optimizer took" in " ".join(result.stdout.split())
    assert "DL201" in result.stdout


def test_a_saved_feed_stands_beside_a_delay_of_its_time(slow: Path, tmp_path: Path) -> None:
    feed = tmp_path / "feed.json"
    feed.write_text(json.dumps(FEED), encoding="utf-8")
    result = invoke("delays", slow, "--status-feed", feed)
    assert "Adobe published incident 77 of Adobe Journey Optimizer" in " ".join(
        result.stdout.split()
    )


def test_a_window_and_a_campaign_narrow_what_counts(slow: Path) -> None:
    result = invoke(
        *("delays", slow, "--campaign", "c-one", "--until", "2026-11-22T08:00Z"),
        *("--format", "json"),
    )
    measured = json.loads(result.stdout)["answer"]["measured"]
    assert {g["name"] for g in measured["groups"] if g["dimension"] == "campaign"} == {"c-one"}
    assert measured["outside"] > measured["events"] > 0
    assert result.exit_code == 0


@pytest.mark.parametrize("form", ["csv", "json", "text"])
def test_the_callers_log_may_have_any_of_its_forms(form: str, tmp_path: Path) -> None:
    mails = Mails(messages=400)
    data = write_lines(mails.rows()[20:], tmp_path / "rows.jsonl")
    log = write_calls(mails.calls(), tmp_path / "calls.csv")
    if form == "json":
        lines = [
            json.dumps(
                {"time": str(at), "answer": {"executionId": name, "createdAt": at.isoformat()}}
            )
            for name, at in mails.calls()
        ]
        log.write_text("\n".join(lines), encoding="utf-8")
    if form == "text":
        lines = [f"{at.isoformat()} INFO accepted {name} (202)" for name, at in mails.calls()]
        log.write_text("\n".join(lines), encoding="utf-8")
    result = invoke("delays", data, "--caller-log", log, "--format", "json")
    missing = json.loads(result.stdout)["answer"]["measured"]["missing"]
    assert missing["called"] > 300
    assert 0 < missing["missing"] <= 20


def test_an_answer_of_something_else_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.json"
    for text, says in (("{}", "no answer of `delays`"), ("{", "not JSON")):
        wrong.write_text(text, encoding="utf-8")
        result = invoke("diagnose", "--delays", wrong)
        assert result.exit_code == 2
        assert says in result.stderr
