"""Tells a watchdog elsewhere that a round was whole, so that silence is an alarm.

One request, without anything of ours in it. It follows no redirect: the address is a secret of one host.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from diagnostics.version import __version__

LIMIT_S = 10.0
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def shown(address: str) -> str:
    """Name an address by its host: the rest of it may be the secret."""
    return urlsplit(address).hostname or "?"


def beat(
    address: str,
    method: str,
    *,
    environ: Mapping[str, str],
    proxy: str | None = None,
    ca: Path | None = None,
    limit_s: float = LIMIT_S,
) -> str:
    """Ask once.

    Args:
        address: of the watchdog, http or https.
        method: "GET" or "POST", without a body.
        environ: for the proxy that its variables name.
        proxy: goes before them; None = none was given.
        ca: trusted beside the system's authorities.
        limit_s: of everything, seconds.

    Returns:
        why it was not heard, without the address; empty = it was.
    """
    return asyncio.run(_beat(address, method, environ, proxy, ca, limit_s))


async def _beat(
    address: str,
    method: str,
    environ: Mapping[str, str],
    proxy: str | None,
    ca: Path | None,
    limit_s: float,
) -> str:
    import aiohttp  # only here: `--help` and most runs do without

    from diagnostics.cloud.network import proxy_from, trust

    host = shown(address)
    through = proxy_from(proxy, environ) if host not in _LOOPBACK else None
    way = through.url if through and through.serves(host) else None
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=limit_s)) as session,
            session.request(
                method,
                address,
                proxy=way,
                ssl=trust(ca),
                allow_redirects=False,
                headers={"User-Agent": f"ajo-doctor/{__version__}"},
            ) as answer,
        ):
            return _said(answer.status)
    except TimeoutError:
        return f"no answer within {limit_s:g} s"
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return type(error).__name__


def _said(status: int) -> str:
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return ""
    if status < HTTPStatus.BAD_REQUEST:
        return f"it answered with {status}, a redirect: give the address that it leads to"
    return f"it answered with {status}"
