"""The way of a user behind a company's proxy: CONNECT, its password, its own certificates."""

from __future__ import annotations

import asyncio
import base64
from pathlib import Path

import pytest

from diagnostics.cloud.session import Session
from diagnostics.errors import Unreachable
from diagnostics.evidence import Seen
from tests.support.cloud import Anything, Place
from tests.support.tls import write_authority


class ConnectProxy:
    """Passes bytes on to where the place's hosts are, or refuses."""

    def __init__(self, place: Place, refuses_with: int = 0) -> None:
        self.place = place
        self.refuses_with = refuses_with
        self.heads: list[str] = []
        self.pumps: set[asyncio.Task[None]] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.heads.append(head)
        there = self.place.where(head.split(" ")[1].partition(":")[0])
        if self.refuses_with or there is None:
            writer.write(f"HTTP/1.1 {self.refuses_with or 502} No\r\n\r\n".encode())
            writer.close()
            return
        their_reader, their_writer = await asyncio.open_connection(*there)
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        self.pumps |= {
            asyncio.create_task(self.pump(reader, their_writer)),
            asyncio.create_task(self.pump(their_reader, writer)),
        }

    @staticmethod
    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                writer.write(data)
        finally:
            writer.transport.abort()


def through(place: Place, proxy: ConnectProxy, user: str = "") -> Anything:
    """Sign in through the proxy, without any name resolution of our own."""

    async def all_of_it() -> Anything:
        server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
        await place.server.start(place.certificate)
        port = server.sockets[0].getsockname()[1]
        place.settings["proxy"] = f"http://{user}127.0.0.1:{port}"
        place.settings["resolver"] = None
        async with server:
            async with Session(place.options()) as session:
                await session.warm()
                look = session.look(None, Seen())
                outcome = await asyncio.gather(look.entra.sign_in(), return_exceptions=True)
                ledger = session.ledger()
            await place.server.stop()
            for pump in proxy.pumps:
                pump.cancel()
            await asyncio.gather(*proxy.pumps, return_exceptions=True)
        return outcome[0], ledger

    return asyncio.run(all_of_it())


def test_everything_goes_through_the_proxy(place: Place) -> None:
    proxy = ConnectProxy(place)
    reading, _ = through(place, proxy)
    assert reading.credential == "environment (client secret)"
    hosts = {head.split(" ")[1] for head in proxy.heads}
    assert {"login.microsoftonline.com:443", "management.azure.com:443"} <= hosts


def test_the_proxys_password_is_sent_to_it_and_to_nobody_else(place: Place) -> None:
    proxy = ConnectProxy(place)
    reading, ledger = through(place, proxy, user="me:canary@")
    assert reading.credential
    expected = base64.b64encode(b"me:canary").decode()
    assert all(f"Proxy-Authorization: Basic {expected}" in head for head in proxy.heads)
    assert all("proxy-authorization" not in asked.headers for asked in place.server.asked)
    assert "canary" not in repr(ledger)


@pytest.mark.parametrize("status", [403, 407, 502])
def test_a_proxy_that_refuses_is_told_as_such(place: Place, status: int) -> None:
    error, _ = through(place, ConnectProxy(place, refuses_with=status), user="me:canary@")
    assert isinstance(error, Unreachable)
    assert error.code == "ProxyRefused"
    assert str(status) in error.reason
    assert "canary" not in repr(error)


def test_a_proxy_that_opens_the_connection_is_recognised(place: Place, tmp_path: Path) -> None:
    place.ca_file, _ = write_authority(tmp_path, "a trusted CA", ["x.example"])
    error, _ = through(place, ConnectProxy(place))
    assert isinstance(error, Unreachable)
    assert error.code == "TlsNotTrusted"
    assert "--ca FILE" in error.reason


def test_the_proxy_of_the_process_is_not_used_behind_our_back(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    reading = place.run(lambda s: s.look(None, Seen()).entra.sign_in())
    assert reading.credential == "environment (client secret)"
