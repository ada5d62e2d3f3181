"""Suppressions, as their users write them: from the configuration to every form."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from diagnostics.simulator import ids
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from tests.support.commands import Said, run, surroundings
from tests.support.serving import serving

FAULT = "credential-expiring"
TARGET = f'[targets.own]\naccount = "{ids.ACCOUNT_ID}"\n'


def table(kind: str, subject: str, *, days: int, above: str = "suppress") -> str:
    until = datetime.now(UTC).date() + timedelta(days=days)
    return (
        f'[[{above}]]\nkind = "{kind}"\nsubject = "{subject}"\nowner = "team blue"\n'
        f'reason = "it is renewed by the pipeline"\nuntil = {until}\n'
    )


def diagnosed(here: Path, text: str, *more: str) -> Said:
    Path("ajo-doctor.toml").write_text(text + TARGET, encoding="utf-8")
    with serving(make_world(SCENARIOS[FAULT])) as simulator:
        return run(
            "diagnose", "--format", "json", *more, environ=surroundings(here.parent, simulator)
        )


@pytest.fixture
def subject(here: Path) -> str:
    (found,) = [
        each for each in json.loads(diagnosed(here, "").out)["findings"] if each["code"] == "EN141"
    ]
    assert found["suppressed"] is None
    return str(found["subject"])


def test_a_finding_that_somebody_answers_for_does_not_count_until_its_day(
    here: Path, subject: str
) -> None:
    assert diagnosed(here, "").code == 1
    files = ("--output", "r.xml", "--output", "r.prom", "--output", "r.html")
    said = diagnosed(here, table("EN141", subject, days=3), *files, "--output", "r.json")
    assert said.code == 0
    told = json.loads(Path("r.json").read_text(encoding="utf-8"))
    assert [each["suppressed"]["owner"] for each in told["findings"] if each["suppressed"]] == [
        "team blue"
    ]
    assert [each["id"] for each in told["causes"] if each["suppressed"]] == ["credential-expiring"]
    for file in ("r.xml", "r.prom", "r.html"):
        assert "team blue" in Path(file).read_text(encoding="utf-8")
    again = run(
        "report",
        "latest",
        "--format",
        "json",
        environ={"AJO_DOCTOR_STATE": str(here.parent / "state")},
    )
    assert (again.code, json.loads(again.out)) == (0, told)


def test_after_its_day_it_counts_again_and_the_report_says_so(here: Path, subject: str) -> None:
    said = diagnosed(here, table("EN141", subject, days=-1))
    told = json.loads(said.out)
    assert said.code == 1
    (ended,) = told["suppressions"]
    assert (ended["standing"], ended["found"]) == ("ended", True)


def test_one_that_matches_nothing_is_told(here: Path, subject: str) -> None:
    said = diagnosed(here, table("EN141", f"{subject}x", days=3))
    assert said.code == 1
    assert json.loads(said.out)["suppressions"][0]["standing"] == "matches nothing"
    (other,) = json.loads(diagnosed(here, table("KV209", subject, days=3)).out)["suppressions"]
    assert other["standing"] == "matches nothing"


@pytest.mark.parametrize("command", [("diagnose",), ("watch", "--once")])
def test_a_kind_that_does_not_exist_is_refused_with_its_line(
    alone: dict[str, str], command: tuple[str, ...]
) -> None:
    text = table("EN149", "x", days=3) + TARGET
    Path("ajo-doctor.toml").write_text(text, encoding="utf-8")
    said = run(*command, environ=alone)
    assert said.code == 2
    assert "ajo-doctor.toml:2, field suppress.kind" in said.err
    assert "did you mean 'EN14" in said.err


def test_several_targets_share_one_and_are_told_when_it_matches_in_none(here: Path) -> None:
    more = f'[targets.again]\naccount = "{ids.ACCOUNT_ID}"\n'
    said = diagnosed(here, table("EN141", "nobody", days=3) + more, "--all")
    assert "suppression of EN141 at nobody matches nothing in any target" in said.err
    for report in json.loads(said.out)["reports"]:
        assert report["suppressions"][0]["standing"] == "elsewhere"
