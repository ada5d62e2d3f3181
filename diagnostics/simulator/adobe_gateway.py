"""What stands before every API at platform*.adobe.io: key, token, organization, product profile, quota.

Source: Experience Platform troubleshooting guide (codes and messages), read 2026-11-23; 429050 and the page of
"openresty" for two Authorization headers from public clients. In which order the gateway looks is documented nowhere:
here the key comes before the token, and the token before the organization.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from diagnostics.clouds import ADOBE
from diagnostics.simulator.adobe_problems import by_campaigns, by_gateway, plain
from diagnostics.simulator.clock import server_now
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.reading import part, text, words
from diagnostics.simulator.tokens import bearer_of, verified
from diagnostics.simulator.world import Doc, World

ENVIRONMENT = "ims-na1"  # `as` of a token of the production environment
STATE = "sim:/adobe"
PROVISIONING_KEY = "acp_provisioning"  # the fixed key of the customer-managed-key API
PROVISIONING_PATH = "/data/infrastructure/manager/"
_APIS = (
    ("/ajo/", "ajo"),
    ("/journey/campaigns/", "campaigns"),
    ("/data/", "platform"),
)
_TWO_TOKENS = b"<html><head><title>400 Bad Request</title></head><body><center><h1>400 Bad Request</h1></center><hr><center>openresty</center></body></html>"


def refused(world: World, request: Request) -> Answer | None:
    """Refuse a request before any API sees it; None = it goes through."""
    if ", bearer" in request.headers.get("authorization", "").lower():
        return Answer(status=400, body=_TWO_TOKENS, headers={"content-type": "text/html"})
    return (
        _out_of_order(world, request)
        or _key_refused(world, request)
        or _token_refused(world, request)
        or _organization_refused(world, request)
        or _quota_used_up(world)
        or _elsewhere(request)
    )


def credential_of(world: World, request: Request) -> Doc:
    """Return the credential that a request's token stands for; empty if there is none."""
    client = text(_claims(world, request), "client_id")
    return (client and world.get(f"adobe:/credentials/{client}")) or {}


def may(world: World, request: Request, permission: str) -> bool:
    """Tell whether the role of the request's credential has a permission."""
    return permission in words(credential_of(world, request), "permissions")


def api_at(path: str) -> str:
    """Return the API of the Developer Console's project to which a path belongs; empty = none."""
    return next((name for prefix, name in _APIS if path.startswith(prefix)), "")


def is_live(world: World, claims: Mapping[str, Any]) -> bool:
    """Tell whether a token is of this environment and not yet expired: both times are in milliseconds."""
    until = float(claims.get("created_at", 0)) + float(claims.get("expires_in", 0))
    return (
        claims.get("type") == "access_token"
        and claims.get("as") == ENVIRONMENT
        and server_now(world).timestamp() * 1000 < until
    )


def _claims(world: World, request: Request) -> Doc:
    token = bearer_of(request.headers.get("authorization", ""))
    return (token and verified(world, token)) or {}


def _key_refused(world: World, request: Request) -> Answer | None:
    key, path = request.headers.get("x-api-key", ""), request.path
    if not key:
        return by_gateway("403000", "Api Key is required")
    if path.startswith(PROVISIONING_PATH):
        return None if key == PROVISIONING_KEY else by_gateway("403003", "Api Key is invalid")
    credential = world.get(f"adobe:/credentials/{key}")
    api = api_at(path)
    if credential is None or (api and api not in words(credential, "apis")):
        return by_gateway("403003", "Api Key is invalid")
    return None


def _token_refused(world: World, request: Request) -> Answer | None:
    if not bearer_of(request.headers.get("authorization", "")):
        return by_gateway("403010", "Oauth token is missing.")
    claims, key = _claims(world, request), request.headers["x-api-key"]
    if not claims or not is_live(world, claims) or not credential_of(world, request):
        return by_gateway("401013", "Oauth token is not valid")
    if key not in (PROVISIONING_KEY, claims.get("client_id")):
        return by_gateway("403003", "Api Key is invalid")  # another client's key than the token's
    return None


def _organization_refused(world: World, request: Request) -> Answer | None:
    org = request.headers.get("x-gw-ims-org-id", "")
    if not org:
        return by_gateway("400003", "Missing header")
    if not text(world.get(f"adobe:/orgs/{org}"), "region"):
        return by_gateway("403027", "User region is missing")
    credential = credential_of(world, request)
    if text(credential, "org") != org or not credential.get("has_profile"):
        return by_gateway("403025", "Profile is not valid")
    return None


def _quota_used_up(world: World) -> Answer | None:
    """Count down what is left of the quota, if the world has one."""
    state = world.get(STATE) or {}
    left = state.get("quota")
    if left is None:
        return None
    if int(left) > 0:
        state["quota"] = int(left) - 1
        return None
    wait = str(state.get("retry_after", 1))
    return by_gateway("429050", "too many requests", {"retry-after": wait})


def _out_of_order(world: World, request: Request) -> Answer | None:
    """Answer for an API that is down, as `outage` says: its name (or `gateway`) and the status; the body is documented nowhere."""
    outage, api = part(world.get(STATE), "outage"), api_at(request.path)
    status = outage.get("gateway") or outage.get(api)
    if status and api == "campaigns" and not outage.get("gateway"):
        return by_campaigns(world, int(status), "Internal Server Error", "Please try again later.")
    return plain(int(status), "Service unavailable", "Please try again later.") if status else None


def _elsewhere(request: Request) -> Answer | None:
    """The regional hosts are documented for customer-managed keys only."""
    if request.host == ADOBE.platform or request.path.startswith(PROVISIONING_PATH):
        return None
    return plain(404, "Not Found", f"No message available at {request.path}")
