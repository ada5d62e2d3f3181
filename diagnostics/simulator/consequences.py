"""What users see of a world's state: the status property, the data plane, and the campaign's error.

Sources, read 2026-11-23: CMK troubleshooting guide, REST status codes page, azure-cosmos error shapes, Adobe's page on
API-triggered campaigns (HTTP 500 to the caller, the 403 of Cosmos DB in the system logs; the body of that 500 is
documented nowhere, so ours wraps the gateway's text in the problem shape of the messaging API).
"""

from __future__ import annotations

import json
import uuid

from diagnostics.simulator import propagation
from diagnostics.simulator.reading import part, props, text
from diagnostics.simulator.revocation import Revoked, revoked
from diagnostics.simulator.revoked_texts import CONFIRMED, text_of
from diagnostics.simulator.world import Doc, World

__all__ = [
    "DRESSES",
    "LINES",
    "LOCAL_AUTH_OFF",
    "NAMES",
    "Revoked",
    "account_of",
    "campaign_error",
    "campaign_failure",
    "cmk_status",
    "gateway_text",
    "revoked",
]

# How the failing program signs in (`auth`), what it still holds (`holds`), in which dress it shows the revoked state
# (`dress`), and what it wrote down that follows from nothing here (`says`: status, sub_status, text).
CAMPAIGN = "sim:/campaign"
STATUS_TEXT = "sim:/status/"  # + account id: `text` that the service says instead, or `absent`
_SDK = "Microsoft.Azure.Documents.Common/2.14.0"
NAMES = {
    400: "BadRequest",
    401: "Unauthorized",
    403: "Forbidden",
    408: "RequestTimeout",
    429: "TooManyRequests",
}
# How the revoked state shows elsewhere (cross-tenant CMK guide, 2.1 to 2.4; fhir-server's notes on 403/3): status,
# sub-status, text.
DRESSES: dict[str, tuple[int, int | None, str]] = {
    "older-words": (
        403,
        None,
        "Request is blocked due to Customer Managed Key not being accessible.",
    ),
    "forbidden": (403, 3, "The requested operation cannot be performed at this region"),
    "timeout": (408, None, "Request timed out."),
}
# The same from programs that do not speak NoSQL: their whole line.
LINES = {
    "data-explorer": '{"readyState":4,"responseText":"","status":401,"statusText":"error"}',
    "mongo": "Error querying documents: An exception occurred while opening a connection to the server., "
    "Payload: {<redacted>}",
}
LOCAL_AUTH_OFF = "Local Authorization is disabled. Use an AAD token to authorize all requests."


def cmk_status(world: World, account: Doc) -> str | None:
    """Return `customerManagedKeyStatus` as it is served; None = the property is absent."""
    if not props(account).get("keyVaultKeyUri"):
        return None
    told = world.get(f"{STATUS_TEXT}{text(account, 'id')}") or {}
    if told.get("absent"):
        return None
    if told.get("text"):
        return str(told["text"])
    state = propagation.seen(world, account, propagation.STATUS)
    return CONFIRMED if state is None else text_of(state.code)


def gateway_text(message: str, activity_id: str) -> str:
    """Return a message in the gateway's dress: an inner JSON list of errors, then the activity."""
    return f"Message: {json.dumps({'Errors': [message]})}\r\nActivityId: {activity_id}, {_SDK}"


def account_of(world: World) -> Doc | None:
    """Return the account behind the campaign: the one with a customer-managed key, else any."""
    kind = "/databaseaccounts/"
    found = [
        doc
        for key, doc in world.under("/subscriptions/")
        if kind in key and "/" not in key.partition(kind)[2]
    ]
    found.sort(key=lambda doc: not props(doc).get("keyVaultKeyUri"))
    return found[0] if found else None


def campaign_error(world: World) -> str:
    """Return the text that the campaign's log shows; empty = the campaign works."""
    failure = campaign_failure(world)
    if failure is None:
        return ""
    if isinstance(failure, str):
        return failure
    status, sub_status, message = failure
    activity = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{world.name}:{message}"))
    name = NAMES[status]
    inner = json.dumps({"code": name, "message": gateway_text(message, activity)})
    number = f"; Substatus: {sub_status}" if sub_status is not None else ""
    return json.dumps(
        {
            "type": "https://ns.adobe.com/aep/errors/CJMRT-110100-500",
            "title": "Internal Server Error",
            "status": 500,
            "detail": f"Response status code does not indicate success: {name} ({status}){number}; "
            f"ActivityId: {activity}; Reason: ({inner})",
        }
    )


def campaign_failure(world: World) -> tuple[int, int | None, str] | str | None:
    """Return what the store answers the failing program: status, sub-status and text, or its whole line; None = it works."""
    account, campaign = account_of(world), world.get(CAMPAIGN) or {}
    if says := part(campaign, "says"):
        return int(says["status"]), says.get("sub_status"), text(says, "text")
    if campaign.get("holds"):
        return 403, int(campaign["holds"]), text_of(int(campaign["holds"]))
    if account is None:
        return None
    state = propagation.seen(world, account, propagation.DATA_PLANE)
    if state is not None:
        return _dressed(text(campaign, "dress")) or (403, state.code, text_of(state.code))
    if campaign.get("auth") == "key" and props(account).get("disableLocalAuth"):
        return 401, 5202, LOCAL_AUTH_OFF
    # Where the account still answers reads, a write may end like this.
    return _dressed(text(part(account, "x-writes"), "fail"))


def _dressed(dress: str) -> tuple[int, int | None, str] | str | None:
    return DRESSES.get(dress) or LINES.get(dress)
