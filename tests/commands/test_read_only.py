"""Nothing is ever changed: counted at the simulator, for every command that talks to the cloud, and for a pack that means harm."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
import pytest

from diagnostics.bundle import load
from diagnostics.catalogue import Catalogue
from diagnostics.cli import cli
from diagnostics.cli.rehearse import plan_for
from diagnostics.cli.running import judge, run_all
from diagnostics.cloud.trigger import ACTS
from diagnostics.finding import Severity
from diagnostics.outcome import Run
from diagnostics.report.clean import clean
from diagnostics.report.present import present
from diagnostics.share import map as kept_map
from diagnostics.simulator import ids
from diagnostics.simulator.record import Logged
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from diagnostics.simulator.server import Simulator
from tests.commands import planted_pack
from tests.support.commands import ACCOUNT, KEY_URI, run, surroundings
from tests.support.examined import the_catalogue
from tests.support.serving import serving
from tests.support.tickets.serving import a_jira
from tests.support.triggering import Caller, a_payload, a_recipient, caller


def writes(log: list[Logged]) -> list[Logged]:
    return [
        entry
        for entry in log
        if entry.method not in ("GET", "HEAD", "CONNECT")
        and not (
            entry.method == "POST" and entry.path.endswith(("/oauth2/v2.0/token", "/ims/token/v3"))
        )
    ]


def documents(simulator: Simulator) -> dict[str, object]:
    """The providers' documents, without what the simulator keeps for itself."""
    kept = simulator.world.documents.items()
    return copy.deepcopy({key: value for key, value in kept if not key.startswith("sim:/signing")})


COMMANDS: dict[str, tuple[str, ...]] = {
    "diagnose": ("diagnose", *ACCOUNT),
    "diagnose with an error text": ("diagnose", *ACCOUNT, "--error", "e.txt"),
    "diagnose again from a file": ("diagnose", "--config", "own.toml", "--all"),
    "the plain program": (),
    "init from an account": ("init", *ACCOUNT, "--force"),
    "init from a key": ("init", "--key-uri", KEY_URI, "--output", "k.toml"),
    "init from an error text": ("init", "--error", "e.txt", "--output", "e.toml"),
    "permissions": ("permissions", "--check", *ACCOUNT),
}


@pytest.mark.parametrize("name", list(COMMANDS))
@pytest.mark.parametrize("scenario", ["healthy@own-account", "user-assigned-identity-deleted"])
def test_a_command_writes_nothing(name: str, scenario: str, here: Path) -> None:
    Path("e.txt").write_text("cosmos-ajo.documents.azure.com said 403, Substatus: 4000")
    Path("own.toml").write_text(f'[targets.a]\naccount = "{ACCOUNT[1]}"\n')
    Path("ajo-doctor.toml").write_text(Path("own.toml").read_text())
    with serving(make_world(SCENARIOS[scenario])) as simulator:
        before = documents(simulator)
        said = run(*COMMANDS[name], environ=surroundings(here.parent, simulator))
        assert said.code in (0, 1, 3), said.err
        assert any(entry.method == "GET" for entry in simulator.log)
        assert writes(simulator.log) == []
        assert documents(simulator) == before


def planted() -> tuple[Run, list[Logged], str]:
    scenario = SCENARIOS["healthy@own-account"]
    catalogue = Catalogue((*the_catalogue().packs, planted_pack.PACK))
    with serving(make_world(scenario)) as simulator:
        plan = plan_for(scenario, simulator.world, simulator, catalogue)
        (done,) = run_all(replace(plan, only=("planted.writes",)))
        log = list(simulator.log)
    report = clean(judge(done, catalogue, Severity.WARNING))
    return done, log, present((report,), "text")


def test_a_planted_pack_is_refused_before_the_socket_and_reported() -> None:
    done, log, report = planted()
    tries = done.seen[planted_pack.Tries]
    assert tries.answered == ()
    assert writes(log) == []
    assert not any("evil" in entry.host for entry in log)
    for verb in planted_pack.VERBS:
        for kind in ("Transport", "ClientSession", "AsyncPipelineClient"):
            refused = [each for each in tries.refusals if each.startswith(f"{kind} {verb} ")]
            assert len(refused) >= len(planted_pack.URLS), (kind, verb)
            assert all("refused before it was sent" in each for each in refused), refused
    for verb in planted_pack.VERBS:
        assert any(entry.verb == verb and entry.note == "refused" for entry in done.ledger)
    assert "planted" in report  # the header names the pack
    assert "tries were refused" in report


def test_the_simulator_itself_counts_a_write_that_does_go_out() -> None:
    """Else the counting above could not fail."""
    from tests.support.simulated import Client

    with serving(make_world(SCENARIOS["healthy@own-account"])) as simulator:
        Client(simulator).graph("PATCH", "/servicePrincipals/x", json={})
        assert [entry.method for entry in writes(simulator.log)] == ["PATCH"]


# Every command, over both sides. What is not here is refused by the test below it.
OVER_BOTH_SIDES: dict[str, tuple[str, ...]] = {
    "diagnose": ("diagnose", "--config", "t.toml"),
    "verify": ("verify", "--config", "t.toml"),
    "verify with a text": ("verify", "--config", "t.toml", "--error", "e.txt"),
    "verify with yes alone": ("verify", "--config", "t.toml", "--yes"),
    "verify with a stranger": ("verify", "--config", "t.toml", "--trigger", "s.json", "--yes"),
    "verify unconfirmed": ("verify", "--config", "t.toml", "--trigger", "p.json"),
    "watch": ("watch", "--once", "--config", "t.toml"),
    "history": ("history", "default"),
    "demo": ("demo", "key-disabled"),
    "replay": ("replay", "b.ajo-bundle"),
    "report": ("report", "b.ajo-bundle"),
    "compare": ("compare", "b.ajo-bundle", "b.ajo-bundle"),
    "expiry": ("expiry", "b.ajo-bundle", "--ics", "ends.ics"),
    "report shared": ("report", "b.ajo-bundle", "--share"),
    "pack": ("pack", "b.ajo-bundle", "--for", "adobe"),
    "unshare": ("unshare", "e.txt", "--share-map", "names.json"),
    "explain": ("explain", "403003"),
    "diagnose of a host": (
        *("diagnose", "--account", f"{ids.ACCOUNT}.documents.azure.com"),
        *("--key-uri", KEY_URI, "--application", ids.ADOBE_APP, "--error", "found.ajo-bundle"),
    ),
    "triage": ("triage", "e.txt"),
    "triage of a workspace's queries": ("triage", "--kql", "--since", "2h"),
    "simulate-logs": ("simulate-logs", "logs", "--fault", "key-disabled", "--size", "200kB"),
    "simulate-delays": ("simulate-delays", "d.csv", "--rows", "100"),
    "delays": ("delays", "late.csv"),
    "lint": ("lint", "p.json", "--endpoint", "unitary"),
    "lint against the live campaign": (
        *("lint", "p.json", "--config", "t.toml", "--campaign", ids.CAMPAIGN),
    ),
    "checks": ("checks",),
    "permissions": ("permissions", "--check", "--config", "t.toml"),
    "init": ("init", "--key-uri", KEY_URI, "--output", "n.toml"),
    "init of Adobe's": (
        *("init", "--ims-org", ids.ORG, "--client-id", ids.ADOBE_CLIENT),
        *("--cmk-config", ids.CMK_CONFIG, "--output", "a.toml"),
    ),
    "completion": ("completion", "bash"),
}
REFUSED = {"verify with yes alone", "verify with a stranger", "verify unconfirmed"}
_SERVES = {"simulate"}  # sends nothing: it answers
_ELSEWHERE = {
    "attach"
}  # writes on a ticket that is named, and asks no cloud: its own test stands below
EVERY = set(cli.list_commands(click.Context(cli)))


@pytest.fixture
def both_sides(here: Path) -> Iterator[Caller]:
    """A target of both sides that was diagnosed and repaired."""
    Path("e.txt").write_text("cosmos-ajo.documents.azure.com said 403, Substatus: 4000")
    Path("p.json").write_text(json.dumps(a_payload()))
    with kept_map.opened(Path("names.json")) as names:
        names.name("vault", ids.VAULT)
    Path("s.json").write_text(json.dumps(a_payload(a_recipient(userId="a@b.example"))))
    with caller(here, "service-principal-disabled") as each:
        each.diagnose("--bundle", "b.ajo-bundle")
        run("simulate-delays", "late.csv", "--rows", "100")
        run("triage", "e.txt", "--bundle", "found.ajo-bundle", environ=each.sick.environ)
        each.sick.repair()
        each.sick.simulator.log.clear()
        yield each


def test_every_command_is_walked() -> None:
    walked = {line[0] for line in OVER_BOTH_SIDES.values()} | _SERVES | _ELSEWHERE
    assert EVERY
    assert EVERY - walked == set()


@pytest.mark.parametrize("name", OVER_BOTH_SIDES)
def test_nothing_but_reads_and_the_token_request_over_both_sides(
    name: str, both_sides: Caller
) -> None:
    before = documents(both_sides.sick.simulator)
    said = run(*OVER_BOTH_SIDES[name], environ=both_sides.sick.environ)
    assert (said.code == 2) == (name in REFUSED), (
        said.err
    )  # else a slip of the test would send nothing too
    log = both_sides.sick.simulator.log
    assert writes(log) == []
    assert documents(both_sides.sick.simulator) == before
    assert sum(entry.path == "/ims/token/v3" for entry in log) <= 1


def test_attaching_writes_on_its_ticket_and_asks_no_cloud_anything(
    both_sides: Caller, tmp_path: Path
) -> None:
    with a_jira(tmp_path) as jira:
        environ = both_sides.sick.environ | jira.environ | {"NO_PROXY": "localhost"}
        del environ["AJO_DOCTOR_PROXY"]
        said = run("attach", "b.ajo-bundle", "--to", jira.to, "--yes", environ=environ)
        assert said.code == 0, said.err
        assert len(jira.state.comments) == 1
    assert both_sides.sick.simulator.log == []


def test_the_one_call_that_acts_is_asked_for_by_name_and_marked(both_sides: Caller) -> None:
    line = ("verify", "--config", "t.toml", "--trigger", "p.json", "--yes")
    run(*line, "--bundle", "v.ajo-bundle", environ=both_sides.sick.environ)
    log = both_sides.sick.simulator.log
    assert [entry.path for entry in writes(log)] == ["/ajo/im/executions/unitary"]
    assert sum(entry.path == "/ims/token/v3" for entry in log) == 1
    kept = load(Path("v.ajo-bundle").read_bytes(), the_catalogue())
    assert [entry.verb for entry in kept.ledger if entry.note == ACTS] == ["POST"]
