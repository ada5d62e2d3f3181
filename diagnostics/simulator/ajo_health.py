"""Journey Optimizer's messaging API: its health.

Source: `messaging.yaml` (GET /im/health, 200 without a schema). The body is documented nowhere, nor whether it turns red
when the profile store is revoked: here it does not, and `health` of `sim:/adobe` alone decides.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from diagnostics.simulator.adobe_gateway import STATE
from diagnostics.simulator.http import Answer, Request, Route
from diagnostics.simulator.world import World

_OK = 200


def health(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Answer with the status that the world's `health` says."""
    del request, groups
    status = int((world.get(STATE) or {}).get("health", _OK))
    return Answer(status=status, body={"status": "UP" if status == _OK else "DOWN"})


ROUTES: tuple[Route, ...] = (
    Route(
        api="adobe",
        method="GET",
        pattern=re.compile(r"/ajo/im/health"),
        handler=health,
        source="AdobeDocs/journey-optimizer-apis, messaging.yaml: the status; the body from no source",
    ),
)
