"""`ajo-doctor lint --campaign ID`: held against the live campaign, by one reading; what is not read is told."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from diagnostics.cli import lint as command
from diagnostics.cli.lint_campaign import TARGET_OPTIONS
from diagnostics.exit_codes import FOUND, INCOMPLETE, INTERRUPTED, OK
from diagnostics.simulator import ids
from diagnostics.simulator.server import Simulator
from diagnostics.target_fields import FIELDS
from tests.support.commands import Said, run, start, surroundings
from tests.support.triggering import a_payload, a_recipient

PLACE = ("--ims-org", ids.ORG, "--client-id", ids.ADOBE_CLIENT, "--sandbox", ids.SANDBOX)
CREDENTIAL = f"adobe:/credentials/{ids.ADOBE_CLIENT}"
GET = f"/journey/campaigns/service/campaigns/{ids.CAMPAIGN}"
FITS = {"type": "aep", "userId": ids.TEST_RECIPIENT, "namespace": "email"}


@pytest.fixture(autouse=True)
def payload(here: Path) -> None:
    (here / "p.json").write_text(json.dumps(a_payload(a_recipient(namespace="ECID"))))
    (here / "fits.json").write_text(json.dumps(a_payload(FITS)))


def lint(simulator: Simulator, home: Path, *more: str, **environ: str) -> Said:
    simulator.log.clear()
    return run(
        *("lint", "p.json", "--campaign", ids.CAMPAIGN, *more),
        environ={**surroundings(home, simulator), **environ},
    )


def test_a_live_campaign_is_read_once_and_held_against_the_request(
    adobe: Simulator, here: Path
) -> None:
    said = lint(adobe, here.parent, *PLACE, "--endpoint", "highthroughput", "--format", "json")
    found = json.loads(said.out)
    assert said.code == FOUND
    assert {"PL161", "PL162"} <= {each["code"] for each in found["findings"]}
    assert found["not_applied"] == []
    campaign = found["campaign"]
    assert (campaign["campaign_id"], campaign["source"]) == (ids.CAMPAIGN, "")
    assert campaign["simulated"]
    asked = [(each.method, each.path) for each in adobe.log if each.method != "CONNECT"]
    assert asked == [("POST", "/ims/token/v3"), ("GET", GET)]


def test_a_request_that_fits_is_well(adobe: Simulator, here: Path) -> None:
    environ = surroundings(here.parent, adobe)
    said = run("lint", "fits.json", "--campaign", ids.CAMPAIGN, *PLACE, environ=environ)
    assert (said.code, said.err) == (OK, "")
    assert "SIMULATED 1 request: nothing found" in said.out
    assert "as Adobe has it now" in said.out


def test_the_configuration_names_the_place(adobe: Simulator, here: Path) -> None:
    lines = f'ims_org = "{ids.ORG}"\nsandbox = "prod"\nclient_id = "{ids.ADOBE_CLIENT}"\n'
    Path("ajo-doctor.toml").write_text(f"[targets.a]\n{lines}[targets.b]\n{lines}")
    said = lint(adobe, here.parent)
    assert (said.code, said.out) == (2, "")
    assert "there are several targets" in said.err
    assert "PL162" in lint(adobe, here.parent, "--target", "b").out


def broken(simulator: Simulator, **fields: object) -> dict[str, object]:
    credential = dict(simulator.world.need(CREDENTIAL))
    simulator.world.put(CREDENTIAL, {**credential, **fields})
    return credential


UNREADABLE: dict[str, tuple[dict[str, object], tuple[str, ...], dict[str, str], str, str]] = {
    "a role is missing": ({"permissions": []}, (), {}, "does not show this", "View Campaigns"),
    "the secret is another": ({"secret": "x"}, (), {}, "invalid_client", "ajo-doctor diagnose"),
    "the gateway refuses": ({"apis": []}, (), {}, "before any service", "ajo-doctor explain 40"),
    "there is no secret": (
        {}, (), {"AJO_DOCTOR_ADOBE_CLIENT_SECRET": ""}, "neither an access", "set AJO_DOCTOR_"
    ),
    "another sandbox": ({}, ("--sandbox", "other"), {}, "Adobe", ""),
    "no way there": (
        {}, (), {"AJO_DOCTOR_PROXY": "http://127.0.0.1:9"}, "could not be read", "--proxy"
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", list(UNREADABLE))
def test_what_could_not_be_read_is_told_and_the_rest_is_answered(
    name: str, adobe: Simulator, here: Path
) -> None:
    fields, more, environ, reason, do = UNREADABLE[name]
    before = broken(adobe, **fields)
    try:
        said = lint(adobe, here.parent, *PLACE, *more, "--format", "json", **environ)
    finally:
        adobe.world.put(CREDENTIAL, before)
    told = json.loads(said.out)
    (unheld,) = told["not_applied"]
    assert said.code == told["exit_code"] == INCOMPLETE
    assert told["campaign"] is None
    assert unheld["rule"] == "ajo.payload.campaign"
    assert reason in unheld["reason"]
    assert unheld["do"]
    assert do in unheld["do"]


@pytest.mark.parametrize("form", ["text", "markdown", "annotations", "github"])
def test_every_form_tells_what_was_not_applied(form: str, adobe: Simulator, here: Path) -> None:
    said = lint(adobe, here.parent, *PLACE, "--format", form, AJO_DOCTOR_ADOBE_CLIENT_SECRET="")
    assert said.code == INCOMPLETE
    told = " ".join(said.out.split())
    assert "not applied: The request fits its campaign" in told
    assert "AJO_DOCTOR_ADOBE_TOKEN" in told


def test_a_finding_goes_before_what_was_not_applied(adobe: Simulator, here: Path) -> None:
    (here / "p.json").write_text(json.dumps(a_payload(a_recipient(), a_recipient())))
    said = lint(adobe, here.parent, *PLACE, AJO_DOCTOR_ADOBE_CLIENT_SECRET="")
    assert said.code == FOUND
    assert "1 rule not applied" in said.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--campaign", "5f0c1c52"), "not named: ims_org and sandbox"),
        (("--campaign", "5f0c 1c52", *PLACE), "not the id of a campaign"),
        (("--campaign", "none.json"), "there is no such file"),
        (("--campaign", "5f0c1c52", "--config", "none.toml"), "there is no such file"),
        (("--campaign", "5f0c1c52", *PLACE[:3], "nobody's client!"), "client id"),
        (("--campaign", "-", "--token-file", "-"), "stdin can be read once"),
    ],
)
def test_options_that_cannot_be_used_end_in_one_message(
    arguments: tuple[str, ...], words: str, alone: dict[str, str]
) -> None:
    said = run("lint", "p.json", *arguments, environ=alone)
    assert (said.code, said.out) == (2, "")
    assert words in said.err


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
def test_ctrl_c_gives_what_was_found_without_the_campaign(here: Path) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        proxy = f"http://127.0.0.1:{silent.getsockname()[1]}"
        environ = {
            **surroundings(here.parent),
            "AJO_DOCTOR_ADOBE_TOKEN": "t",
            "AJO_DOCTOR_PROXY": proxy,
        }
        line = ("lint", "p.json", "--campaign", ids.CAMPAIGN, *PLACE)
        process = start(line, environ, here)
        silent.settimeout(60)
        taken, _ = silent.accept()  # it waits for Adobe now
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        taken.close()
    assert process.returncode == INTERRUPTED, err
    assert b"you ended the run" in b" ".join(out.split())
    assert b"p.json:1: JSON payload" in out


def test_the_options_say_what_those_of_diagnose_say() -> None:
    shown = {option.name: option for option in command.lint.params}
    for name in TARGET_OPTIONS:
        meaning = FIELDS[name][1].partition(":")[0].partition(" (")[0]
        assert meaning.lower() in shown[name].help.lower(), name
