"""Every scenario through the real clients: the cause first, nothing written, nothing secret, the first page complete,
the plans within their rules, the replay the same, the runbook as the run."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from diagnostics.cli.rehearse import missed
from diagnostics.evidence import Status
from diagnostics.report.top import ROWS, WIDTH, rows_of, top
from diagnostics.simulator.scenarios import SCENARIOS
from diagnostics.simulator.worlds import CANARIES
from scripts.generate import examples, runbook
from tests.repairs.rules import the_plans_keep_the_rules
from tests.scenarios.differing import the_difference_names_what_changed
from tests.support.elsewhere import replayed_elsewhere
from tests.support.examined import Examined, examined, the_catalogue

EXAMPLES = examples()
PINS = Path(__file__).with_name("requests.json")
READS = {"GET", "HEAD", "CONNECT"}
SIGN_INS = ("/oauth2/v2.0/token", "/ims/token/v3")


@pytest.mark.parametrize("name", list(SCENARIOS))
def test_a_scenario(name: str, tmp_path: Path) -> None:
    seen = examined(name)
    assert missed(seen.scenario, seen.judged, seen.report.exit_code) == ()
    crashed = [o.check for o in seen.judged.outcomes if o.status is Status.CRASHED]
    assert crashed == []
    assert seen.report.simulated, "also where a proxy's own authority stands in between"
    nothing_was_written(seen)
    nothing_secret_is_shown(seen)
    it_takes_the_pinned_number_of_requests(seen)
    the_first_page_says_what_to_do(seen)
    the_plans_keep_the_rules(seen)
    the_replay_is_identical(seen, tmp_path)
    the_difference_names_what_changed(seen)
    its_runbook_is_up_to_date(seen)


def its_runbook_is_up_to_date(seen: Examined) -> None:
    """The page of its cause prints the commands of this run, if this is the scenario that the page is drawn from."""
    cause = seen.scenario.cause
    if EXAMPLES.get(cause) != seen.scenario.name:
        return
    drawn = runbook(the_catalogue(), cause, seen.judged.diagnosis.causes)
    if drawn:
        page, text = drawn
        assert page.read_text(encoding="utf-8") == text, "run python scripts/generate.py"


def nothing_was_written(seen: Examined) -> None:
    acting = [
        entry
        for entry in seen.log
        if entry.method not in READS
        and not (entry.method == "POST" and entry.path.endswith(SIGN_INS))
    ]
    assert acting == []


def it_takes_the_pinned_number_of_requests(seen: Examined) -> None:
    asked = sum(entry.method != "CONNECT" for entry in seen.log)
    assert asked == json.loads(PINS.read_text(encoding="utf-8"))[seen.scenario.name]


def nothing_secret_is_shown(seen: Examined) -> None:
    shown = "".join(seen.drawn.values()) + gzip.decompress(seen.bundle).decode()
    for canary in CANARIES:
        assert canary not in shown


def the_first_page_says_what_to_do(seen: Examined) -> None:
    lines = top(seen.report)
    page = "\n".join(lines)
    assert rows_of(lines) <= ROWS, page
    assert all(len(line) <= WIDTH or line.startswith("  ") for line in lines), page
    assert seen.drawn["text"].startswith(page)
    if seen.report.causes:
        for word in ("confidence", "Do now", "Who", "Risk", "Works", "Escalate"):
            assert word in page
        first = seen.report.causes[0].steps[0]
        if first.command:
            assert first.command.sh in page
            assert "<" not in first.command.sh


def the_replay_is_identical(seen: Examined, tmp_path: Path) -> None:
    bundle = tmp_path / "bundle"
    bundle.write_bytes(seen.bundle)
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    assert replayed_elsewhere(bundle, folder) == seen.drawn
