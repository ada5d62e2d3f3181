"""`triage --workspace` and `--kql`, through the real client against the simulator."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner, Result

from checks.signatures import SIGNATURES
from diagnostics.cli import cli
from diagnostics.cli.triage_workspace import WorkspaceAsked
from diagnostics.cli.workspace_search import WorkspaceFound, run_workspace
from diagnostics.errors import ConfigError
from diagnostics.simulator import ids, log_workspace
from diagnostics.simulator.composing import apply_all
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.worlds import build
from diagnostics.triage.kql import Window
from diagnostics.triage.kql_tables import SOURCES, own_table
from diagnostics.triage.tally import Tally

BROKE = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=30)
HITS = 30
FEW = [
    each
    for each in SIGNATURES
    if each.id in ("cmk.4000", "cmk.4002", "cmk.revoked", "entra.7000112")
]
WINDOW = Window(since=BROKE - timedelta(hours=1), until=BROKE + timedelta(hours=1))


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    """A world whose identity was disabled; its program wrote the error since then, and good lines before."""
    world = build("own-account")
    log_workspace.put_workspace(world)
    good = {"Message": "sent", "_BilledSize": 100.0}
    log_workspace.add_rows(
        world,
        "AppTraces",
        [{"TimeGenerated": (BROKE - timedelta(minutes=each)).isoformat(), **good} for each in range(1, 20)],
    )  # fmt: skip
    apply_all(world, ["service-principal-disabled"])
    every = timedelta(seconds=20)
    log_workspace.add_rows(
        world, "AppTraces", log_workspace.failing_traces(world, BROKE, HITS, every)
    )
    refused = {
        "TimeGenerated": (BROKE - timedelta(minutes=45)).isoformat(),
        "AppId": ids.IDENTITY_CLIENT,
        "ResultType": "7000112",
        "ResultDescription": "Application is disabled.",
    }
    log_workspace.add_rows(world, "AADServicePrincipalSignInLogs", [refused])
    log_workspace.add_rows(
        world,
        "AzureDiagnostics",
        [
            {
                "TimeGenerated": (BROKE - timedelta(minutes=minute)).isoformat(),
                "ResourceProvider": "MICROSOFT.KEYVAULT",
                "Resource": "KV-AJO",
                "Category": "AuditEvent",
                "OperationName": "KeyUnwrap",
                "httpStatusCode_d": status,
                "identity_claim_appid_g": ids.IDENTITY_CLIENT,
            }
            for minute, status in ((50, 200.0), (46, 403.0))
        ],
    )
    with Simulator(world) as running:
        yield running


def asked(simulator: Simulator, **more: object) -> WorkspaceAsked:
    given = {
        "workspace": log_workspace.WORKSPACE,
        "window": WINDOW,
        "sources": SOURCES,
        "environ": simulator.environ(),
        "proxy": simulator.proxy_url,
        "ca": simulator.ca_file,
        **more,
    }
    return WorkspaceAsked(**given)  # type: ignore[arg-type]


def searched(simulator: Simulator, **more: object) -> tuple[WorkspaceFound, list[str]]:
    said: list[str] = []
    found = run_workspace(asked(simulator, **more), FEW, Tally(), said.append)
    return found, said


def triage(*arguments: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(cli, ["triage", *arguments], env=env)


def test_the_command_finds_what_broke_since_when_and_says_how_much_it_read(
    simulator: Simulator,
) -> None:
    result = triage(
        *(
            "--workspace",
            log_workspace.WORKSPACE,
            "--since",
            # An instant: "60m" would count from when this test begins, which may be long after the import.
            (BROKE - timedelta(minutes=30)).isoformat(),
            "--format",
            "json",
            "--no-save",
        ),
        *("--proxy", simulator.proxy_url, "--ca", str(simulator.ca_file)),
        env=simulator.environ(),
    )
    assert result.exit_code == 1, result.output
    assert f"AppTraces: {HITS + 19} records" in result.stderr
    assert json.loads(result.stdout)
    assert "CO101" in result.stdout
    assert BROKE.strftime("%Y-%m-%dT%H:%M:%S") in result.stdout
    assert not simulator.crashes


def test_counts_onset_and_identity_are_those_of_the_world(simulator: Simulator) -> None:
    found, _ = searched(simulator)
    tallied = found.tally.result()
    counts = {(row.recognised.signature_id, row.identity): row.count for row in tallied.rows}
    assert counts == {("cmk.4000", ""): HITS, ("entra.7000112", ids.IDENTITY_CLIENT): 1}
    assert tallied.rows[0].first == BROKE
    assert tallied.rows[0].recognised.excerpt
    assert sum(number for _, number in tallied.rows[0].minutes) == HITS
    assert (tallied.left_out, found.is_simulated) == ((), True)
    assert found.read == ["AppTraces", "AzureDiagnostics", "AADServicePrincipalSignInLogs"]
    (turn,) = found.turns
    assert (turn.vault, turn.identity) == ("kv-ajo.vault.azure.net", ids.IDENTITY_CLIENT)
    assert turn.last_good
    assert turn.last_good.at == BROKE - timedelta(minutes=50)


def test_only_queries_were_sent_and_only_to_the_workspace(simulator: Simulator) -> None:
    found, _ = searched(simulator)
    sent = {(entry.verb, entry.url.rpartition("/")[2]) for entry in found.ledger}
    assert {verb for verb, _ in sent} <= {"GET", "POST"}
    assert {tail for verb, tail in sent if verb == "POST"} == {"query", "token"}


def test_too_much_is_refused_before_it_is_read(simulator: Simulator) -> None:
    with pytest.raises(ConfigError, match="the window holds") as told:
        searched(simulator, most_bytes=100.0)
    assert "--most-gb" in told.value.do


def test_a_partial_answer_is_told_as_left_out(simulator: Simulator) -> None:
    table = simulator.world.need(f"{log_workspace.WORKSPACE_ID}/tables/AppTraces")
    table["x-partial"] = "one shard did not answer"
    try:
        found, _ = searched(simulator)
    finally:
        del table["x-partial"]
    tallied = found.tally.result()
    assert tallied.hits == HITS + 1
    assert any("one shard did not answer" in each.reason for each in tallied.left_out)


def test_a_table_that_is_not_there_leaves_the_others(simulator: Simulator) -> None:
    found, said = searched(simulator, sources=(*SOURCES, own_table("Mine_CL:RawData")))
    assert found.tally.result().hits == HITS + 1
    assert not any("Mine_CL" in line for line in said)


def test_without_the_role_the_reason_and_the_role_are_told(simulator: Simulator) -> None:
    world = simulator.world
    taken = {
        key: world.documents.pop(key)
        for key in list(world.documents)
        if "/roleassignments/" in key
    }
    try:
        found, _ = searched(simulator)
    finally:
        world.documents.update(taken)
    (left_out,) = found.tally.result().left_out
    assert "does not show" in left_out.reason
    assert "Log Analytics Reader" in left_out.do
    assert "--kql" in left_out.do


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--workspace", "law-ajo"], "is no workspace id"),
        (["--workspace", log_workspace.WORKSPACE, "app.log"], "either files are searched or a workspace"),
        (["--workspace", log_workspace.WORKSPACE, "--follow"], "--follow reads files"),
        (["--kql", "--table", "x;y:z"], "does not name a table and its column"),
        (["--table", "A:B", "app.log"], "--table is for a workspace"),
        (["--kql", "--since", "soon"], "is no time"),
    ],
)  # fmt: skip
def test_bad_input_is_one_clear_message(arguments: list[str], message: str) -> None:
    result = triage(*arguments)
    assert result.exit_code == 2
    assert message in result.output
    assert "Traceback" not in result.output


def test_the_queries_are_printed_without_a_login() -> None:
    result = triage(
        "--kql",
        "--since",
        "2026-11-28T12:00",
        "--until",
        "2026-11-28T14:00",
        "--table",
        "L_CL:Raw",
    )
    assert result.exit_code == 0
    for part in ("AppTraces\n", "L_CL\n", "AuditLogs\n", "// vault-turn:", "// sign-ins:"):
        assert part in result.output
    assert "// Not looked for, since no index finds it: 无法获取" in result.output
    assert "datetime(2026-11-28T12:00:00.000000Z)" in result.output
