"""Start and stop: the simulator in a thread of its own, reachable as a proxy and directly, on loopback only."""

from __future__ import annotations

import asyncio
import json
import secrets
import ssl
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

from diagnostics.simulator import wire
from diagnostics.simulator.certificates import INTERCEPTOR_NAME, Authority
from diagnostics.simulator.connection import Switchboard
from diagnostics.simulator.http import Answer
from diagnostics.simulator.record import Logged, Record
from diagnostics.simulator.routes import ROUTES
from diagnostics.simulator.service import Service
from diagnostics.simulator.tokens import SIGNING_KEY
from diagnostics.simulator.world import World

LOOPBACK = "127.0.0.1"
_FIRST_NAME = "localhost"  # of the direct mode's first certificate; the name asked replaces it


class Simulator:
    """An environment that real clients can talk to; a context manager.

    Args:
        world: what exists; changes to it are visible at once.
        latency_s: added to every connection and every request.
        port: of the proxy; 0 = any free one.
    """

    def __init__(self, world: World, *, latency_s: float = 0.0, port: int = 0) -> None:
        self.world = world
        self._port = port
        self._record = Record()
        self._service = Service(world, ROUTES)
        self._admin_token = secrets.token_urlsafe(24)
        self._board = Switchboard(
            service=self._service,
            record=self._record,
            trusted=Authority(),
            interceptor=Authority(INTERCEPTOR_NAME),
            administer=self._administer,
            latency_s=latency_s,
        )
        self._thread = threading.Thread(target=self._run, name="simulator", daemon=True)
        self._ready = threading.Event()
        self._failure: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._proxy_port = 0
        self._direct_port = 0
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        """Start; returns when connections are accepted.

        Raises:
            OSError: if the port is taken.
        """
        self._folder = tempfile.TemporaryDirectory(prefix="ajo-doctor-simulator-")
        self.ca_file.write_bytes(self._board.trusted.pem)
        self.azure_config_dir.mkdir()
        self._thread.start()
        self._ready.wait()
        if self._failure is not None:
            self.__exit__(None, None, None)
            raise self._failure
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop; every connection is ended."""
        if self._loop is not None and self._stop is not None and self._failure is None:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        if self._folder is not None:
            self._folder.cleanup()

    @property
    def proxy_url(self) -> str:
        """What HTTPS_PROXY must say."""
        return f"http://{LOOPBACK}:{self._proxy_port}"

    @property
    def direct_address(self) -> tuple[str, int]:
        """Where TLS is spoken without a proxy, for clients that resolve names themselves."""
        return LOOPBACK, self._direct_port

    @property
    def ca_file(self) -> Path:
        """The certificate that clients must trust; gone when the simulator stops."""
        if self._folder is None:
            raise RuntimeError("the simulator is not running")
        return Path(self._folder.name, "ca.pem")

    @property
    def azure_config_dir(self) -> Path:
        """An empty folder for the profile of `az`; gone when the simulator stops."""
        return self.ca_file.parent / "azure"

    @property
    def admin_url(self) -> str:
        """Below it another process reads `/log`, `/world` and `/crashes`."""
        return f"{self.proxy_url}/{self._admin_token}"

    @property
    def log(self) -> list[Logged]:
        """Every connection and request so far, in the order in which they began."""
        return self._record.entries

    @property
    def crashes(self) -> list[str]:
        """Tracebacks of routes that failed; a test that leaves one here has found a mistake."""
        return self._service.crashes

    def reset(self, world: World, *, keep_tokens: bool = False) -> None:
        """Serve another world from now on; connections are ended, log and crashes begin anew.

        Ports, authority and certificates stay, so what clients were given stays true; with `keep_tokens` so do the tokens
        of the former world. Returns when no request of the former world is answered any more.

        Raises:
            RuntimeError: if the simulator is not running.
        """
        if self._loop is None or not self._thread.is_alive():
            raise RuntimeError("the simulator is not running")
        signing = self.world.get(SIGNING_KEY)
        if keep_tokens and signing is not None:
            world.put(SIGNING_KEY, signing)
        asyncio.run_coroutine_threadsafe(self._exchange(world), self._loop).result()

    async def _exchange(self, world: World) -> None:
        await self._board.end()
        self.world = self._service.world = world
        self._record.entries = []
        self._service.crashes = []

    def environ(self) -> dict[str, str]:
        """Return the variables with which the world's caller signs in: at Entra ID by azure-identity, and at Adobe."""
        client_id = self.world.need("sim:/caller")["client_id"]
        client = self.world.need(f"entra:/clients/{client_id}")
        adobe = self.world.get("sim:/adobe") or {}  # a world file may have left Adobe's side out
        secret = {"AJO_DOCTOR_ADOBE_CLIENT_SECRET": adobe["secret"]} if "secret" in adobe else {}
        return {
            "AZURE_TENANT_ID": client["tenant"],
            "AZURE_CLIENT_ID": client_id,
            "AZURE_CLIENT_SECRET": client["secret"],
            **secret,
        }

    def resolve(self, host: str) -> tuple[str, int] | None:
        """Return where a name leads in the direct mode; None = it does not resolve."""
        if not self._service.serves(host) or wire.is_unresolved(self.world, host):
            return None
        return self.direct_address

    def _administer(self, target: str) -> Answer:
        token, _, what = target.strip("/").partition("/")
        views: dict[str, object] = {
            "log": self._record.as_documents(),
            "world": self.world.documents,
            "crashes": self._service.crashes,
        }
        if not secrets.compare_digest(token.encode(), self._admin_token.encode()):
            return Answer(status=404)
        if what not in views:
            return Answer(status=404)
        # Written out at once, so that later changes cannot reach into the answer.
        return Answer(body=json.dumps(views[what]).encode())

    def _run(self) -> None:
        try:
            asyncio.run(self._main())
        except BaseException as error:  # noqa: BLE001 - handed to the thread that waits for the start
            self._failure = error
        finally:
            self._ready.set()

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        context: ssl.SSLContext = Authority().context(_FIRST_NAME)
        context.sni_callback = self._board.name
        proxy = await asyncio.start_server(self._board.proxy, LOOPBACK, self._port)
        direct = await asyncio.start_server(self._board.direct, LOOPBACK, 0, ssl=context)
        self._proxy_port = proxy.sockets[0].getsockname()[1]
        self._direct_port = direct.sockets[0].getsockname()[1]
        async with proxy, direct:
            self._ready.set()
            await self._stop.wait()
            await self._board.end()
