from __future__ import annotations

import asyncio
import ssl

import aiohttp
import pytest
import requests

from diagnostics.simulator import ids, wire
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.support.serving import serving
from tests.support.simulated import Client

DISCOVERY = f"https://login.microsoftonline.com/{ids.TENANT}/v2.0/.well-known/openid-configuration"


@pytest.fixture
def world() -> World:
    return build("own-account")


def get(world: World, url: str = DISCOVERY, **given: object) -> requests.Response:
    with serving(world) as simulator, Client(simulator) as client:
        return client.get(url, **{"timeout": 5, **given})  # type: ignore[arg-type]


def test_a_throttled_service_says_when_to_come_back(world: World) -> None:
    wire.fail(world, "busy", "status", host="login.*", details={"status": 429, "retry_after": 7})
    answer = get(world)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
    assert answer.json()["error"]["code"] == "TooManyRequests"


def test_a_failure_can_end_after_so_many_times(world: World) -> None:
    wire.fail(world, "busy", "status", details={"status": 503}, count=2)
    with serving(world) as simulator, Client(simulator) as client:
        statuses = [client.get(DISCOVERY, timeout=5).status_code for _ in range(4)]
    assert statuses == [503, 503, 200, 200]


def test_a_failure_meets_only_its_host_path_and_method(world: World) -> None:
    wire.fail(world, "one", "status", details={"status": 500}, host="graph.*")
    wire.fail(world, "two", "status", details={"status": 500}, path="*/token", method="POST")
    with serving(world) as simulator, Client(simulator) as client:
        assert client.get(DISCOVERY, timeout=5).status_code == 200
        assert client.sign_in("https://graph.microsoft.com").status_code == 500
        assert client.get("https://graph.microsoft.com/v1.0/users", timeout=5).status_code == 500


def test_a_failure_meets_one_of_two_readings_at_a_path(world: World) -> None:
    path = f"/subscriptions/{ids.SUBSCRIPTION}/providers/Microsoft.Authorization/roleAssignments"
    url = f"https://management.azure.com{path}?api-version=2022-04-01&$filter="
    wire.fail(world, "mine", "status", query="*assignedTo(*", details={"status": 500})
    with serving(world) as simulator, Client(simulator) as client:
        headers = client.bearer("https://management.azure.com")
        for chosen, status in (("atScope()", 200), (f"assignedTo('{ids.CALLER_OID}')", 500)):
            assert client.get(url + chosen, headers=headers, timeout=5).status_code == status
    assert wire.times_met(world, "mine") == 1


def test_a_failure_meets_the_sign_in_for_one_scope(world: World) -> None:
    scope = "scope=https://graph.microsoft.com/.default"
    wire.fail(world, "graph", "status", query=scope, details={"status": 500})
    with serving(world) as simulator, Client(simulator) as client:
        assert client.sign_in("https://management.azure.com").status_code == 200
        assert client.sign_in("https://graph.microsoft.com").status_code == 500
        assert [one.query for one in simulator.log if one.method == "POST"][-1] == scope


def test_another_machine_s_answer_has_none_of_the_service_s_headers(world: World) -> None:
    details: dict[str, object] = {"status": 403, "body": b"blocked", "foreign": True}
    wire.fail(world, "proxy", "status", details=details)
    answer = get(world)
    assert (answer.status_code, answer.text) == (403, "blocked")
    assert "x-ms-request-id" not in answer.headers


def test_a_portal_answers_with_a_page(world: World) -> None:
    wire.fail(world, "portal", "html")
    answer = get(world)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert "<html>" in answer.text


def test_a_connection_breaks_in_place_of_an_answer(world: World) -> None:
    wire.fail(world, "broken", "reset")
    with pytest.raises(requests.exceptions.ConnectionError):
        get(world)


def test_a_body_ends_in_the_middle(world: World) -> None:
    wire.fail(world, "cut", "truncate")
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        get(world)


def test_no_answer_within_the_limit(world: World) -> None:
    wire.fail(world, "silent", "hang")
    with pytest.raises(requests.exceptions.ReadTimeout):
        get(world, timeout=0.3)


def test_a_slow_service_answers_in_the_end_with_a_broken_connection(world: World) -> None:
    wire.fail(world, "silent", "hang", details={"seconds": 0.05})
    with pytest.raises(requests.exceptions.ConnectionError):
        get(world)


@pytest.mark.parametrize("what", ["refuse", "dns"])
def test_the_proxy_says_that_it_cannot_reach_the_host(world: World, what: str) -> None:
    wire.fail(world, "down", what, host="login.*")
    with pytest.raises(requests.exceptions.ProxyError, match="502"):
        get(world)


def test_an_intercepted_connection_shows_another_authority(world: World) -> None:
    wire.fail(world, "inspection", "intercept")
    with pytest.raises(requests.exceptions.SSLError, match="certificate verify failed"):
        get(world)


def test_a_service_answers_a_list_where_an_object_belongs(world: World) -> None:
    wire.fail(world, "odd", "wrong-type")
    assert isinstance(get(world).json(), list)


def test_a_service_leaves_a_field_out(world: World) -> None:
    wire.fail(world, "odd", "without-field", details={"field": "token_endpoint"})
    answer = get(world).json()
    assert "token_endpoint" not in answer
    assert answer["issuer"]


def test_an_inner_field_is_left_out(world: World) -> None:
    wire.fail(world, "odd", "without-field", details={"field": "error.message"})
    answer = get(world, "https://graph.microsoft.com/v1.0/users").json()
    assert answer["error"]["code"]
    assert "message" not in answer["error"]


def test_an_unresolved_name_has_no_address_in_the_direct_mode(world: World) -> None:
    wire.fail(world, "dns", "dns", host="kv-ajo.vault.azure.net")
    with serving(world) as simulator:
        assert simulator.resolve("kv-ajo.vault.azure.net") is None
        assert simulator.resolve("graph.microsoft.com") == simulator.direct_address
        assert simulator.resolve("example.com") is None


@pytest.mark.parametrize("what", ["refuse", "intercept"])
def test_failures_of_the_connection_show_without_a_proxy_too(world: World, what: str) -> None:
    wire.fail(world, "down", what, host="graph.*")

    async def ask(simulator: Simulator) -> None:
        context = ssl.create_default_context(cafile=str(simulator.ca_file))
        host, port = simulator.direct_address
        async with aiohttp.ClientSession() as session:
            await session.get(
                f"https://{host}:{port}/", ssl=context, server_hostname="graph.microsoft.com"
            )

    with serving(world) as simulator, pytest.raises(aiohttp.ClientConnectorError):
        asyncio.run(ask(simulator))


def test_a_failure_nobody_knows_is_refused(world: World) -> None:
    with pytest.raises(ValueError, match="there is no failure 'explode'"):
        wire.fail(world, "odd", "explode")
