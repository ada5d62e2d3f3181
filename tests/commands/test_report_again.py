"""Bundles of `verify` and `triage` through `report`: in every form what the command itself wrote, to the byte."""

from __future__ import annotations

from pathlib import Path

from diagnostics.report.present import FORMS
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from tests.support.commands import ACCOUNT, run, surroundings
from tests.support.serving import serving

ENDINGS = [(name, each.extensions[0]) for name, each in FORMS.items() if each.extensions]
LOG = "2026-11-29T01:18:30Z cosmos-ajo.documents.azure.com Forbidden (403); Substatus: 4000\n"


def outputs(folder: str) -> list[str]:
    Path(folder).mkdir()
    return [word for name, ending in ENDINGS for word in ("--output", f"{folder}/{name}{ending}")]


def written(folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def test_a_verification_is_drawn_again_in_every_form(here: Path) -> None:
    with serving(make_world(SCENARIOS["service-principal-disabled"])) as simulator:
        environ = surroundings(here.parent, simulator)
        assert run("diagnose", *ACCOUNT, environ=environ).code == 1
    with serving(make_world(SCENARIOS["healthy@own-account"])) as simulator:
        environ = surroundings(here.parent, simulator)
        live = run("verify", *ACCOUNT, "--bundle", "v", *outputs("live"), environ=environ)
    again = run("report", "v", *outputs("again"), environ=environ)
    assert again.code == live.code, again.err
    assert len(written("live")) >= len(ENDINGS)
    assert written("again") == written("live")


def test_a_search_of_logs_is_drawn_again_in_every_form(alone: dict[str, str]) -> None:
    Path("app.log").write_text(LOG * 3)
    live = run("triage", "app.log", "--bundle", "t", *outputs("live"), environ=alone)
    assert live.code == 1
    again = run("report", "t", *outputs("again"), environ=alone)
    assert again.code == live.code, again.err
    assert len(written("live")) >= len(ENDINGS)
    assert written("again") == written("live")
