from __future__ import annotations

import asyncio
import socket

import pytest

from diagnostics.evidence import Seen
from tests.support.cloud import Anything, Place

HOST = "kv-ajo.vault.azure.net"


def resolving(place: Place, host: str = HOST) -> Anything:
    return place.run(lambda s: s.look(None, Seen()).names.resolve(host))


def test_a_name_resolves(place: Place) -> None:
    assert (resolving(place).resolved, resolving(place).addresses) == (True, ("127.0.0.1",))


def test_a_name_that_does_not_exist_is_told(place: Place) -> None:
    reading = resolving(place, "nowhere.vault.azure.net")
    assert (reading.resolved, reading.reason) == (False, "there is no such name")


def test_where_no_name_resolves_an_absent_one_proves_nothing(place: Place) -> None:
    async def nothing(_host: str, _port: int) -> Anything:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    place.settings["resolver"] = nothing
    reading = resolving(place)
    assert reading.resolved is None
    assert "not even login.microsoftonline.com" in reading.reason


def test_behind_a_proxy_nobody_here_can_know(place: Place) -> None:
    place.settings["proxy"] = "http://me:canary@proxy.example:3128"
    reading = resolving(place)
    assert reading.resolved is None
    assert "http://proxy.example:3128 resolves names for us" in reading.reason
    assert "canary" not in reading.reason


def test_a_host_that_goes_past_the_proxy_is_resolved(place: Place) -> None:
    place.environ |= {"HTTPS_PROXY": "http://proxy.example:3128", "NO_PROXY": ".vault.azure.net"}
    assert resolving(place).resolved is True


@pytest.mark.parametrize(
    "error",
    [socket.gaierror(socket.EAI_AGAIN, "try again"), OSError("no network"), UnicodeError("label")],
)
def test_trouble_of_our_own_is_not_an_absent_name(place: Place, error: Exception) -> None:
    async def broken(_host: str, _port: int) -> Anything:
        raise error

    place.settings["resolver"] = broken
    reading = resolving(place)
    assert reading.resolved is None
    assert "name resolution failed" in reading.reason


def test_a_resolver_that_hangs_is_given_up(place: Place) -> None:
    async def hanging(_host: str, _port: int) -> Anything:
        await asyncio.Event().wait()

    place.settings |= {"resolver": hanging, "request_timeout_s": 0.05}
    assert "in time" in resolving(place).reason
