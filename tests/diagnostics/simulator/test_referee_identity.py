"""The simulator's token service against azure-identity: every way to sign in that needs no machine of Azure's, in both clouds."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import (
    CertificateCredential,
    ClientSecretCredential,
    EnvironmentCredential,
    WorkloadIdentityCredential,
)
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from diagnostics.simulator import directory, ids
from diagnostics.simulator.scenarios import inject
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.tokens import claims_of, verified
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.support.cloud import jwt
from tests.support.serving import serving
from tests.support.simulated import surround

pytestmark = pytest.mark.referee
ISSUER, SUBJECT = "https://issuer.example/oidc", "system:serviceaccount:ajo:doctor"
AUDIENCE = "api://AzureADTokenExchange"


@pytest.fixture(params=["own-account", "own-account-usgov"])
def world(request: pytest.FixtureRequest) -> World:
    return build(request.param)


@pytest.fixture
def simulator(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:
    with serving(world) as running:
        surround(monkeypatch, running)
        yield running
    assert running.crashes == []


def common(world: World) -> dict[str, Any]:
    return {
        "authority": world.cloud.authority,
        "disable_instance_discovery": True,
        "retry_total": 0,
    }


def with_secret(world: World, simulator: Simulator, **changes: str) -> ClientSecretCredential:
    login = simulator.environ() | changes
    return ClientSecretCredential(
        login["AZURE_TENANT_ID"],
        login["AZURE_CLIENT_ID"],
        login["AZURE_CLIENT_SECRET"],
        **common(world),
    )


@pytest.mark.parametrize("api", ["arm", "graph", "keyvault", "cosmos"])
def test_a_secret_gives_a_token_for_each_service(
    world: World, simulator: Simulator, api: str
) -> None:
    cloud = world.cloud
    scope = {
        "arm": cloud.arm_scope,
        "graph": cloud.graph_scope,
        "keyvault": f"{cloud.vault_resource}/.default",
        "cosmos": "https://cosmos.azure.com/.default",
    }[api]
    token = EnvironmentCredential(**common(world)).get_token(scope)
    claims = verified(world, token.token)
    assert claims is not None
    assert claims["aud"] == scope.removesuffix("/.default")
    assert (claims["tid"], claims["oid"], claims["appid"]) == (
        ids.TENANT,
        ids.CALLER_OID,
        ids.CALLER_APP,
    )
    assert 3500 < token.expires_on - datetime.now(UTC).timestamp() < 3700
    assert [entry.host for entry in simulator.log if entry.method == "POST"] == [cloud.authority]


def test_discovery_of_the_instance_is_answered(world: World, simulator: Simulator) -> None:
    settings = common(world) | {"disable_instance_discovery": False}
    login = simulator.environ()
    credential = ClientSecretCredential(
        login["AZURE_TENANT_ID"],
        login["AZURE_CLIENT_ID"],
        login["AZURE_CLIENT_SECRET"],
        **settings,
    )
    assert claims_of(credential.get_token(world.cloud.arm_scope).token)


def disabled(world: World) -> None:
    world.need(directory.principal_key(ids.CALLER_OID))["accountEnabled"] = False


def blocked(world: World) -> None:
    world.need(f"entra:/tenants/{ids.TENANT}")["x-policies"] = [ids.CALLER_OID]


def without_principal(world: World) -> None:
    world.remove(directory.principal_key(ids.CALLER_OID))


def without_resource(world: World) -> None:
    world.remove(directory.principal_key(ids.KEY_VAULT_OID))


def resource_disabled(world: World) -> None:
    inject(world, "key-vault-principal-disabled")


def secret_expired(world: World) -> None:
    world.need(f"entra:/clients/{ids.CALLER_APP}")["x-secretExpired"] = True


def nothing(_world: World) -> None:
    return None


@pytest.mark.parametrize(
    ("change", "login", "code"),
    [
        (disabled, {}, 7000112),
        (blocked, {}, 53003),
        (without_principal, {}, 7000229),
        (without_resource, {}, 500011),
        (resource_disabled, {}, 500014),
        (secret_expired, {}, 7000222),
        (nothing, {"AZURE_CLIENT_SECRET": "wrong"}, 7000215),
        (nothing, {"AZURE_CLIENT_ID": ids.OLD_IDENTITY_OID}, 700016),
    ],
)
def test_each_refusal_is_read_by_its_number(
    world: World,
    simulator: Simulator,
    change: Callable[[World], None],
    login: dict[str, str],
    code: int,
) -> None:
    change(world)
    with pytest.raises(ClientAuthenticationError, match=f"AADSTS{code}:"):
        with_secret(world, simulator, **login).get_token(f"{world.cloud.vault_resource}/.default")


def test_a_tenant_that_is_not_there_ends_before_the_token(
    world: World, simulator: Simulator
) -> None:
    """The library asks for the tenant's endpoints first and does not hand on the number (90002) of that answer."""
    credential = with_secret(world, simulator, AZURE_TENANT_ID=ids.OLD_IDENTITY_OID)
    with pytest.raises(ClientAuthenticationError, match="double check your tenant name or GUID"):
        credential.get_token(world.cloud.arm_scope)
    assert [entry.status for entry in simulator.log if entry.method == "GET"] == [400]


def trusted(world: World) -> None:
    """Let the caller's application trust another authority."""
    world.need(directory.application_key(ids.CALLER_APP_OBJECT))[
        "x-federatedIdentityCredentials"
    ] = [{"issuer": ISSUER, "subject": SUBJECT, "audiences": [AUDIENCE]}]


def workload(world: World, folder: Path, **claims: Any) -> WorkloadIdentityCredential:
    token = jwt(**{"iss": ISSUER, "sub": SUBJECT, "aud": AUDIENCE, **claims})
    file = folder / "token"
    file.write_text(token)
    return WorkloadIdentityCredential(
        tenant_id=ids.TENANT, client_id=ids.CALLER_APP, token_file_path=str(file), **common(world)
    )


@pytest.mark.usefixtures("simulator")
def test_a_workload_signs_in_with_its_own_token(world: World, tmp_path: Path) -> None:
    trusted(world)
    token = workload(world, tmp_path).get_token(world.cloud.arm_scope)
    assert (verified(world, token.token) or {})["oid"] == ids.CALLER_OID


@pytest.mark.usefixtures("simulator")
@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"iss": ISSUER + "/"}, 700211),
        ({"sub": SUBJECT.upper()}, 700213),
        ({"aud": "api://azureadtokenexchange"}, 700212),
        ({"exp": 1}, 700024),
        ({"nbf": 4_000_000_000}, 700024),
    ],
)
def test_a_workloads_token_must_fit_to_the_letter(
    world: World, tmp_path: Path, claims: dict[str, Any], code: int
) -> None:
    trusted(world)
    with pytest.raises(ClientAuthenticationError, match=f"AADSTS{code}:"):
        workload(world, tmp_path, **claims).get_token(world.cloud.arm_scope)


def certificate(folder: Path) -> tuple[Path, str]:
    """Return a certificate with its key in a file, and its thumbprint as directories list it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "ajo-doctor")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    file, pem = folder / "certificate.pem", serialization.Encoding.PEM
    form = serialization.PrivateFormat.PKCS8
    file.write_bytes(
        key.private_bytes(pem, form, serialization.NoEncryption()) + made.public_bytes(pem)
    )
    encoded = made.public_bytes(serialization.Encoding.DER)
    return file, hashlib.sha1(encoded, usedforsecurity=False).hexdigest().upper()


@pytest.mark.usefixtures("simulator")
@pytest.mark.parametrize("is_registered", [True, False])
def test_a_certificate_counts_only_where_it_is_registered(
    world: World, tmp_path: Path, is_registered: bool
) -> None:
    file, thumbprint = certificate(tmp_path)
    entry = directory.certificate("CN=ajo-doctor", issued=1, expires=-1)
    entry["customKeyIdentifier"] = thumbprint if is_registered else base64.b64encode(b"x").decode()
    world.need(directory.application_key(ids.CALLER_APP_OBJECT))["keyCredentials"] = [entry]
    credential = CertificateCredential(ids.TENANT, ids.CALLER_APP, str(file), **common(world))
    if is_registered:
        assert verified(world, credential.get_token(world.cloud.arm_scope).token)
        return
    with pytest.raises(ClientAuthenticationError, match="AADSTS700027:"):
        credential.get_token(world.cloud.arm_scope)
