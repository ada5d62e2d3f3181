"""`init` writes what `diagnose` can read, from whatever there is."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.cli.init import written
from diagnostics.simulator import ids
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from diagnostics.simulator.server import Simulator
from tests.support.commands import ACCOUNT, KEY_URI, run, surroundings
from tests.support.serving import serving

FILE = Path("ajo-doctor.toml")


def target() -> dict[str, Any]:
    (fields,) = tomllib.loads(FILE.read_text(encoding="utf-8"))["targets"].values()
    return fields


def test_from_an_account_key_vault_and_tenant_are_found(environ: dict[str, str]) -> None:
    said = run("init", *ACCOUNT, environ=environ)
    assert said.code == 0
    assert target() == {
        "account": ids.ACCOUNT_ID,
        "key_uri": KEY_URI,
        "vault": ids.VAULT_ID,
        "tenant": ids.TENANT,
    }
    assert said.out.endswith("next: ajo-doctor diagnose\n")
    assert run("diagnose", environ=environ).code == 0


def test_from_a_key_alone_adobes_application_is_found(here: Path, adobe: Simulator) -> None:
    environ = surroundings(here.parent, adobe)
    assert run("init", "--key-uri", KEY_URI, environ=environ).code == 0
    assert target()["application"] == ids.ADOBE_APP
    assert run("diagnose", environ=environ).code == 0


def test_a_deleted_application_is_found_too(here: Path) -> None:
    with serving(
        make_world(SCENARIOS["service-principal-soft-deleted@adobe-managed"])
    ) as simulator:
        environ = surroundings(here.parent, simulator)
        run("init", "--key-uri", KEY_URI, environ=environ)
        assert target()["application"] == ids.ADOBE_APP
        assert "EN102" in run("diagnose", environ=environ).out


def test_from_a_key_and_an_application(here: Path, adobe: Simulator) -> None:
    environ = surroundings(here.parent, adobe)
    run("init", "--key-uri", KEY_URI, "--application", ids.ADOBE_APP, environ=environ)
    assert target()["vault"] == ids.VAULT_ID
    assert run("diagnose", environ=environ).code == 0


@pytest.mark.parametrize("source", ["-", "e.txt"])
def test_from_an_error_text_the_account_is_found(source: str, environ: dict[str, str]) -> None:
    text = f'{{"message": "https://{ids.ACCOUNT}.documents.azure.com:443/ said 403 (4000)"}}'
    Path("e.txt").write_text(text)
    assert run("init", "--error", source, environ=environ, text=text).code == 0
    assert target()["account"] == ids.ACCOUNT_ID


def test_an_account_that_is_not_ours_is_said_to_be_so(environ: dict[str, str]) -> None:
    said = run("init", "--error", "-", environ=environ, text="ajo-profile.documents.azure.com")
    assert said.code == 0
    assert "account ajo-profile is in no subscription that this login sees" in said.err
    assert "fill in key_uri and application" in said.out
    again = run("diagnose", environ=environ)
    assert again.code == 2
    assert "neither an account nor a key" in again.err


def test_a_host_of_a_stranger_in_the_text_is_not_asked(environ: dict[str, str]) -> None:
    text = "see https://evil.example/keys/k and cosmos.documents.azure.com.evil.example"
    run("init", "--error", "-", environ=environ, text=text)
    assert set(target()) == {"tenant"}


def test_offline_only_what_was_given_is_written(alone: dict[str, str]) -> None:
    said = run("init", *ACCOUNT, "--offline", "--output", "x.toml", environ=alone)
    assert said.code == 0
    assert tomllib.loads(Path("x.toml").read_text())["targets"]["production"] == {
        "account": ids.ACCOUNT_ID
    }
    assert "diagnose --config x.toml" in said.out


def test_without_login_the_file_is_written_and_the_reason_said(alone: dict[str, str]) -> None:
    said = run("init", *ACCOUNT, environ=alone)
    assert said.code == 0
    assert target() == {"account": ids.ACCOUNT_ID}
    assert "not everything could be discovered" in said.err
    assert "AZURE_CLIENT_SECRET" in said.err


WORDS = st.text(st.characters(exclude_categories=["Cs"]))


@given(WORDS.filter(bool), WORDS)
def test_any_name_and_remark_gives_valid_toml(name: str, remark: str) -> None:
    table = tomllib.loads(written(name, {"database": name}, (remark,)))
    assert table["targets"] == {name: {"database": name}}
