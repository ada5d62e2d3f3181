"""Experience Platform's sandboxes, as their users see them.

Source: `sandbox.yaml`, read 2026-11-23: GET /sandbox-management/ (200, 400, 403, 500; the refusals have no schema there,
so ours have Spring's form).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from diagnostics.simulator.adobe_gateway import may
from diagnostics.simulator.adobe_problems import plain
from diagnostics.simulator.http import Answer, Request, Route
from diagnostics.simulator.world import World, served

VIEW = "View Sandboxes"


def sandboxes(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """List the sandboxes of the organization."""
    del groups
    if not may(world, request, VIEW):
        return plain(403, "Forbidden", "The permission View Sandboxes is missing")
    found = [served(document) for _, document in world.under("adobe:/sandboxes/")]
    return Answer(
        body={
            "sandboxes": found,
            "_page": {"limit": max(len(found), 1), "count": len(found)},
            "_links": {
                "page": {
                    "href": f"https://{request.host}{request.path}/?limit={{limit}}&offset={{offset}}",
                    "templated": True,
                }
            },
        }
    )


ROUTES: tuple[Route, ...] = (
    Route(
        api="adobe",
        method="GET",
        pattern=re.compile(r"/data/foundation/sandbox-management"),
        handler=sandboxes,
        source="AdobeDocs/experience-platform-apis, sandbox.yaml",
    ),
)
