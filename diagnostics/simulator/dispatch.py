"""Which API a host belongs to, which route answers, and what every answer carries."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from email.utils import format_datetime
from functools import partial
from itertools import compress
from operator import attrgetter

from diagnostics.clouds import ADOBE, Cloud
from diagnostics.simulator import adobe_gateway, history_wire
from diagnostics.simulator.clock import server_now
from diagnostics.simulator.http import Answer, Request, Route
from diagnostics.simulator.tokens import new_id
from diagnostics.simulator.world import World

_API_AND_METHOD = attrgetter("api", "method")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(-preview|-alpha|-beta)?")
_PROVIDER = re.compile(r".*/providers/(?P<namespace>[^/]+)/(?P<type>[^/]+)", re.IGNORECASE)


def api_of(cloud: Cloud, host: str) -> str:
    """Return the API that answers at a host; empty = none of this cloud's, nor of Adobe's."""
    exact = {cloud.arm: "arm", cloud.graph: "graph", cloud.log_analytics: "logs"}
    exact |= {ADOBE.ims: "ims", ADOBE.status: "adobestatus"}
    exact |= dict.fromkeys(cloud.authorities, "entra") | dict.fromkeys(ADOBE.gateways, "adobe")
    if host in exact:
        return exact[host]
    if not cloud.allows(host):
        return ""
    return "cosmos" if host.endswith(f".{cloud.cosmos_suffix}") else "keyvault"


def answer(world: World, routes: Sequence[Route], request: Request) -> Answer:
    """Answer one request as the service at that host would."""
    api = api_of(world.cloud, request.host)
    if api == "adobe" and (refusal := adobe_gateway.refused(world, request)) is not None:
        return refusal
    method = "GET" if request.method == "HEAD" else request.method
    # Of some hundred routes all but a dozen fall away without a line of ours being run.
    is_of_these = map((api, method).__eq__, map(_API_AND_METHOD, routes))
    fitting = [
        (route, match.groupdict(""))
        for route in compress(routes, is_of_these)
        if (match := route.pattern.fullmatch(request.path))
    ]
    if not fitting:
        return _no_route(request)
    for route, groups in fitting:
        if not route.versions or _is_supported(request.api_version, route.versions):
            handler = partial(route.handler, world, request, groups)
            return history_wire.answered(world, api, request, handler)
    return _refuse_version(api, request, fitting[0][0].versions)


def dated(world: World, api: str, request: Request, given: Answer) -> Answer:
    """Add what every answer of that API carries: the date and the identifiers of the request."""
    identifier = new_id()
    headers = {
        "date": format_datetime(server_now(world).replace(microsecond=0), usegmt=True),
        **_identifiers(api, identifier, request.headers),
        **{name.lower(): value for name, value in given.headers.items()},
    }
    return Answer(status=given.status, body=given.body, headers=headers)


def _identifiers(api: str, identifier: str, asked: Mapping[str, str]) -> dict[str, str]:
    if api == "graph":
        client = asked.get("client-request-id", identifier)
        return {"request-id": identifier, "client-request-id": client}
    if api == "cosmos":
        return {"x-ms-activity-id": identifier, "x-ms-gatewayversion": "2.0.0"}
    if api in ("ims", "adobe", "adobestatus"):
        return {"x-request-id": identifier}
    common = {"x-ms-request-id": identifier}
    if api == "arm":
        common["x-ms-correlation-request-id"] = asked.get("x-ms-correlation-request-id", new_id())
    return common


def _is_supported(version: str, prefixes: Sequence[str]) -> bool:
    return bool(version) and any(version.lower().startswith(prefix) for prefix in prefixes)


def _no_route(request: Request) -> Answer:
    query = "&".join(f"{name}={value}" for name, value in request.query.items())
    line = f"{request.method} https://{request.host}{request.path}" + (
        f"?{query}" if query else ""
    )
    message = f"The simulator has no route for {line}"
    return Answer(status=501, body={"error": {"code": "NotSimulated", "message": message}})


def _refuse_version(api: str, request: Request, versions: Sequence[str]) -> Answer:
    """Refuse as the service does; the texts are from general knowledge of both, none was recorded."""
    version, known = request.api_version, ", ".join(versions)
    if api == "keyvault":
        message = (
            f"The specified version ({version}) is not recognized. Consider using a supported one ({known})."
            if version
            else "api-version must be specified"
        )
        return Answer(status=400, body={"error": {"code": "BadParameter", "message": message}})
    if not version:
        code = "MissingApiVersionParameter"
        message = "The api-version query parameter (?api-version=) is required for all requests."
    elif not _DATE.fullmatch(version.lower()):
        code = "InvalidApiVersionParameter"
        message = f"The api-version '{version}' is invalid. The supported versions are '{known}'."
    else:
        code = "NoRegisteredProviderFound"
        kind = _PROVIDER.fullmatch(request.path)
        named = f" for type '{kind['type']}'" if kind else ""
        message = (
            f"No registered resource provider found for API version '{version}'{named}. "
            f"The supported api-versions are '{known}'."
        )
    return Answer(status=400, body={"error": {"code": code, "message": message}})
