"""What repairs do in the directory, and what follows from it for the account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from requests import Response

from diagnostics.simulator import directory, ids
from diagnostics.simulator.consequences import account_of, revoked
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.support.serving import serving
from tests.support.simulated import Client

WRITER = ["Application.ReadWrite.All"]
FEDERATED = f"/servicePrincipals/{ids.FEDERATED_OID}"
APPLICATION = f"/applications/{ids.FEDERATED_APP_OBJECT}"


def writing(
    world: World, *asked: tuple[str, str, Any], roles: list[str] | None = None
) -> Response:
    """Send requests as a caller that may write; the last answer counts."""
    world.need(f"entra:/clients/{ids.CALLER_APP}")["roles"] = WRITER if roles is None else roles
    with serving(world) as simulator, Client(simulator) as client:
        answers = [client.graph(method, path, json=body) for method, path, body in asked]
        assert simulator.crashes == []
    return answers[-1]


def is_repaired(world: World) -> bool:
    account = account_of(world)
    assert account is not None
    return revoked(world, account) is None


def broken(name: str) -> World:
    world = make_world(SCENARIOS[name])
    assert not is_repaired(world)
    return world


def test_enabling_a_principal_gives_the_account_its_key_back() -> None:
    world = broken("service-principal-disabled@own-account-federated")
    answer = writing(world, ("PATCH", FEDERATED, {"accountEnabled": True}))
    assert (answer.status_code, answer.content) == (204, b"")
    assert is_repaired(world)


@pytest.mark.parametrize(
    "body",
    [
        {"accountEnabled": "true"},
        {"accountEnabled": 1},
        {"nonsense": 1},
        {"id": "x"},
        {"x-a": 1},
        {},
    ],
)
def test_a_change_that_does_not_fit_is_refused_and_changes_nothing(body: dict[str, Any]) -> None:
    world = build("own-account-federated")
    before = dict(world.need(directory.principal_key(ids.FEDERATED_OID)))
    answer = writing(world, ("PATCH", FEDERATED, body))
    assert answer.status_code == 400
    assert world.need(directory.principal_key(ids.FEDERATED_OID)) == before


def test_a_restored_principal_keeps_its_object_id() -> None:
    world = broken("service-principal-soft-deleted")
    answer = writing(world, ("POST", f"/directory/deletedItems/{ids.FEDERATED_OID}/restore", None))
    assert answer.status_code == 200
    assert (answer.json()["id"], answer.json()["deletedDateTime"]) == (ids.FEDERATED_OID, None)
    assert is_repaired(world)


def test_a_restored_application_has_its_federated_credential_again() -> None:
    world = broken("application-registration-missing")
    path = f"/directory/deletedItems/{ids.FEDERATED_APP_OBJECT}/restore"
    assert writing(world, ("POST", path, None)).status_code == 200
    assert is_repaired(world)


def test_a_new_principal_has_a_new_object_id_and_no_role_yet() -> None:
    world = broken("service-principal-gone@adobe-managed")
    answer = writing(world, ("POST", "/servicePrincipals", {"appId": ids.ADOBE_APP}))
    assert answer.status_code == 201
    made = answer.json()
    assert made["id"] != ids.ADOBE_OID
    assert made["appOwnerOrganizationId"] == ids.ADOBE_TENANT
    account = account_of(world)
    assert account is not None
    assert (revoked(world, account) or pytest.fail("healthy without a role")).code == 4002


def test_microsofts_own_principal_can_be_made_again() -> None:
    world = broken("key-vault-principal-gone")
    body = {"appId": world.cloud.key_vault_app_id}
    answer = writing(world, ("POST", "/servicePrincipals", body))
    assert answer.json()["displayName"] == "Azure Key Vault"
    assert is_repaired(world)


@pytest.mark.parametrize(
    ("app_id", "status"), [(ids.FEDERATED_APP, 409), (ids.REPORTS_APP[:-1] + "9", 400)]
)
def test_a_principal_that_exists_or_has_no_application_is_refused(
    app_id: str, status: int
) -> None:
    answer = writing(
        build("own-account-federated"), ("POST", "/servicePrincipals", {"appId": app_id})
    )
    assert answer.status_code == status


def test_a_deleted_principal_can_be_restored() -> None:
    world = build("own-account-federated")
    answer = writing(
        world,
        ("DELETE", FEDERATED, None),
        ("GET", "/directory/deletedItems/microsoft.graph.servicePrincipal", None),
    )
    (gone,) = answer.json()["value"]
    assert gone["id"] == ids.FEDERATED_OID
    deleted = datetime.fromisoformat(gone["deletedDateTime"])
    assert datetime.now(UTC) - deleted < timedelta(minutes=1)
    assert not is_repaired(world)


def test_a_managed_identitys_principal_leaves_nothing_to_restore() -> None:
    world = build("own-account")
    path = f"/servicePrincipals/{ids.IDENTITY_OID}"
    deleted = "/directory/deletedItems/microsoft.graph.servicePrincipal"
    assert writing(world, ("DELETE", path, None), ("GET", deleted, None)).json()["value"] == []


def a_credential(**changes: object) -> dict[str, object]:
    entry = {
        "name": "again",
        "issuer": f"https://login.microsoftonline.com/{ids.TENANT}/v2.0",
        "subject": ids.IDENTITY_OID,
        "audiences": ["api://AzureADTokenExchange"],
    }
    return entry | changes


def test_a_federated_credential_that_fits_lets_the_identity_in() -> None:
    world = broken("federated-credential-missing")
    answer = writing(
        world, ("POST", f"{APPLICATION}/federatedIdentityCredentials", a_credential())
    )
    assert answer.status_code == 201
    assert is_repaired(world)


@pytest.mark.parametrize("named", ["cosmos-cmk", "77777777-ffff-4000-8000-000000000001"])
def test_a_federated_credential_is_corrected_by_its_name_or_id(named: str) -> None:
    world = broken("federated-credential-letter-case")
    path = f"{APPLICATION}/federatedIdentityCredentials/{named}"
    assert writing(world, ("PATCH", path, {"subject": ids.IDENTITY_OID})).status_code == 204
    assert is_repaired(world)
    assert writing(world, ("DELETE", path, None)).status_code == 204
    assert not is_repaired(world)


@pytest.mark.parametrize(
    ("body", "status"),
    [(a_credential(name="cosmos-cmk"), 409), (a_credential(subject=""), 400)],
)
def test_a_federated_credential_twice_or_incomplete_is_refused(
    body: dict[str, object], status: int
) -> None:
    path = f"{APPLICATION}/federatedIdentityCredentials"
    answer = writing(build("own-account-federated"), ("POST", path, body))
    assert answer.status_code == status


@pytest.mark.parametrize("path", [APPLICATION, FEDERATED])
def test_a_new_secret_is_shown_once(path: str) -> None:
    world = build("own-account-federated")
    body = {
        "passwordCredential": {"displayName": "rotated", "endDateTime": "2031-01-01T00:00:00Z"}
    }
    answer = writing(world, ("POST", f"{path}/addPassword", body))
    made = answer.json()
    assert made["secretText"]
    again = writing(world, ("GET", path, None)).json()["passwordCredentials"]
    (kept,) = [each for each in again if each["keyId"] == made["keyId"]]
    assert (kept["secretText"], kept["displayName"]) == (None, "rotated")
    key = {"keyId": made["keyId"]}
    assert writing(world, ("POST", f"{path}/removePassword", key)).status_code == 204
    assert writing(world, ("POST", f"{path}/removePassword", key)).status_code == 400


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", FEDERATED),
        ("PATCH", APPLICATION),
        ("DELETE", FEDERATED),
        ("POST", "/servicePrincipals"),
        ("POST", f"{APPLICATION}/addPassword"),
        ("POST", f"{FEDERATED}/removePassword"),
        ("POST", f"{APPLICATION}/federatedIdentityCredentials"),
        ("DELETE", f"{APPLICATION}/federatedIdentityCredentials/cosmos-cmk"),
        ("POST", f"/directory/deletedItems/{ids.FEDERATED_OID}/restore"),
    ],
)
def test_who_may_only_read_changes_nothing(method: str, path: str) -> None:
    world = build("own-account-federated")
    before = {key: repr(doc) for key, doc in world.under("graph:/")}
    answer = writing(
        world, (method, path, {"accountEnabled": False}), roles=["Application.Read.All"]
    )
    assert answer.status_code == 403
    assert {key: repr(doc) for key, doc in world.under("graph:/")} == before


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", f"/servicePrincipals/{ids.OLD_IDENTITY_OID}"),
        ("DELETE", f"/applications/{ids.OLD_IDENTITY_OID}"),
        ("POST", f"/directory/deletedItems/{ids.FEDERATED_OID}/restore"),
        ("POST", f"/applications/{ids.OLD_IDENTITY_OID}/addPassword"),
        ("POST", f"/applications/{ids.OLD_IDENTITY_OID}/federatedIdentityCredentials"),
        ("PATCH", f"{APPLICATION}/federatedIdentityCredentials/nobody"),
    ],
)
def test_what_is_absent_cannot_be_changed(method: str, path: str) -> None:
    answer = writing(build("own-account-federated"), (method, path, a_credential()))
    assert answer.status_code == 404


def test_people_write_by_their_role() -> None:
    def as_person(world: World) -> World:
        client = world.need(f"entra:/clients/{ids.CALLER_APP}")
        client["x-claims"] = {"wids": ["158c047a-c907-4556-b7ef-446551a6b5f7"]}
        return world

    change: Callable[[World], Response] = lambda world: writing(  # noqa: E731
        world, ("PATCH", FEDERATED, {"accountEnabled": False}), roles=[]
    )
    assert change(as_person(build("own-account-federated"))).status_code == 204
    assert change(build("own-account-federated")).status_code == 403
