"""Journey Optimizer's messaging API: the three ways to trigger a campaign, and what becomes of a call.

Source: `messaging.yaml`, read 2026-11-23 (requests, 202, 400, 401); error-codes reference (CJMRT-000071-400: bad
parameters, or it refers to an inactive or missing resource; CJMRT-000013-401: not authorised); pages on API-triggered
campaigns (dates, modes, 20 unique recipients, one namespace, profiles; HTTP 500 when Cosmos DB refuses). Documented nowhere,
and so our reading: which code a refusal of the campaign's state carries, the text of every refusal, the body of
that 500 (`consequences.py`), and that an unknown profile gets 404 (public code has its text). The same `requestId` twice is taken
twice: that it is refused is documented nowhere.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, cast

from diagnostics.simulator import ajo_payload, ids
from diagnostics.simulator.adobe_gateway import credential_of, may
from diagnostics.simulator.adobe_problems import NO_TYPE, by_ajo
from diagnostics.simulator.ajo_campaigns import VIEW, campaign_of, is_usable
from diagnostics.simulator.ajo_suppression import listed
from diagnostics.simulator.clock import server_now
from diagnostics.simulator.consequences import account_of, campaign_error
from diagnostics.simulator.http import Answer, Request, Route
from diagnostics.simulator.reading import entries, part, text
from diagnostics.simulator.tokens import new_id
from diagnostics.simulator.world import Doc, World, served

UNITARY, HIGH_THROUGHPUT, AUDIENCE = "unitary", "highthroughput", "audience"
STATE_REFUSED = "CJMRT-000071-400"
PAYLOAD_REFUSED = "MSG-000052-400"
_ACCEPTED = 202
# Who is left out of a message that was accepted; source: exclusion list (050102, 050105).
_EXCLUSIONS = {
    "addresses": ("050102", "EmailSuppressed"),
    "domains": ("050105", "DomainSuppressed"),
}


def trigger(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Trigger a campaign: refuse, fail or accept as the world's state demands, in this order."""
    endpoint, body = groups["endpoint"], request.json()
    context = _context(body)
    if "json" not in request.headers.get("content-type", "").lower():
        return by_ajo(PAYLOAD_REFUSED, "A valid content-type must be specified", context)
    if not may(world, request, VIEW):
        return by_ajo("CJMRT-000013-401", "Not authorized", context)
    sandbox = request.headers.get("x-sandbox-name", "")
    if not is_usable(world, sandbox):
        return by_ajo(STATE_REFUSED, "The sandbox does not exist or is not active", context)
    if not text(body, "campaignId"):
        return by_ajo(PAYLOAD_REFUSED, "campaignId is required", context)
    campaign = campaign_of(world, sandbox, text(body, "campaignId"))
    if campaign is None:
        return by_ajo(STATE_REFUSED, "The campaign does not exist", context)
    if problem := _state_problem(world, campaign) or _misfit(campaign, endpoint):
        return by_ajo(STATE_REFUSED, problem, context)
    if problem := ajo_payload.problem(endpoint, body) or _other_namespace(campaign, body):
        return by_ajo(PAYLOAD_REFUSED, problem, context)
    return (
        _store_failure(world, context)
        or _profile_missing(world, campaign, endpoint, body, context)
        or _accepted(world, request, endpoint, body)
    )


def _state_problem(world: World, campaign: Doc) -> str:
    """Say why the campaign takes no call now; empty = it takes them."""
    if text(campaign, "status").upper() != "LIVE":
        return f"The campaign is not live: {text(campaign, 'status')}"
    schedule, now = part(campaign, "schedule"), server_now(world)
    if schedule.get("startDateEnabled") and now < _time(schedule, "startDate", now):
        return "The campaign has not started"
    if schedule.get("endDateEnabled") and now > _time(schedule, "endDate", now):
        return "The campaign has ended"
    return ""


def _misfit(campaign: Doc, endpoint: str) -> str:
    """Say how the endpoint does not fit the campaign's kind, category and mode; empty = it fits."""
    if text(campaign, "campaignType") != "ApiTriggered":
        return "The campaign is not triggered by the API"
    is_marketing = text(campaign, "category") == "Marketing"
    if is_marketing is not (endpoint == AUDIENCE):
        return f"The endpoint {endpoint} does not fit a campaign of category {text(campaign, 'category')}"
    if endpoint != AUDIENCE and bool(campaign.get("highThroughputMode")) is not (
        endpoint == HIGH_THROUGHPUT
    ):
        return f"The endpoint {endpoint} does not fit the campaign's mode"
    return ""


def _other_namespace(campaign: Doc, body: Doc) -> str:
    """Say if a recipient is named in another namespace than the campaign's."""
    wanted = text(campaign, "identityNamespace").lower()
    others = {text(one, "namespace") for one in entries(body, "recipients")}
    if wanted and any(one.lower() != wanted for one in others):
        return f"The identity namespace of the campaign is {wanted}"
    return ""


def _store_failure(world: World, context: dict[str, str]) -> Answer | None:
    """Fail if Adobe's profile store refuses; an account of the customer's own is not in this call's way."""
    account = account_of(world)
    if account is not None and ids.ADOBE_SUBSCRIPTION not in text(account, "id"):
        return None
    failure = campaign_error(world)
    if not failure:
        return None
    try:
        detail = text(cast("Doc", json.loads(failure)), "detail", failure)
    except ValueError:  # the line of a program that speaks another protocol
        detail = failure
    return by_ajo("CJMRT-110100-500", "Internal Server Error", context, detail=detail)


def _profile_missing(
    world: World, campaign: Doc, endpoint: str, body: Doc, context: dict[str, str]
) -> Answer | None:
    """Look up who is addressed by profile; make the profile where the campaign says so."""
    for recipient in entries(body, "recipients"):
        key = f"adobe:/profiles/{text(recipient, 'namespace')}/{text(recipient, 'userId')}"
        if text(recipient, "type") != "aep" or world.get(key) is not None:
            continue
        if endpoint != UNITARY or not campaign.get("createNewProfile"):
            problem: Doc = {"type": NO_TYPE, "title": "Cannot find the Profile", "status": 404}
            return Answer(status=404, body=problem | {"report": {"additionalContext": context}})
        identity: Doc = {"namespace": recipient["namespace"], "id": recipient["userId"]}
        world.put(key, identity | part(recipient, "channelData"))
    return None


def _accepted(world: World, request: Request, endpoint: str, body: Doc) -> Answer:
    if endpoint == AUDIENCE and text(part(body, "schedule"), "executeAt"):
        return _scheduled(world, body)
    name = f"{'CMA' if endpoint == AUDIENCE else 'HUMA'}-{secrets.randbelow(10**8):08d}"
    at = stamp(server_now(world))
    execution: Doc = {
        "executionId": name,
        "createdAt": at,
        "createdBy": f"{text(credential_of(world, request), 'org')[:8]}@techacct.adobe.com",
        "modifiedAt": at,
    }
    if text(body, "requestId"):
        execution["requestId"] = body["requestId"]
    world.put(
        f"adobe:/executions/{name}",
        {
            **execution,
            "endpoint": endpoint,
            "campaignId": body["campaignId"],
            "audienceId": text(part(body, "audience"), "id"),
            "recipients": [dict(one) for one in entries(body, "recipients")],
            "exclusions": _exclusions(world, body),
            "status": "InProgress",
        },
    )
    return Answer(status=_ACCEPTED, body=execution)


def _scheduled(world: World, body: Doc) -> Answer:
    schedule: Doc = {
        "scheduleId": new_id(),
        "scheduleStatus": "Scheduled",
        "campaignId": body["campaignId"],
        "executeAt": body["schedule"]["executeAt"],
    }
    if part(body, "audience"):
        schedule["audience"] = {"id": text(part(body, "audience"), "id")}
    world.put(f"adobe:/schedules/{schedule['scheduleId']}", schedule)
    return Answer(status=_ACCEPTED, body=served(schedule))


def _exclusions(world: World, body: Doc) -> list[Doc]:
    """Say who is left out: an accepted call tells nothing of it, the feedback data does."""
    found: list[Doc] = []
    for recipient in entries(body, "recipients"):
        key = f"adobe:/profiles/{text(recipient, 'namespace')}/{text(recipient, 'userId')}"
        address = text(part(recipient, "channelData"), "emailAddress") or text(
            world.get(key), "emailAddress", text(recipient, "userId")
        )
        for kind, value in (("addresses", address), ("domains", address.rpartition("@")[2])):
            if value and listed(world, kind, value):
                code, reason = _EXCLUSIONS[kind]
                found.append({"userId": recipient["userId"], "code": code, "reason": reason})
    return found


def stamp(moment: datetime) -> str:
    """Write an instant as the messaging API does: three digits of a second and Z."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def _time(schedule: Doc, name: str, otherwise: datetime) -> datetime:
    """Read a date of the campaign; one that cannot be read limits nothing."""
    try:
        read = datetime.fromisoformat(text(schedule, name))
    except ValueError:
        return otherwise
    return read if read.tzinfo else read.replace(tzinfo=UTC)


def _context(body: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(body[name]) for name in ("requestId", "campaignId") if body.get(name)}


ROUTES: tuple[Route, ...] = (
    Route(
        api="adobe",
        method="POST",
        pattern=re.compile(r"/ajo/im/executions/(?P<endpoint>unitary|highthroughput|audience)"),
        handler=trigger,
        source="AdobeDocs/journey-optimizer-apis, messaging.yaml; the 500's body from no source",
    ),
)
