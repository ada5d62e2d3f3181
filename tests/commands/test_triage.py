"""`triage` from files to the command that goes on, and what that command then finds."""

from __future__ import annotations

import json
import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from diagnostics.simulator import ids
from diagnostics.simulator.consequences import campaign_error
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from diagnostics.simulator.server import Simulator
from tests.support.commands import KEY_URI, Said, run, surroundings
from tests.support.foreign import offer_packs

BEGAN = datetime(2026, 11, 23, 14, 2, 11, tzinfo=UTC)
OWN = f"{ids.ACCOUNT}.documents.azure.com"
ADOBES = f"{ids.ADOBE_ACCOUNT}.documents.azure.com"


def a_log(here: Path, error: str, host: str, *, hits: int = 12, name: str = "app.log") -> Path:
    lines = []
    for second in range(-200, 10 * hits):
        at = (BEGAN + timedelta(seconds=second)).isoformat()
        lines.append(f"{at} INFO 200 in 12 ms, order {second}")
        if second >= 0 and not second % 10:
            lines.append(f"{at} ERROR POST https://{host}/dbs/ajo {error}")
    path = here / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def an_audit_log(here: Path, *, refused: bool) -> Path:
    def record(after_s: int, status: int) -> str:
        return json.dumps(
            {
                "time": (BEGAN + timedelta(seconds=after_s)).strftime(
                    "%Y-%m-%dT%H:%M:%S.0000000Z"
                ),
                "operationName": "KeyUnwrap",
                "category": "AuditEvent",
                "resultSignature": "OK" if status == 200 else "Forbidden",
                "identity": {"claim": {"appid": ids.ADOBE_APP}},
                "properties": {"id": f"{KEY_URI}/{ids.KEY_VERSION}", "httpStatusCode": status},
            }
        )

    lines = [record(after, 200) for after in range(-9000, -240, 60)]
    lines += [record(after, 403) for after in range(-60, 300, 60)] if refused else []
    path = here / "audit.json"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def error_of(scenario: str) -> str:
    return campaign_error(make_world(SCENARIOS[scenario]))


def goes_on(said: Said) -> list[str]:
    """The arguments of the printed command."""
    page = said.out.partition("\nGo on\n")[2]
    line = next(line for line in page.splitlines() if line.startswith("  ajo-doctor "))
    return shlex.split(line)[1:]


def test_it_says_which_since_when_and_how_many(here: Path, alone: dict[str, str]) -> None:
    a_log(here, error_of("key-expired"), OWN)
    said = run("triage", "app.log", environ=alone)
    assert said.code == 1
    page = " ".join(said.out.split())
    assert "What the logs say: 24 errors" in page
    assert f"Onset 2026-11-23 14:02:11 UTC: first 4018 on {OWN}, app.log" in page
    assert "CO105" in page
    assert "bundle kept: " in said.err


@pytest.mark.parametrize("fault", ["key-expired", "service-principal-disabled"])
def test_the_printed_command_finds_the_cause_in_ones_own_account(here: Path, fault: str) -> None:
    with Simulator(make_world(SCENARIOS[fault])) as simulator:
        environ = surroundings(here.parent, simulator)
        a_log(here, campaign_error(simulator.world), OWN)
        command = goes_on(run("triage", "app.log", environ=environ))
        assert command[:3] == ["diagnose", "--account", OWN]
        said = run(*command, "--format", "json", environ=environ)
        report = json.loads(said.out)
        assert report["causes"][0]["id"] == fault
        assert report["identifiers"]["account"] == ids.ACCOUNT_ID
        assert report["pasted"][0]["logged"]["count"] == 12
        assert "The logs say 12 times" in " ".join(each["message"] for each in report["findings"])


def test_the_printed_command_finds_the_cause_behind_adobes_account(here: Path) -> None:
    name = "service-principal-soft-deleted@adobe-managed"
    with Simulator(make_world(SCENARIOS[name])) as simulator:
        environ = surroundings(here.parent, simulator)
        a_log(here, campaign_error(simulator.world), ADOBES)
        an_audit_log(here, refused=False)
        found = run("triage", "app.log", "audit.json", environ=environ)
        page = " ".join(found.out.split())
        assert "Last good KeyUnwrap 2026-11-23 13:57:11 UTC (200), audit.json" in page
        assert "5 min before the onset" in page
        command = goes_on(found)
        assert command[1:7] == [
            "--account",
            ADOBES,
            "--key-uri",
            KEY_URI,
            "--application",
            ids.ADOBE_APP,
        ]
        said = run(*command, "--format", "json", environ=environ)
        assert "so it is taken for Adobe's" in said.err
        assert json.loads(said.out)["causes"][0]["id"] == "service-principal-soft-deleted"


def test_an_account_of_ones_own_needs_no_key_beside_its_host(environ: dict[str, str]) -> None:
    said = run(
        "diagnose",
        "--account",
        OWN,
        "--key-uri",
        KEY_URI,
        "--application",
        ids.ADOBE_APP,
        environ=environ,
    )
    assert said.code == 0
    assert f"{OWN} is {ids.ACCOUNT_ID}; --key-uri and --application left out" in said.err


def test_a_host_that_nobody_here_owns_needs_a_key(environ: dict[str, str]) -> None:
    said = run("diagnose", "--account", "cosmos-no.documents.azure.com", environ=environ)
    assert said.code == 2
    assert (
        "is in no subscription that this login sees: it is Adobe's, or somebody else's" in said.err
    )
    assert "--key-uri and --application" in said.err


def test_a_host_cannot_be_looked_up_without_a_login(alone: dict[str, str]) -> None:
    said = run("diagnose", "--account", OWN, "--key-uri", KEY_URI, environ=alone)
    assert said.code == 2
    assert "could not be looked up" in said.err


def test_init_takes_the_hosts_out_of_a_kept_search(here: Path, environ: dict[str, str]) -> None:
    a_log(here, error_of("key-expired"), OWN)
    run("triage", "app.log", "--bundle", "found.ajo-bundle", "--no-save", environ=environ)
    assert run("init", "--error", "found.ajo-bundle", environ=environ).code == 0
    assert ids.ACCOUNT_ID in Path("ajo-doctor.toml").read_text(encoding="utf-8")


def test_a_kept_search_is_replayed_to_the_byte(here: Path, alone: dict[str, str]) -> None:
    a_log(here, error_of("key-expired"), OWN)
    said = run("triage", "app.log", "--bundle", "found.ajo-bundle", environ=alone)
    again = run("replay", "found.ajo-bundle", environ=alone)
    assert again.out == said.out
    assert again.code == said.code == 1


def test_a_search_is_no_baseline_of_a_verification(here: Path, alone: dict[str, str]) -> None:
    a_log(here, error_of("key-expired"), OWN)
    run("triage", "app.log", environ=alone)
    said = run("verify", environ=alone)
    assert said.code == 2
    assert "there is no earlier run" in said.err


def test_what_is_no_bundle_of_ours_is_told_with_its_name(
    here: Path, alone: dict[str, str]
) -> None:
    (here / "odd.gz").write_bytes(b"\x1f\x8brubbish")
    said = run("diagnose", "--error", "odd.gz", environ=alone)
    assert said.code == 2
    assert "odd.gz" in said.err
    assert "not a bundle" in said.err


def test_nothing_known_in_the_logs_is_exit_code_0(here: Path, alone: dict[str, str]) -> None:
    (here / "app.log").write_text("all well\n" * 1000)
    said = run("triage", "app.log", environ=alone)
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("What the logs say: no known error")
    assert not list((here.parent / "state").glob("triage/*"))


def test_since_and_until_count_a_part(here: Path, alone: dict[str, str]) -> None:
    a_log(here, error_of("key-expired"), OWN)
    window = ("--since", "2026-11-23T14:02:30", "--until", "2026-11-23T14:03")
    said = run("triage", "app.log", *window, "--format", "json", "--no-save", environ=alone)
    found = json.loads(said.out)["triage"]
    assert found["hits"] + found["outside"] == 24
    assert found["first"] >= "2026-11-23T14:02:30Z"
    assert found["last"] <= "2026-11-23T14:03:00Z"
    assert (found["since"], found["until"]) == ("2026-11-23T14:02:30Z", "2026-11-23T14:03:00Z")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "there is nothing to search"),
        (("app.log", "--since", "yesterday"), "'yesterday' is no time"),
        (("app.log", "--since", "1h", "--until", "2h"), "--since lies after --until"),
        (("-", "-"), "stdin can be read once"),
    ],
)
def test_wrong_usage_is_told_in_one_message(
    alone: dict[str, str], arguments: tuple[str, ...], said: str
) -> None:
    result = run("triage", *arguments, environ=alone)
    assert result.code == 2
    assert said in result.err


def test_the_result_goes_to_a_file_or_as_markdown(here: Path, alone: dict[str, str]) -> None:
    a_log(here, error_of("key-expired"), OWN)
    said = run("triage", "app.log", "--format", "markdown", "--output", "r.md", environ=alone)
    assert (said.code, said.out) == (1, "")
    assert f"| 4018 | CO105 | {OWN} |" in Path("r.md").read_text(encoding="utf-8")


def test_secrets_and_addresses_in_a_log_reach_no_output(here: Path, alone: dict[str, str]) -> None:
    secret = "client_secret=Zq8~canaryCanary0123456789 kim.canary@example.org"
    a_log(here, f"{secret} {error_of('key-expired')} {secret}", OWN)
    for form in ("text", "markdown", "json", "html"):
        said = run("triage", "app.log", "--format", form, "--bundle", "b", environ=alone)
        assert "canary" not in (said.out + said.err).lower()
    assert "canary" not in run("replay", "b", "--format", "json", environ=alone).out.lower()


def test_nothing_read_is_not_called_nothing_known(here: Path, alone: dict[str, str]) -> None:
    (here / "empty").mkdir()
    said = run("triage", "empty", environ=alone)
    assert said.code == 3
    assert said.out.startswith("What the logs say: nothing could be read")


def test_a_log_that_nobody_writes_is_no_all_clear(here: Path, alone: dict[str, str]) -> None:
    (here / "app.log").touch()
    said = run("triage", "app.log", environ=alone)
    assert said.code == 3
    assert said.out.startswith("What the logs say: nothing, they are empty")
    assert "this is no all-clear" in " ".join(said.out.split())
    (here / "app.log").write_text("all is well\n", encoding="utf-8")
    assert run("triage", "app.log", environ=alone).code == 0


def test_an_onset_within_a_window_is_said_to_be_of_the_window(
    here: Path, alone: dict[str, str]
) -> None:
    a_log(here, error_of("key-expired"), OWN)
    whole = " ".join(run("triage", "app.log", environ=alone).out.split())
    part = run("triage", "app.log", "--since", "2026-11-23T14:02:30", environ=alone).out
    only = "Only from --since on: it may have begun before that."
    assert only not in whole
    assert only in " ".join(part.split())


def test_errors_of_a_foreign_pack_are_found_where_it_is_named(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer_packs(here.parent / "site", monkeypatch)
    a_log(here, "Pump  Standstill in hall 3", "pumps.example")
    alone = run("triage", "app.log", "--no-save", "--format", "json")
    asked = run("triage", "app.log", "--no-save", "--format", "json", "--plugin", "water")
    assert alone.code == 0
    assert json.loads(alone.out)["triage"]["hits"] == 0
    assert json.loads(asked.out)["triage"]["hits"] == 12
    assert "The pump stopped because its water boils" in asked.out
    unknown = run("triage", "app.log", "--plugin", "fire")
    assert unknown.code == 2
    assert "fire" in unknown.err


def test_the_first_command_names_the_application_that_the_audit_log_names(here: Path) -> None:
    a_log(here, error_of("service-principal-disabled@adobe-managed"), ADOBES)
    an_audit_log(here, refused=False)
    said = run("triage", ".", "--no-save", "--format", "json")
    (cause, *_) = json.loads(said.out)["causes"]
    first = cause["steps"][0]["command"]["argv"]
    assert ids.ADOBE_APP in first
    assert not any("<" in each for each in first)
