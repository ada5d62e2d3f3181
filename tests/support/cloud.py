"""A whole cloud on one loopback port: real host names, real TLS, answers that a test chooses one by one."""

from __future__ import annotations

import asyncio
import base64
import json
import ssl
import time
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote

from diagnostics.cloud.network import mapped_resolver
from diagnostics.cloud.session import Session, SessionOptions
from diagnostics.clouds import PUBLIC, Cloud

T = TypeVar("T")
Anything = Any  # what a test hands through without looking at it
TENANT = "11111111-aaaa-4000-8000-000000000001"
OTHER_TENANT = "11111111-aaaa-4000-8000-000000000002"
CLIENT = "44444444-dddd-4000-8000-000000000001"
OBJECT = "44444444-dddd-4000-8000-000000000002"
SECRET = "canary-secret-6f1d"
SERVICE_PRINCIPAL = {
    "AZURE_TENANT_ID": TENANT,
    "AZURE_CLIENT_ID": CLIENT,
    "AZURE_CLIENT_SECRET": SECRET,
}


@dataclass(frozen=True, slots=True)
class Asked:
    verb: str
    host: str
    path: str  # decoded, with its query
    headers: dict[str, str]
    body: str

    @property
    def token(self) -> str:
        return self.headers.get("authorization", "")


@dataclass(frozen=True, slots=True)
class Says:
    """One answer; `tear` closes the connection after that many bytes of it, `hang` gives none."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    tear: int | None = None
    hang: bool = False


Handler = Callable[[Asked], Says | None]


def jwt(**claims: Anything) -> str:
    now = int(time.time())
    payload = {
        "aud": "https://management.azure.com",
        "iss": f"https://sts.windows.net/{TENANT}/",
        "idtyp": "app",
        "tid": TENANT,
        "oid": OBJECT,
        "appid": CLIENT,
        "nbf": now - 300,
        "exp": now + 3600,
        **claims,
    }
    parts = ({"alg": "none"}, {key: value for key, value in payload.items() if value is not None})
    packed = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in parts]
    return b".".join([*packed, b"canary-signature-93ab"]).decode()


def a_token(**claims: Anything) -> Says:
    return Says(body={"token_type": "Bearer", "expires_in": 3599, "access_token": jwt(**claims)})


def refused(code: str, text: str, status: int = 400) -> Says:
    """Return Entra's refusal; the shape is from its documentation."""
    description = f"{code}: {text} Trace ID: 1 Correlation ID: 2 Timestamp: 2026-11-23 10:00:00Z"
    return Says(status=status, body={"error": "invalid_request", "error_description": description})


class CloudServer:
    """Answers for every host that leads to it; the handler is asked first, tokens are the rest."""

    def __init__(self, cloud: Cloud = PUBLIC) -> None:
        self.cloud = cloud
        self.handler: Handler = lambda _: None
        self.asked: list[Asked] = []
        self.connections = 0
        self.port = 0
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def start(self, context: ssl.SSLContext | None) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=context)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server
        self._server.close()
        for writer in list(self._writers):
            writer.transport.abort()
        await self._server.wait_closed()
        await asyncio.sleep(0)

    def to(self, host: str) -> list[Asked]:
        return [asked for asked in self.asked if asked.host == host]

    @property
    def token_requests(self) -> list[Asked]:
        return [asked for asked in self.asked if asked.path.endswith("/oauth2/v2.0/token")]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._writers.add(writer)
        try:
            while asked := await self._read(reader):
                self.asked.append(asked)
                if not await self._say(self._answer(asked), writer):
                    return
        except (OSError, asyncio.IncompleteReadError):
            return
        finally:
            self._writers.discard(writer)
            writer.transport.abort()

    @staticmethod
    async def _read(reader: asyncio.StreamReader) -> Asked | None:
        head = await reader.readuntil(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").strip().split("\r\n")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines)
        }
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        verb, path, _ = first.split(" ")
        return Asked(
            verb, headers["host"].partition(":")[0], unquote(path), headers, body.decode()
        )

    def _answer(self, asked: Asked) -> Says:
        said = self.handler(asked)
        if said is None and asked.host in self.cloud.authorities:
            said = a_token()
        return said or Says(404, {"error": {"code": "ResourceNotFound", "message": "nothing"}})

    @staticmethod
    async def _say(said: Says, writer: asyncio.StreamWriter) -> bool:
        if said.hang:
            await asyncio.sleep(3600)
        raw = isinstance(said.body, (bytes, str))
        body = said.body if raw else json.dumps(said.body if said.body is not None else {})
        body = body.encode() if isinstance(body, str) else body
        headers = {"Content-Type": "application/json", "Content-Length": len(body), **said.headers}
        head = f"HTTP/1.1 {said.status} X\r\n" + "".join(
            f"{name}: {value}\r\n" for name, value in headers.items()
        )
        answer = head.encode() + b"\r\n" + body
        writer.write(answer if said.tear is None else answer[: said.tear])
        await writer.drain()
        return said.tear is None


@dataclass(slots=True)
class Place:
    """What a test gets: the cloud's server, a foreign server, and the options to reach both."""

    server: CloudServer
    foreign: CloudServer
    ca_file: Path
    certificate: ssl.SSLContext
    cloud: Cloud = PUBLIC
    environ: dict[str, str] = field(default_factory=lambda: dict(SERVICE_PRINCIPAL))
    settings: dict[str, Any] = field(default_factory=dict)
    resolved: list[str] = field(default_factory=list)

    @property
    def outside(self) -> list[str]:
        """Every trace of somebody outside the cloud: names looked up, requests received."""
        looked_up = [host for host in self.resolved if not self.cloud.allows(host)]
        return looked_up + [asked.host for asked in self.foreign.asked]

    def where(self, host: str) -> tuple[str, int] | None:
        """Lead the cloud's hosts to the one server and every other to the foreign one."""
        self.resolved.append(host)
        if "nowhere" in host:
            return None
        there = self.server if self.cloud.allows(host) else self.foreign
        return "127.0.0.1", there.port

    def options(self) -> SessionOptions:
        return SessionOptions(
            **{
                "cloud": self.cloud,
                "environ": self.environ,
                "ca": self.ca_file,
                "resolver": mapped_resolver(self.where),
                "request_timeout_s": 5.0,
                **self.settings,
            }
        )

    def run(self, work: Callable[[Session], Awaitable[T]]) -> T:
        """Start both servers, do the work in a session, and stop everything."""

        async def all_of_it() -> T:
            await self.server.start(self.certificate)
            await self.foreign.start(self.certificate)
            try:
                async with Session(self.options()) as session:
                    return await work(session)
            finally:
                await self.server.stop()
                await self.foreign.stop()

        return asyncio.run(all_of_it())


def caught(coroutine: Coroutine[Any, Any, Any]) -> Coroutine[Any, Any, BaseException]:
    """Return what a coroutine raises, as a value."""

    async def run() -> BaseException:
        try:
            value = await coroutine
        except Exception as error:  # noqa: BLE001 - the tests look at which one it is
            return error
        raise AssertionError(f"it gave {value!r}")

    return run()
