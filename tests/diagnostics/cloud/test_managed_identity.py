"""A managed identity is asked where there is one, near and without the proxy, and nowhere else."""

from __future__ import annotations

import asyncio
import json
import time

import pytest

from diagnostics.cloud.candidates import CANDIDATES, Surroundings
from diagnostics.cloud.session import Session
from diagnostics.errors import NotSignedIn
from tests.support.cloud import Anything, Place, jwt
from tests.support.signing_in import choosing, entra, failing


def beside(place: Place, monkeypatch: pytest.MonkeyPatch, **more: Anything) -> Anything:
    """Serve a token endpoint as App Service does: plain HTTP beside the process; sign in there."""

    async def work() -> Anything:
        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            request = (await reader.readuntil(b"\r\n\r\n")).decode()
            asked.append(request)
            answer = {"access_token": jwt(), "expires_on": str(int(time.time()) + 3600)} | more
            body = json.dumps(answer)
            head = f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            writer.write(f"{head}Connection: close\r\n\r\n{body}".encode())
            await writer.drain()
            writer.close()

        asked: list[str] = []
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        endpoint = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/msi/token"
        surroundings = {"IDENTITY_ENDPOINT": endpoint, "IDENTITY_HEADER": "canary-header"}
        for name, value in surroundings.items():
            monkeypatch.setenv(name, value)
        place.environ = {**place.environ, **surroundings}
        place.settings["proxy"] = "http://127.0.0.1:9"
        async with server, Session(place.options()) as session:
            outcome = await asyncio.gather(entra(session).sign_in(), return_exceptions=True)
            return outcome[0], asked, session.ledger()

    return asyncio.run(work())


def test_a_managed_identity_that_answers_strangely_is_passed_over(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.environ = {"AZURE_TOKEN_CREDENTIALS": "prod"}
    error, _, _ = beside(place, monkeypatch, access_token=7)
    assert isinstance(error, NotSignedIn)
    assert "managed identity: gave an answer that cannot be read" in error.reason


def test_a_managed_identity_is_asked_without_the_proxy(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.environ = {}
    more = {"resource": "https://management.azure.com"}
    reading, asked, ledger = beside(place, monkeypatch, **more)
    assert reading.credential == "managed identity"
    assert len(asked) == 1
    assert "resource=https" in asked[0]
    assert [entry.api for entry in ledger] == ["managed identity endpoint"]
    assert "canary" not in repr(ledger)


def test_a_token_endpoint_that_is_not_near_is_not_asked(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "IDENTITY_ENDPOINT": "http://evil.example/t",
        "IDENTITY_HEADER": "x",
    }.items():
        monkeypatch.setenv(name, value)
        place.environ[name] = value
    place.environ = {**place.environ, "AZURE_TOKEN_CREDENTIALS": "ManagedIdentityCredential"}
    error = failing(place)
    assert isinstance(error, NotSignedIn)
    assert "not a host of the public cloud" in error.reason
    assert place.outside == []


def test_outside_azure_the_metadata_service_is_not_waited_for(place: Place) -> None:
    place.environ = {"AZURE_TOKEN_CREDENTIALS": "ManagedIdentityCredential"}
    started = time.monotonic()
    error = choosing(place, imds=("127.0.0.1", 9))
    assert "managed identity: this machine is not in Azure" in str(error)
    assert time.monotonic() - started < 1


def test_where_the_metadata_service_listens_it_is_asked(place: Place) -> None:
    """Nothing but its address counts as listening; here the request itself then fails."""
    place.environ = {"AZURE_TOKEN_CREDENTIALS": "ManagedIdentityCredential"}

    async def work() -> Anything:
        knocks: list[int] = []

        async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            knocks.append(1)
            writer.close()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        around = Surroundings(
            place.environ,
            place.cloud,
            "login.microsoftonline.com",
            None,
            imds=server.sockets[0].getsockname(),
        )
        managed = next(one for one in CANDIDATES if one.name == "managed identity")
        async with server:
            return await managed.why_not(around), len(knocks)

    assert asyncio.run(work()) == ("", 1)
