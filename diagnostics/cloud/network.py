"""How this process reaches the network: proxy, trusted authorities, name resolution."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib import request as urllib_request
from urllib.parse import unquote, urlsplit

from diagnostics.errors import ConfigError

Resolver = Callable[[str, int], Awaitable[Sequence[tuple[str, int]]]]
"""Turn host and port into addresses and ports to connect to; raises `OSError` as `getaddrinfo` does."""

_PROXY_VARIABLES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")
_STORE_VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR")  # where OpenSSL looks for the system's
HTTPS_PORT = 443


async def system_resolver(host: str, port: int) -> Sequence[tuple[str, int]]:
    """Ask the operating system."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys((str(entry[4][0]), port) for entry in found))


def mapped_resolver(where: Callable[[str], tuple[str, int] | None]) -> Resolver:
    """Return a resolver that asks a table; None there means that the name does not exist."""

    async def resolve(host: str, _: int) -> Sequence[tuple[str, int]]:
        found = where(host)
        if found is None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return (found,)

    return resolve


@dataclass(frozen=True, slots=True)
class Proxy:
    """One proxy and the hosts that are reached without it."""

    url: str = field(repr=False)  # may carry a password: never print it, print `shown`
    source: str  # "--proxy", or the variable it was read from
    bypass: str = ""  # the value of NO_PROXY

    @property
    def shown(self) -> str:
        """The proxy's address without user and password."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.hostname}:{parts.port or 80}"

    @property
    def passwords(self) -> tuple[str, ...]:
        """The password as it stands in the address, and as it is sent; empty = none."""
        given = urlsplit(self.url).password or ""
        return tuple(dict.fromkeys(each for each in (given, unquote(given)) if each))

    def serves(self, host: str) -> bool:
        """Tell whether requests to that host go through it."""
        # the standard library's reading of NO_PROXY; its stub does not know the function
        bypassed: Callable[[str, dict[str, str]], bool] = vars(urllib_request)[
            "proxy_bypass_environment"
        ]
        return not (self.bypass and bypassed(host, {"no": self.bypass}))


def proxy_from(option: str | None, environ: Mapping[str, str]) -> Proxy | None:
    """Return the proxy to use: the option goes before the environment.

    Raises:
        ConfigError: if the address is not one of an HTTP proxy.
    """
    bypass = environ.get("NO_PROXY") or environ.get("no_proxy") or ""
    if option:
        return _checked(Proxy(option, "--proxy"))
    for name in _PROXY_VARIABLES:
        if value := environ.get(name, "").strip():
            return _checked(Proxy(value, name, bypass))
    return None


def _checked(proxy: Proxy) -> Proxy:
    text = proxy.url if "://" in proxy.url else f"http://{proxy.url}"
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ConfigError(
            "the proxy's address cannot be used",
            expected="http://host:port",
            source=proxy.source,
            do="give an HTTP proxy; SOCKS proxies are not supported",
        )
    return Proxy(text, proxy.source, proxy.bypass)


class Trusted(ssl.SSLContext):
    """A client's TLS settings whose system authorities are being read meanwhile; a handshake waits for them.

    Reading them takes as long as a request on a near network, and a connection needs them only when it is open.
    """

    _reading: Future[None]

    def read_authorities(self) -> None:
        """Begin to read the system's authorities, in a thread."""
        threads = ThreadPoolExecutor(1, "authorities")
        self._reading = threads.submit(self.load_default_certs)
        threads.shutdown(wait=False)

    def wait(self) -> None:
        """Return when they are read.

        Raises:
            ssl.SSLError: if they cannot be read.
        """
        self._reading.result()

    def wrap_bio(
        self,
        incoming: ssl.MemoryBIO,
        outgoing: ssl.MemoryBIO,
        server_side: bool = False,
        server_hostname: str | bytes | None = None,
        session: ssl.SSLSession | None = None,
    ) -> ssl.SSLObject:
        """Begin a handshake; asyncio makes all of its own here."""
        self.wait()
        return super().wrap_bio(incoming, outgoing, server_side, server_hostname, session)


def trust(ca: Path | None) -> Trusted:
    """Return the TLS settings: the system's authorities, and the given ones beside them.

    Raises:
        ConfigError: if the file cannot be read or holds no certificate.
    """
    try:
        return _trusting(ca, _version(ca), *map(os.environ.get, _STORE_VARIABLES))
    except (OSError, ssl.SSLError) as error:
        raise ConfigError(
            f"{ca} cannot be used as a list of certificate authorities: {error.strerror or error}",
            expected="a file with one or more certificates in PEM form",
            source="--ca",
            do="export the company's root certificate as PEM and give its path",
        ) from None


def _version(ca: Path | None) -> tuple[int, ...]:
    """Return what tells one content of a file from the next."""
    if ca is None:
        return ()
    stat = Path(ca).stat()
    return stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns


@lru_cache(maxsize=8)
def _trusting(ca: Path | None, _version: tuple[int, ...], *_stores: str | None) -> Trusted:
    """Read the authorities once, beside what else is to be done: it takes longer than a dozen requests."""
    context = Trusted(ssl.PROTOCOL_TLS_CLIENT)  # checks certificate and host name
    # What the standard library asks of a chain; for a server it says so without reading any authority.
    context.verify_flags |= ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).verify_flags
    if ca is not None:
        context.load_verify_locations(cafile=ca)
    context.read_authorities()
    return context
