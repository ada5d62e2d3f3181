"""Adobe's side on the command line: what `init` finds with its credential alone, and how tokens and secrets are given."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from diagnostics.simulator import ids
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.worlds import build
from tests.support.adobe import HOSTS_OF_ADOBE, adobe_jwt
from tests.support.commands import ACCOUNT, KEY_URI, Said, run, surroundings
from tests.support.serving import serving

ORG = ("--ims-org", ids.ORG)
CLIENT = ("--client-id", ids.ADOBE_CLIENT)
CMK = ("--cmk-config", ids.CMK_CONFIG)
SECRET = "AJO_DOCTOR_ADOBE_CLIENT_SECRET"
TOKEN = "AJO_DOCTOR_ADOBE_TOKEN"
FILE = Path("ajo-doctor.toml")
CAMPAIGN = f"adobe:/campaigns/{ids.CAMPAIGN}"


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with serving(build("adobe-managed")) as running:
        yield running
    assert running.crashes == []


@pytest.fixture
def environ(here: Path, simulator: Simulator) -> dict[str, str]:
    return surroundings(here.parent, simulator)


def without_azure(environ: dict[str, str]) -> dict[str, str]:
    return {
        name: text
        for name, text in environ.items()
        if not name.startswith("AZURE_") or name == "AZURE_TOKEN_CREDENTIALS"
    }


def target() -> dict[str, Any]:
    (fields,) = tomllib.loads(FILE.read_text(encoding="utf-8"))["targets"].values()
    return fields


def at_adobe(simulator: Simulator) -> list[tuple[str, str]]:
    return [
        (entry.method, entry.path)
        for entry in simulator.log
        if entry.method != "CONNECT" and entry.host.endswith(HOSTS_OF_ADOBE)
    ]


def init(environ: dict[str, str], *more: str) -> Said:
    said = run("init", *ORG, *more, environ=environ)
    assert said.code == 0, said.err
    return said


def test_adobes_credential_alone_finds_sandbox_campaign_application_and_key(
    environ: dict[str, str], simulator: Simulator
) -> None:
    said = init(without_azure(environ), *CLIENT, *CMK)
    assert target() == {
        "ims_org": ids.ORG,
        "client_id": ids.ADOBE_CLIENT,
        "sandbox": ids.SANDBOX,
        "campaign": ids.CAMPAIGN,
        "endpoint": "unitary",
        "cmk_config": ids.CMK_CONFIG,
        "application": ids.ADOBE_APP,
        "key_uri": KEY_URI,
    }
    assert said.out.endswith("next: ajo-doctor diagnose\n")
    assert "no credential gave a token" in said.err  # Azure's side stays open, told
    asked = at_adobe(simulator)
    assert [each for each in asked if each[0] != "GET"] == [("POST", "/ims/token/v3")]
    assert environ[SECRET] not in FILE.read_text() + said.out + said.err


def test_with_an_azure_login_too_vault_and_service_principal_are_found(
    environ: dict[str, str],
) -> None:
    said = init(environ, *CLIENT, *CMK)
    assert (target()["vault"], target()["tenant"]) == (ids.VAULT_ID, ids.TENANT)
    assert f"its service principal in this tenant is {ids.ADOBE_OID}, enabled" in said.err
    assert run("diagnose", environ=environ).code in (0, 3)


def test_without_the_name_of_the_configuration_the_application_is_told_and_not_written(
    environ: dict[str, str],
) -> None:
    said = init(environ, *CLIENT)
    assert not {"application", "key_uri"} & set(target())
    assert ids.ADOBE_APP in said.err
    assert "--cmk-config" in said.err
    assert said.out.endswith("next: ajo-doctor diagnose\n")


def test_a_token_alone_suffices(environ: dict[str, str], simulator: Simulator) -> None:
    del environ[SECRET]
    Path("t.txt").write_text(adobe_jwt())
    Path("t.txt").chmod(0o600)
    said = init(environ, "--token-file", "t.txt")
    assert target()["client_id"] == ids.ADOBE_CLIENT  # read from the token
    assert "401013" in said.err  # which nobody signed
    assert all(verb == "GET" for verb, _ in at_adobe(simulator))


def test_several_campaigns_are_named_and_none_is_guessed(
    environ: dict[str, str], simulator: Simulator
) -> None:
    known = simulator.world.need(CAMPAIGN)
    for number in range(12):
        other = {**known, "campaignId": f"c{number}", "name": f"n{number}"}
        simulator.world.put(f"adobe:/campaigns/c{number}", other)
    said = init(environ, *CLIENT)
    assert "campaign" not in target()
    assert "choose a campaign: " in said.err
    assert "and 3 more" in said.err


@pytest.mark.parametrize(
    ("change", "endpoint"),
    [
        ({"category": "Marketing"}, "audience"),
        ({"highThroughputMode": True}, "highthroughput"),
    ],
)
def test_the_endpoint_follows_the_campaign(
    environ: dict[str, str], simulator: Simulator, change: dict[str, object], endpoint: str
) -> None:
    simulator.world.need(CAMPAIGN).update(change)
    init(environ, *CLIENT)
    assert target()["endpoint"] == endpoint


def test_of_several_sandboxes_the_default_one_is_taken_and_told(
    environ: dict[str, str], simulator: Simulator
) -> None:
    known = simulator.world.need(f"adobe:/sandboxes/{ids.SANDBOX}")
    simulator.world.put("adobe:/sandboxes/dev", {**known, "name": "dev", "isDefault": False})
    said = init(environ, *CLIENT)
    assert target()["sandbox"] == ids.SANDBOX
    assert "of the sandboxes dev, prod the default one was taken" in said.err


def test_what_the_role_does_not_show_is_told_and_the_rest_is_found(
    environ: dict[str, str], simulator: Simulator
) -> None:
    credential = simulator.world.need(f"adobe:/credentials/{ids.ADOBE_CLIENT}")
    credential["permissions"] = ["View Sandboxes", "Manage Customer Managed Key"]
    said = init(environ, *CLIENT, *CMK)
    assert (target()["sandbox"], target()["key_uri"]) == (ids.SANDBOX, KEY_URI)
    assert "campaign" not in target()
    assert "not everything could be discovered: Adobe" in said.err


@pytest.mark.parametrize(
    ("secret", "told"),
    [("wrong-secret-of-mine", "invalid_client"), ("", "neither an access token nor")],
)
def test_a_login_that_does_not_work_is_told_and_the_file_written(
    environ: dict[str, str], secret: str, told: str
) -> None:
    said = init({**environ, SECRET: secret}, *CLIENT)
    assert told in said.err
    assert target()["ims_org"] == ids.ORG


def test_offline_nothing_is_asked(environ: dict[str, str], simulator: Simulator) -> None:
    init(environ, *CLIENT, "--offline")
    assert set(target()) == {"ims_org", "client_id"}
    assert [entry for entry in simulator.log if entry.method != "CONNECT"] == []


@pytest.mark.parametrize(
    ("arguments", "more", "told"),
    [
        (("--ims-org", "A1B2"), {}, "is not an IMS organization"),
        (ORG, {}, "no client_id"),
        ((*ORG, *CLIENT, "--token-file", "none.txt"), {}, "none.txt: the file cannot be read"),
        ((*ORG, *CLIENT, "--token-file", "-", "--error", "-"), {}, "cannot both read stdin"),
        ((*ORG, *CLIENT, "--token-file", "empty.txt"), {}, "expected: an access token"),
        ((*ORG, *CLIENT, "--token-file", "two.txt"), {}, "this is not an access token"),
        (
            (*ORG, *CLIENT),
            {f"{SECRET}_FILE": "none.txt", SECRET: ""},
            "the client secret cannot be read",
        ),
        ((*ORG, *CLIENT, "--campaign", "5f0c"), {}, "a campaign needs its sandbox"),
    ],
)
def test_bad_input_is_one_clear_message(
    environ: dict[str, str], arguments: tuple[str, ...], more: dict[str, str], told: str
) -> None:
    Path("empty.txt").write_text(" \n")
    Path("two.txt").write_text("canary-one canary-two")
    said = run("diagnose", *arguments, environ={**environ, **more}, text="x")
    assert (said.code, said.out) == (2, "")
    assert told in said.err
    assert "canary" not in said.err
    assert "Traceback" not in said.err


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps who may read elsewhere")
def test_a_secrets_file_that_others_may_read_is_warned_about_and_used(
    environ: dict[str, str], simulator: Simulator
) -> None:
    file = Path("secret")
    file.write_text(environ[SECRET])
    file.chmod(0o644)
    said = init({**environ, SECRET: "", f"{SECRET}_FILE": "secret"}, *CLIENT)
    assert "secret can be read by others on this machine: chmod 600 it" in said.err
    assert environ[SECRET] not in said.out + said.err
    assert target()["campaign"] == ids.CAMPAIGN
    assert ("POST", "/ims/token/v3") in at_adobe(simulator)


@pytest.mark.parametrize("command", ["diagnose", "verify"])
def test_a_run_over_several_targets_asks_for_one_token_at_most(
    environ: dict[str, str], simulator: Simulator, command: str
) -> None:
    adobe = f'ims_org = "{ids.ORG}"\nclient_id = "{ids.ADOBE_CLIENT}"\n'
    key = f'key_uri = "{KEY_URI}"\napplication = "{ids.ADOBE_APP}"\n'
    places = ("", f'tenant = "{ids.TENANT}"\n')
    tables = [f"[targets.t{n}]\n{adobe}{key}{place}" for n, place in enumerate(places)]
    FILE.write_text("".join(tables))
    assert run("diagnose", "--all", environ=environ).code in (0, 3)
    before = at_adobe(simulator).count(("POST", "/ims/token/v3"))
    assert before <= 1
    if command == "verify":
        run("verify", "--all", environ=environ)
    after = at_adobe(simulator)
    assert after.count(("POST", "/ims/token/v3")) <= before + 1
    assert {verb for verb, _ in after} <= {"GET", "POST"}


def test_an_own_account_without_organization_asks_nothing_of_adobe(
    environ: dict[str, str], simulator: Simulator
) -> None:
    run("diagnose", *ACCOUNT, environ=environ)
    assert at_adobe(simulator) == []
    assert TOKEN not in environ
