"""Journey Optimizer's suppression and allow lists, looked up by one address or domain.

Source: `suppression.yaml`, read 2026-11-23: paths, the query parameter `type` (`client` = suppressed, `allowed`) and the
entity. The file documents no status but 200: what an entity that is on no list gets (404), and what a missing
permission or an unusable sandbox gets (403), is our guess, in Spring's form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from diagnostics.simulator.adobe_gateway import may
from diagnostics.simulator.adobe_problems import plain
from diagnostics.simulator.ajo_campaigns import is_usable
from diagnostics.simulator.http import Answer, Request, Route
from diagnostics.simulator.reading import text
from diagnostics.simulator.world import Doc, World, served

VIEW = "View Suppression List"
SUPPRESSED, ALLOWED = "client", "allowed"
_SOURCE = "AdobeDocs/journey-optimizer-apis, suppression.yaml"


def entity(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Return the entry of an address or a domain, on the list that was asked for."""
    if not may(world, request, VIEW) or not is_usable(
        world, request.headers.get("x-sandbox-name", "")
    ):
        return plain(403, "Forbidden", "Access to the suppression list of this sandbox is denied")
    asked = request.query.get("type", SUPPRESSED)
    if asked not in (SUPPRESSED, ALLOWED):
        return plain(400, "Bad Request", f"type must be {SUPPRESSED} or {ALLOWED}")
    found = listed(world, groups["kind"], groups["value"], asked)
    if found is None:
        return plain(404, "Not Found", f"{groups['value']} is not on the list")
    return Answer(body=served(found))


def listed(world: World, kind: str, value: str, on: str = SUPPRESSED) -> Doc | None:
    """Return an active entry of a list; `kind` is `addresses` or `domains`."""
    document = world.get(f"adobe:/suppression/{kind}/{value}")
    if document is None or text(document, "status", "active") != "active":
        return None
    return document if text(document, "listType", SUPPRESSED) == on else None


ROUTES: tuple[Route, ...] = (
    Route(
        api="adobe",
        method="GET",
        pattern=re.compile(
            r"/ajo/config/suppression/(?P<kind>addresses|domains)/(?P<value>[^/]+)"
        ),
        handler=entity,
        source=_SOURCE,
    ),
)
