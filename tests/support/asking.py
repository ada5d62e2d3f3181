"""Ask a simulated service without a socket: one request in, one answer out."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl, urlsplit

from diagnostics.simulator import ids, resources, roles
from diagnostics.simulator.dispatch import answer
from diagnostics.simulator.faults import FAULTS
from diagnostics.simulator.http import Answer, Request, path_of
from diagnostics.simulator.routes import ROUTES
from diagnostics.simulator.tokens import mint
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build

ARM = "https://management.azure.com"
COSMOS = f"https://{ids.ACCOUNT}.documents.azure.com"
VAULT = "https://vault.azure.net"


def ask(
    world: World,
    method: str,
    url: str,
    body: object = None,
    *,
    token: str | None = "",
    headers: dict[str, str] | None = None,
) -> Answer:
    """Send a request as the world's caller; `token` None sends none."""
    parts = urlsplit(url)
    sent = {name.lower(): value for name, value in (headers or {}).items()}
    if token is not None and "authorization" not in sent:
        sent["authorization"] = f"Bearer {token or arm_token(world)}"
    pairs = tuple(
        (name.lower(), value) for name, value in parse_qsl(parts.query, keep_blank_values=True)
    )
    request = Request(
        method=method,
        host=parts.netloc.lower(),
        path=path_of(parts.path),
        query=dict(pairs),
        headers=sent,
        body=b"" if body is None else json.dumps(body).encode(),
        pairs=pairs,
    )
    return answer(world, ROUTES, request)


def arm(
    world: World, method: str, path: str, body: object = None, token: str | None = ""
) -> Answer:
    """Ask Resource Manager; a path without a version gets one that every part accepts."""
    joint = "&" if "?" in path else "?"
    version = "" if "api-version=" in path else f"{joint}api-version=2026-02-01"
    return ask(world, method, f"https://{world.cloud.arm}{path}{version}", body, token=token)


def arm_token(world: World, **claims: object) -> str:
    return mint(
        world, ids.CALLER_APP, world.cloud.arm_scope.removesuffix("/.default"), claims=claims
    )


def vault_token(world: World, **claims: object) -> str:
    return mint(world, ids.CALLER_APP, world.cloud.vault_resource, claims=claims)


def may(world: World, role: str, scope: str = ids.SUBSCRIPTION_ID) -> None:
    """Give the caller a role."""
    resources.assign(world, scope, role, ids.CALLER_OID)


def an_owner(world: World) -> World:
    """Let the caller do everything that Resource Manager guards."""
    may(world, roles.OWNER)
    return world


def graph_token(world: World, **claims: object) -> str:
    held = {"roles": ["Application.Read.All", "Group.Read.All", "User.Read.All"]}
    return mint(world, ids.CALLER_APP, f"https://{world.cloud.graph}", claims=held | claims)


def broken(fault: str, name: str = "own-account") -> World:
    """Build a world with one fault."""
    world = build(name)
    FAULTS[fault].apply(world)
    return world


def names(body: dict[str, list[dict[str, str]]]) -> list[str]:
    """Give the names of the things that an answer lists."""
    return [one["name"] for one in body["value"]]


def code_of(body: dict[str, dict[str, str]]) -> str:
    return body["error"]["code"]
