"""Whole reports of `lint`, as people and CI systems get them: read in review, compared to the letter.

After a wanted change: `AJO_DOCTOR_GOLDEN=write pytest tests/commands/test_lint_whole.py`, then read the difference.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from diagnostics.exit_codes import FOUND, INCOMPLETE, OK
from diagnostics.version import __version__
from tests.commands.test_lint import BROKEN, FORMATS, GOOD
from tests.support.commands import Said, run
from tests.support.foreign import offer_packs

GOLDEN = Path(__file__).parent / "golden_lint"
ENDS = {
    "text": "txt",
    "markdown": "md",
    "json": "json",
    "annotations": "lines",
    "github": "github",
}
CAMPAIGN = json.dumps(
    {
        "campaignId": "c", "campaignType": "ApiTriggered", "category": "Transactional", "status": "live",
        "highThroughputMode": True, "identityNamespace": "ECID",
    }
)  # fmt: skip
CASES = {
    "clean": ("good.json",),
    "broken": ("bad.sh",),
    "against-a-campaign": ("good.json", "--endpoint", "unitary", "--campaign", "campaign.json"),
    "partly": ("good.json", "torn.json", "none.json", "--config", "ours.toml"),
}
CODES = {"clean": OK, "broken": FOUND, "against-a-campaign": FOUND, "partly": FOUND}


@pytest.fixture
def folder(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    offer_packs(here.parent / "site", monkeypatch)
    texts = {
        "bad.sh": BROKEN,
        "good.json": GOOD,
        "campaign.json": CAMPAIGN,
        "torn.json": '{"requestId": "r",\n "campaignId" "c"}',
        "ours.toml": 'plugins = ["faulty", "water"]\n',
    }
    for name, text in texts.items():
        (here / name).write_text(text)
    yield here
    for name in [each for each in sys.modules if each.startswith(("water_checks", "faulty_"))]:
        del sys.modules[name]


def told(said: Said) -> str:
    return said.out.replace(f'"version": "{__version__}"', '"version": "0.0.0"')


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", list(CASES))
def test_a_whole_report_stays_as_it_was_read(name: str, form: str) -> None:
    said = run("lint", *CASES[name], "--format", form)
    assert said.code == CODES[name], said.err
    path = GOLDEN / f"{name}.{ENDS[form]}"
    if os.environ.get("AJO_DOCTOR_GOLDEN") == "write":
        GOLDEN.mkdir(exist_ok=True)
        path.write_text(told(said), encoding="utf-8", newline="\n")
    assert told(said) == path.read_text(encoding="utf-8")


def test_no_golden_report_is_left_over() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {
        f"{name}.{end}" for name in CASES for end in ENDS.values()
    }


@pytest.mark.usefixtures("folder")
def test_one_unreadable_file_does_not_end_the_others() -> None:
    said = run("lint", "torn.json", "good.json", "none.json")
    assert said.code == INCOMPLETE
    assert "2 files not read" in said.out
    assert "good.json:1: JSON payload" in said.out
    assert "torn.json:2:15" in said.err
    assert "none.json" in said.err
    said = run("lint", "torn.json", "none.json")
    assert (said.code, said.out) == (2, "")
    assert "torn.json:2:15" in said.err
    assert "none.json" in said.err


@pytest.mark.usefixtures("folder")
def test_rules_of_a_listed_pack_count_and_a_faulty_one_is_told_without_its_values() -> None:
    said = run("lint", "good.json", "--config", "ours.toml", "--format", "json")
    told = json.loads(said.out)
    assert told["packs"] == ["faulty", "water"]
    assert [each["code"] for each in told["findings"]] == ["WA102"]
    (unheld,) = told["not_applied"]
    assert (unheld["rule"], "KeyError" in unheld["reason"]) == ("faulty.rule", True)
    assert "kim.secret" not in said.out


def test_a_configuration_that_merely_lies_here_loads_no_pack(folder: Path) -> None:
    (folder / "ajo-doctor.toml").write_text('plugins = ["water"]\n')
    assert run("lint", "good.json").code == OK
    said = run("lint", "good.json", "--campaign", "5f0c1c52")
    assert said.code == 2
    assert "may not set plugins" in said.err
    environ = {"AJO_DOCTOR_CONFIG": "ajo-doctor.toml"}
    assert run("lint", "good.json", environ=environ).code == FOUND
