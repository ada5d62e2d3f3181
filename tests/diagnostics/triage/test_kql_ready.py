"""The ready queries, run on tables with a story: the vault served, then refused; somebody changed something."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from diagnostics.simulator import ids, log_engine, log_workspace
from diagnostics.simulator.world import Doc, World
from diagnostics.simulator.worlds import build
from diagnostics.triage import kql
from diagnostics.triage.kql_ready import ready
from diagnostics.triage.vault_turns import turns_in

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
WINDOW = kql.Window(since=NOON, until=NOON + timedelta(hours=2))
APP = ids.IDENTITY_CLIENT
OTHER = "99999999-dddd-4000-8000-000000000009"


def at(minute: int) -> str:
    return (NOON + timedelta(minutes=minute)).isoformat()


def said(minute: int) -> str:
    return (NOON + timedelta(minutes=minute)).strftime("%Y-%m-%dT%H:%M:%SZ")


def older(minute: int, status: int, code: str, app: str = APP) -> Doc:
    """A call as diagnostic settings without own tables store it."""
    return {
        "TimeGenerated": at(minute),
        "ResourceProvider": "MICROSOFT.KEYVAULT",
        "Resource": "KV-AJO",
        "Category": "AuditEvent",
        "OperationName": "KeyUnwrap",
        "httpStatusCode_d": float(status),
        "ResultSignature": code,
        "identity_claim_appid_g": app,
    }


def newer(minute: int, status: int, code: str, app: str = APP) -> Doc:
    return {
        "TimeGenerated": at(minute),
        "_ResourceId": "/subscriptions/s/resourcegroups/r/providers/microsoft.keyvault/vaults/kv-new",
        "OperationName": "KeyUnwrap",
        "HttpStatusCode": status,
        "ResultSignature": code,
        "Identity": {"claim": {"appid": app.upper()}},
    }


@pytest.fixture(scope="module")
def world() -> World:
    built = build("own-account")
    log_workspace.put_workspace(built)
    log_workspace.add_rows(
        built,
        "AzureDiagnostics",
        [older(1, 200, "OK"), older(9, 200, "OK"), older(10, 403, "Forbidden"), older(11, 403, "Forbidden"),
         older(12, 200, "OK", OTHER)],
    )  # fmt: skip
    log_workspace.add_rows(
        built, "AZKVAuditLogs", [newer(3, 200, "OK"), newer(20, 403, "Forbidden")]
    )
    log_workspace.add_rows(
        built,
        "AADServicePrincipalSignInLogs",
        [
            {"TimeGenerated": at(minute), "AppId": APP, "ResultType": result}
            for minute, result in ((1, "0"), (9, "0"), (10, "7000112"), (30, "7000112"))
        ],
    )
    change = {
        "TimeGenerated": at(8),
        "OperationName": "Disable account of service principal",
        "Result": "success",
        "InitiatedBy": {"user": {"userPrincipalName": "robin.night@contoso.example"}},
        "TargetResources": [{"id": ids.IDENTITY_OID, "displayName": "id-ajo-cmk", "x": APP}],
    }
    other = {"TimeGenerated": at(9), "OperationName": "Update user", "TargetResources": []}
    log_workspace.add_rows(built, "AuditLogs", [change, other])
    log_workspace.add_rows(
        built,
        "CDBDataPlaneRequests",
        [
            {"TimeGenerated": at(10), "AccountName": "COSMOS-AJO", "StatusCode": status}
            for status in (200, 403, 403)
        ],
    )
    log_workspace.add_rows(
        built,
        "AppRequests",
        [{"TimeGenerated": at(10), "Name": "POST /send", "ResultCode": "500", "Success": False}],
    )
    return built


def run(world: World, name: str, **given: str) -> list[dict[str, object]]:
    (query,) = (each for each in ready(WINDOW, **given) if each.name == name)
    found = log_engine.run(world, log_workspace.WORKSPACE_ID, query.text)
    names = [str(each["name"]) for each in found.columns]
    return [dict(zip(names, row, strict=True)) for row in found.rows]


def test_last_good_first_bad_and_code_stand_by_vault_and_application(world: World) -> None:
    rows = run(world, "vault-turn")
    wanted = ("Vault", "Caller", "LastGood", "FirstBad", "Status", "Code", "Refused")
    assert [tuple(row[name] for name in wanted) for row in rows] == [
        ("kv-ajo", APP, said(9), said(10), 403, "Forbidden", 2),
        ("kv-new", APP, said(3), said(20), 403, "Forbidden", 1),
    ]


def test_the_turn_reads_like_that_of_a_local_search(world: World) -> None:
    rows = [
        {name: _instant(value) for name, value in row.items()} for row in run(world, "vault-turn")
    ]
    first, second = turns_in(rows, "W", "vault.azure.net")
    assert (first.vault, first.identity, first.refused) == ("kv-ajo.vault.azure.net", APP, 2)
    assert first.last_good
    assert first.first_refused
    assert first.last_good.at == NOON + timedelta(minutes=9)
    assert first.first_refused.at == NOON + timedelta(minutes=10)
    assert (first.first_refused.status, first.first_refused.result) == (403, "Forbidden")
    assert second.vault == "kv-new.vault.azure.net"


def test_a_success_after_the_first_refusal_is_not_the_last_good_one() -> None:
    row: dict[str, object] = {"Vault": "v", "Caller": APP, "FirstBad": NOON, "Refused": 1}
    (turn,) = turns_in([{**row, "LastGood": NOON + timedelta(hours=1)}], "W", "vault.azure.net")
    assert turn.last_good is None
    assert turn.good_after
    assert turns_in([{**row, "FirstBad": None}], "W", "vault.azure.net") == ()


def _instant(value: object) -> object:
    is_one = isinstance(value, str) and value.startswith("2026-") and value.endswith("Z")
    return datetime.fromisoformat(str(value)) if is_one else value


def test_one_vault_or_one_application_can_be_asked_for(world: World) -> None:
    assert [row["Vault"] for row in run(world, "vault-turn", vault="KV-New")] == ["kv-new"]
    assert run(world, "vault-turn", application=OTHER) == []
    assert {row["Caller"] for row in run(world, "vault-calls", application=OTHER)} == {OTHER}


def test_sign_ins_are_counted_by_their_code(world: World) -> None:
    rows = run(world, "sign-ins", application=APP)
    shown = [(row["ResultType"], row["Count"], row["First"], row["Last"]) for row in rows]
    assert shown == [("7000112", 2, said(10), said(30)), ("0", 2, said(1), said(9))]


def test_who_changed_what_is_told_and_other_changes_are_not(world: World) -> None:
    (row,) = run(world, "entra-changes", application=APP)
    assert (row["ByUser"], row["Target"]) == ("robin.night@contoso.example", "id-ajo-cmk")
    assert row["OperationName"] == "Disable account of service principal"


def test_statuses_and_failed_requests_are_counted_by_the_minute(world: World) -> None:
    (status,) = run(world, "cosmos-statuses")
    assert (status["AccountName"], status["StatusCode"], status["Count"]) == ("COSMOS-AJO", 403, 2)
    (request,) = run(world, "failed-requests")
    assert (request["Name"], request["ResultCode"], request["Minute"]) == (
        "POST /send",
        "500",
        said(10),
    )
