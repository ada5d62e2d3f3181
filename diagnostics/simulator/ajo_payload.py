"""What the messaging API takes as a payload: the rules of its OpenAPI file and of the pages beside it.

Sources, read 2026-11-23: `messaging.yaml` (required fields, 1 to 20 recipients, types by endpoint); Define the audience
(unique `userId`); Define the content (200 kB of context, `context.system` reserved). The texts are ours.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import cast

from diagnostics.simulator.reading import entries, part, text
from diagnostics.simulator.world import Doc

_MOST = 20
_CONTEXT_BYTES = 200 * 1024
_TYPES = {"unitary": ("aep", "external"), "highthroughput": ("external",)}
_MAPS = ("channelData", "profile", "context")


def problem(endpoint: str, body: Doc) -> str:
    """Say what is wrong with a payload; empty = nothing."""
    if not body:
        return "The body is not a JSON object"
    for name in ("campaignId",) if endpoint == "audience" else ("requestId", "campaignId"):
        if not isinstance(body.get(name), str) or not body[name]:
            return f"{name} is required"
    if endpoint == "audience":
        return _audience_problem(body)
    return _recipients_problem(endpoint, body)


def _audience_problem(body: Doc) -> str:
    if not isinstance(body.get("requestId", ""), str):
        return "requestId must be a string"
    audience = body.get("audience")
    if audience is not None and not isinstance(part(body, "audience").get("id"), str):
        return "audience.id is required"
    schedule = body.get("schedule")
    if schedule is not None and not isinstance(schedule, dict):
        return "schedule must be an object"
    at = part(body, "schedule").get("executeAt")
    if at is not None and not _is_time(at):
        return "schedule.executeAt must be a date-time"
    return _context_problem([body.get("context")])


def _recipients_problem(endpoint: str, body: Doc) -> str:
    recipients = entries(body, "recipients")
    if not isinstance(body.get("recipients"), list):
        return "recipients must be an array"
    if not 1 <= len(recipients) <= _MOST:
        return f"recipients must hold 1 to {_MOST} entries"
    for one in recipients:
        if found := _recipient_problem(endpoint, one):
            return found
    if len({text(one, "userId") for one in recipients}) < len(recipients):
        return "userId must be unique among the recipients"
    return _context_problem([one.get("context") for one in recipients])


def _recipient_problem(endpoint: str, given: object) -> str:
    if not isinstance(given, dict):
        return "each recipient must be an object"
    recipient = cast("Doc", given)
    for name in ("type", "userId", "namespace"):
        if not isinstance(recipient.get(name), str) or not recipient[name]:
            return f"{name} is required for each recipient"
    if recipient["type"] not in _TYPES[endpoint]:
        return f"the type of a recipient must be {' or '.join(_TYPES[endpoint])}"
    for name in _MAPS:
        if name in recipient and not isinstance(recipient[name], dict):
            return f"{name} must be an object"
    return ""


def _context_problem(contexts: list[object]) -> str:
    given = [one for one in contexts if one is not None]
    if any(not isinstance(one, dict) for one in given):
        return "context must be an object"
    if any("system" in cast("Doc", one) for one in given):
        return "context.system is reserved"
    if sum(len(json.dumps(one, ensure_ascii=False).encode()) for one in given) > _CONTEXT_BYTES:
        return "context must not exceed 200 KB"
    return ""


def _is_time(given: object) -> bool:
    try:
        return isinstance(given, str) and datetime.fromisoformat(given).tzinfo is not None
    except ValueError:
        return False
