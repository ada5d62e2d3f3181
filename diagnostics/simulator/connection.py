"""One connection: a CONNECT or a question of the administrator in the clear, then requests over TLS."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from diagnostics.simulator import wire
from diagnostics.simulator.exchange import BadRequest, Received, receive, serialise
from diagnostics.simulator.http import Answer, Request
from diagnostics.simulator.record import Record
from diagnostics.simulator.world import Doc

if TYPE_CHECKING:
    from diagnostics.simulator.certificates import Authority
    from diagnostics.simulator.service import Service

_HANDSHAKE_S = 30.0
_PATIENCE_S = 3600.0  # how long `hang` keeps silent
_CONNECT = "CONNECT"


@dataclass(frozen=True, slots=True, kw_only=True)
class Switchboard:
    """What every connection needs."""

    service: Service
    record: Record
    trusted: Authority
    interceptor: Authority
    administer: Callable[[str], Answer]  # answers a path asked in the clear
    latency_s: float = 0.0
    _transports: set[asyncio.WriteTransport] = field(default_factory=set[asyncio.WriteTransport])
    _tasks: set[asyncio.Task[object]] = field(default_factory=set[asyncio.Task[object]])

    async def proxy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve a client that speaks to us as to its proxy."""
        async with self._ending(writer):
            request = await receive(reader, writer)
            if request is None:
                return
            if request.method != _CONNECT:
                writer.write(serialise(self._in_the_clear(request), close=True))
                return
            host = request.target.rpartition(":")[0].strip("[]").lower()
            refusal, authority = await self._connect(host)
            if refusal:
                writer.write(serialise(refusal, close=True))
                return
            await self._tunnel(writer, host, authority)

    async def direct(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve a client that resolved a name to this address itself."""
        async with self._ending(writer):
            tls: ssl.SSLObject | None = writer.get_extra_info("ssl_object")
            host = getattr(tls, "served_name", "") if tls else ""
            with self.record.timed(_CONNECT, host) as entry:
                entry.status = 200
            await self._serve(reader, writer, host)

    def name(
        self, socket: ssl.SSLSocket | ssl.SSLObject, name: str | None, _: ssl.SSLContext
    ) -> int | None:
        """Choose the certificate for a name asked in TLS (direct mode)."""
        host = (name or "").lower()
        if not self.service.serves(host):
            return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME
        failure = wire.on_connect(self.service.world, host)
        if failure and failure["what"] != "intercept":
            return ssl.ALERT_DESCRIPTION_INTERNAL_ERROR
        socket.context = (self.interceptor if failure else self.trusted).context(host)
        socket.served_name = host  # type: ignore[union-attr] # SSLObject and SSLSocket take attributes
        return None

    async def end(self) -> None:
        """End every connection at once."""
        for transport in self._transports:
            transport.abort()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @asynccontextmanager
    async def _ending(self, writer: asyncio.StreamWriter) -> AsyncGenerator[None, None]:
        """End a connection in every case; forgive a client that went away or spoke nonsense."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - connections are served in tasks
        self._tasks.add(task)
        self._transports.add(writer.transport)
        try:
            yield
        except BadRequest as error:
            writer.write(serialise(_refusal(400, str(error)), close=True))
        except (OSError, asyncio.CancelledError):  # the client went away, or the simulator stops
            pass
        finally:
            writer.close()
            self._transports.discard(writer.transport)
            self._tasks.discard(task)

    def _in_the_clear(self, request: Received) -> Answer:
        if request.target.startswith("/"):
            return self.administer(request.target)
        return _refusal(403, f"{request.target} is not served: the simulator speaks HTTPS only")

    async def _connect(self, host: str) -> tuple[Answer | None, Authority]:
        """Decide on a CONNECT: refuse it, or say who signs the certificate."""
        with self.record.timed(_CONNECT, host) as entry:
            if self.service.serves(host):
                self.trusted.context(host)  # made before the wait: a real host has its certificate
            await asyncio.sleep(self.latency_s)
            refusal, authority = self._decide(host)
            entry.status = refusal.status if refusal else 200
        return refusal, authority

    def _decide(self, host: str) -> tuple[Answer | None, Authority]:
        if not self.service.serves(host):
            return _refusal(
                403, f"{host} is not served by the simulator; nothing leaves this machine"
            ), self.trusted
        failure = wire.on_connect(self.service.world, host)
        if failure is None:
            return None, self.trusted
        if failure["what"] == "intercept":
            return None, self.interceptor
        why = (
            "its name cannot be resolved"
            if failure["what"] == "dns"
            else "it refuses the connection"
        )
        return _refusal(502, f"{host} cannot be reached: {why}"), self.trusted

    async def _tunnel(self, writer: asyncio.StreamWriter, host: str, authority: Authority) -> None:
        """Answer the CONNECT and speak TLS on the same connection from there on."""
        loop = asyncio.get_running_loop()
        plain = writer.transport
        # What the client sends next is TLS's: it must not reach the reader of the clear text.
        plain.pause_reading()  # type: ignore[attr-defined] # a stream's transport reads and writes
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        reader = asyncio.StreamReader(loop=loop)
        protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
        transport = await loop.start_tls(
            plain,
            protocol,
            authority.context(host),
            server_side=True,
            ssl_handshake_timeout=_HANDSHAKE_S,
        )
        if transport is None:
            return
        protocol.connection_made(transport)
        secure = asyncio.StreamWriter(transport, protocol, reader, loop)
        async with self._ending(secure):
            await self._serve(reader, secure, host)
        # The clear connection below must stay until what was written has gone out through TLS.
        with suppress(OSError):
            await secure.wait_closed()

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, host: str
    ) -> None:
        while True:
            received = await receive(reader, writer)
            if received is None:
                return
            if not await self._answer(writer, host, received):
                return

    async def _answer(self, writer: asyncio.StreamWriter, host: str, received: Received) -> bool:
        """Answer one request; True where the connection goes on."""
        request = self.service.request(host, received)
        query = self.service.asked_for(request) or received.target.partition("?")[2]
        with self.record.timed(request.method, host, request.path, query) as entry:
            entry.caller = self.service.caller(request)
            await asyncio.sleep(self.latency_s)
            failure = wire.on_request(
                self.service.world, host, request.method, request.path, unquote(query)
            )
            answer = await self._outcome(request, failure)
            entry.status = answer.status if answer else 0
        # Written only now: whoever has the answer finds the log complete.
        if answer is None:
            writer.transport.abort()
            return False
        is_cut = failure is not None and failure["what"] == "truncate"
        close = received.wants_close or is_cut
        data = serialise(answer, with_body=request.method != "HEAD", close=close)
        writer.write(data[: -max(1, len(data) // 4)] if is_cut else data)
        await writer.drain()
        return not close

    async def _outcome(self, request: Request, failure: Doc | None) -> Answer | None:
        """Return the answer; None where the connection breaks in its place."""
        what = failure["what"] if failure else ""
        if failure and what == "hang":
            await asyncio.sleep(float(failure.get("seconds", _PATIENCE_S)))
            return None
        return None if what == "reset" else self.service.answer(request, failure)


def _refusal(status: int, why: str) -> Answer:
    return Answer(
        status=status,
        body=f"ajo-doctor simulator: {why}\n".encode(),
        headers={"content-type": "text/plain"},
    )
