"""The Logs Query API: who may ask, and how it answers; the query itself is run by `log_engine`.

Source: Azure Monitor Log Analytics API, errors and response format, read 2026-11-28 (none was recorded: from
documentation); a query's own errors after the answers quoted in issues of azure-sdk-for-python (`SemanticError` with the
engine's SEM0100 inside).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from diagnostics.simulator import arm
from diagnostics.simulator.access import allowed
from diagnostics.simulator.callers import claims_in
from diagnostics.simulator.http import Answer, Request, Route
from diagnostics.simulator.log_engine import Found, NoEngine, QueryRefused, run
from diagnostics.simulator.reading import props, text
from diagnostics.simulator.tokens import is_expired
from diagnostics.simulator.world import Doc, World

_ACTION = "Microsoft.OperationalInsights/workspaces/query/read"
_WITH_STATISTICS = "include-statistics=true"
_SOURCE = (
    "from documentation: https://learn.microsoft.com/azure/azure-monitor/logs/api/response-format"
)


def _refused(status: int, code: str, message: str, inner: Doc | None = None) -> Answer:
    error: Doc = {"message": message, "code": code}
    if inner:
        error["innererror"] = inner
    return Answer(status=status, body={"error": error})


def _query(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    refusal = _unauthenticated(world, request)
    if refusal:
        return refusal
    workspace = _workspace(world, groups["workspace"])
    caller = str((claims_in(world, request) or {}).get("oid", ""))
    # A workspace that is not there is refused like one that may not be read.
    if workspace is None or not allowed(world, caller, _ACTION, text(workspace, "id")):
        return _refused(
            403,
            "InsufficientAccessError",
            "The provided credentials have insufficient access to perform the requested operation",
        )
    asked = request.json().get("query")
    if not isinstance(asked, str) or not asked.strip():
        return _syntax("Query cannot be empty")
    try:
        found = run(world, text(workspace, "id"), asked)
    except NoEngine as missing:
        return Answer(
            status=501, body={"error": {"code": "NotSimulated", "message": str(missing)}}
        )
    except QueryRefused as problem:
        if problem.is_syntax:
            return _syntax(str(problem))
        return _semantic(str(problem))
    return _table(found, with_statistics=_WITH_STATISTICS in request.headers.get("prefer", ""))


def _table(found: Found, *, with_statistics: bool) -> Answer:
    """Answer with what was found, and say where that is not all."""
    body: Doc = {
        "tables": [{"name": "PrimaryResult", "columns": found.columns, "rows": found.rows}]
    }
    if with_statistics:
        usage = {"cpu": {"totalCpu": "00:00:00.0312500"}}
        body["statistics"] = {"query": {"resourceUsage": usage}}
    if found.partial:
        details = [{"code": "EngineError", "message": found.partial}]
        body["error"] = {
            "code": "PartialError",
            "message": "There were some errors when processing your query.",
            "details": details,
        }
    return Answer(body=body)


def _syntax(message: str) -> Answer:
    return _bad_query({"code": "SyntaxError", "message": message})


def _semantic(message: str) -> Answer:
    engine: Doc = {"code": "SEM0100", "message": message}
    said = "A semantic error occurred."
    return _bad_query({"code": "SemanticError", "message": said, "innererror": engine})


def _bad_query(inner: Doc) -> Answer:
    said = "The request had some invalid properties"
    return _refused(400, "BadArgumentError", said, inner)


def _unauthenticated(world: World, request: Request) -> Answer | None:
    if "authorization" not in request.headers:
        message = "Authentication failed. The 'Authorization' header is missing."
        return _refused(401, "AuthenticationFailed", message)
    claims = claims_in(world, request)
    if claims is None or is_expired(world, claims):
        return _refused(403, "InvalidAuthenticationToken", "The access token is invalid.")
    audience = str(claims.get("aud", "")).rstrip("/").lower()
    own = f"https://{world.cloud.log_analytics}"
    if audience != own:
        return _refused(
            403,
            "InvalidAuthenticationTokenAudience",
            f"The access token has been obtained from wrong audience or resource '{claims.get('aud')}'. "
            f"It should exactly match (including forward slash) with one of the allowed audiences '{own}'.",
        )
    return None


def _workspace(world: World, customer_id: str) -> Doc | None:
    kind = "/providers/microsoft.operationalinsights/workspaces/"
    return next(
        (
            document
            for key, document in world.under("/subscriptions/")
            if kind in key
            and "/" not in key.partition(kind)[2]
            and text(props(document), "customerId").lower() == customer_id.lower()
        ),
        None,
    )


ROUTES = (
    arm.arm_route(
        "GET",
        arm.GROUP + "/providers/Microsoft.OperationalInsights/workspaces/{name}",
        arm.read_one,
        action="Microsoft.OperationalInsights/workspaces/read",
        source="from documentation: Workspaces - Get (Microsoft.OperationalInsights, 2023-09-01)",
    ),
    Route(
        api="logs",
        method="POST",
        pattern=re.compile(r"/v1/workspaces/(?P<workspace>[^/]+)/query", re.IGNORECASE),
        handler=_query,
        source=_SOURCE,
    ),
)
