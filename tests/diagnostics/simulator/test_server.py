from __future__ import annotations

import asyncio
import json
import socket
import ssl
import threading
import time
import urllib.request
from collections.abc import Iterator
from typing import Any

import aiohttp
import pytest
import requests

from diagnostics.simulator import ids
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.worlds import build
from tests.support.simulated import Client

GRAPH = "graph.microsoft.com"


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with Simulator(build("own-account")) as running:
        yield running
    assert running.crashes == []


@pytest.fixture
def client(simulator: Simulator) -> Iterator[Client]:
    with Client(simulator) as session:
        yield session


def tunnel(simulator: Simulator, host: str = GRAPH) -> ssl.SSLSocket:
    """Return a raw connection to a host, for what no library sends."""
    plain = socket.create_connection(simulator.proxy_url.removeprefix("http://").split(":"))
    plain.settimeout(5)
    plain.sendall(f"CONNECT {host}:443 HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    assert b"200" in plain.recv(1024)
    context = ssl.create_default_context(cafile=str(simulator.ca_file))
    return context.wrap_socket(plain, server_hostname=host)


def exchange(secure: ssl.SSLSocket, data: bytes) -> bytes:
    secure.sendall(data)
    return secure.recv(65536)


def test_a_host_it_does_not_serve_is_refused(client: Client) -> None:
    with pytest.raises(requests.exceptions.ProxyError, match="403"):
        client.get("https://example.com/", timeout=5)


@pytest.mark.parametrize(
    "host", ["management.azure.com.evil.example", "vault.azure.net", "x.y.vault.azure.net"]
)
def test_hosts_that_only_look_like_the_clouds_are_refused(client: Client, host: str) -> None:
    with pytest.raises(requests.exceptions.ProxyError):
        client.get(f"https://{host}/", timeout=5)


def test_plain_http_is_refused(simulator: Simulator, client: Client) -> None:
    client.proxies = {"http": simulator.proxy_url}
    answer = client.get("http://management.azure.com/", timeout=5)
    assert answer.status_code == 403
    assert "HTTPS only" in answer.text


def test_a_client_without_the_authority_is_not_served(client: Client) -> None:
    client.verify = True
    with pytest.raises(requests.exceptions.SSLError):
        client.get(f"https://{GRAPH}/", timeout=5)


def test_an_unknown_route_is_named_in_the_answer(client: Client) -> None:
    answer = client.get(f"https://{GRAPH}/v1.0/nonsense?$top=1", timeout=5)
    assert answer.status_code == 501
    assert (
        "GET https://graph.microsoft.com/v1.0/nonsense?$top=1" in answer.json()["error"]["message"]
    )


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "MissingApiVersionParameter"),
        ("?api-version=latest", "InvalidApiVersionParameter"),
        ("?api-version=1999-01-01", "NoRegisteredProviderFound"),
    ],
)
def test_an_absurd_api_version_is_refused_as_resource_manager_does(
    client: Client, query: str, code: str
) -> None:
    headers = client.bearer("https://management.azure.com")
    answer = client.get(
        f"https://management.azure.com{ids.VAULT_ID}{query}", headers=headers, timeout=5
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, code)


@pytest.mark.parametrize("query", ["", "?api-version=1.0"])
def test_key_vault_refuses_an_absurd_version_in_its_own_words(client: Client, query: str) -> None:
    answer = client.get(f"https://kv-ajo.vault.azure.net/keys/cosmos-cmk{query}", timeout=5)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "BadParameter")


def test_a_mistake_of_a_route_reaches_client_and_test() -> None:
    world = build("own-account")
    with Simulator(world) as simulator, Client(simulator) as client:
        world.put(f"entra:/clients/{ids.BILLING_APP}", {"tenant": ids.TENANT})  # lacks its secret
        answer = client.sign_in(f"https://{GRAPH}", client_id=ids.BILLING_APP)
        assert answer.status_code == 500
        assert answer.json()["error"]["code"] == "SimulatorError"
        (trace,) = simulator.crashes
    assert "KeyError: 'secret'" in trace


def test_every_answer_carries_date_and_identifiers(client: Client) -> None:
    graph = client.get(f"https://{GRAPH}/v1.0/nonsense", timeout=5)
    arm = client.get(
        "https://management.azure.com/subscriptions?api-version=2022-12-01", timeout=5
    )
    assert graph.headers["request-id"]
    assert arm.headers["x-ms-request-id"]
    assert graph.headers["date"].endswith("GMT")


def test_a_connection_serves_many_requests(simulator: Simulator) -> None:
    with tunnel(simulator) as secure:
        for _ in range(3):
            answer = exchange(secure, b"GET /v1.0/a HTTP/1.1\r\nHost: x\r\n\r\n")
            assert answer.startswith(b"HTTP/1.1 501")
            assert b"connection: keep-alive" in answer


def test_a_client_may_end_the_connection(simulator: Simulator) -> None:
    with tunnel(simulator) as secure:
        answer = exchange(secure, b"GET /v1.0/a HTTP/1.1\r\nConnection: close\r\n\r\n")
        assert b"connection: close" in answer
        assert secure.recv(10) == b""


def test_a_long_answer_arrives_whole_before_the_connection_ends() -> None:
    world = build("own-account")
    principal = world.need(f"graph:/{ids.TENANT}/serviceprincipals/{ids.CALLER_OID}")
    principal["description"] = "x" * 2_000_000
    with Simulator(world) as simulator, Client(simulator) as client:
        bearer = client.bearer(f"https://{GRAPH}")["Authorization"]
        path = f"/v1.0/servicePrincipals/{ids.CALLER_OID}"
        head = f"GET {path} HTTP/1.1\r\nConnection: close\r\nAuthorization: {bearer}\r\n\r\n"
        with tunnel(simulator) as secure:
            secure.sendall(head.encode())
            while not simulator.log[-1].ended:  # the answer is written, and nobody reads it yet
                pass
            answer = b"".join(iter(lambda: secure.recv(65536), b""))
    assert answer.count(b"x") > 2_000_000


def test_a_body_in_chunks_is_read(simulator: Simulator) -> None:
    host = "login.microsoftonline.com"
    body = b"4\r\ngran\r\n8\r\nt_type=x\r\n0\r\n\r\n"
    head = f"POST /{ids.TENANT}/oauth2/v2.0/token HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    with tunnel(simulator, host) as secure:
        answer = exchange(secure, head.encode() + body)
    assert b"AADSTS70003" in answer
    assert b"grant type 'x'" in answer


def test_a_client_may_wait_to_be_asked_for_its_body(simulator: Simulator) -> None:
    head = b"POST /v1.0/a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n"
    with tunnel(simulator) as secure:
        assert exchange(secure, head).startswith(b"HTTP/1.1 100 Continue")
        assert exchange(secure, b"{}").startswith(b"HTTP/1.1 501")


def test_head_brings_no_body(client: Client) -> None:
    answer = client.head(f"https://{GRAPH}/v1.0/nonsense", timeout=5)
    assert answer.status_code == 501
    assert int(answer.headers["content-length"]) > 0
    assert answer.content == b""


@pytest.mark.parametrize(
    "nonsense",
    [
        b"NONSENSE\r\n\r\n",
        b"GET / HTTP/2\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"POST / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /" + b"a" * 70000,
    ],
)
def test_nonsense_ends_the_connection_with_a_reason(simulator: Simulator, nonsense: bytes) -> None:
    with tunnel(simulator) as secure:
        assert exchange(secure, nonsense).startswith(b"HTTP/1.1 400")


def test_a_client_that_goes_away_in_the_middle_does_no_harm(simulator: Simulator) -> None:
    secure = tunnel(simulator)
    secure.sendall(b"POST /v1.0/a HTTP/1.1\r\nContent-Length: 100\r\n\r\nhalf")
    secure.close()
    with tunnel(simulator) as again:
        assert exchange(again, b"GET /v1.0/a HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 501")


def test_the_log_tells_who_asked_what_and_when(simulator: Simulator, client: Client) -> None:
    before = time.monotonic()
    client.graph("GET", "/servicePrincipals?$top=2")
    entry = simulator.log[-1]
    assert (entry.method, entry.host, entry.path) == ("GET", GRAPH, "/v1.0/servicePrincipals")
    assert (entry.query, entry.status, entry.caller) == ("$top=2", 200, ids.CALLER_APP)
    assert before <= entry.started <= entry.ended <= time.monotonic()
    assert any(each.method == "CONNECT" and each.host == GRAPH for each in simulator.log)


def test_another_process_reads_log_and_world_with_the_token(simulator: Simulator) -> None:
    def read(url: str) -> object:
        with urllib.request.urlopen(url) as answer:  # noqa: S310 - loopback
            return json.load(answer)

    world = read(f"{simulator.admin_url}/world")
    assert isinstance(world, dict)
    assert world["sim:/caller"] == {"client_id": ids.CALLER_APP}
    assert isinstance(read(f"{simulator.admin_url}/log"), list)
    assert read(f"{simulator.admin_url}/crashes") == []
    for wrong in (f"{simulator.proxy_url}/wrong/world", f"{simulator.admin_url}/other"):
        with pytest.raises(urllib.error.HTTPError, match="404") as caught:
            read(wrong)
        caught.value.close()


def test_it_listens_on_loopback_only(simulator: Simulator) -> None:
    assert simulator.proxy_url.startswith("http://127.0.0.1:")
    assert simulator.direct_address[0] == "127.0.0.1"


class Resolver(aiohttp.abc.AbstractResolver):
    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    async def resolve(self, host: str, *_: object, **__: object) -> list[Any]:
        place = self._simulator.resolve(host)
        if place is None:
            raise OSError("no address")
        return [
            {"hostname": host, "host": place[0], "port": place[1]}
            | {"family": socket.AF_INET, "proto": 0, "flags": 0}
        ]

    async def close(self) -> None:
        pass


def test_a_client_that_resolves_names_itself_gets_the_same_services(simulator: Simulator) -> None:
    async def ask(url: str) -> int:
        context = ssl.create_default_context(cafile=str(simulator.ca_file))
        connector = aiohttp.TCPConnector(resolver=Resolver(simulator), ssl=context)
        async with (
            aiohttp.ClientSession(connector=connector) as session,
            session.get(url) as answer,
        ):
            return answer.status

    url = f"https://login.microsoftonline.com/{ids.TENANT}/v2.0/.well-known/openid-configuration"
    assert asyncio.run(ask(url)) == 200
    with pytest.raises(aiohttp.ClientConnectorError):
        asyncio.run(ask("https://example.com/"))


def test_a_name_that_is_not_served_gets_no_certificate(simulator: Simulator) -> None:
    context = ssl.create_default_context(cafile=str(simulator.ca_file))
    with socket.create_connection(simulator.direct_address) as plain, pytest.raises(ssl.SSLError):
        context.wrap_socket(plain, server_hostname="example.com")


def test_latency_is_added_to_connections_and_requests() -> None:
    with Simulator(build("own-account"), latency_s=0.05) as slow, Client(slow) as client:
        client.get(f"https://{GRAPH}/v1.0/a", timeout=5)
        assert [entry.method for entry in slow.log] == ["CONNECT", "GET"]
        assert all(entry.ended - entry.started >= 0.05 for entry in slow.log)


def test_a_slow_answer_does_not_hold_up_the_others() -> None:
    with Simulator(build("own-account"), latency_s=0.2) as slow:
        started = time.monotonic()
        clients = [Client(slow) for _ in range(4)]
        threads = [
            threading.Thread(target=client.get, args=(f"https://{GRAPH}/v1.0/a",))
            for client in clients
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for client in clients:
            client.close()
    assert time.monotonic() - started < 4 * 0.4


def test_it_stops_while_connections_are_open_and_the_port_is_free_again() -> None:
    with Simulator(build("own-account")) as first:
        secure = tunnel(first)
        port = int(first.proxy_url.rpartition(":")[2])
        folder = first.ca_file.parent
    assert not folder.exists()
    secure.close()
    with Simulator(build("own-account"), port=port) as second:
        assert second.proxy_url == first.proxy_url


def test_a_port_that_is_taken_is_an_error_and_leaves_nothing() -> None:
    with Simulator(build("own-account")) as first:
        port = int(first.proxy_url.rpartition(":")[2])
        second = Simulator(build("own-account"), port=port)
        with pytest.raises(OSError, match="address already in use"):
            second.__enter__()
    with pytest.raises(RuntimeError):
        _ = Simulator(build("own-account")).ca_file
