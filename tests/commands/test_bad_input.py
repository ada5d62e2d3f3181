"""Whatever cannot be used ends in one message that says where, what was expected and what to do; exit code 2."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from diagnostics.simulator import ids
from diagnostics.simulator.worlds import build
from tests.support.commands import ACCOUNT, Said, run, start, surroundings
from tests.support.serving import serving

VAULT_ID = ids.VAULT_ID


def is_told(said: Said, *words: str) -> None:
    assert said.code == 2, (said.out, said.err)
    assert said.out == ""
    assert "Traceback" not in said.err
    for word in words:
        assert word in said.err, said.err


CONFIGURATIONS = {
    "broken TOML": ("[targets.a\n", ("a.toml:1", "not TOML", "expected:", "do:")),
    "an unknown key": (
        '[targets.a]\nacount = "x"\n',
        ("a.toml:2, field acount", "did you mean 'account'?"),
    ),
    "an unknown key at the top": ('fail = "x"\n', ("a.toml:1, field fail", "'fail_on'")),
    "a malformed resource id": (
        '[targets.a]\naccount = "/subscriptions/x"\n',
        ("a.toml:2, field account", "expected: /subscriptions/<id>", "do:"),
    ),
    "an id of another type": (
        f'[targets.a]\naccount = "{VAULT_ID}"\n',
        ("a.toml:2", "Microsoft.KeyVault/vaults", "databaseAccounts"),
    ),
    "a malformed key URI": (
        '[targets.a]\nkey_uri = "http://x/keys/a b"\n',
        ("a.toml:2, field key_uri", "is not a key URI", "do:"),
    ),
    "a missing application": (
        '[targets.a]\nkey_uri = "https://v-1.vault.azure.net/keys/k"\n',
        ("a.toml:1, field application", "lacks application", "aepcmkmultitenantapp"),
    ),
    "nothing to look at": ("[targets.a]\n", ("a.toml", "neither an account nor a key")),
    "a number for a text": ("[targets.a]\naccount = 1\n", ("a.toml:2", "not a text")),
    "a severity that is none": ('fail_on = "bad"\n', ("a.toml:1", "info, warning or critical")),
    "a binary file": ("\x00\x01\udcff", ("a.toml",)),
}


@pytest.mark.parametrize("name", list(CONFIGURATIONS))
def test_a_configuration_with(name: str, alone: dict[str, str]) -> None:
    text, words = CONFIGURATIONS[name]
    Path("a.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    is_told(run("diagnose", "--config", "a.toml", environ=alone), *words)


def test_the_line_is_that_of_the_right_target(alone: dict[str, str]) -> None:
    Path("a.toml").write_text(
        f'[targets.one]\naccount = "{ids.ACCOUNT_ID}"\n\n[targets.two]\naccount = "/x"\n'
    )
    said = run("diagnose", "--config", "a.toml", "--target", "two", environ=alone)
    is_told(said, "a.toml:5, field account")


def test_a_target_that_does_not_exist_is_told_with_the_nearest(alone: dict[str, str]) -> None:
    Path("ajo-doctor.toml").write_text(f'[targets.production]\naccount = "{ids.ACCOUNT_ID}"\n')
    said = run("diagnose", "--target", "prodction", environ=alone)
    is_told(said, "there is no target 'prodction'", "did you mean 'production'?")


def test_several_targets_without_a_choice_are_named(alone: dict[str, str]) -> None:
    table = f'account = "{ids.ACCOUNT_ID}"\n'
    Path("ajo-doctor.toml").write_text(f"[targets.a]\n{table}[targets.b]\n{table}")
    is_told(run("diagnose", environ=alone), "a, b", "--target", "--all")
    said = run("diagnose", "--all", "--bundle", "x", environ=alone)
    is_told(said, "--bundle keeps one run")


OPTIONS = {
    "missing configuration": (("--config", "no.toml"), ("no.toml", "no such file", "init")),
    "account": (("--account", "x"), ("--account: 'x' is not an Azure resource id",)),
    "key URI": (("--key-uri", "x"), ("--key-uri: 'x' is not a key URI",)),
    "application": (("--application", "1"), ("--application: '1' is not an app id",)),
    "cloud": (("--cloud", "moon"), ("--cloud", "public or usgov")),
    "topology": (("--topology", "x"), ("--topology", "adobe-managed, own-account")),
    "unknown check": ((*ACCOUNT, "--only", "keyvault.keys"), ("did you mean 'keyvault.key'?",)),
    "unknown check to skip": ((*ACCOUNT, "--skip", "x"), ("`ajo-doctor checks` lists them",)),
    "unreadable CA": ((*ACCOUNT, "--ca", "bin"), ("--ca", "PEM", "do:")),
    "missing CA": ((*ACCOUNT, "--ca", "no.pem"), ("--ca", "does not exist")),
    "proxy of another sort": ((*ACCOUNT, "--proxy", "socks5://x:1"), ("--proxy", "SOCKS")),
    "proxy that is none": ((*ACCOUNT, "--proxy", "http://[x"), ("--proxy", "http://host:port")),
    "output into a missing folder": (
        (*ACCOUNT, "--output", str(Path("no", "x"))),
        ("--output", "there is no folder 'no'"),
    ),
    "bundle into a missing folder": (
        (*ACCOUNT, "--bundle", str(Path("no", "x"))),
        ("--bundle", "there is no folder 'no'"),
    ),
    "format": ((*ACCOUNT, "--format", "pdf"), ("'text', 'markdown', 'html', 'json'",)),
    "deadline": ((*ACCOUNT, "--deadline", "0"), ("1<=x<=3600",)),
    "fail-on": ((*ACCOUNT, "--fail-on", "x"), ("'info', 'warning', 'critical'",)),
    "option": (("--acount", "x"), ("--account",)),
    "empty error text": (("--error", "empty"), ("empty: the text is empty", "expected:")),
    "binary error text": (("--error", "bin"), ("bin: this is", "UTF-8")),
    "missing error text": (("--error", "no.txt"), ("no.txt", "--error -")),
    "nothing": ((), ("there is nothing to look at", "init", "demo")),
}


@pytest.mark.parametrize("name", list(OPTIONS))
def test_diagnose_with_a_wrong(name: str, alone: dict[str, str]) -> None:
    Path("bin").write_bytes(bytes(range(256)))
    Path("empty").write_text(" \n")
    arguments, words = OPTIONS[name]
    is_told(run("diagnose", *arguments, environ=alone), *words)


COMMANDS = {
    "unknown command": (("diagnos",), ("Did you mean 'diagnose'?",)),
    "unknown scenario": (("demo", "key-disable"), ("key-disabled",)),
    "unknown pack": (("checks", "--plugin", "no"), ("there is no pack 'no'",)),
    "check of permissions": (("permissions", "--only", "cosmos.acc"), ("'cosmos.account'",)),
    "permissions of nothing": (("permissions", "--check"), ("nothing to hold the login against",)),
    "missing world": (("simulate", "--world", "no.json"), ("no.json",)),
    "broken world": (("simulate", "--world", "broken.json"), ("broken.json:2", "not JSON", "do:")),
    "fault of a world file": (
        ("simulate", "--world", "fault.json"),
        ("fault.json:1, field faults", "'key-disablet'", "key-disabled"),
    ),
    "unknown fault": (("simulate", "--fault", "key-disablet"), ("--fault", "key-disabled")),
    "fault that does not fit": (
        ("simulate", "--base", "no-customer-key", "--fault", "key-disabled"),
        ("does not fit the world",),
    ),
    "unknown base": (("simulate", "--base", "own-acount"), ("did you mean 'own-account'?",)),
    "no time of a fault": (
        ("simulate", "--fault-at", "yesterday"),
        ("--fault-at: 'yesterday' is no time", "ISO 8601"),
    ),
    "missing bundle": (("replay", "no"), ("no: the bundle cannot be read",)),
    "damaged bundle": (("replay", "fault.json"), ("fault.json: this is not a bundle",)),
    "init from nothing": (("init",), ("nothing to begin from", "--account")),
    "init into a missing folder": (
        ("init", *ACCOUNT, "--output", str(Path("no", "x"))),
        ("there is no folder",),
    ),
    "init of a wrong key": (("init", "--key-uri", "x"), ("--key-uri: 'x' is not a key URI",)),
    "neither code nor file": (("explain", "no.txt"), ("neither a known code nor a file", "do:")),
    "explanation of nothing": (("explain", ""), ("the text is empty",)),
    "shell": (("completion", "cmd"), ("'bash', 'zsh', 'fish'",)),
}


@pytest.mark.parametrize("name", list(COMMANDS))
def test_a_command_with(name: str, alone: dict[str, str]) -> None:
    Path("broken.json").write_text('{"schema": 1,\n')
    Path("fault.json").write_text(
        '{"schema": 1, "base": "own-account", "faults": ["key-disablet"]}'
    )
    arguments, words = COMMANDS[name]
    is_told(run(*arguments, environ=alone), *words)


def test_init_does_not_write_over_a_file(alone: dict[str, str]) -> None:
    Path("ajo-doctor.toml").write_text("mine")
    is_told(run("init", *ACCOUNT, "--offline", environ=alone), "the file exists", "--force")
    assert Path("ajo-doctor.toml").read_text() == "mine"


def test_an_account_of_another_api_is_refused(here: Path) -> None:
    world = build("own-account")
    world.need(ids.ACCOUNT_ID)["kind"] = "MongoDB"
    with serving(world) as simulator:
        said = run("diagnose", *ACCOUNT, environ=surroundings(here.parent, simulator))
        reads = [each for each in simulator.log if each.path.endswith(ids.ACCOUNT)]
    is_told(said, "of the MongoDB API", "NoSQL", "do:")
    assert len(reads) == 1


def test_a_bundle_of_another_schema_is_told_with_its_version(alone: dict[str, str]) -> None:
    import gzip

    body = {"format": "ajo-doctor bundle", "schema": 99, "version": "9.9"}
    Path("b").write_bytes(gzip.compress(json.dumps(body).encode()))
    is_told(run("replay", "b", environ=alone), "schema 99", "9.9", "version that wrote it")


@pytest.mark.parametrize("command", ["explain", "diagnose --error"])
def test_a_closed_standard_input(command: str, tmp_path: Path) -> None:
    process = start((*command.split(), "-"), surroundings(tmp_path), tmp_path, preexec_fn=closed)
    out, err = process.communicate(timeout=30)
    is_told(
        Said(process.returncode, out.decode(), err.decode()), "standard input is closed", "do:"
    )


def closed() -> None:
    os.close(0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize("command", ["explain 4000", "checks"])
def test_a_full_disk_behind_standard_output(command: str, tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        process = start(command.split(), surroundings(tmp_path), tmp_path, stdout=full)
        err = process.communicate(timeout=30)[1].decode()
    is_told(Said(process.returncode, "", err), "the output cannot be written: No space left")
