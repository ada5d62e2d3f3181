"""Access tokens in the shape of Entra's version 1.0 tokens, signed with a key of the world's own.

Source: the access-token claims reference of the Microsoft identity platform; the signature is HMAC instead of RSA,
because only the simulated services check it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import uuid
from typing import Any, cast

from diagnostics.simulator.clock import server_now
from diagnostics.simulator.world import World

SIGNING_KEY = "sim:/signing"  # document: `key`, hexadecimal
LIFETIME_S = 3599  # what Entra gives a client-credentials token without a lifetime policy


def mint(
    world: World,
    client_id: str,
    audience: str,
    *,
    tenant: str = "",
    lifetime_s: int = LIFETIME_S,
    claims: dict[str, Any] | None = None,
) -> str:
    """Return a token as Entra would give it to that client.

    Args:
        world: holds the client's document `entra:/clients/{client_id}`.
        client_id: the application that asks.
        audience: the resource, without `/.default`.
        tenant: the directory asked; empty = the client's own.
        lifetime_s: seconds from now until it expires; negative gives an expired one.
        claims: replace what would be put in; None as a value leaves the claim out.

    Raises:
        KeyError: if the world knows no such client.
    """
    client = world.need(f"entra:/clients/{client_id}")
    tid = tenant or client["tenant"]
    issued = int(server_now(world).timestamp())
    payload: dict[str, Any] = {
        "aud": audience,
        "iss": f"https://sts.windows.net/{tid}/",
        "iat": issued - 300,
        "nbf": issued - 300,
        "exp": issued + lifetime_s,
        "appid": client_id,
        "appidacr": "1",
        "idp": f"https://sts.windows.net/{tid}/",
        "idtyp": "app",
        "oid": client["object_id"],
        "sub": client["object_id"],
        "tid": tid,
        "uti": secrets.token_urlsafe(16),
        "ver": "1.0",
    }
    if audience.rstrip("/").lower() == f"https://{world.cloud.graph}" and client.get("roles"):
        payload["roles"] = list(client["roles"])
    payload |= client.get("x-claims", {}) | (claims or {})
    return signed(world, payload)


def claims_of(token: str) -> dict[str, Any] | None:
    """Return the payload of a token, whoever signed it; None if it is not one."""
    parts = token.split(".")
    if len(parts) != 3:  # noqa: PLR2004 - header, payload, signature
        return None
    try:
        payload = json.loads(_unpack(parts[1]))
    except ValueError:
        return None
    return cast("dict[str, Any]", payload) if isinstance(payload, dict) else None


def verified(world: World, token: str) -> dict[str, Any] | None:
    """Return the payload of a token that this world signed, expired or not; else None."""
    head, _, signature = token.rpartition(".")
    if not head or not hmac.compare_digest(_signature(world, head), signature):
        return None
    return claims_of(token)


def is_expired(world: World, claims: dict[str, Any]) -> bool:
    """Tell whether the services hold the token to be expired (they grant five minutes)."""
    return float(claims.get("exp", 0)) + 300 < server_now(world).timestamp()


def bearer_of(header: str) -> str:
    """Return the token of an Authorization header: `Bearer …` or Cosmos DB's `type=aad&ver=1.0&sig=…`."""
    if header.lower().startswith("bearer "):
        return header[7:].strip()
    fields = {
        name: value for name, _, value in (part.partition("=") for part in header.split("&"))
    }
    return fields.get("sig", "") if fields.get("type", "").lower() == "aad" else ""


def new_id() -> str:
    """Return a fresh identifier, for requests, traces and new objects."""
    return str(uuid.uuid4())


def signed(world: World, payload: dict[str, Any]) -> str:
    """Return a token of these claims that this world believes; a claim of None is left out."""
    claims = {name: value for name, value in payload.items() if value is not None}
    header = {"typ": "JWT", "alg": "HS256", "kid": "ajo-doctor-simulator"}
    head = ".".join(_pack(json.dumps(part).encode()) for part in (header, claims))
    return f"{head}.{_signature(world, head)}"


def _signature(world: World, head: str) -> str:
    document = world.get(SIGNING_KEY)
    if document is None:
        document = {"key": secrets.token_hex(32)}
        world.put(SIGNING_KEY, document)
    digest = hmac.new(bytes.fromhex(document["key"]), head.encode(), hashlib.sha256).digest()
    return _pack(digest)


def _pack(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _unpack(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
