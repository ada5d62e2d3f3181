"""The Logs Query API of Azure Monitor through azure-monitor-query: one query of a workspace, bounded in time.

The client asks and authenticates; what was answered is taken from the wire, with its partial errors. Sources: Azure Monitor
Log Analytics API, request and response format, Prefer options, timeouts, errors; read 2026-11-28.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from typing import Any, cast

from azure.core.exceptions import AzureError
from azure.core.pipeline.policies import (
    AsyncBearerTokenCredentialPolicy,
    CustomHookPolicy,
    HeadersPolicy,
    RequestIdPolicy,
    UserAgentPolicy,
)

from diagnostics.cloud import ports
from diagnostics.cloud.answers import Reply, document, error, failure, parsed
from diagnostics.cloud.credentials import ScopeRefused, SharedCredential
from diagnostics.cloud.gate import LOG_ANALYTICS
from diagnostics.cloud.reader import USER_AGENT, Shared
from diagnostics.cloud.scrub import scrubbed
from diagnostics.cloud.sdk import SdkClient, SdkOption, SdkPipelineResponse
from diagnostics.clouds import Cloud
from diagnostics.document import Json
from diagnostics.errors import ConfigError, LookError, TimedOut, Unexpected

LONGEST_WAIT_S = 600  # Azure Monitor: the longest that a query may take
_OK, _NOTHING_THERE, _TOO_LONG = 200, 204, 504
_LONGEST_REASON = 300


class _Answered(Exception):
    """Carries the answer past the client's models, which take its form for granted."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


@dataclass(frozen=True, slots=True, kw_only=True)
class LogAnswer:
    """What a query gave."""

    rows: tuple[Mapping[str, object], ...]  # by column; instants are aware, UTC; null is None
    partial: str  # why some of it is missing; empty = it is whole
    cpu_s: float | None  # what the engine spent; None = not said


class LogAnalyticsAdapter:
    """Queries of one cloud's workspaces."""

    def __init__(self, shared: Shared, cloud: Cloud) -> None:
        """Open nothing."""
        self._shared = shared
        self._cloud = cloud

    async def query(self, workspace: str, text: str, *, wait_s: int) -> LogAnswer:
        """Run one query.

        Args:
            workspace: its id, a GUID.
            text: the query; it says itself which window it reads.
            wait_s: the engine's own time limit, at most `LONGEST_WAIT_S`.

        Raises:
            ConfigError: if azure-monitor-query is not installed.
            LookError: if there is no answer, or a refusal.
        """
        client = self._client()
        endpoint = f"POST https://{self._cloud.log_analytics}/v1/workspaces/{workspace}/query"

        def look(response: SdkPipelineResponse) -> None:
            answer = response.http_response
            raise _Answered(self._shared.transport.reply(answer, LOG_ANALYTICS, endpoint))

        try:
            await client.query_workspace(
                workspace,
                text,
                timespan=None,
                server_timeout=wait_s,
                include_statistics=True,
                raw_response_hook=look,
            )
        except _Answered as answered:
            return _answer(answered.reply, wait_s)
        except ScopeRefused as refused:
            raise refused.refused from None
        except AzureError as problem:
            said = scrubbed(self._shared.transport.secrets.hidden(str(problem)))
            raise Unexpected(
                f"azure-monitor-query could not ask: {said}", api=LOG_ANALYTICS
            ) from problem
        raise Unexpected("azure-monitor-query did not ask", api=LOG_ANALYTICS)

    def _client(self) -> SdkClient:
        if find_spec("azure.monitor") is None:
            raise ConfigError(
                "a workspace is queried with azure-monitor-query, which is not installed",
                do="pip install 'ajo-doctor[logs]', or print the queries with --kql and paste them into the portal",
                source="--workspace",
            )
        from azure.monitor.query.aio import LogsQueryClient

        credential = SharedCredential(self._shared.tokens)
        policies: list[SdkOption] = [
            RequestIdPolicy(),
            HeadersPolicy({"Accept": "application/json"}),
            UserAgentPolicy(USER_AGENT),
            AsyncBearerTokenCredentialPolicy(credential, self._cloud.log_analytics_scope),
            CustomHookPolicy(),
        ]
        make: SdkOption = LogsQueryClient
        client: SdkClient = make(
            credential=credential,
            endpoint=f"https://{self._cloud.log_analytics}",
            transport=self._shared.transport,
            policies=policies,
        )
        return client


def _answer(reply: Reply, wait_s: int) -> LogAnswer:
    """Read an answer.

    Raises:
        LookError: if it is a refusal, or no table.
    """
    if reply.status == _NOTHING_THERE:
        return LogAnswer(rows=(), partial="", cpu_s=None)
    if reply.status == _TOO_LONG:
        raise error(
            TimedOut,
            f"the workspace did not finish the query within {wait_s} s",
            reply,
            "GatewayTimeout",
        )
    if reply.status != _OK:
        raise _refusal(reply)
    answer = document(reply)
    tables = answer.parts("tables")
    rows = _rows(tables[0].data) if tables else ()
    return LogAnswer(
        rows=rows, partial=_innermost(answer.data.get("error")), cpu_s=_cpu_s(answer.data)
    )


def _refusal(reply: Reply) -> LookError:
    """Say why a query was refused; the innermost message says which column or table is meant."""
    said = failure(reply, (ports.LOGS_QUERY,))
    body = parsed(reply.body)
    inner = _innermost(body.get("error")) if isinstance(body, dict) else ""
    if isinstance(said, Unexpected) and inner:
        return error(
            Unexpected,
            f"{reply.api} did not take the query: {inner}",
            reply,
            said.code,
        )
    return said


def _innermost(value: Json) -> str:
    """Return the message of the innermost error; empty = none."""
    message = ""
    while isinstance(value, dict):
        told = value.get("message")
        message = told if isinstance(told, str) and told else message
        value = value.get("innererror") or _first(value.get("details"))
    return scrubbed(message, _LONGEST_REASON)


def _first(value: Json) -> Json:
    return value[0] if isinstance(value, list) and value else None


def _rows(table: Mapping[str, Json]) -> tuple[Mapping[str, object], ...]:
    columns = cast("list[dict[str, Any]]", table.get("columns") or [])
    named = [(str(each.get("name")), str(each.get("type"))) for each in columns]
    rows = cast("list[list[Json]]", table.get("rows") or [])
    return tuple(
        {name: _value(cell, sort) for (name, sort), cell in zip(named, row, strict=False)}
        for row in rows
    )


def _value(cell: Json, sort: str) -> object:
    if sort == "datetime" and isinstance(cell, str):
        try:
            return datetime.fromisoformat(cell)
        except ValueError:
            return None
    return cell


def _cpu_s(body: Mapping[str, Json]) -> float | None:
    """Read what the query cost: `statistics.query.resourceUsage.cpu.totalCpu`, as [d.]hh:mm:ss.fffffff."""
    value: Json = body.get("statistics")
    for name in ("query", "resourceUsage", "cpu", "totalCpu"):
        value = value.get(name) if isinstance(value, dict) else None
    if not isinstance(value, str):
        return None
    parts = value.replace(".", ":", value.count(".") - 1).split(":")
    try:
        hours, minutes, seconds = (float(each) for each in parts[-3:])
        return (
            (float(parts[-4]) * 86400 if len(parts) > 3 else 0)  # noqa: PLR2004 - days stand first
            + hours * 3600
            + minutes * 60
            + seconds
        )
    except ValueError:
        return None
