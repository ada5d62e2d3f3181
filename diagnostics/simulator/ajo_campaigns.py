"""Journey Optimizer's campaign retrieval API: campaigns, one, its versions, what speaks against publishing it.

Source: `campaigns-retrieve.yaml` (v1.79), read 2026-11-23: paths, parameters, models, statuses 200, 403, 404 and 500. The
filter's grammar follows its example `campaignType==ApiTriggered;name=like="…"`; pages count from 0, which no source
says. An unknown or inactive sandbox is refused like a missing permission: the file knows only 403 and 404.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from diagnostics.simulator.adobe_gateway import may
from diagnostics.simulator.adobe_problems import by_campaigns
from diagnostics.simulator.http import Answer, Request, Route
from diagnostics.simulator.reading import entries, text
from diagnostics.simulator.world import Doc, World, served

VIEW = "View Campaigns"
_SOURCE = "AdobeDocs/journey-optimizer-apis, campaigns-retrieve.yaml"
_BASE = "/journey/campaigns/service/campaigns"
_PAGE_OF = 50
_MOST = 10_000  # campaigns a page; the file names no limit
_TERM = re.compile(r'(?P<name>[A-Za-z]+)(?P<how>==|!=|=like=)"?(?P<value>[^";]*)"?')


def campaigns(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """List the campaigns of the sandbox that the filter lets through."""
    del groups
    found = [
        served(document)
        for _, document in world.under("adobe:/campaigns/")
        if text(document, "x-sandbox") == _sandbox(request)
    ]
    return _refused(world, request) or _pages(world, request, found)


def campaign(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Return one campaign."""
    found = campaign_of(world, _sandbox(request), groups["campaign"])
    if refusal := _refused(world, request):
        return refusal
    return Answer(body=served(found)) if found else _not_found(world, groups["campaign"])


def versions(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """List a campaign's versions: `x-versions`, else the one that is."""
    return _parts(world, request, groups["campaign"], "x-versions")


def validation(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """List what speaks against publishing a campaign: `x-validation`."""
    return _parts(world, request, groups["campaign"], "x-validation")


def campaign_of(world: World, sandbox: str, campaign_id: str) -> Doc | None:
    """Return a campaign of that sandbox."""
    document = world.get(f"adobe:/campaigns/{campaign_id}")
    return document if document and text(document, "x-sandbox") == sandbox else None


def is_usable(world: World, sandbox: str) -> bool:
    """Tell whether there is such a sandbox and it is active."""
    document = world.get(f"adobe:/sandboxes/{sandbox}") if sandbox else None
    return document is not None and (text(document, "name"), text(document, "state")) == (
        sandbox,
        "active",
    )


def _parts(world: World, request: Request, campaign_id: str, name: str) -> Answer:
    found = campaign_of(world, _sandbox(request), campaign_id)
    if refusal := _refused(world, request):
        return refusal
    if found is None:
        return _not_found(world, campaign_id)
    alone = [served(found)] if name == "x-versions" else []
    return _pages(world, request, entries(found, name) or alone)


def _pages(world: World, request: Request, found: list[Doc]) -> Answer:
    """Return the page that was asked for."""
    count, page = _number(request, "count", _PAGE_OF), _number(request, "page", 0)
    terms = _terms(request.query.get("property", ""))
    if terms is None or count is None or page is None or not 0 < count <= _MOST:
        return by_campaigns(world, 400, "Bad Request", "A query parameter is not valid")
    kept = [one for one in found if all(_fits(one, *term) for term in terms)]
    here = kept[page * count : (page + 1) * count]
    body: Doc = {
        "data": here,
        "_page": {
            "orderby": request.query.get("orderby", "name"),
            "count": len(here),
            "page": page,
            "totalPages": -(-len(kept) // count),
            "totalCount": len(kept),
        },
        "_links": {},
    }
    if (page + 1) * count < len(kept):
        asked = {**request.query, "count": str(count), "page": str(page + 1)}
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        body["_links"] = {"next": {"href": f"https://{request.host}{request.path}?{query}"}}
    return Answer(body=body)


def _number(request: Request, name: str, default: int) -> int | None:
    given = request.query.get(name, str(default))
    return int(given) if re.fullmatch(r"[0-9]{1,9}", given) else None


def _terms(given: str) -> list[tuple[str, str, str]] | None:
    """Read a filter; None = it cannot be read."""
    read = [_TERM.fullmatch(term) for term in given.split(";")] if given else []
    known = [(term["name"], term["how"], term["value"]) for term in read if term]
    return known if len(known) == len(read) else None


def _fits(document: Doc, name: str, how: str, value: str) -> bool:
    found: Any = document.get(name)
    shown = str(found).lower() if isinstance(found, bool) else str("" if found is None else found)
    if how == "=like=":
        return value.lower() in shown.lower()
    return (shown == value) is (how == "==")


def _sandbox(request: Request) -> str:
    return request.headers.get("x-sandbox-name", "")


def _refused(world: World, request: Request) -> Answer | None:
    if not _sandbox(request):
        return by_campaigns(world, 400, "Bad Request", "The header x-sandbox-name is required")
    if may(world, request, VIEW) and is_usable(world, _sandbox(request)):
        return None
    message = "You do not have the permission to view campaigns in this sandbox"
    return by_campaigns(world, 403, "Permission Denied", message)


def _not_found(world: World, campaign_id: str) -> Answer:
    message = f"The campaign {campaign_id} was not found"
    return by_campaigns(world, 404, "Not Found", message)


ROUTES: tuple[Route, ...] = tuple(
    Route(api="adobe", method="GET", pattern=re.compile(pattern), handler=handler, source=_SOURCE)
    for pattern, handler in (
        (_BASE, campaigns),
        (_BASE + r"/(?P<campaign>[^/]+)", campaign),
        (_BASE + r"/(?P<campaign>[^/]+)/versions", versions),
        (_BASE + r"/(?P<campaign>[^/]+)/publish/validation", validation),
    )
)
