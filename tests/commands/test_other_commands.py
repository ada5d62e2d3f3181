"""Help, explain, checks, permissions, completion, replay, demo."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from diagnostics.cli import COMMANDS
from diagnostics.cloud import ports
from diagnostics.permission import Permission
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from tests.support.commands import ACCOUNT, run, surroundings
from tests.support.rights import without
from tests.support.serving import serving


@pytest.mark.parametrize("command", list(COMMANDS))
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_the_help_of_every_command_teaches(command: str, flag: str) -> None:
    said = run(command, flag)
    assert said.code == 0
    assert "Example" in said.out
    assert f"ajo-doctor {command}" in said.out.partition("Example")[2]
    assert "Exit code" in said.out


def test_the_help_names_every_command_and_the_exit_codes() -> None:
    said = run("--help")
    for word in (*COMMANDS, "130 interrupted", "explain -"):
        assert word in said.out


@pytest.mark.parametrize("flag", ["-V", "--version"])
def test_the_version(flag: str) -> None:
    assert run(flag).out.startswith("ajo-doctor ")


@pytest.mark.parametrize(
    ("what", "words"),
    [
        (("4000",), ("4000  Access is revoked", "Look at", "az ad sp show", "2 hours", "Source:")),
        (("substatus", "4000"), ("4000  Access is revoked",)),
        (("AADSTS7000112",), ("disabled in the tenant",)),
        (("KV101",), ("KV101  The key is disabled", "## What to do", "## Sources")),
        (("key-disabled",), ("KV101",)),
    ],
)
def test_a_code_is_explained(what: tuple[str, ...], words: tuple[str, ...]) -> None:
    said = run("explain", *what)
    assert said.code == 0
    for word in words:
        assert word in said.out
    assert "<!--" not in said.out


def test_a_code_that_is_not_known_is_said_to_be_so() -> None:
    said = run("explain", "KVV101")
    assert said.code == 1
    assert "KV101" in said.err


@pytest.mark.parametrize("source", ["-", "e.txt", "text"])
def test_a_text_is_explained(source: str, alone: dict[str, str]) -> None:
    text = "https://kv-ajo.vault.azure.net said AADSTS7000112: Application is disabled"
    Path("e.txt").write_text(text)
    said = run("explain", text if source == "text" else source, environ=alone, text=text)
    assert said.code == 0
    assert "AADSTS7000112" in said.out
    assert "az ad sp show" in said.out


def test_an_explanation_for_machines(alone: dict[str, str]) -> None:
    code = json.loads(run("explain", "4000", "--format", "json").out)
    assert code["explained"][0]["kind"] == "CO101"
    text = run("explain", "-", "--format", "json", environ=alone, text="Substatus: 4000 ©")
    assert json.loads(text.out)["explained"][0]["code"] == "4000"
    assert json.loads(run("explain", "-", "--format", "json", text="hello you").out) == {
        "schema": 1,
        "explained": [],
    }


def test_a_text_without_anything_known_is_told_what_to_give() -> None:
    said = run("explain", "-", text="hello you")
    assert (said.code, said.out) == (1, "")
    assert "nothing in this text is known" in said.err


def test_a_text_cannot_move_the_cursor() -> None:
    said = run("explain", "-", text="\x1b[2J Substatus: 4000 \u202e")
    assert said.code == 0
    assert "\x1b" not in said.out
    assert "\u202e" not in said.out


def test_checks_as_text_and_for_machines() -> None:
    assert "keyvault.key" in run("checks").out
    listed = json.loads(run("checks", "--format", "json").out)
    assert {"id", "title", "kinds", "permissions"} <= set(listed[0])


def test_permissions_of_chosen_checks(alone: dict[str, str]) -> None:
    said = run("permissions", "--only", "cosmos.account", "--scope", "/subscriptions/s")
    role = json.loads(said.out.partition("\n")[2])
    assert role["Actions"] == [ports.ACCOUNT_READ.name]
    assert role["AssignableScopes"] == ["/subscriptions/s"]
    adobe = run("permissions", "--topology", "adobe-managed", environ=alone)
    assert ports.ACCOUNT_READ.name not in adobe.out
    assert "Application.Read.All" in adobe.out


def test_a_login_that_holds_everything(environ: dict[str, str]) -> None:
    said = run("permissions", "--check", *ACCOUNT, environ=environ)
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0].startswith("held")
    lacking = [at for at, line in enumerate(lines) if line.startswith(("LACKING", "cannot"))]
    # What only the second look asks for is told and does not count.
    assert all("only to be told who changed what" in "".join(lines[at : at + 3]) for at in lacking)
    assert {lines[at].split()[1] for at in lacking} >= {"AuditLog.Read.All", "Directory.Read.All"}
    assert all(len(line) <= 100 for line in lines)


@pytest.mark.parametrize("right", [ports.VAULT_READ, ports.APPLICATION_READ, ports.METADATA_READ])
def test_a_right_that_is_lacking_is_named_with_what_grants_it(
    right: Permission, here: Path
) -> None:
    world = make_world(SCENARIOS["healthy@own-account"])
    without(world, right)
    with serving(world) as simulator:
        said = run(
            "permissions", "--check", *ACCOUNT, environ=surroundings(here.parent, simulator)
        )
    assert said.code in (1, 3)
    lines = said.out.splitlines()
    (at,) = [
        number
        for number, line in enumerate(lines)
        if right.name in line.split() and not line.startswith("held")
    ]
    assert right.granted_by in lines[at + 1]


def test_without_login_nothing_can_be_told_and_the_reason_is(alone: dict[str, str]) -> None:
    said = run("permissions", "--check", *ACCOUNT, environ=alone)
    assert said.code == 3
    assert "AZURE_CLIENT_SECRET" in said.err
    assert "LACKING" not in said.out
    assert "held" not in said.out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_lines_are_valid(shell: str, alone: dict[str, str]) -> None:
    said = run("completion", shell, environ=alone)
    assert said.code == 0
    assert "_AJO_DOCTOR_COMPLETE" in said.out
    assert "add these lines to" in said.err
    program = shutil.which(shell)
    if program:
        subprocess.run([program, "-n"], input=said.out, text=True, check=True)


def test_commands_are_completed(alone: dict[str, str]) -> None:
    environ = {
        **alone,
        "_AJO_DOCTOR_COMPLETE": "bash_complete",
        "COMP_WORDS": "ajo-doctor dia",
        "COMP_CWORD": "1",
    }
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "diagnostics.cli"],
        env={**environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "plain,diagnose\n"


def test_a_replay_is_the_same_report_without_network(environ: dict[str, str]) -> None:
    live = run("diagnose", *ACCOUNT, "--bundle", "b", environ=environ)
    again = run("replay", "b", environ={})
    assert (again.out, again.code) == (live.out, live.code)


def test_the_demo_shows_the_disabled_service_principal_and_keeps_nothing(
    alone: dict[str, str],
) -> None:
    said = run("demo", environ=alone)
    assert said.code == 0
    assert "is disabled (accountEnabled" in " ".join(said.out.split())
    assert not Path(alone["AJO_DOCTOR_STATE"]).exists()


def test_the_demo_never_uses_the_users_own_login(here: Path, alone: dict[str, str]) -> None:
    """Even where the simulated login fails, no tool of the user's is asked."""
    trap = here / "az"
    trap.write_text(f"#!/bin/sh\ntouch {here / 'asked'}\n")
    trap.chmod(0o755)
    environ = {
        **alone,
        "PATH": f"{here}{os.pathsep}{os.environ['PATH']}",
        "AZURE_CLIENT_SECRET": "mine",
        "AZURE_TOKEN_CREDENTIALS": "dev",
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "AJO_DOCTOR_ACCOUNT": "/mine",
    }
    said = run("demo", "no-credential", "--format", "json", environ=environ)
    assert said.code == 0
    assert not (here / "asked").exists()
    assert "mine" not in said.out


def test_the_bundle_of_a_demo_is_kept_on_demand(alone: dict[str, str]) -> None:
    said = run("demo", "key-disabled", "--save", environ=alone)
    assert said.code == 0
    assert alone["AJO_DOCTOR_STATE"] in said.err


def test_all_scenarios_are_listed(alone: dict[str, str]) -> None:
    said = run("demo", "--list", environ=alone)
    assert {line.split()[0] for line in said.out.splitlines()} == set(SCENARIOS)
