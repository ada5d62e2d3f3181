"""Adobe's published incidents: the feed behind status.adobe.com, without a credential.

Source: `statusapi-spec.yaml` (model `Events`, `Error`), which the feed follows as far as public code shows; read
2026-11-23.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from diagnostics.simulator.adobe_gateway import STATE
from diagnostics.simulator.http import Answer, Request, Route
from diagnostics.simulator.reading import part
from diagnostics.simulator.world import World


def events(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Return the feed as the world's document has it."""
    del request, groups
    if status := part(world.get(STATE), "outage").get("status"):
        body = {"error_code": str(status), "message": "The request was not served"}
        return Answer(status=int(status), body=body)
    return Answer(body=world.get("adobe:/status/events") or {})


ROUTES: tuple[Route, ...] = (
    Route(
        api="adobestatus",
        method="GET",
        pattern=re.compile(r"/adobestatus/StatusEvents", re.IGNORECASE),
        handler=events,
        source="AdobeDocs/adobe-status, statusapi-spec.yaml: Events; the address from public code",
    ),
)
