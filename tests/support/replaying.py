"""Sends what was once sent to the real services to the simulator, over real HTTPS, and says how its answers differ."""

from __future__ import annotations

import dataclasses
import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import requests

from diagnostics.clouds import PUBLIC
from diagnostics.simulator import ids
from diagnostics.simulator.dispatch import api_of
from diagnostics.simulator.http import path_of
from diagnostics.simulator.routes import ROUTES
from diagnostics.simulator.tokens import mint
from diagnostics.simulator.world import World
from tests.support.differing import Differences, Names, differences
from tests.support.presupposed import Presupposed
from tests.support.recorded import Exchange, exchanges
from tests.support.serving import serving
from tests.support.simulated import Client

# Other names of the same services: a pre-release cloud, a region of Resource Manager.
_HOSTS = {
    "api-dogfood.resources.windows-int.net": PUBLIC.arm,
    "centraluseuap.management.azure.com": PUBLIC.arm,
    "vault-int.azure-int.net": PUBLIC.vault_suffix,
}
# The scrubbing of the recordings cut into one address: it is asked again as azure-cli asks.
_URLS = {
    "$filter=user58bcdc@contoso.example%27": "$filter=userPrincipalName eq 'user58bcdc@contoso.example'",
}
_APART = ("azure_errors",)  # recordings whose exchanges have nothing to do with each other
_HEADERS = ("www-authenticate", "location", "retry-after")


@dataclass(frozen=True, slots=True)
class Played:
    """How one exchange went."""

    exchange: Exchange
    is_served: bool
    found: Differences


@dataclass(frozen=True, slots=True)
class Replay:
    """How a recording went, and the world it left behind."""

    played: tuple[Played, ...]
    world: World


@cache
def replay(recording: str) -> Replay:
    """Replay a recording in its order, in the world it presupposes."""
    all_of_it = asked_here(recording)
    apart = [(each,) for each in all_of_it]
    done = [_run(run) for run in (apart if recording in _APART else [all_of_it])]
    return Replay(tuple(played for each in done for played in each.played), done[-1].world)


@cache
def asked_here(recording: str) -> tuple[Exchange, ...]:
    """Return a recording's exchanges as the public cloud would have had them."""
    return tuple(_amended(each) for each in exchanges(recording))


def is_served(exchange: Exchange) -> bool:
    """Tell whether the simulator has a route for that method, host and path."""
    place = urlsplit(exchange.url)
    api, path = api_of(PUBLIC, place.netloc), path_of(place.path)
    return any(
        route.api == api and route.method == exchange.method and route.pattern.fullmatch(path)
        for route in ROUTES
    )


def _amended(exchange: Exchange) -> Exchange:
    text = json.dumps([exchange.url, exchange.sent, exchange.answer, exchange.headers])
    for name, here in (_HOSTS | _URLS).items():
        text = text.replace(name, here)
    url, sent, answer, headers = json.loads(text)
    return dataclasses.replace(exchange, url=url, sent=sent, answer=answer, headers=headers)


def _run(run: tuple[Exchange, ...]) -> Replay:
    names = Names()
    presupposed = Presupposed(run, names)
    with serving(presupposed.world) as simulator, Client(simulator) as client:
        played = tuple(_play(each, presupposed, client, names) for each in run)
    assert simulator.crashes == []
    return Replay(played, presupposed.world)


def _play(exchange: Exchange, presupposed: Presupposed, client: Client, names: Names) -> Played:
    if not is_served(exchange):
        presupposed.after_unserved(exchange)
        names.heard(json.dumps([exchange.url, exchange.sent, exchange.answer]))
        return Played(exchange, is_served=False, found={})
    presupposed.before(exchange)
    names.heard(json.dumps([exchange.url, exchange.sent]))
    response = _send(exchange, presupposed, client, names)
    found = _compare(exchange, response, names)
    names.heard(json.dumps(exchange.answer))
    return Played(exchange, is_served=True, found=found)


def _send(
    exchange: Exchange, presupposed: Presupposed, client: Client, names: Names
) -> requests.Response:
    headers = {} if exchange.status == 401 else _signed_in(exchange, presupposed)
    sent = None if exchange.sent is None else json.loads(names.here(json.dumps(exchange.sent)))
    return client.request(
        exchange.method, names.here(exchange.url), json=sent, headers=headers, timeout=10
    )


def _signed_in(exchange: Exchange, presupposed: Presupposed) -> dict[str, str]:
    """Return the token of whoever asked; one without rights where the answer was a refusal."""
    world = presupposed.world
    audience = {
        "arm": f"https://{world.cloud.arm}",
        "graph": f"https://{world.cloud.graph}",
        "keyvault": world.cloud.vault_resource,
    }[api_of(world.cloud, urlsplit(exchange.url).netloc)]
    claims: dict[str, Any] = {"oid": presupposed.caller, "upn": presupposed.caller_name or None}
    if exchange.status == 403:
        claims["roles"] = None
    return {"Authorization": f"Bearer {mint(world, ids.CALLER_APP, audience, claims=claims)}"}


def _compare(exchange: Exchange, response: requests.Response, names: Names) -> Differences:
    if response.status_code != exchange.status:
        return {
            "status": f"recorded {exchange.status}, here {response.status_code}: {response.text:.300}"
        }
    real = json.loads(names.here(json.dumps(exchange.answer)))
    ours = response.json() if response.content else None
    if exchange.is_trimmed:
        kept = {entry["id"].lower() for entry in real["value"]}
        ours["value"] = [entry for entry in ours["value"] if entry["id"].lower() in kept]
    return differences(real, ours, names) | _headers(exchange, response, names)


def _headers(exchange: Exchange, response: requests.Response, names: Names) -> Differences:
    found: Differences = {}
    for name in _HEADERS:
        real, ours = exchange.headers.get(name, ""), response.headers.get(name, "")
        without_host = re.sub(r"^https://[^/]+", "", ours) if name == "location" else ours
        if not real:
            continue
        if differences(names.here(real), without_host, names):
            found[f"header {name}"] = f"recorded {real!r:.200}, here {without_host!r:.200}"
    media = [
        str(each).partition(";")[0]
        for each in (
            exchange.headers.get("content-type", ""),
            response.headers.get("content-type", ""),
        )
    ]
    if media[0] != media[1] and exchange.answer is not None:
        found["header content-type"] = f"recorded {media[0]!r}, here {media[1]!r}"
    return found
