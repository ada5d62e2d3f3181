"""The directory's audit log: who changed principals, applications, their credentials and groups; 30 days, 7 without a licence.

Sources: directoryAudit list (Microsoft Graph v1.0): filters, `$top`, order; both permissions as reference and issues name them
(`Authentication_MSGraphPermissionMissing`, `Authentication_ApplicationHasNoDirectoryReadAccess` as quoted in issues of
microsoft-graph-docs); a directory without a licence answers, with 7 days (Microsoft-Extractor-Suite, issue 202; data retention page
of entra-docs). Read 2026-11-29. None was recorded: from documentation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from diagnostics.simulator import graph_access, history, odata_filter
from diagnostics.simulator.callers import claims_in
from diagnostics.simulator.clock import server_now
from diagnostics.simulator.directory_activities import Activity, activities
from diagnostics.simulator.graph_access import graph_error, may
from diagnostics.simulator.history import Happening
from diagnostics.simulator.http import Answer, Request, Route
from diagnostics.simulator.odata_filter import Unreadable
from diagnostics.simulator.reading import text
from diagnostics.simulator.world import Doc, World

RETENTION, RETENTION_FREE = timedelta(days=30), timedelta(days=7)
LICENCE = (
    "x-licence"  # of `entra:/tenants/{t}`: "free" has none; anything else, or nothing, has one
)
_READ_LOG, _READ_DIRECTORY = (
    ("AuditLog.Read.All",),
    ("Directory.Read.All", "Directory.ReadWrite.All"),
)
_PAGE, _MOST = 1000, 1000
# The service that keeps the principals of managed identities, as audit logs name it.
_AZURES = "Managed Service Identity"
_FILTERED = (
    "activityDateTime",
    "activityDisplayName",
    "category",
    "correlationId",
    "id",
    "loggedByService",
    "operationType",
    "result",
    "initiatedBy/app/appId",
    "initiatedBy/app/displayName",
    "initiatedBy/user/displayName",
    "initiatedBy/user/id",
    "initiatedBy/user/userPrincipalName",
    "targetResources",
    "displayName",
    "type",
)


def entries_of(world: World, tenant: str) -> list[Doc]:
    """Return a directory's audit log, the newest entry first, as far back as it is kept."""
    free = text(world.get(f"entra:/tenants/{tenant}"), LICENCE) == "free"
    oldest = server_now(world) - (RETENTION_FREE if free else RETENTION)
    found = [
        _entry(happening, activity, place)
        for happening in history.happenings(world)
        if happening.at >= oldest
        for place, activity in enumerate(activities(world, tenant, happening))
    ]
    return sorted(found, key=lambda each: each["activityDateTime"], reverse=True)


def _entry(happening: Happening, activity: Activity, place: int) -> Doc:
    correlation = happening.identifier()
    return {
        "id": f"Directory_{happening.identifier(activity.name, str(place))}",
        "category": activity.category,
        "correlationId": correlation,
        "result": "success",
        "resultReason": "",
        "activityDisplayName": activity.name,
        "activityDateTime": _instant(happening.at),
        "loggedByService": activity.service,
        "operationType": activity.operation,
        "userAgent": None,
        "initiatedBy": _initiated(happening, activity),
        "targetResources": list(activity.targets),
        "additionalDetails": [{"key": "User-Agent", "value": happening.call.agent}]
        if happening.call.agent
        else [],
    }


def _initiated(happening: Happening, activity: Activity) -> Doc:
    actor = happening.actor
    if activity.is_of_azure or actor.is_app:
        named = (
            (None, _AZURES, None)
            if activity.is_of_azure
            else (actor.app_id, actor.name, actor.object_id)
        )
        app = {
            "appId": named[0],
            "displayName": named[1],
            "servicePrincipalId": named[2],
            "servicePrincipalName": None,
        }
        return {"user": None, "app": app}
    user = {
        "id": actor.object_id,
        "displayName": None,
        "userPrincipalName": actor.name,
        "ipAddress": actor.address,
        "userType": None,
        "homeTenantId": None,
        "homeTenantName": None,
    }
    return {"app": None, "user": user}


def _instant(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond:06d}1Z"


def _refused(world: World, request: Request) -> tuple[str, Answer | None]:
    """Ask a program for both permissions, that of the log first; a person has a role that holds both."""
    tenant, refusal = graph_access.require(world, request, _READ_LOG)
    claims: dict[str, Any] = claims_in(world, request) or {}
    if refusal is not None and refusal.status == 403:  # noqa: PLR2004 - Forbidden
        return tenant, log_not_permitted(world, request)
    if refusal is None and not claims.get("wids") and not may(claims, _READ_DIRECTORY):
        code = "Authentication_ApplicationHasNoDirectoryReadAccess"
        message = "Failed to do premium license check from ADGraph"
        return tenant, graph_error(world, request, 403, code, message)
    return tenant, refusal


def log_not_permitted(world: World, request: Request) -> Answer:
    """Refuse a caller without the permission to read the directory's logs."""
    message = "Calling principal does not have required MSGraph permissions AuditLog.Read.All"
    code = "Authentication_MSGraphPermissionMissing"
    return graph_error(world, request, 403, code, message)


def _list(world: World, request: Request, _groups: Mapping[str, str]) -> Answer:
    tenant, refusal = _refused(world, request)
    if refusal:
        return refusal
    try:
        holds = odata_filter.condition(request.query.get("$filter", ""), _FILTERED)
    except Unreadable as problem:
        return graph_error(world, request, 400, "BadRequest", f"Invalid filter clause: {problem}")
    top = request.query.get("$top", str(_PAGE))
    if not top.isdigit() or not 1 <= int(top) <= _MOST:
        message = f"The limit of '{_MOST}' for Top query has been exceeded."
        return graph_error(world, request, 400, "BadRequest", message)
    found = [each for each in entries_of(world, tenant) if holds(each)]
    if request.query.get("$orderby", "").lower() in ("activitydatetime", "activitydatetime asc"):
        found.reverse()
    start = int("".join(filter(str.isdigit, request.query.get("$skiptoken", ""))) or 0)
    version = request.path.split("/")[1]
    context = f"https://{request.host}/{version}/$metadata#auditLogs/directoryAudits"
    body: Doc = {"@odata.context": context}
    if start + int(top) < len(found):
        kept = {**request.query, "$skiptoken": f"page-{start + int(top)}"}
        query = "&".join(f"{name}={quote(value, safe='')}" for name, value in kept.items())
        body["@odata.nextLink"] = f"https://{request.host}{request.path}?{query}"
    return Answer(body={**body, "value": found[start : start + int(top)]})


def _one(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    tenant, refusal = _refused(world, request)
    if refusal:
        return refusal
    for each in entries_of(world, tenant):
        if each["id"].lower() == groups["id"].lower():
            return Answer(body=each)
    return graph_access.not_found(world, request, groups["id"])


_SOURCE = "from documentation: https://learn.microsoft.com/graph/api/directoryaudit-list"
ROUTES: tuple[Route, ...] = tuple(
    Route(
        api="graph",
        method="GET",
        pattern=re.compile(rf"/(v1\.0|beta)/auditLogs/directoryAudits{tail}", re.IGNORECASE),
        handler=handler,
        source=_SOURCE,
    )
    for tail, handler in (("", _list), (r"/(?P<id>[^/]+)", _one))
)
