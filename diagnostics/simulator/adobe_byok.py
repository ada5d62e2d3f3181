"""Experience Platform's customer-managed keys: Adobe's application, and the configuration of a key.

Source: Set up customer-managed keys with the API, read 2026-11-23 (paths, hosts by region, fixed key, fields, `status`,
the case of the name). Refusals are documented nowhere: 403 without the permission, 404 for an unknown name and at
another region's host, all in Spring's form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from diagnostics.clouds import ADOBE
from diagnostics.simulator.adobe_gateway import PROVISIONING_PATH, may
from diagnostics.simulator.adobe_problems import plain
from diagnostics.simulator.http import Answer, Request, Route
from diagnostics.simulator.reading import text
from diagnostics.simulator.world import World, served

MANAGE = "Manage Customer Managed Key"
_SOURCE = (
    "from documentation: Adobe Experience Platform, Set up customer-managed keys with the API"
)
_HOSTS = {"va7": ADOBE.platform, "nld2": ADOBE.platform_nld2, "aus5": ADOBE.platform_aus5}


def app_registration(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Return which application Adobe uses at the customer's vault."""
    del groups
    return _refused(world, request) or _document(world, "adobe:/byok/app-registration")


def config(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Return a configuration by its name, whose case counts."""
    if refusal := _refused(world, request):
        return refusal
    if request.query.get("configtype") != "BYOK_CONFIG":
        return plain(400, "Bad Request", "configType must be BYOK_CONFIG")
    return _document(world, f"adobe:/byok/config/{groups['name']}", groups["name"])


def _document(world: World, key: str, name: str = "") -> Answer:
    document = world.get(key)
    if document is None or (name and text(document, "name") != name):
        return plain(404, "Not Found", "There is no such configuration")
    return Answer(body=served(document))


def _refused(world: World, request: Request) -> Answer | None:
    org = world.get(f"adobe:/orgs/{request.headers.get('x-gw-ims-org-id', '')}")
    if _HOSTS.get(text(org, "region").lower()) != request.host:
        return plain(404, "Not Found", "The organization does not live in this region")
    if not may(world, request, MANAGE):
        return plain(403, "Forbidden", f"The permission {MANAGE} is missing")
    return None


ROUTES: tuple[Route, ...] = (
    Route(
        api="adobe",
        method="GET",
        pattern=re.compile(PROVISIONING_PATH + r"byok/app-registration"),
        handler=app_registration,
        source=_SOURCE,
    ),
    Route(
        api="adobe",
        method="GET",
        pattern=re.compile(PROVISIONING_PATH + r"customer/config/(?P<name>[^/]+)"),
        handler=config,
        source=_SOURCE,
    ),
)
