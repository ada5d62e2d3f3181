"""Name resolution, as this process sees it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from datetime import datetime

from diagnostics.cloud.memory import Memory
from diagnostics.cloud.network import HTTPS_PORT, Proxy, Resolver
from diagnostics.cloud.ports import Resolution

# What getaddrinfo says for a name that does not exist; everything else may be this machine's own trouble.
_NO_SUCH_NAME = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


class NamesAdapter:
    """The port `Names`."""

    def __init__(
        self,
        resolver: Resolver,
        proxy: Proxy | None,
        memory: Memory,
        *,
        now: Callable[[], datetime],
        limit_s: float,
        known: str,
    ) -> None:
        """Take the resolver that the connections use, so that both see the same.

        Args:
            resolver: turns names into addresses.
            proxy: resolves for us where it serves a host.
            memory: of the session.
            now: the clock.
            limit_s: how long one answer may take.
            known: a host that certainly exists; where not even that resolves, an absent name proves nothing.
        """
        self._resolver = resolver
        self._proxy = proxy
        self._memory = memory
        self._now = now
        self._limit_s = limit_s
        self._known = known

    async def resolve(self, host: str) -> Resolution:
        """Resolve a host name; behind a proxy the answer is None, said why."""
        if self._proxy and self._proxy.serves(host):
            why = f"the proxy {self._proxy.shown} resolves names for us"
            return self._told(host, None, why)
        answer = await self._once(host)
        if answer.resolved is not False or (await self._once(self._known)).resolved:
            return answer
        why = f"no public name resolves from here, not even {self._known}"
        return self._told(host, None, why)

    async def _once(self, host: str) -> Resolution:
        return await self._memory.once(("name", host), lambda: self._ask(host))

    async def _ask(self, host: str) -> Resolution:
        try:
            async with asyncio.timeout(self._limit_s):
                found = await self._resolver(host, HTTPS_PORT)
        except TimeoutError:
            return self._told(host, None, "name resolution did not answer in time")
        except socket.gaierror as error:
            is_absent = error.errno in _NO_SUCH_NAME
            why = (
                "there is no such name"
                if is_absent
                else f"name resolution failed: {error.strerror}"
            )
            return self._told(host, False if is_absent else None, why)
        except (OSError, UnicodeError) as error:
            return self._told(host, None, f"name resolution failed: {error}")
        addresses = tuple(sorted({address for address, _ in found}))
        return Resolution(
            observed_at=self._now(), host=host, resolved=bool(addresses), addresses=addresses
        )

    def _told(self, host: str, resolved: bool | None, why: str) -> Resolution:
        return Resolution(observed_at=self._now(), host=host, resolved=resolved, reason=why)
