"""`watch --once`, as a scheduler calls it, against the simulator."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from diagnostics.bundle import load
from diagnostics.cli.watch_plan import plan_watch
from diagnostics.cli.watching import lock_of
from diagnostics.lock import only_one
from diagnostics.simulator import ids
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from diagnostics.simulator.server import Simulator
from diagnostics.state import named
from tests.support.commands import run, start, surroundings
from tests.support.examined import the_catalogue
from tests.support.serving import serving

GONE = ids.ACCOUNT_ID.replace(ids.ACCOUNT, "cosmos-nowhere")
TWO = f"""
[targets.own]
account = "{ids.ACCOUNT_ID}"
[targets.nowhere]
account = "{GONE}"
"""


@pytest.fixture
def two(environ: dict[str, str]) -> dict[str, str]:
    Path("ajo-doctor.toml").write_text(TWO)
    return environ


def kept(environ: dict[str, str]) -> list[str]:
    return sorted(each.parent.name for each in Path(environ["AJO_DOCTOR_STATE"]).glob("*/*.ajo-*"))


def test_every_target_has_one_line_and_one_bundle(two: dict[str, str]) -> None:
    said = run("watch", "--once", "--all", environ=two)
    assert said.code == 1
    first, second = said.out.splitlines()
    assert first.startswith("NO FAULT FOUND  SIMULATED own      ")
    assert second.startswith("BROKEN          SIMULATED nowhere  ")
    assert said.err == "2 targets: 1 NO FAULT FOUND, 1 BROKEN\n"
    assert kept(two) == ["nowhere", "own"]


def test_only_the_named_targets(two: dict[str, str]) -> None:
    said = run("watch", "--once", "--target", "own", environ=two)
    assert (said.code, len(said.out.splitlines())) == (0, 1)
    assert kept(two) == ["own"]


def test_the_forms_of_a_report_hold_all_targets(two: dict[str, str]) -> None:
    files = ("--output", "all.prom", "--output", "all.xml", "--output", "all.nagios")
    said = run("watch", "--once", *files, "--format", "json", environ=two)
    assert said.code == 1
    reports = json.loads(said.out)["reports"]
    assert [(each["target"], each["exit_code"]) for each in reports] == [
        ("own", 0),
        ("nowhere", 1),
    ]
    assert len(ET.fromstring(Path("all.xml").read_text()).findall(".//testsuite")) == 2  # noqa: S314
    for target in ("own", "nowhere"):
        assert f'target="{target}"' in Path("all.prom").read_text()
    assert Path("all.nagios").read_text().startswith("AJO-DOCTOR CRITICAL - SIMULATED nowhere: ")


def test_an_account_of_another_api_costs_its_own_target_alone(here: Path) -> None:
    Path("ajo-doctor.toml").write_text(TWO)
    world = make_world(SCENARIOS["healthy@own-account"])
    other = {**world.need(ids.ACCOUNT_ID), "id": GONE, "name": "cosmos-nowhere", "kind": "MongoDB"}
    world.put(GONE, other)
    with serving(world) as simulator:
        said = run("watch", "--once", environ=surroundings(here.parent, simulator))
        alone = run(
            "watch", "--once", "--target", "nowhere", environ=surroundings(here.parent, simulator)
        )
    first, second = said.out.splitlines()
    assert first.startswith("NO FAULT FOUND")
    assert second.startswith("NOT ALL SEEN")
    assert said.code == 3
    assert alone.code == 2
    assert "account cosmos-nowhere is of the MongoDB API" in alone.err


def test_among_many_targets_an_account_of_another_api_is_told_of(here: Path) -> None:
    others = (f'[targets.t{at}]\naccount = "{ids.ACCOUNT_ID}"\n' for at in range(3))
    Path("ajo-doctor.toml").write_text(TWO + "".join(others))
    world = make_world(SCENARIOS["healthy@own-account"])
    other = {**world.need(ids.ACCOUNT_ID), "id": GONE, "name": "cosmos-nowhere", "kind": "MongoDB"}
    world.put(GONE, other)
    with serving(world) as simulator:
        said = run("watch", "--once", environ=surroundings(here.parent, simulator))
        assert not any(entry.path == GONE for entry in simulator.log)  # it stands in the list
    assert said.err == "5 targets: 4 NO FAULT FOUND, 1 NOT ALL SEEN\n"


def test_what_fails_for_all_is_told_once(two: dict[str, str]) -> None:
    said = run("watch", "--once", environ={**two, "AZURE_AUTHORITY_HOST": "https://evil.example"})
    assert said.code == 2
    assert said.err.count("AZURE_AUTHORITY_HOST: ") == 1
    assert (said.out, kept(two)) == ("", [])


def test_a_second_round_of_the_same_file_ends_at_once(
    two: dict[str, str], healthy: Simulator
) -> None:
    values = {
        "config_file": None,
        "targets": (),
        "proxy": None,
        "ca": None,
        "deadline": None,
        "fail_on": None,
    }
    healthy.log.clear()
    with only_one(lock_of(plan_watch(values, two, Path.cwd()), two)):
        said = run("watch", "--once", environ=two)
        assert said.code == 3
        assert said.err.startswith(
            "ajo-doctor: the last round of this configuration still runs (process "
        )
        assert "nothing was looked at" in said.err
        assert healthy.log == []
        other = Path("other.toml")
        other.write_text(TWO)
        assert (
            run("watch", "--once", "--config", str(other), "--target", "own", environ=two).code
            == 0
        )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "say --once"),
        (("--once", "--all", "--target", "own"), "exclude each other"),
        (("--once", "--target", "onw"), "did you mean 'own'?"),
        (("--once", "--jitter", "soon"), "--jitter"),
        (("--once", "--output", "a.what"), "the ending of this name says no form"),
        (("--once", "--output", "no/a.prom"), "there is no folder"),
    ],
)
def test_bad_usage_is_told_before_anything_is_asked(
    arguments: tuple[str, ...], words: str, two: dict[str, str], healthy: Simulator
) -> None:
    healthy.log.clear()
    said = run("watch", *arguments, environ=two)
    assert (said.code, said.out) == (2, "")
    assert words in said.err
    assert healthy.log == []


def test_without_a_configuration_there_is_nothing_to_watch(alone: dict[str, str]) -> None:
    said = run("watch", "--once", environ=alone)
    assert said.code == 2
    assert "there is nothing to watch" in said.err


def test_jitter_waits_no_longer_than_it_says(two: dict[str, str]) -> None:
    said = run("watch", "--once", "--target", "own", "--jitter", "1s", environ=two)
    assert said.code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_keeps_and_tells_what_was_done(here: Path, number: signal.Signals) -> None:
    lines = (f'[targets.t{at}]\naccount = "{ids.ACCOUNT_ID}"\n' for at in range(20))
    Path("ajo-doctor.toml").write_text("".join(lines))
    with Simulator(make_world(SCENARIOS["healthy@own-account"]), latency_s=0.7) as slow:
        process = start(("watch", "--once"), surroundings(here.parent, slow), here)
        while not any(entry.method != "CONNECT" for entry in slow.log):
            if process.poll() is not None:
                break
        process.send_signal(number)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 130, err
    assert out.count(b"INTERRUPTED") == 20
    assert err.decode() == "20 targets: 20 INTERRUPTED\n"
    assert len(kept(surroundings(here.parent))) == 20


def test_a_bundle_says_what_its_own_target_asked(two: dict[str, str]) -> None:
    assert run("watch", "--once", environ=two).code == 1
    asked = {}
    for target in ("own", "nowhere"):
        place = named("latest", target, two)
        assert place
        asked[target] = {entry.url for entry in load(place.read_bytes(), the_catalogue()).ledger}
    own, nowhere = asked["own"], asked["nowhere"]
    assert not any("cosmos-nowhere" in url for url in own)
    assert not any(f"/{ids.ACCOUNT}" in url for url in nowhere)
    # What both needed was asked once and stands in both.
    assert any("/oauth2/v2.0/token" in url for url in own & nowhere)
    assert any(url.split("?")[0].endswith(ids.SUBSCRIPTION_ID) for url in own & nowhere)


def test_many_targets_are_told_the_same_as_one(
    environ: dict[str, str], healthy: Simulator
) -> None:
    lines = (f'[targets.t{at}]\naccount = "{ids.ACCOUNT_ID}"\n' for at in range(6))
    Path("ajo-doctor.toml").write_text("".join(lines))
    alone = run("watch", "--once", "--target", "t0", "--format", "json", environ=environ)
    healthy.log.clear()
    many = run("watch", "--once", "--format", "json", environ=environ)
    assert many.code == alone.code == 0
    one = json.loads(alone.out)
    for each in json.loads(many.out)["reports"]:
        assert [check["status"] for check in each["checks"]] == [
            check["status"] for check in one["checks"]
        ]
        assert each["sentence"] == one["sentence"]
    lists = [entry.path for entry in healthy.log if "/roleDefinitions" in entry.path]
    assert lists == [f"{ids.SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions"]
