"""The simulator's gateway against azure-cosmos: its own client reads the account, and every refusal with its sub-status."""

from __future__ import annotations

import asyncio
import base64
import ssl
from collections.abc import Iterator
from functools import cache

import aiohttp
import pytest
from azure.core.pipeline.transport import AioHttpTransport
from azure.cosmos import CosmosClient
from azure.cosmos.aio import CosmosClient as AsyncClient
from azure.cosmos.exceptions import CosmosHttpResponseError
from azure.identity import EnvironmentCredential
from azure.identity.aio import EnvironmentCredential as AsyncCredential

from diagnostics.simulator import ids
from diagnostics.simulator.consequences import account_of
from diagnostics.simulator.revocation import revoked
from diagnostics.simulator.revoked_texts import text_of
from diagnostics.simulator.scenarios import SCENARIOS, inject, make_world
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.support.serving import serving
from tests.support.simulated import surround

pytestmark = pytest.mark.referee
HOST = f"{ids.ACCOUNT}.documents.azure.com"
URL = f"https://{HOST}:443/"


@pytest.fixture
def simulator(monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    with serving(build("own-account")) as running:
        surround(monkeypatch, running)
        # A refused client asks four times, half a second apart.
        monkeypatch.setenv("AZURE_COSMOS_HEALTH_CHECK_RETRY_AFTER_MS", "1")
        yield running
    assert running.crashes == []


@pytest.fixture
def world(simulator: Simulator) -> World:
    return simulator.world


def read(url: str = URL, credential: object = None) -> object:
    login = credential or EnvironmentCredential()
    with CosmosClient(url, credential=login, retry_total=0) as client:
        return client.get_database_account()


def refusal(url: str = URL, credential: object = None) -> tuple[int, int, str]:
    with pytest.raises(CosmosHttpResponseError) as caught:
        read(url, credential)
    error = caught.value
    return error.status_code, error.sub_status or 0, str(error.message)


def test_it_reads_the_account(simulator: Simulator) -> None:
    account = read()
    assert account.ConsistencyPolicy == {  # type: ignore[attr-defined]
        "defaultConsistencyLevel": "Session",
        "maxIntervalInSeconds": 5,
        "maxStalenessPrefix": 100,
    }
    assert [place["databaseAccountEndpoint"] for place in account.WritableLocations] == [URL]  # type: ignore[attr-defined]
    assert {entry.host for entry in simulator.log if entry.path == "/"} == {HOST}


@pytest.mark.usefixtures("simulator")
def test_a_region_answers_too() -> None:
    read(f"https://{ids.ACCOUNT}-{ids.LOCATION}.documents.azure.com:443/")


def test_its_asynchronous_half_reads_the_same(simulator: Simulator) -> None:
    async def all_of_it() -> str:
        # It heeds no authority of its own choosing: the transport has to bring it.
        trust = aiohttp.TCPConnector(ssl=ssl.create_default_context(cafile=simulator.ca_file))
        session = aiohttp.ClientSession(connector=trust, trust_env=True, auto_decompress=False)
        transport = AioHttpTransport(session=session)
        async with (
            AsyncCredential(connection_verify=str(simulator.ca_file)) as login,
            AsyncClient(URL, credential=login, transport=transport) as client,
        ):
            account = await client.client_connection.GetDatabaseAccount()
            return str(account.ConsistencyPolicy["defaultConsistencyLevel"])

    assert asyncio.run(all_of_it()) == "Session"


def test_where_the_account_has_no_resource_of_its_own_the_general_one_is_asked(
    simulator: Simulator, world: World
) -> None:
    world.need(ids.ACCOUNT_ID)["x-withoutResource"] = True
    read()
    tokens = [entry.status for entry in simulator.log if entry.path.endswith("/token")]
    assert (tokens[0], tokens[-1]) == (400, 200)


@pytest.mark.parametrize(
    ("fault", "status", "sub_status"),
    [
        ("cosmos-data-role-missing", 403, 5301),
        ("wrong-issuer", 401, 5007),
        ("wrong-audience", 401, 5008),
        ("cosmos-firewall", 403, 0),
    ],
)
def test_it_reads_what_is_refused_to_the_caller(
    world: World, fault: str, status: int, sub_status: int
) -> None:
    inject(world, fault)
    assert refusal()[:2] == (status, sub_status)


@cache
def revoking() -> dict[int | None, str]:
    """Return one scenario for each code of the revoked state."""
    found: dict[int | None, str] = {}
    for name, scenario in SCENARIOS.items():
        if scenario.world == "own-account":
            made = make_world(scenario)
            account = account_of(made)
            state = revoked(made, account) if account else None
            if state:
                found.setdefault(state.code, name)
    return found


CODES = (4000, 4001, 4002, 4003, 4004, 4005, 4006, 4009, 4015, 4016, 4017, 4018, None)


@pytest.mark.parametrize("code", CODES)
def test_it_reads_each_code_of_the_revoked_state(world: World, code: int | None) -> None:
    for fault in SCENARIOS[revoking()[code]].faults:
        inject(world, fault)
    status, sub_status, message = refusal()
    assert (status, sub_status) == (403, code or 0)
    assert text_of(code)[:60] in message


def test_no_world_has_another_code() -> None:
    assert set(revoking()) == set(CODES)


@pytest.mark.usefixtures("simulator")
def test_a_key_is_refused_where_keys_are_switched_off() -> None:
    key = base64.b64encode(b"any key at all").decode()
    assert refusal(credential=key)[:2] == (401, 5202)


@pytest.mark.usefixtures("simulator")
def test_a_name_that_no_account_has_is_refused() -> None:
    assert refusal("https://nobody-here.documents.azure.com:443/")[:2] == (403, 1008)
