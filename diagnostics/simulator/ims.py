"""Adobe's Identity Management Service: the token of an OAuth server-to-server credential.

Sources, read 2026-11-23: Adobe Developer Console, server-to-server authentication (request, answer, seconds in
`expires_in`, end of the JWT credentials on 2025-06-30). `invalid_client` with its texts at HTTP 400 is from public
code; `invalid_scope`, `unsupported_grant_type` and `unauthorized_client` are OAuth's own (RFC 6749, 5.2), their texts
and the answer of the ended exchange are documented nowhere. In the token, times are in milliseconds and texts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from diagnostics.simulator.adobe_gateway import ENVIRONMENT, STATE
from diagnostics.simulator.clock import server_now
from diagnostics.simulator.http import Answer, Request, Route
from diagnostics.simulator.reading import part, text, words
from diagnostics.simulator.tokens import new_id, signed
from diagnostics.simulator.world import Doc, World

_SERVER_TO_SERVER = "https://developer.adobe.com/developer-console/docs/guides/authentication/ServerToServerAuthentication/ims"
_FAQ = "https://developer.adobe.com/developer-console/docs/guides/authentication/ServerToServerAuthentication/faqs"
LIFETIME_MS = 86_400_000
_EXPIRES_IN_S = 86_399


def token(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Give a token for a client secret, or refuse as the credential's state demands."""
    del groups
    if out := _out_of_order(world):
        return out
    form = request.form()
    if form.get("grant_type") != "client_credentials":
        return _refuse(
            "unsupported_grant_type", f"unsupported grant_type: {form.get('grant_type')}"
        )
    client_id = form.get("client_id", "")
    credential = world.get(f"adobe:/credentials/{client_id}") if client_id else None
    if credential is None:
        return _refuse("invalid_client", "invalid client_id parameter")
    if text(credential, "kind", "oauth") == "jwt":
        return _refuse(
            "unauthorized_client", "the client may not use the client_credentials grant"
        )
    if form.get("client_secret") != credential.get("secret"):
        return _refuse("invalid_client", "invalid client_secret parameter")
    asked = _scopes(form.get("scope", ""))
    if unknown := [scope for scope in asked if scope not in words(credential, "scopes")]:
        return _refuse("invalid_scope", f"invalid scope parameter: {','.join(unknown)}")
    return Answer(
        body={
            "access_token": mint(world, client_id, scopes=asked),
            "token_type": "bearer",
            "expires_in": _EXPIRES_IN_S,
        },
        headers={"cache-control": "no-store"},
    )


def mint(
    world: World, client_id: str, *, scopes: list[str] | None = None, **claims: object
) -> str:
    """Return a token as IMS would give it to that client.

    Args:
        world: holds the credential `adobe:/credentials/{client_id}`; its `x-claims` replace claims.
        client_id: of the credential.
        scopes: what it is good for; None = all that the credential has.
        claims: replace what would be put in; None as a value leaves the claim out.

    Raises:
        KeyError: if the world knows no such credential.
    """
    credential = world.need(f"adobe:/credentials/{client_id}")
    payload: Doc = {
        "id": f"{int(server_now(world).timestamp() * 1000)}_{new_id()}_ue1",
        "type": "access_token",
        "client_id": client_id,
        "user_id": f"{client_id[:24].upper()}@techacct.adobe.com",
        "as": ENVIRONMENT,
        "ctp": 0,
        "org": credential["org"],
        "created_at": str(int(server_now(world).timestamp() * 1000)),
        "expires_in": str(LIFETIME_MS),
        "scope": ",".join(words(credential, "scopes") if scopes is None else scopes),
    }
    return signed(world, payload | part(credential, "x-claims") | claims)


def ended(world: World, request: Request, groups: Mapping[str, str]) -> Answer:
    """Refuse the exchange of a JWT credential: it ended on 2025-06-30."""
    del request, groups
    return _out_of_order(world) or _refuse(
        "unsupported_grant_type",
        "service account (JWT) credentials have reached their end of life; use OAuth server-to-server",
    )


def _scopes(given: str) -> list[str]:
    return [scope for scope in re.split(r"[,\s]+", given) if scope]


def _refuse(error: str, description: str) -> Answer:
    return Answer(status=400, body={"error": error, "error_description": description})


def _out_of_order(world: World) -> Answer | None:
    status = part(world.get(STATE), "outage").get("ims")
    return Answer(status=int(status), body={"error": "server_error"}) if status else None


ROUTES: tuple[Route, ...] = (
    Route(
        api="ims",
        method="POST",
        pattern=re.compile(r"/ims/token/v3"),
        handler=token,
        source="from documentation: " + _SERVER_TO_SERVER,
    ),
    Route(
        api="ims",
        method="POST",
        pattern=re.compile(r"/ims/exchange/jwt"),
        handler=ended,
        source="the end from documentation, the answer's text from none: " + _FAQ,
    ),
)
