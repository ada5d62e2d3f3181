"""Who asks, and whether they may: tokens and roles, refused as each service refuses them.

Sources: recorded 401 and 403 bodies of Resource Manager and Key Vault; the bodies for a foreign tenant
(`InvalidAuthenticationTokenTenant`) and a foreign audience (`InvalidAuthenticationTokenAudience`) as quoted in
Azure/azure-sdk-for-net issue 49391 and hashicorp/go-azure-helpers issue 51, read 2026-11-23.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from diagnostics.simulator import access
from diagnostics.simulator.clock import server_now
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.reading import text
from diagnostics.simulator.tokens import bearer_of, is_expired, verified
from diagnostics.simulator.world import World

ADDRESS = "198.51.100.20"  # where the caller comes from, unless `sim:/caller` says otherwise


@dataclass(frozen=True, slots=True)
class Caller:
    """The principal behind a token."""

    object_id: str
    app_id: str
    tenant: str
    name: str  # what ARM calls "the client": a user's name, else the object id
    claims: dict[str, Any]


def address(world: World) -> str:
    """Return the caller's address as the services see it."""
    return text(world.get("sim:/caller"), "address", ADDRESS)


def claims_in(world: World, request: Request) -> dict[str, Any] | None:
    """Return the claims of the request's token, expired or not; None = no token of this world."""
    header = unquote(request.headers.get("authorization", ""))
    return verified(world, bearer_of(header))


def caller_of(claims: dict[str, Any]) -> Caller:
    """Read a token's claims."""
    object_id = str(claims.get("oid", ""))
    return Caller(
        object_id=object_id,
        app_id=str(claims.get("appid") or claims.get("azp") or ""),
        tenant=str(claims.get("tid", "")).lower(),
        name=str(claims.get("upn") or claims.get("unique_name") or object_id),
        claims=claims,
    )


def arm_error(status: int, code: str, message: str) -> Answer:
    """Answer as Resource Manager refuses."""
    return Answer(status=status, body={"error": {"code": code, "message": message}})


def arm_caller(world: World, request: Request, subscription: str = "") -> Caller | Answer:
    """Return who asks Resource Manager, or its 401; a subscription must belong to the token's tenant."""
    claims = claims_in(world, request)
    if claims is None:
        given = "authorization" in request.headers
        return _arm_unauthenticated(world, given)
    if is_expired(world, claims):
        return _arm_challenge(
            world,
            "ExpiredAuthenticationToken",
            f"The access token expiry UTC time is earlier than current UTC time '{server_now(world)}'.",
        )
    allowed = _arm_audiences(world)
    if str(claims.get("aud", "")).rstrip("/").lower() not in allowed:
        listed = ",".join(f"'{name}/','{name}'" for name in allowed)
        return _arm_challenge(
            world,
            "InvalidAuthenticationTokenAudience",
            f"The access token has been obtained for wrong audience or resource '{claims.get('aud')}'. "
            f"It should exactly match with one of the allowed audiences {listed}.",
        )
    caller = caller_of(claims)
    return _foreign_tenant(world, caller, subscription) or caller


def _arm_audiences(world: World) -> list[str]:
    scope = world.cloud.arm_scope.removesuffix("/.default")
    more = "https://management.core.windows.net"  # the public cloud's older name for itself
    names = [scope, f"https://{world.cloud.arm}", *([more] * (world.cloud.name == "public"))]
    return list(dict.fromkeys(names))


def _arm_unauthenticated(world: World, given: bool) -> Answer:
    if given:
        return _arm_challenge(world, "InvalidAuthenticationToken", "The access token is invalid.")
    message = "Authentication failed. The 'Authorization' header is missing."
    return _arm_challenge(world, "AuthenticationFailed", message)


def _arm_challenge(world: World, code: str, message: str) -> Answer:
    tenants = sorted(key for key, _ in world.under("entra:/tenants/"))
    tenant = tenants[0].rpartition("/")[2] if tenants else "common"
    challenge = (
        f'Bearer authorization_uri="https://{world.cloud.authority}/{tenant}", '
        f'error="invalid_token", error_description="{message}"'
    )
    body = {"error": {"code": code, "message": message}}
    return Answer(status=401, body=body, headers={"WWW-Authenticate": challenge})


def _foreign_tenant(world: World, caller: Caller, subscription: str) -> Answer | None:
    document = world.get(f"/subscriptions/{subscription}") if subscription else None
    owner = text(document, "tenantId").lower()
    if not owner or owner == caller.tenant:
        return None
    return _arm_challenge(
        world,
        "InvalidAuthenticationTokenTenant",
        f"The access token is from the wrong issuer 'https://sts.windows.net/{caller.tenant}/'. It must "
        f"match the tenant 'https://sts.windows.net/{owner}/' associated with this subscription. Please use "
        f"the authority (URL) 'https://login.windows.net/{owner}' to get the token.",
    )


def require(
    world: World, request: Request, action: str, scope: str, *, data: bool = False
) -> Answer | None:
    """Refuse, as Resource Manager does, a request whose caller may not; None = go on."""
    parts = scope.strip("/").split("/")
    subscription = parts[1] if parts[0].lower() == "subscriptions" and len(parts) > 1 else ""
    caller = arm_caller(world, request, subscription)
    if isinstance(caller, Answer):
        return caller
    if subscription and world.get(f"/subscriptions/{subscription}") is None:
        return arm_error(
            404,
            "SubscriptionNotFound",
            f"The subscription '{subscription}' could not be found.",
        )
    if access.allowed(world, caller.object_id, action, scope, data=data):
        return None
    return arm_error(
        403,
        "AuthorizationFailed",
        f"The client '{caller.name}' with object id '{caller.object_id}' does not have authorization to "
        f"perform action '{action}' over scope '{scope}' or the scope is invalid. If access was recently "
        "granted, please refresh your credentials.",
    )
