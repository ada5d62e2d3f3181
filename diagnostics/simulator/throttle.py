"""Resource Manager's limit of readings, where a world asks for it: a bucket of tokens for each login and subscription.

A world without the document `sim:/throttle` answers without limit. The document says how large the buckets are and how fast
they fill; what is left in each is kept in it.

Sources: "Understand how Azure Resource Manager throttles requests" (250 readings at once, then 25 a second, by subscription
and login; the header with what is left), read 2026-11-29; the refusal's body from velero-io/velero issue 9171.
"""

from __future__ import annotations

import math
import time
from dataclasses import replace
from http import HTTPStatus

from diagnostics.simulator.callers import arm_error
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.world import Doc, World

KEY = "sim:/throttle"
BUCKET, PER_SECOND = 250, 25.0
_LEFT = "x-ms-ratelimit-remaining-subscription-reads"
_READING = ("GET", "HEAD")
_OF_SUBSCRIPTIONS = "/subscriptions/"


def limit(world: World, *, bucket: int = BUCKET, per_second: float = PER_SECOND) -> None:
    """Let a world's Resource Manager refuse what is read too fast.

    Args:
        world: whose documents get the limit.
        bucket: readings at once.
        per_second: readings that come back each second.
    """
    world.put(KEY, {"bucket": bucket, "per_second": per_second})


def taken(world: World, request: Request, login: str) -> tuple[Answer | None, float | None]:
    """Take a token for a request: its refusal, or what is left then; both None = it is not limited."""
    rule = world.get(KEY)
    if rule is None or request.method not in _READING:
        return None, None
    subscription = _subscription(request.path)
    if not subscription:
        return None, None
    left = _filled(rule, f"{login}/{subscription}")
    if left["tokens"] < 1:
        return _refusal(rule, left["tokens"], subscription, login), 0
    left["tokens"] -= 1
    return None, left["tokens"]


def told(given: Answer, left: float | None) -> Answer:
    """Add what is left to an answer, if there is a limit."""
    if left is None:
        return given
    return replace(given, headers={**given.headers, _LEFT: str(int(left))})


def _subscription(path: str) -> str:
    folded = path.lower()
    return folded.split("/")[2] if folded.startswith(_OF_SUBSCRIPTIONS) else ""


def _filled(rule: Doc, whose: str) -> Doc:
    """Return a bucket with what came into it since it was used."""
    now = time.monotonic()
    bucket: Doc = rule.setdefault("x-left", {}).setdefault(
        whose, {"tokens": float(rule["bucket"]), "at": now}
    )
    came = (now - bucket["at"]) * float(rule["per_second"])
    bucket |= {"tokens": min(float(rule["bucket"]), bucket["tokens"] + came), "at": now}
    return bucket


def _refusal(rule: Doc, tokens: float, subscription: str, login: str) -> Answer:
    wait = max(1, math.ceil((1 - tokens) / float(rule["per_second"])))
    message = (
        f"Number of 'read' requests for subscription '{subscription}' actor '{login}' exceeded. Please try again"
        f" after '{wait}' seconds after additional tokens are available. Refer to https://aka.ms/arm-throttling for"
        " additional information."
    )
    refused = arm_error(HTTPStatus.TOO_MANY_REQUESTS, "SubscriptionRequestsThrottled", message)
    return replace(refused, headers={**refused.headers, "retry-after": str(wait)})
