from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator

import pytest
from azure.core.exceptions import ClientAuthenticationError
from azure.identity.aio import ClientSecretCredential

from diagnostics.simulator import directory, ids
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.surroundings import CALLER_SECRET
from diagnostics.simulator.tokens import claims_of
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.support.serving import serving
from tests.support.simulated import Client

GRAPH, VAULT = "https://graph.microsoft.com", "https://vault.azure.net"
ACCOUNT = "https://cosmos-ajo.documents.azure.com"
CALLER = directory.principal_key(ids.CALLER_OID)


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with serving(build("own-account")) as running:
        yield running
    assert running.crashes == []


@pytest.fixture
def client(simulator: Simulator) -> Iterator[Client]:
    with Client(simulator) as session:
        yield session


def with_sdk(simulator: Simulator, scope: str, secret: str = CALLER_SECRET) -> str:
    """Sign in with azure-identity, on the way of a user behind a proxy."""

    async def sign_in() -> str:
        credential = ClientSecretCredential(
            ids.TENANT,
            ids.CALLER_APP,
            secret,
            connection_verify=str(simulator.ca_file),
            proxies={"https": simulator.proxy_url},
            retry_total=0,
        )
        async with credential:
            return (await credential.get_token(scope)).token

    return asyncio.run(sign_in())


def refused(
    change: Callable[[World], object], resource: str = VAULT, **form: str
) -> tuple[int, int, str]:
    """Return status, AADSTS number and OAuth error of a sign-in in a changed world."""
    world = build("own-account")
    change(world)
    with serving(world) as simulator, Client(simulator) as client:
        answer = client.sign_in(resource, **form)
    body = answer.json()
    (number,) = body["error_codes"]
    assert body["error_description"].startswith(f"AADSTS{number}: ")
    for part in ("Trace ID: ", "Correlation ID: ", "Timestamp: "):
        assert part in body["error_description"]
    return answer.status_code, number, body["error"]


def nothing(_: World) -> None:
    """The form alone is wrong."""


def test_the_real_sdk_gets_a_token(simulator: Simulator) -> None:
    claims = claims_of(with_sdk(simulator, f"{GRAPH}/.default"))
    assert claims is not None
    assert (claims["aud"], claims["oid"], claims["tid"]) == (GRAPH, ids.CALLER_OID, ids.TENANT)


def test_the_real_sdk_reports_the_number_of_a_refusal(simulator: Simulator) -> None:
    with pytest.raises(ClientAuthenticationError, match="AADSTS7000215"):
        with_sdk(simulator, f"{GRAPH}/.default", secret="wrong")


@pytest.mark.parametrize(
    ("change", "form", "expected"),
    [
        (nothing, {"client_secret": "x"}, (401, 7000215, "invalid_client")),
        (nothing, {"client_id": ids.ADOBE_APP}, (400, 700016, "unauthorized_client")),
        (nothing, {"tenant": "nobody.example"}, (400, 90002, "invalid_tenant")),
        (nothing, {"grant_type": "password"}, (400, 70003, "unsupported_grant_type")),
        (nothing, {"scope": "https://vault.azure.net"}, (400, 1002012, "invalid_scope")),
        (
            lambda world: world.need(CALLER).update(accountEnabled=False),
            {},
            (400, 7000112, "unauthorized_client"),
        ),
        (lambda world: world.remove(CALLER), {}, (400, 7000229, "unauthorized_client")),
        (
            lambda world: world.need(f"entra:/tenants/{ids.TENANT}").update(
                {"x-policies": [ids.CALLER_OID]}
            ),
            {},
            (400, 53003, "invalid_grant"),
        ),
        (
            lambda world: world.need(directory.principal_key(ids.KEY_VAULT_OID)).update(
                accountEnabled=False
            ),
            {},
            (400, 500014, "invalid_resource"),
        ),
        (
            lambda world: world.remove(directory.principal_key(ids.KEY_VAULT_OID)),
            {},
            (400, 500011, "invalid_resource"),
        ),
        (
            lambda world: world.need(f"entra:/clients/{ids.CALLER_APP}").update(
                {"x-secretExpired": True}
            ),
            {},
            (401, 7000222, "invalid_client"),
        ),
        (
            lambda world: world.need(f"entra:/clients/{ids.CALLER_APP}").update(
                {"x-refused": {"*.azure.net": 65001, "vault.azure.net": 65001}}
            ),
            {},
            (400, 65001, "invalid_grant"),
        ),
    ],
)
def test_a_refusal_follows_from_the_directory(
    change: Callable[[World], object], form: dict[str, str], expected: tuple[int, int, str]
) -> None:
    assert refused(change, **form) == expected


def test_a_missing_secret_is_asked_for(client: Client) -> None:
    url = f"https://login.microsoftonline.com/{ids.TENANT}/oauth2/v2.0/token"
    form = {"grant_type": "client_credentials", "client_id": ids.CALLER_APP}
    assert client.post(url, data=form, timeout=5).json()["error_codes"] == [7000218]


@pytest.mark.parametrize("resource", [ACCOUNT, "https://cosmos.azure.com"])
def test_an_account_has_a_resource_of_its_own_beside_the_general_one(
    client: Client, resource: str
) -> None:
    answer = client.sign_in(resource).json()
    assert (claims_of(answer["access_token"]) or {})["aud"] == resource


def test_an_account_that_does_not_exist_has_no_resource(client: Client) -> None:
    answer = client.sign_in("https://nobody.documents.azure.com")
    assert answer.json()["error_codes"] == [500011]
    assert "tenant named contoso-ajo" in answer.json()["error_description"]


def test_an_account_without_its_own_resource_leaves_the_general_one() -> None:
    world = build("own-account")
    world.need(ids.ACCOUNT_ID)["x-withoutResource"] = True
    with serving(world) as simulator, Client(simulator) as client:
        assert client.sign_in(ACCOUNT).json()["error_codes"] == [500011]
        assert client.sign_in("https://cosmos.azure.com").status_code == 200


def test_a_directory_may_give_another_audience_than_asked() -> None:
    world = build("own-account")
    world.need(f"entra:/tenants/{ids.TENANT}")["x-audiences"] = {ACCOUNT: GRAPH}
    with serving(world) as simulator, Client(simulator) as client:
        token = client.sign_in(ACCOUNT).json()["access_token"]
    assert (claims_of(token) or {})["aud"] == GRAPH


def test_in_another_tenant_the_same_application_is_another_principal(client: Client) -> None:
    token = client.sign_in(GRAPH, tenant=ids.OTHER_TENANT).json()["access_token"]
    claims = claims_of(token) or {}
    assert (claims["tid"], claims["oid"]) == (ids.OTHER_TENANT, ids.OTHER_TENANT_CALLER_OID)


def test_a_tenant_is_known_by_its_domain_too(client: Client) -> None:
    token = client.sign_in(GRAPH, tenant="contoso.example").json()["access_token"]
    assert (claims_of(token) or {})["tid"] == ids.TENANT


def test_the_older_endpoint_takes_a_resource(client: Client) -> None:
    environ = client.simulator.environ()
    form = {
        "grant_type": "client_credentials",
        "client_id": environ["AZURE_CLIENT_ID"],
        "client_secret": environ["AZURE_CLIENT_SECRET"],
        "resource": VAULT,
    }
    url = f"https://login.microsoftonline.com/{ids.TENANT}/oauth2/token"
    token = client.post(url, data=form, timeout=5).json()["access_token"]
    assert (claims_of(token) or {})["aud"] == VAULT


@pytest.mark.parametrize("tenant", [ids.TENANT, "common", "organizations"])
def test_discovery_leads_to_the_token_endpoint(client: Client, tenant: str) -> None:
    base = "https://login.microsoftonline.com"
    body = client.get(f"{base}/{tenant}/v2.0/.well-known/openid-configuration", timeout=5).json()
    assert body["token_endpoint"] == f"{base}/{tenant}/oauth2/v2.0/token"
    assert client.get(body["jwks_uri"], timeout=5).json() == {"keys": []}


def test_an_unknown_tenant_has_no_endpoints(client: Client) -> None:
    url = f"https://login.microsoftonline.com/{ids.SUBSCRIPTION}/v2.0/.well-known/openid-configuration"
    answer = client.get(url, timeout=5)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_tenant")


def test_the_authorities_of_the_cloud_are_one(client: Client) -> None:
    url = "https://login.microsoftonline.com/common/discovery/instance?api-version=1.1"
    (metadata,) = client.get(url, timeout=5).json()["metadata"]
    assert set(metadata["aliases"]) == {"login.microsoftonline.com", "login.windows.net"}


def test_the_government_cloud_signs_in_at_its_own_authority() -> None:
    with serving(build("own-account-usgov")) as simulator, Client(simulator) as client:
        token = client.sign_in("https://management.core.usgovcloudapi.net").json()
        assert token["token_type"] == "Bearer"
        with pytest.raises(OSError, match="403"):
            client.get("https://login.microsoftonline.com/common/discovery/instance", timeout=5)
