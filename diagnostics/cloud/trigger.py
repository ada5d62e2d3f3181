"""The one door through which this program acts: one POST of one body to one address, once, whatever is answered.

The gate of a session lets nothing pass that is no reading, and every client of a session has that gate. The call does
not go through it: it has a gate and connections of its own, which live as long as the call and which no probe is
handed. That gate knows one address; it lets one request pass and is spent then, so that nothing below it (a client
that repeats, a redirect that is followed) can send a second one.

Source of the call: messaging.yaml, POST /ajo/im/executions/{unitary,highthroughput}; Adobe answers within 60 seconds
(Trigger campaigns with the API); read 2026-11-23.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

import aiohttp
from yarl import URL

from diagnostics.adobe_names import Endpoint
from diagnostics.cloud.addresses import address
from diagnostics.cloud.adobe_answers import Said, said_in
from diagnostics.cloud.answers import parsed
from diagnostics.cloud.connections import Connections
from diagnostics.cloud.gate import ADOBE, NOT_SENT, Gate
from diagnostics.cloud.ledger import without_secrets
from diagnostics.cloud.network import Proxy, Resolver
from diagnostics.cloud.reader import USER_AGENT
from diagnostics.cloud.rooms import Rooms
from diagnostics.cloud.scrub import scrubbed
from diagnostics.cloud.transport import Transport
from diagnostics.clouds import ADOBE as ADOBE_HOSTS
from diagnostics.errors import Unexpected
from diagnostics.outcome import LedgerEntry
from diagnostics.targets import Target

ACTS = "the one call that acts"  # the ledger's mark
_MOST_BYTES = 1024 * 1024  # of an answer


@dataclass(frozen=True, slots=True)
class ActingGate(Gate):
    """Lets one POST to one address pass, once; everything else is refused, readings included."""

    allowed: str = ""
    _spent: list[str] = field(default_factory=list[str], repr=False, compare=False)

    def pass_through(self, verb: str, text: str, headers: Iterable[str] = ()) -> tuple[URL, str]:
        """Return the address and the API it belongs to.

        Raises:
            Unexpected: with the code `NotSent`, for any other request, and for the second one.
        """
        is_it = verb == "POST" and text == self.allowed
        url, api = Gate.pass_through(self, "HEAD" if is_it else verb, text, headers)
        if not is_it or self._spent:
            raise Unexpected(
                f"refused before it was sent: {'it was sent once' if is_it else 'this is not the test call'}",
                api=api,
                endpoint=f"{verb} {without_secrets(text)}",
                code=NOT_SENT,
            )
        self._spent.append(text)
        return url, api


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is sent."""

    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)
    timeout_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """How the one request ended; texts of the answer are without our own secrets."""

    sent_at: datetime  # aware, UTC
    duration_ms: int
    status: int | None = None  # None = no answer
    said: Said = field(default_factory=Said)
    execution_id: str = ""
    text: str = ""  # the whole answer; it may repeat what was sent
    x_request_id: str = ""
    lost: str = ""  # why there is no whole answer
    may_have_arrived: bool = True


Surroundings = tuple[ssl.SSLContext, Proxy | None, Resolver]


async def act(
    rooms: Rooms,
    target: Target,
    endpoint: Endpoint,
    body: bytes,
    *,
    timeout_s: float,
    surroundings: Surroundings,
) -> Sent:
    """Send one message, with connections that are closed afterwards.

    Raises:
        LookError: if there is no token for it; nothing was sent then.
    """
    signing = rooms.adobe.of(target).ims
    order = Order(
        url=address(ADOBE_HOSTS.platform, f"/ajo/im/executions/{endpoint.value}"),
        headers={
            "Authorization": f"Bearer {await signing.token()}",
            "x-api-key": await signing.api_key(),
            "x-gw-ims-org-id": str(target.ims_org),
            "x-sandbox-name": str(target.sandbox),
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "User-Agent": USER_AGENT,
        },
        body=body,
        timeout_s=timeout_s,
    )
    gate = ActingGate(rooms.gate.cloud, sides=rooms.gate.sides, allowed=order.url)
    connections = Connections(*surroundings, gate)
    transport = rooms.shared.transport
    try:
        return await send_once(order, connections, transport)
    finally:
        rooms.connections.is_simulated |= connections.is_simulated
        await connections.close()


async def send_once(order: Order, connections: Connections, transport: Transport) -> Sent:
    """Send it, once; whatever happens is told and never tried again.

    Args:
        order: what is sent.
        connections: made for this call alone, with an `ActingGate`.
        transport: the session's, for its ledger, clock and secrets; nothing is sent by it.
    """
    sent_at, started = transport.now(), time.monotonic()
    answer = _Answer()
    lost, may_have_arrived = await _tried(order, connections, answer)
    duration_ms = round((time.monotonic() - started) * 1000)
    hidden = transport.secrets.hidden
    x_request_id = scrubbed(hidden(answer.headers.get("x-request-id", "")), 80)
    transport.ledger.add(
        LedgerEntry(
            verb="POST",
            url=without_secrets(order.url),
            api=ADOBE,
            status=answer.status,
            duration_ms=duration_ms,
            request_id=x_request_id,
            note=ACTS,
        )
    )
    body = transport.secrets.hidden_in(answer.body)
    return Sent(
        sent_at=sent_at,
        duration_ms=duration_ms,
        status=answer.status,
        said=said_in(body),
        execution_id=_execution(body),
        text=body.decode("utf-8", "replace"),
        x_request_id=x_request_id,
        lost=lost,
        may_have_arrived=may_have_arrived,
    )


async def _tried(order: Order, connections: Connections, answer: _Answer) -> tuple[str, bool]:
    """Send it, and say how its answer was lost (empty = it was not), and whether the message may have arrived."""
    try:
        async with asyncio.timeout(order.timeout_s):
            await _ask(order, connections, answer)
    except TimeoutError:
        return f"no {'whole ' if answer.status else ''}answer within {order.timeout_s:.0f} s", True
    except asyncio.CancelledError:
        return "ended by you while it was on its way", True
    except (aiohttp.ClientConnectorError, aiohttp.ClientHttpProxyError) as error:
        return _words(error, "no connection"), False
    except (aiohttp.ClientError, OSError, ValueError) as error:
        began = "the answer was cut short" if answer.status else "the connection broke"
        return _words(error, began), True
    return "", True


def _execution(body: bytes) -> str:
    value = parsed(body)
    found = value.get("executionId") if isinstance(value, dict) else None
    return scrubbed(found, 80) if isinstance(found, str) else ""


@dataclass(slots=True)
class _Answer:
    """What has come so far."""

    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict[str, str])
    body: bytes = b""


async def _ask(order: Order, connections: Connections, answer: _Answer) -> None:
    url = URL(order.url)
    async with connections.session.post(
        url,
        data=order.body,
        headers=order.headers,
        allow_redirects=False,
        proxy=connections.proxy_url(url.raw_host or ""),
        timeout=aiohttp.ClientTimeout(total=None),
    ) as response:
        answer.status = response.status
        answer.headers = {name.lower(): value for name, value in response.headers.items()}
        while len(answer.body) < _MOST_BYTES and (part := await response.content.read(65536)):
            answer.body += part


def _words(error: BaseException, what: str) -> str:
    return f"{what} ({type(error).__name__})"
