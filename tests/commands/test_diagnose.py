"""`diagnose`, as its users call it, against the simulator."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from diagnostics.simulator import ids
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from diagnostics.simulator.server import Simulator
from tests.support.commands import ACCOUNT, KEY_URI, run, start, surroundings
from tests.support.serving import serving

TEXT = (
    "403 Forbidden: Access to your account is currently revoked because the Azure Cosmos DB service is unable to obtain"
    " the AAD authentication token for the account's default identity (4000)."
)
TARGETS = f"""
[targets.own]
account = "{ids.ACCOUNT_ID}"
[targets.again]
account = "{ids.ACCOUNT_ID}"
"""


def bundles(environ: dict[str, str]) -> list[Path]:
    return sorted(Path(environ["AJO_DOCTOR_STATE"]).glob("*/*.ajo-bundle"))


def test_an_account_without_a_configuration(environ: dict[str, str]) -> None:
    said = run("diagnose", *ACCOUNT, environ=environ)
    assert said.code == 0
    assert said.out.startswith("SIMULATED")
    (bundle,) = bundles(environ)
    assert said.err == f"bundle kept: {bundle}\n"


def test_a_key_and_an_application_without_a_configuration(here: Path, adobe: Simulator) -> None:
    arguments = ("--key-uri", KEY_URI, "--application", ids.ADOBE_APP)
    environ = surroundings(here.parent, adobe)
    little = run("diagnose", *arguments, environ=environ)
    assert little.code == 3
    assert "Set `tenant` in the configuration" in little.out
    enough = (*arguments, "--tenant", ids.TENANT, "--subscription", ids.SUBSCRIPTION)
    said = run("diagnose", *enough, environ=environ)
    assert said.code == 0
    assert "adobe-managed" in said.out


def test_without_a_command_the_configuration_is_diagnosed(environ: dict[str, str]) -> None:
    Path("ajo-doctor.toml").write_text(f'[targets.mine]\naccount = "{ids.ACCOUNT_ID}"\n')
    said = run(environ=environ)
    assert said.code == 0
    assert "target mine" in said.out


def test_without_a_command_and_a_configuration_the_first_steps_are_told(
    alone: dict[str, str],
) -> None:
    said = run(environ=alone)
    assert (said.code, said.out) == (2, "")
    for word in ("demo", "diagnose --error -", "init", "--help"):
        assert word in said.err


def test_one_target_and_all_targets(environ: dict[str, str]) -> None:
    Path("ajo-doctor.toml").write_text(TARGETS)
    one = run("diagnose", "--target", "again", "--format", "json", environ=environ)
    assert json.loads(one.out)["target"] == "again"
    every = run("diagnose", "--all", "--format", "json", environ=environ)
    assert [report["target"] for report in json.loads(every.out)["reports"]] == ["own", "again"]
    assert every.code == 0


def test_targets_of_one_login_share_what_is_read(here: Path) -> None:
    Path("ajo-doctor.toml").write_text(TARGETS)
    with serving(make_world(SCENARIOS["healthy@own-account"])) as simulator:
        environ = surroundings(here.parent, simulator)
        run("diagnose", "--all", environ=environ)
        reads = [each for each in simulator.log if each.path == ids.ACCOUNT_ID]
    assert len(reads) == 1


def test_a_cause_gives_exit_code_1_and_fail_on_moves_it(here: Path) -> None:
    world = make_world(SCENARIOS["credential-expiring"])
    with serving(world) as simulator:
        environ = surroundings(here.parent, simulator)
        assert run("diagnose", *ACCOUNT, environ=environ).code == 1
        assert run("diagnose", *ACCOUNT, "--fail-on", "critical", environ=environ).code == 0


def test_only_some_checks_and_what_they_need(environ: dict[str, str]) -> None:
    said = run("diagnose", *ACCOUNT, "--only", "keyvault.key", "--format", "json", environ=environ)
    ended = {check["id"]: check["status"] for check in json.loads(said.out)["checks"]}
    assert {ended["keyvault.key"], ended["cosmos.key_uri"], ended["cosmos.account"]} == {"ok"}
    assert ended["rbac.key_access"] == "skipped"


def test_a_check_left_out_is_named(environ: dict[str, str]) -> None:
    said = run(
        "diagnose", *ACCOUNT, "--skip", "rbac.key_access", "--format", "json", environ=environ
    )
    assert "rbac.key_access" not in [
        check["id"] for check in json.loads(said.out)["checks"] if check["status"] == "ok"
    ]
    assert "rbac.key_access" in said.out


def test_the_report_goes_to_a_file_and_the_bundle_to_another(environ: dict[str, str]) -> None:
    files = ("--output", "r.md", "--bundle", "b", "--no-save")
    said = run("diagnose", *ACCOUNT, "--format", "markdown", *files, environ=environ)
    assert said.out == ""
    assert Path("r.md").read_text(encoding="utf-8").startswith("#")
    assert "report written to r.md" in said.err
    assert Path("b").stat().st_mode & 0o077 == 0
    assert bundles(environ) == []
    again = run("replay", "b", "--format", "markdown", environ=environ)
    assert again.out == Path("r.md").read_text(encoding="utf-8")


def test_a_state_folder_that_cannot_be_written_costs_the_bundle_only(
    environ: dict[str, str],
) -> None:
    Path("file").write_text("")
    said = run("diagnose", *ACCOUNT, environ={**environ, "AJO_DOCTOR_STATE": "file"})
    assert said.code == 0
    assert "the bundle could not be kept" in said.err
    assert said.out.startswith("SIMULATED")


def test_without_login_the_first_failure_says_what_to_do(here: Path, healthy: Simulator) -> None:
    environ = surroundings(here.parent, healthy)
    del environ["AZURE_CLIENT_SECRET"]
    said = run("diagnose", *ACCOUNT, environ=environ)
    first = "\n".join(said.out.splitlines()[:24])
    assert said.code == 3
    assert "AZURE_CLIENT_SECRET not set" in first
    assert "az login" in first


@pytest.mark.parametrize("source", ["-", "e.txt"])
def test_an_error_text_alone_gives_steps_commands_and_packet(
    source: str, alone: dict[str, str]
) -> None:
    Path("e.txt").write_text(TEXT)
    said = run("diagnose", "--error", source, environ=alone, text=TEXT)
    assert said.code == 1
    for words in (
        "The four documented steps",
        "az ad sp show",
        "Hand-off packet for Adobe Customer Care",
        "The pasted error",
    ):
        assert words in said.out
    assert "2 hours" in said.out


@pytest.mark.parametrize(
    ("text", "topology", "reason"),
    [
        (TEXT, "adobe-managed", "it speaks of a customer-managed key"),
        ("Forbidden (403); Substatus: 5301", "own-account", "refuses its own caller"),
        (
            "Request originated from IP 198.51.100.7 through public internet. This is blocked by your Cosmos DB account"
            " firewall settings.",
            "own-account",
            "refuses its own caller",
        ),
        (
            "CosmosException Status code: 408 Request timed out.",
            "adobe-managed",
            "can show like this, among other things",
        ),
        ('{"code": "ForbiddenByFirewall"}', "no-customer-key", "speaks of a key vault"),
        ("CJMRT-110100-500", "no-customer-key", "nothing in it speaks of a customer-managed key"),
        ("hello world", "no-customer-key", "nothing in it speaks of a customer-managed key"),
    ],
)
def test_a_text_alone_settles_who_owns_the_account_with_a_true_reason(
    text: str, topology: str, reason: str, alone: dict[str, str]
) -> None:
    report = json.loads(
        run("diagnose", "--error", "-", "--format", "json", environ=alone, text=text).out
    )
    assert report["topology"] == topology
    assert reason in report["topology_reason"]


def test_an_error_text_that_says_nothing_is_said_to(alone: dict[str, str]) -> None:
    said = run("diagnose", "--error", "-", environ=alone, text="hello world")
    assert said.code == 3
    assert "nothing in the error text is known" in said.err
    assert "Hand-off packet" in said.out


def test_the_error_text_beside_a_target_steers_the_causes(environ: dict[str, str]) -> None:
    said = run("diagnose", *ACCOUNT, "--error", "-", environ=environ, text=TEXT)
    assert said.code == 1
    assert "CO314" in said.out


def test_a_set_topology_without_a_key_is_believed(environ: dict[str, str]) -> None:
    Path("ajo-doctor.toml").write_text('[targets.a]\ntopology = "no-customer-key"\n')
    assert run("diagnose", environ=environ).code == 0


def test_names_are_replaced_to_be_shared(environ: dict[str, str]) -> None:
    assert run("diagnose", *ACCOUNT, "--share", environ=environ).code == 0


def test_what_is_not_a_terminal_gets_no_escape_sequences(environ: dict[str, str]) -> None:
    for form in ("text", "markdown", "json", "html"):
        said = run("diagnose", *ACCOUNT, "--format", form, environ=environ)
        assert "\x1b" not in said.out + said.err


def test_a_reader_that_has_seen_enough_is_no_error(environ: dict[str, str], here: Path) -> None:
    process = start(("diagnose", *ACCOUNT), environ, here)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert b"Traceback" not in process.stderr.read()
    assert process.wait() == 0
    process.stderr.close()
