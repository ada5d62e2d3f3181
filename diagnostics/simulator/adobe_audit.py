"""Experience Platform's audit log: who changed what.

Source: `audit-query.yaml`, read 2026-11-23: parameters `property` (repeated; names, `==` with commas, `<` and `>` for
`timestamp`), `limit`, `start`; HAL answers. The file has no 403: what a missing permission gets is our guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from diagnostics.simulator import adobe_history
from diagnostics.simulator.adobe_gateway import may
from diagnostics.simulator.adobe_problems import plain
from diagnostics.simulator.http import Answer, Request, Route
from diagnostics.simulator.reading import text
from diagnostics.simulator.world import Doc, World, served

VIEW = "View User Activity Log"
_SOURCE = "AdobeDocs/experience-platform-apis, audit-query.yaml"
_TERM = re.compile(r"(?P<name>[A-Za-z]+)(?P<how>==|>=|<=|>|<)(?P<value>.*)")
_FIELDS = {"user": "userEmail"}
_DEFAULT, _MOST = 50, 1000


def events(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """List the events of the sandbox that every filter lets through, newest first."""
    del groups
    if not may(world, request, VIEW):
        return plain(403, "Forbidden", f"The permission {VIEW} is missing")
    if not request.headers.get("x-sandbox-name"):
        return plain(400, "Bad Request", "The header x-sandbox-name is required")
    limit, start = _number(request, "limit", _DEFAULT), _number(request, "start", 0)
    read = [_TERM.fullmatch(term) for term in request.every("property")]
    terms = [term for term in read if term and _is_readable(term)]
    if limit is None or start is None or not 0 < limit <= _MOST or len(terms) < len(read):
        return plain(400, "Bad Request", "A query parameter is not valid")
    found = [
        served(event)
        for event in _kept(world)
        if text(event, "sandboxName") == request.headers["x-sandbox-name"]
        and all(_fits(event, term) for term in terms)
    ]
    found.sort(key=lambda event: _time(text(event, "timestamp")), reverse=True)
    return Answer(body=_page(request, found, start, limit))


def _kept(world: World) -> list[Doc]:
    """Return what the world holds and what follows from its past."""
    return [*(event for _, event in world.under("adobe:/audit/")), *adobe_history.told(world)]


def _page(request: Request, found: list[Doc], start: int, limit: int) -> Doc:
    here = f"https://{request.host}{request.path}?limit={limit}"
    filters = "".join(f"&property={term}" for term in request.every("property"))
    links = {"self": {"href": f"{here}&start={start}{filters}"}}
    if start + limit < len(found):
        links["next"] = {"href": f"{here}&start={start + limit}{filters}"}
    return {
        "_embedded": {"events": found[start : start + limit]},
        "_links": links,
        "page": {
            "size": limit,
            "totalElements": len(found),
            "totalPages": -(-len(found) // limit),
            "number": start // limit + 1,
        },
    }


def _number(request: Request, name: str, default: int) -> int | None:
    given = request.query.get(name, str(default))
    return int(given) if re.fullmatch(r"[0-9]{1,9}", given) else None


def _is_readable(term: re.Match[str]) -> bool:
    if term["name"] != "timestamp":
        return term["how"] == "=="
    try:
        _time(term["value"])
    except ValueError:
        return False
    return True


def _fits(event: Doc, term: re.Match[str]) -> bool:
    name, how, value = term["name"], term["how"], term["value"]
    if name == "timestamp":
        there, asked = _time(text(event, "timestamp")), _time(value)
        return {
            "==": there == asked,
            "<": there < asked,
            ">": there > asked,
            "<=": there <= asked,
            ">=": there >= asked,
        }[how]
    return text(event, _FIELDS.get(name, name)).lower() in value.lower().split(",")


def _time(given: str) -> datetime:
    """Read an instant with or without a zone; the file's samples end with +0000 or Z."""
    read = datetime.fromisoformat(given.replace(" ", "+"))
    return read if read.tzinfo else read.replace(tzinfo=UTC)


ROUTES: tuple[Route, ...] = (
    Route(
        api="adobe",
        method="GET",
        pattern=re.compile(r"/data/foundation/audit/events"),
        handler=events,
        source=_SOURCE,
    ),
)
