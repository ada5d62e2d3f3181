"""The simulator's services against the SDK clients that nobody here wrote."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from diagnostics.simulator import ids
from diagnostics.simulator.faults import FAULTS
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build

pytestmark = pytest.mark.referee
_VARIABLES = ("HTTPS_PROXY", "https_proxy")


@pytest.fixture
def world() -> World:
    return build("own-account")


@pytest.fixture
def simulator(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    with Simulator(world) as running:
        for name in _VARIABLES:
            monkeypatch.setenv(name, running.proxy_url)
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(running.ca_file))
        for name, value in running.environ().items():
            monkeypatch.setenv(name, value)
        yield running
        assert running.crashes == []


def credential() -> object:
    from azure.identity import EnvironmentCredential

    return EnvironmentCredential()


def test_azure_cosmos_reads_the_account(simulator: Simulator) -> None:
    from azure.cosmos import CosmosClient

    url = f"https://{ids.ACCOUNT}.documents.azure.com:443/"
    with CosmosClient(url, credential=credential(), retry_total=0) as client:
        account = client.get_database_account()
    assert account.ConsistencyPolicy == {
        "defaultConsistencyLevel": "Session",
        "maxIntervalInSeconds": 5,
        "maxStalenessPrefix": 100,
    }
    assert {entry.host for entry in simulator.log if entry.path == "/"} == {
        f"{ids.ACCOUNT}.documents.azure.com"
    }


@pytest.mark.parametrize(
    ("fault", "status", "sub_status"),
    [
        ("key-access-missing", 403, 4002),
        ("cosmos-data-role-missing", 403, 5301),
        ("wrong-issuer", 401, 5007),
        ("wrong-audience", 401, 5008),
        ("cosmos-firewall", 403, 0),
    ],
)
def test_azure_cosmos_reads_each_refusal(
    world: World, simulator: Simulator, fault: str, status: int, sub_status: int
) -> None:
    from azure.cosmos import CosmosClient
    from azure.cosmos.exceptions import CosmosHttpResponseError

    FAULTS[fault].apply(world)
    url = f"https://{ids.ACCOUNT}.documents.azure.com:443/"
    with pytest.raises(CosmosHttpResponseError) as caught:
        CosmosClient(url, credential=credential(), retry_total=0).get_database_account()
    assert (caught.value.status_code, caught.value.sub_status or 0) == (status, sub_status)
    assert simulator.log


def test_azure_mgmt_authorization_follows_every_page(world: World, simulator: Simulator) -> None:
    from azure.mgmt.authorization import AuthorizationManagementClient

    FAULTS["paged-assignments"].apply(world)
    with AuthorizationManagementClient(credential(), ids.SUBSCRIPTION) as client:  # type: ignore[arg-type]
        found = list(client.role_assignments.list_for_scope(ids.VAULT_ID, filter="atScope()"))
        own = list(
            client.permissions.list_for_resource(
                ids.VAULT_GROUP, "Microsoft.KeyVault", "", "vaults", ids.VAULT
            )
        )
        roles = list(client.role_definitions.list(ids.VAULT_ID, filter="roleName eq 'Reader'"))
        denied = list(client.deny_assignments.list_for_scope(ids.VAULT_ID))
    assert len(found) > 230
    assert ["*/read"] in [block.actions for block in own]
    assert [role.role_name for role in roles] == ["Reader"]
    assert denied == []
    assert simulator.log
