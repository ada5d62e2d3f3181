"""The sockets of one session: one pool, one set of trusted authorities, one proxy, one resolver."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections import defaultdict
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from diagnostics.cloud.gate import Gate
from diagnostics.cloud.network import Proxy, Resolver
from diagnostics.cloud.sdk import SdkOption

SIMULATOR_CA = (
    "ajo-doctor simulator CA"  # common name of the authority that only the simulator has
)
_KEEP_S = 30.0
_LAST_HANDSHAKE_S = 0.3
_GOODBYE_S = 0.1


class Connections:
    """What all clients of a session share; also notices whether the other end is the simulator."""

    def __init__(
        self, trusted: ssl.SSLContext, proxy: Proxy | None, resolver: Resolver, gate: Gate
    ) -> None:
        """Open nothing yet; needs a running event loop."""
        self.is_simulated = False
        self.is_cut_off = False  # a request was given up
        self.gate = gate
        self._begun: defaultdict[str, list[asyncio.Task[None]]] = defaultdict(list)
        self._unclaimed: defaultdict[str, list[asyncio.Task[None]]] = defaultdict(list)
        self._proxy = proxy
        connector = aiohttp.TCPConnector(
            ssl=trusted, resolver=_Names(resolver), keepalive_timeout=_KEEP_S, ttl_dns_cache=300
        )
        self.session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,  # azure-core unpacks
            trust_env=False,
            request_class=_locked(gate),
            response_class=self._watching(),
        )

    def proxy_url(self, host: str) -> str | None:
        """Return the proxy that requests to a host go through."""
        return self._proxy.url if self._proxy and self._proxy.serves(host) else None

    async def _open_ahead(self, host: str, timeout_s: float) -> None:
        """Open one TLS connection and put it into the pool; sends nothing over it.

        A failure is passed over: the request that needs the connection will tell it properly.
        """
        proxy = self.proxy_url(host)
        connector = self.session.connector
        assert connector is not None  # noqa: S101 - a session that is not closed has one
        try:
            async with asyncio.timeout(timeout_s):
                connection = await connector.connect(
                    aiohttp.ClientRequest(
                        "GET",
                        URL(f"https://{host}/"),
                        loop=asyncio.get_running_loop(),
                        session=self.session,
                        proxy=URL(proxy) if proxy else None,
                    ),
                    traces=[],
                    timeout=aiohttp.ClientTimeout(),
                )
        except (aiohttp.ClientError, OSError, TimeoutError, TypeError):
            return  # TypeError: an aiohttp whose requests are made otherwise; then nothing is opened ahead
        try:
            self._look_at(connection.transport)
            await asyncio.sleep(0)  # until those begun together have looked into the pool, too
        finally:  # also when the session ends in that very turn
            connection.release()

    def begin(self, host: str, timeout_s: float, number: int = 1) -> list[asyncio.Task[None]]:
        """Open connections ahead in the background, until there are so many; returns all that were begun for the host."""
        begun = self._begun[host]
        if len(begun) < number:
            # All at once, since the pool gives those that lie idle first: each of these takes one of them or opens one.
            more = [asyncio.create_task(self._open_ahead(host, timeout_s)) for _ in range(number)]
            begun += more
            self._unclaimed[host] += more
        return begun

    async def arriving(self, host: str) -> None:
        """Wait for one that is being opened and that no other request waits for; return at once where there is none.

        Otherwise the request would open one of its own beside it.
        """
        unclaimed = self._unclaimed.get(host)
        if unclaimed:
            mine = next((task for task in unclaimed if task.done()), unclaimed[0])
            unclaimed.remove(mine)
            await asyncio.wait({mine})

    async def close(self) -> None:
        """Close all sockets and give the transports one turn to say goodbye."""
        begun = [task for tasks in self._begun.values() for task in tasks]
        if opening := [task for task in begun if not task.done()]:
            # Cut off in the turn in which its handshake ends, a connection would belong to nobody, and nobody would close it.
            await asyncio.wait(opening, timeout=_LAST_HANDSHAKE_S)
        for task in begun:
            task.cancel()
        await asyncio.gather(*begun, return_exceptions=True)
        await self.session.close()
        # What was cut off in the middle of a handshake says goodbye to its peer, too, and waits for the answer.
        await asyncio.sleep(_GOODBYE_S if self.is_cut_off or opening else 0)

    def _look_at(self, transport: asyncio.BaseTransport | None) -> None:
        certificate: Any = transport.get_extra_info("peercert") if transport else None
        issuer: tuple[tuple[tuple[str, str], ...], ...] = (
            certificate["issuer"] if certificate else ()
        )
        if any(pair == ("commonName", SIMULATOR_CA) for part in issuer for pair in part):
            self.is_simulated = True

    def _watching(self) -> type[aiohttp.ClientResponse]:
        look_at = self._look_at

        class Watched(aiohttp.ClientResponse):
            """Looks at the peer's certificate, which aiohttp forgets with the connection."""

            async def start(
                self, connection: aiohttp.connector.Connection
            ) -> aiohttp.ClientResponse:
                look_at(connection.transport)
                return await super().start(connection)

        return Watched


def _locked(gate: Gate) -> type[aiohttp.ClientRequest]:
    """Return requests that the gate checks too: a pack that digs out the session below the transport finds it locked."""

    class Locked(aiohttp.ClientRequest):
        """A request that cannot be made if the gate refuses it."""

        def __init__(self, method: str, url: URL, **settings: SdkOption) -> None:
            gate.pass_through(method, str(url), settings.get("headers") or ())
            super().__init__(method, url, **settings)

    return Locked


class _Names(AbstractResolver):
    """Our resolver in aiohttp's form."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver

    async def resolve(
        self,
        host: str,
        port: int = 0,
        family: socket.AddressFamily = socket.AF_INET,  # noqa: ARG002
    ) -> list[ResolveResult]:
        """Return every address of a name."""
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port_there,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for address, port_there in await self._resolver(host, port)
        ]

    async def close(self) -> None:
        """Hold nothing to close."""
