"""The Activity Log of a subscription: every write that Resource Manager was asked for, done or refused; 90 days.

Sources: Activity Logs - List (2015-04-01) with the specification's example; the page on the log's schema; published records of
vaults, accounts and role assignments; a request's body stands in the event of its begin for providers that let it be kept
(Microsoft.Authorization, Storage, Network and Insights do; of Key Vault and Cosmos DB no record shows a begin, so
`without_bodies` of `sim:/logs` takes theirs away), a deleted assignment in the event of its end; `BadRequest` of a start before 90 days as
azure-cli's tests and programs quote it. Read 2026-11-29. None was recorded: from documentation.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import NamedTuple

from diagnostics.simulator import arm, history, odata_filter
from diagnostics.simulator.activity_operations import Operation, group_of, operation_of
from diagnostics.simulator.arm import SUBSCRIPTION, arm_route
from diagnostics.simulator.clock import server_now
from diagnostics.simulator.history import Actor, Happening
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.odata_filter import Unreadable
from diagnostics.simulator.reading import lowered, text
from diagnostics.simulator.world import Doc, World, served

RETENTION = timedelta(days=90)
PAGE = 200  # events a page; from no source
_CLAIMS = "http://schemas.microsoft.com/identity/claims"
_OASIS = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims"
_GIVEN_BACK = "microsoft.authorization"  # what it deleted stands in the event of the end
WITHOUT_BODIES = "without_bodies"  # of `sim:/logs`: providers that let no request's body be kept
_FAILED = 400
_TICKS_AT_1970 = 621_355_968_000_000_000  # .NET counts 100 ns from the year 1
_FILTERED = (
    "eventTimestamp",
    "resourceGroupName",
    "resourceProvider",
    "resourceId",
    "resourceUri",
    "correlationId",
    "caller",
    "status",
    "levels",
    "operations",
    "eventChannels",
    "resourceType",
)


class _Step(NamedTuple):
    """One event of a request."""

    status: str
    event: str
    sub_status: HTTPStatus | None
    later: timedelta


def events(world: World, subscription: str) -> list[Doc]:
    """Return a subscription's events, the newest first."""
    prefix = f"/subscriptions/{subscription.lower()}/"
    oldest = server_now(world) - RETENTION
    found = [
        (happening.at + step.later, _event(world, happening, step, subscription))
        for happening in history.happenings(world)
        if happening.call.api == "arm"
        and happening.call.path.lower().startswith(prefix)
        and happening.at >= oldest
        for step in _steps(happening, server_now(world))
    ]
    found.sort(key=lambda each: each[0], reverse=True)
    return [event for _, event in found]


def _steps(happening: Happening, now: datetime) -> Iterator[_Step]:
    """A request begins and ends; one without the right does not begin, and one under way has not ended."""
    status = HTTPStatus(happening.call.status)
    began = _Step("Started", "BeginRequest", None, timedelta(0))
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        yield _Step("Failed", "EndRequest", status, timedelta(milliseconds=40))
        return
    yield began
    due = happening.call.due
    if status is HTTPStatus.ACCEPTED or due is not None:
        accepted = timedelta(milliseconds=310)
        yield _Step("Accepted", "EndRequest", HTTPStatus.ACCEPTED, accepted)
        if due is not None and due <= now.timestamp():
            taken = datetime.fromtimestamp(due, happening.at.tzinfo) - happening.at
            yield _Step("Succeeded", "EndRequest", None, max(taken, 2 * accepted))
        return
    done = "Failed" if status >= _FAILED else "Succeeded"
    yield _Step(done, "EndRequest", status, timedelta(milliseconds=640))


def _event(world: World, happening: Happening, step: _Step, subscription: str) -> Doc:
    operation = operation_of(happening.call.method, happening.call.path)
    at = happening.at + step.later
    number, correlation = happening.identifier(step.status), happening.identifier()
    tenant = text(world.get(f"/subscriptions/{subscription}"), "tenantId")
    sub_status = step.sub_status
    return {
        "authorization": {"action": operation.name, "scope": operation.resource_id},
        "caller": _caller(happening.actor),
        "channels": "Operation",
        "claims": _claims(happening.actor, happening.at),
        "correlationId": correlation,
        "description": "",
        "eventDataId": number,
        "eventName": _named(step.event, "End request" if "End" in step.event else "Begin request"),
        "category": _named("Administrative"),
        "eventTimestamp": _instant(at),
        "httpRequest": {
            "clientRequestId": happening.call.request_id or happening.identifier("client"),
            "clientIpAddress": happening.actor.address,
            "method": happening.call.method,
        },
        "id": f"{operation.resource_id}/events/{number}/ticks/{_ticks(at)}",
        "level": "Error" if step.status == "Failed" else "Informational",
        "operationId": correlation,
        "operationName": _named(operation.name, operation.localized),
        "resourceGroupName": group_of(operation.resource_id),
        "resourceProviderName": _named(operation.provider),
        "resourceType": _named(operation.resource_type),
        "resourceId": operation.resource_id,
        "status": _named(step.status),
        "subStatus": _named("", "")
        if sub_status is None
        else _named(
            _word(sub_status), f"{_word(sub_status)} (HTTP Status Code: {sub_status.value})"
        ),
        "submissionTimestamp": _instant(at + timedelta(seconds=83)),
        "subscriptionId": subscription,
        "tenantId": tenant,
        "properties": _properties(
            happening,
            step,
            operation,
            hierarchy=f"{tenant}/{subscription}",
            without=lowered(world.get("sim:/logs"), WITHOUT_BODIES),
        ),
        "relatedEvents": [],
    }


def _properties(
    happening: Happening, step: _Step, operation: Operation, *, hierarchy: str, without: set[str]
) -> Doc:
    """Return what else is told: bodies where the provider lets them be kept."""
    kept: Doc = {
        "eventCategory": "Administrative",
        "entity": operation.resource_id,
        "message": operation.name,
        "hierarchy": hierarchy,
    }
    if step.sub_status is not None:
        kept = {"statusCode": _word(step.sub_status), "serviceRequestId": None, **kept}
    if operation.provider.lower() in without:
        return kept
    if step.status == "Started" and happening.call.body is not None:
        return {"requestbody": json.dumps(happening.call.body), **kept}
    change = next(iter(happening.changes), None)
    is_given = operation.provider.lower() == _GIVEN_BACK and step.status == "Succeeded"
    if is_given and change is not None and change.after is None and change.before is not None:
        return {**kept, "responseBody": json.dumps(served(change.before))}
    return kept


def _caller(actor: Actor) -> str:
    return actor.object_id if actor.is_app else actor.name


def _claims(actor: Actor, at: datetime) -> Doc:
    issued = int(at.timestamp()) - 900
    common: Doc = {
        "aud": "https://management.core.windows.net/",
        "iss": f"https://sts.windows.net/{actor.tenant}/",
        "iat": str(issued),
        "nbf": str(issued),
        "exp": str(issued + 3900),
        "appid": actor.app_id,
        "appidacr": "1" if actor.is_app else "0",
        "ipaddr": actor.address,
        f"{_CLAIMS}/objectidentifier": actor.object_id,
        f"{_CLAIMS}/tenantid": actor.tenant,
        "ver": "1.0",
    }
    if actor.is_app:
        return {**common, "idtyp": "app"}
    return {
        **common,
        "name": actor.name.partition("@")[0].replace(".", " ").title(),
        f"{_OASIS}/name": actor.name,
        f"{_OASIS}/upn": actor.name,
        f"{_CLAIMS}/scope": "user_impersonation",
    }


def _named(value: str, shown: str = "") -> Doc:
    return {"value": value, "localizedValue": shown or value}


def _word(status: HTTPStatus) -> str:
    """Return a status as .NET calls it: `NoContent`."""
    return "OK" if status is HTTPStatus.OK else status.phrase.title().replace(" ", "")


def _instant(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond:06d}1Z"


def _ticks(moment: datetime) -> int:
    return _TICKS_AT_1970 + int(moment.timestamp() * 1000) * 10_000 + 1


def _refused(message: str) -> Answer:
    return Answer(status=400, body={"code": "BadRequest", "message": message})


def _values(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """List the events that `$filter` lets through; it must say since when."""
    asked = request.query.get("$filter", "")
    since = odata_filter.instants(asked, "eventTimestamp", "ge", "gt")
    if not since:
        return _refused("The $filter must contain eventTimestamp with a start time.")
    if min(since) < server_now(world) - RETENTION:
        return _refused("The start time cannot be more than 90 days in the past.")
    try:
        holds = odata_filter.condition(asked, _FILTERED, scopes=("resourceUri",))
    except Unreadable as problem:
        return _refused(f"The $filter is not valid: {problem}.")
    found = [event for event in events(world, groups["s"]) if holds(_filtered_by(event))]
    return arm.listed(request, [_selected(request, event) for event in found], page=PAGE)


def _filtered_by(event: Doc) -> Doc:
    """Return an event under the names that filters use; what lies in a resource counts to it."""
    resource = text(event, "resourceId")
    return {
        **event,
        "resourceProvider": event["resourceProviderName"],
        "resourceUri": resource,
        "levels": event["level"],
        "operations": event["operationName"],
        "eventChannels": "Admin, Operation",
    }


def _selected(request: Request, event: Doc) -> Doc:
    names = [name.strip().lower() for name in request.query.get("$select", "").split(",")]
    if not any(names):
        return event
    return {name: value for name, value in event.items() if name.lower() in names}


ROUTES = (
    arm_route(
        "GET",
        SUBSCRIPTION + "/providers/Microsoft.Insights/eventtypes/management/values",
        _values,
        action="Microsoft.Insights/eventtypes/values/read",
        scope=SUBSCRIPTION,
        source="from documentation: Activity Logs - List (2015-04-01); specification example GetActivityLogsFiltered",
    ),
)
