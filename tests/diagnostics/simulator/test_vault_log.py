"""The vault's audit log in a workspace: where it is collected, from when, and what stands in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from diagnostics.simulator import ids, roles, vault_log
from diagnostics.simulator.log_workspace import WORKSPACE_ID, put_workspace
from diagnostics.simulator.scenarios import compose
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.diagnostics.simulator.test_loganalytics import query
from tests.support.asking import an_owner, arm, ask, may, vault_token
from tests.support.told import SETTING, collect

KEY = f"https://{ids.VAULT}.vault.azure.net/keys/{ids.KEY}"
_LOG = {"category": "AuditEvent", "enabled": True}


def rows(world: World, table: str = "AZKVAuditLogs") -> list[dict[str, Any]]:
    return vault_log.rows(world, WORKSPACE_ID, table)


def done(world: World, key: str = ids.KEY) -> list[dict[str, Any]]:
    """What was done to a key; not its uses."""
    return [
        row
        for row in rows(world)
        if row["ClientInfo"] != "AzureCosmosDB" and f"/{key}" in row["Id"]
    ]


def test_without_a_setting_nothing_is_collected() -> None:
    world = compose("own-account", ["key-disabled"])
    put_workspace(world)
    assert rows(world) == []


@pytest.mark.parametrize(
    "properties",
    [
        {"workspaceId": WORKSPACE_ID, "logs": [{"category": "AllMetrics", "enabled": True}]},
        {"workspaceId": WORKSPACE_ID, "logs": [{"category": "AuditEvent", "enabled": False}]},
        {"workspaceId": f"{WORKSPACE_ID}-2", "logs": [_LOG]},
        {"storageAccountId": "/x", "logs": [_LOG]},
    ],
)
def test_a_setting_for_something_else_collects_nothing(properties: dict[str, object]) -> None:
    world = collect(compose("own-account", ["key-disabled"]))
    world.need(SETTING)["properties"] = properties
    assert [*rows(world), *rows(world, "AzureDiagnostics")] == []


@pytest.mark.parametrize("own_table", [True, False])
def test_a_disabled_key_is_an_update_that_says_so(own_table: bool) -> None:
    world = collect(compose("own-account", ["key-disabled"]), own_table=own_table)
    table = "AZKVAuditLogs" if own_table else "AzureDiagnostics"
    column = "Id" if own_table else "id_s"
    text = f"{table} | where OperationName == 'KeyUpdate' | where {column} startswith '{KEY}'"
    (found,) = query(world, text).body["tables"]
    (row,) = [
        dict(zip([each["name"] for each in found["columns"]], each, strict=True))
        for each in found["rows"]
    ]
    assert row[column] == f"{KEY}/{ids.KEY_VERSION}"
    told = row["KeyProperties"] if own_table else row["keyProperties_attributes_enabled_b"]
    assert '"enabled": false' in told.replace('":f', '": f') if own_table else told is False


def test_the_other_table_stays_empty() -> None:
    world = collect(compose("own-account", ["key-disabled"]))
    assert rows(world, "AzureDiagnostics") == []
    assert rows(world, "AppTraces") == []


def test_what_was_before_the_setting_is_not_there() -> None:
    world = an_owner(compose("own-account", ["key-disabled"]))
    put_workspace(world)
    sent = {
        "properties": {
            "workspaceId": WORKSPACE_ID,
            "logAnalyticsDestinationType": "Dedicated",
            "logs": [_LOG],
        }
    }
    assert arm(world, "PUT", SETTING, sent).status == 200
    assert done(world) == []
    url = f"{KEY}/{ids.KEY_VERSION}?api-version=7.4"
    ask(world, "PATCH", url, {"attributes": {"enabled": True}}, token=vault_token(world))
    (row,) = done(world)
    assert row["OperationName"] == "KeyUpdate"
    assert row["Identity"]["claim"]["oid"] == ids.CALLER_OID


def test_what_the_workspace_keeps_no_more_is_not_there() -> None:
    world = collect(compose("own-account", ["key-soft-deleted"]))
    assert [row["OperationName"] for row in done(world)] == ["KeyDelete"]
    world.need(WORKSPACE_ID)["properties"]["retentionInDays"] = 2
    assert done(world) == []


@pytest.mark.parametrize(
    ("fault", "operations"),
    [
        ("key-gone", ["KeyDelete", "KeyPurge"]),
        ("key-type-unsuitable", ["KeyCreate"]),
        ("old-version-disabled", ["KeyCreate", "KeyUpdate"]),
        ("key-not-yet-valid", ["KeyUpdate"]),
        ("service-principal-disabled", []),
    ],
)
def test_each_change_of_a_key_has_its_operation(fault: str, operations: list[str]) -> None:
    world = collect(compose("own-account", [fault]))
    found = sorted(done(world), key=lambda row: row["TimeGenerated"])
    assert [row["OperationName"] for row in found] == operations


@pytest.mark.parametrize(
    ("method", "tail", "body", "operation"),
    [
        ("POST", f"keys/{ids.KEY}/create", {"kty": "RSA", "key_size": 3072}, "KeyCreate"),
        ("PATCH", f"keys/{ids.KEY}", {"attributes": {"exp": 1900000000}}, "KeyUpdate"),
        ("DELETE", f"keys/{ids.KEY}", None, "KeyDelete"),
        ("POST", f"deletedkeys/{ids.OTHER_KEY}/recover", None, "KeyRecover"),
    ],
)
def test_what_is_done_over_the_wire_stands_there_with_its_doer(
    method: str, tail: str, body: object, operation: str
) -> None:
    world = collect(build("own-account"))
    may(world, roles.CRYPTO_OFFICER, ids.VAULT_ID)
    if operation == "KeyRecover":
        url = f"https://{ids.VAULT}.vault.azure.net/keys/{ids.OTHER_KEY}?api-version=7.4"
        assert ask(world, "DELETE", url, token=vault_token(world)).status == 200
    url = f"https://{ids.VAULT}.vault.azure.net/{tail}?api-version=7.4"
    given = ask(world, method, url, body, token=vault_token(world, upn="dana.ops@contoso.example"))
    assert given.status == 200, given.body
    newest = max(rows(world), key=lambda row: row["TimeGenerated"])
    assert newest["OperationName"] == operation
    assert newest["Identity"]["claim"]["upn"] == "dana.ops@contoso.example"


def test_a_refused_change_stands_there_as_refused() -> None:
    world = collect(build("own-account"))
    url = f"{KEY}?api-version=7.4"
    assert ask(world, "DELETE", url, token=vault_token(world)).status == 403
    newest = max(rows(world), key=lambda row: row["TimeGenerated"])
    assert (newest["OperationName"], newest["HttpStatusCode"]) == ("KeyDelete", 403)
    assert newest["ResultSignature"] == "Forbidden"


def uses(world: World) -> list[tuple[datetime, int]]:
    return sorted(
        (datetime.fromisoformat(row["TimeGenerated"]), row["HttpStatusCode"])
        for row in rows(world)
        if row["OperationName"] in ("KeyWrap", "KeyUnwrap")
    )


@pytest.mark.parametrize("fault", ["key-disabled", "key-access-missing"])
def test_the_identity_uses_the_key_until_it_is_refused(fault: str) -> None:
    found = uses(collect(compose("own-account", [fault])))
    broke = datetime.now(UTC) - timedelta(minutes=40)
    before = {status for at, status in found if at < broke - timedelta(minutes=6)}
    after = {status for at, status in found if at > broke + timedelta(minutes=6)}
    assert (before, after) == ({200}, {403})


def test_an_identity_that_gets_no_token_leaves_no_trace_in_the_vault() -> None:
    found = uses(collect(compose("own-account", ["service-principal-disabled"])))
    assert {status for _, status in found} == {200}
    assert max(at for at, _ in found) < datetime.now(UTC) - timedelta(minutes=35)


def test_writes_to_the_vault_stand_there_too() -> None:
    world = collect(compose("own-account", ["vault-public-access-off"]))
    found = [row for row in rows(world) if row["OperationName"] == "VaultPut"]
    assert len(found) == 3
    assert {row["Id"] for row in found} == {f"https://{ids.VAULT}.vault.azure.net/"}


def test_the_settings_of_vault_and_account_are_answered() -> None:
    world = collect(compose("own-account", ()))
    for resource, count in ((ids.VAULT_ID, 1), (ids.ACCOUNT_ID, 0)):
        path = f"{resource}/providers/Microsoft.Insights/diagnosticSettings?api-version=2021-05-01-preview"
        answer = arm(world, "GET", path)
        assert (answer.status, len(answer.body["value"])) == (200, count)
