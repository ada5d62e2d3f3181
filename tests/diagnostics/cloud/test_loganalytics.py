"""One query of a workspace through azure-monitor-query and the one transport."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from azure.core.rest import HttpRequest

from diagnostics.cloud.gate import NOT_SENT, Gate
from diagnostics.cloud.loganalytics import LogAnswer
from diagnostics.cloud.session import Session
from diagnostics.clouds import PUBLIC, US_GOVERNMENT
from diagnostics.errors import Denied, LookError, Throttled, TimedOut, Unexpected
from tests.support.cloud import Anything, Asked, Place, Says, caught

WORKSPACE = "0a1b2c3d-4e5f-4000-8000-00000000a106"
HOST = "api.loganalytics.io"
PATH = f"/v1/workspaces/{WORKSPACE}/query"
TABLE = {
    "name": "PrimaryResult",
    "columns": [
        {"name": "Table", "type": "string"},
        {"name": "Count", "type": "long"},
        {"name": "First", "type": "datetime"},
    ],
    "rows": [["AppTraces", 3, "2026-11-28T10:00:00.5Z"], ["AppTraces", None, "never"]],
}


def asking(place: Place, said: Says) -> Any:
    place.server.handler = lambda asked: said if asked.host == HOST else None
    return place.run(lambda session: session.query_logs(WORKSPACE, "AppTraces | count", wait_s=30))


def refusing(place: Place, said: Says) -> BaseException:
    place.server.handler = lambda asked: said if asked.host == HOST else None
    work = lambda session: caught(session.query_logs(WORKSPACE, "T | count", wait_s=30))  # noqa: E731
    return place.run(work)


def test_rows_come_with_their_types_and_the_query_in_the_body(place: Place) -> None:
    statistics = {"query": {"resourceUsage": {"cpu": {"totalCpu": "00:01:02.5000000"}}}}
    answer = asking(place, Says(body={"tables": [TABLE], "statistics": statistics}))
    assert answer == LogAnswer(
        rows=(
            {"Table": "AppTraces", "Count": 3, "First": datetime(2026, 11, 28, 10, 0, 0, 500000, UTC)},
            {"Table": "AppTraces", "Count": None, "First": None},
        ),
        partial="",
        cpu_s=62.5,
    )  # fmt: skip
    (asked,) = place.server.to(HOST)
    assert (asked.verb, asked.path) == ("POST", PATH)
    assert json.loads(asked.body)["query"] == "AppTraces | count"
    assert asked.headers["prefer"] == "wait=30,include-statistics=true"
    (wanted,) = place.server.token_requests
    assert "scope=https%3A%2F%2Fapi.loganalytics.io%2F.default" in wanted.body


def test_a_partial_answer_says_what_is_missing(place: Place) -> None:
    details = [{"code": "EngineError", "message": "One shard did not answer"}]
    error = {"code": "PartialError", "message": "There were some errors", "details": details}
    answer = asking(place, Says(body={"tables": [TABLE], "error": error}))
    assert len(answer.rows) == 2
    assert answer.partial == "One shard did not answer"


def test_a_workspace_without_data_gives_no_rows(place: Place) -> None:
    assert asking(place, Says(204, "")).rows == ()


def test_a_refusal_names_the_role_that_would_help(place: Place) -> None:
    said = {"error": {"code": "InsufficientAccessError", "message": "insufficient access"}}
    error = refusing(place, Says(403, said))
    assert isinstance(error, Denied)
    assert [str(each) for each in error.permissions] == [
        "Microsoft.OperationalInsights/workspaces/query/read (granted by Log Analytics Reader)"
    ]


def test_a_query_that_took_too_long_is_timed_out(place: Place) -> None:
    error = refusing(place, Says(504, {"error": {"code": "GatewayTimeout", "message": "x"}}))
    assert isinstance(error, TimedOut)
    assert "within 30 s" in error.reason


def test_the_engines_own_reason_is_told(place: Place) -> None:
    engine = {"code": "SEM0100", "message": "Failed to resolve table 'Nope_CL'"}
    inner = {
        "code": "SemanticError",
        "message": "A semantic error occurred.",
        "innererror": engine,
    }
    outer = {"code": "BadArgumentError", "message": "invalid properties", "innererror": inner}
    error = refusing(place, Says(400, {"error": outer}))
    assert isinstance(error, Unexpected)
    assert "Nope_CL" in error.reason


@pytest.mark.parametrize(
    "said", [Says(200, "not json"), Says(200, {"tables": "x"}), Says(500, {})]
)
def test_a_strange_answer_is_an_error_of_its_own(place: Place, said: Says) -> None:
    assert isinstance(refusing(place, said), LookError)


def test_a_throttled_query_is_asked_again_and_then_told(place: Place) -> None:
    said = Says(429, {"error": {"code": "ThrottledError"}}, {"Retry-After": "0"})
    assert isinstance(refusing(place, said), Throttled)
    assert len(place.server.to(HOST)) == 3


def test_a_hanging_workspace_does_not_hang_the_run(place: Place) -> None:
    place.settings["request_timeout_s"] = 0.5
    assert isinstance(refusing(place, Says(hang=True)), TimedOut)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/workspaces/x/query",
        f"/v1/workspaces/{WORKSPACE}/metadata",
        f"/v1/workspaces/{WORKSPACE}/query/",
        "/v1/$batch",
        "/v1/rest/mgmt",
    ],
)
def test_no_other_post_goes_to_the_workspaces_host(place: Place, path: str) -> None:
    async def work(session: Session) -> Anything:
        transport = session._open.shared.transport  # type: ignore[union-attr] # noqa: SLF001
        return await caught(transport.send(HttpRequest("POST", f"https://{HOST}{path}", json={})))

    error = place.run(work)
    assert isinstance(error, Unexpected)
    assert error.code == NOT_SENT
    assert place.server.connections == 0


def test_each_cloud_has_its_own_host() -> None:
    gov = f"https://api.loganalytics.us{PATH}"
    assert Gate(US_GOVERNMENT).pass_through("POST", gov)[1] == "Azure Monitor Logs"
    with pytest.raises(Unexpected, match="not a host of the public cloud"):
        Gate(PUBLIC).pass_through("POST", gov)


def asked_hosts(place: Place) -> set[str]:
    return {asked.host for asked in place.server.asked}


def test_a_redirect_is_not_followed(place: Place) -> None:
    error = refusing(place, Says(307, {}, {"Location": "https://evil.example/v1"}))
    assert isinstance(error, Unexpected)
    assert place.outside == []
    assert asked_hosts(place) == {"login.microsoftonline.com", HOST}


def test_what_was_asked_stands_in_the_ledger_without_the_query(place: Place) -> None:
    def handler(asked: Asked) -> Says | None:
        return Says(body={"tables": []}) if asked.host == HOST else None

    async def work(session: Session) -> Anything:
        await session.query_logs(WORKSPACE, "T | where canary", wait_s=30)
        return session.ledger()

    place.server.handler = handler
    ledger = place.run(work)
    assert [(entry.verb, entry.url) for entry in ledger if entry.api == "Azure Monitor Logs"] == [
        ("POST", f"https://{HOST}{PATH}")
    ]
    assert "canary" not in repr(ledger)
