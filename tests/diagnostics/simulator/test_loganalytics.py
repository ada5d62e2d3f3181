"""The simulated Logs Query API: who may ask, and what is answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from diagnostics.log_tables import LOG_TABLES
from diagnostics.simulator import ids, log_workspace, resources, roles
from diagnostics.simulator.composing import apply_all
from diagnostics.simulator.http import Answer
from diagnostics.simulator.tokens import mint
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.support.asking import ask

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.fixture
def world() -> World:
    built = build("own-account")
    log_workspace.put_workspace(built)
    rows = [{"TimeGenerated": NOON.isoformat(), "Message": f"line {place}"} for place in range(3)]
    log_workspace.add_rows(built, "AppTraces", rows)
    return built


def query(
    world: World, text: object, *, audience: str = "", token: str | None = "", workspace: str = ""
) -> Answer:
    if token == "":
        token = mint(world, ids.CALLER_APP, audience or f"https://{world.cloud.log_analytics}")
    url = f"https://{world.cloud.log_analytics}/v1/workspaces/{workspace or log_workspace.WORKSPACE}/query"
    return ask(world, "POST", url, {"query": text}, token=token)


def code(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.body["error"]["code"]


def test_a_reader_gets_rows_with_their_types(world: World) -> None:
    answer = query(world, "AppTraces | summarize Count = count(), First = min(TimeGenerated)")
    (table,) = answer.body["tables"]
    assert table["columns"] == [
        {"name": "Count", "type": "long"},
        {"name": "First", "type": "datetime"},
    ]
    assert table["rows"] == [[3, "2026-11-28T12:00:00Z"]]
    assert "statistics" not in answer.body


def test_without_a_role_nothing_is_answered(world: World) -> None:
    for key in [key for key in world.documents if "/roleassignments/" in key]:
        world.remove(key)
    assert code(query(world, "AppTraces | count")) == (403, "InsufficientAccessError")
    log_workspace.let_read(world, ids.CALLER_OID)
    assert query(world, "AppTraces | count").status == 200


def test_another_workspace_is_refused_like_one_that_may_not_be_read(world: World) -> None:
    strange = "0a1b2c3d-4e5f-4000-8000-000000000000"
    answer = query(world, "AppTraces | count", workspace=strange)
    assert code(answer) == (403, "InsufficientAccessError")


def test_a_role_elsewhere_does_not_help(world: World) -> None:
    for key in [key for key in world.documents if "/roleassignments/" in key]:
        world.remove(key)
    resources.assign(world, ids.VAULT_GROUP_ID, roles.READER, ids.CALLER_OID)
    assert code(query(world, "AppTraces | count"))[0] == 403


def test_tokens_must_be_there_valid_and_meant_for_it(world: World) -> None:
    assert code(query(world, "T", token=None)) == (401, "AuthenticationFailed")
    assert code(query(world, "T", token="x.y.z")) == (403, "InvalidAuthenticationToken")
    arm = f"https://{world.cloud.arm}"
    assert code(query(world, "T", audience=arm)) == (403, "InvalidAuthenticationTokenAudience")


@pytest.mark.parametrize("text", ["AppTraces | where Level ==", "", None])
def test_a_malformed_query_is_a_syntax_error(world: World, text: object) -> None:
    answer = query(world, text)
    assert code(answer) == (400, "BadArgumentError")
    assert answer.body["error"]["innererror"]["code"] == "SyntaxError"


def test_an_unknown_table_or_column_is_a_semantic_error(world: World) -> None:
    for text in ("Nope_CL | count", "AppTraces | where Nope == 1"):
        inner = query(world, text).body["error"]["innererror"]
        assert inner["code"] == "SemanticError"
        assert "Nope" in inner["innererror"]["message"]


def test_a_missing_table_is_left_out_of_a_fuzzy_union(world: World) -> None:
    answer = query(world, "union isfuzzy=true (AppTraces), (Nope_CL) | count")
    assert answer.body["tables"][0]["rows"] == [[3]]


def test_what_cannot_be_run_here_says_so(world: World) -> None:
    answer = query(world, "AppTraces | make-series count() on TimeGenerated step 1m")
    assert code(answer) == (501, "NotSimulated")
    assert "duckdb-kql does not translate" in answer.body["error"]["message"]


def test_a_partial_answer_keeps_its_rows(world: World) -> None:
    world.need(f"{log_workspace.WORKSPACE_ID}/tables/AppTraces")["x-partial"] = "a shard is gone"
    answer = query(world, "AppTraces | count")
    assert answer.status == 200
    assert answer.body["tables"][0]["rows"] == [[3]]
    assert answer.body["error"]["code"] == "PartialError"


def test_every_type_is_answered_in_its_own_form(world: World) -> None:
    row: dict[str, Any] = {
        "TimeGenerated": NOON.isoformat(),
        "Success": False,
        "DurationMs": 1.5,
        "Properties": {"a": [1]},
    }
    log_workspace.add_rows(world, "AppRequests", [row])
    text = "AppRequests | project Success, DurationMs, Properties, Name"
    (table,) = query(world, text).body["tables"]
    assert [each["type"] for each in table["columns"]] == ["bool", "real", "dynamic", "string"]
    assert table["rows"] == [[False, 1.5, '{"a": [1]}', ""]]


def test_a_broken_world_writes_its_own_error_and_a_healthy_one_none(world: World) -> None:
    minute = timedelta(minutes=1)
    assert log_workspace.failing_traces(world, NOON, 2, minute) == []
    apply_all(world, ["service-principal-disabled"])
    rows = log_workspace.failing_traces(world, NOON, 2, minute)
    assert [row["TimeGenerated"] for row in rows] == [
        "2026-11-28T12:00:00+00:00",
        "2026-11-28T12:01:00+00:00",
    ]
    assert "Substatus: 4000" in rows[0]["Message"]


def test_the_workspace_has_every_table_that_is_named() -> None:
    world = build("own-account")
    log_workspace.put_workspace(world)
    for table in LOG_TABLES:
        assert world.get(f"{log_workspace.WORKSPACE_ID}/tables/{table.name}")
