"""The simulator's Microsoft Graph against recorded answers of the real one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from diagnostics.simulator import directory, ids
from diagnostics.simulator.worlds import build
from tests.support.recorded import REFEREE, compare, kinds, one
from tests.support.serving import serving
from tests.support.simulated import Client

pytestmark = REFEREE
SCENARIO = "role_service_principal_scenario"
NOBODY = ids.OLD_IDENTITY_OID


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    world = build("own-account-federated")
    world.need(f"entra:/clients/{ids.CALLER_APP}")["roles"] = ["Application.ReadWrite.All"]
    with serving(world) as running, Client(running) as session:
        yield session
    assert running.crashes == []


def is_asking(method: str, part: str, status: int) -> Any:
    return lambda entry: (
        entry["method"] == method and part in entry["url"] and entry["status"] == status
    )


def test_a_principal_has_the_recorded_fields_in_their_order(client: Client) -> None:
    real = one(SCENARIO, is_asking("GET", "/servicePrincipals/", 200))
    ours = client.graph("GET", f"/servicePrincipals/{ids.FEDERATED_OID}").json()
    assert list(ours) == list(real)
    compare(kinds(ours), kinds(real), ours_only=set(), real_only=set())
    assert ours["@odata.context"] == real["@odata.context"]


def test_a_list_is_wrapped_as_recorded(client: Client) -> None:
    real = one(
        SCENARIO,
        lambda entry: (
            is_asking("GET", "/servicePrincipals?", 200)(entry) and entry["response_body"]["value"]
        ),
    )
    asked = f"servicePrincipalNames/any(c:c eq '{ids.FEDERATED_APP}')"
    ours = client.graph("GET", f"/servicePrincipals?$filter={asked}").json()
    assert list(ours) == list(real)
    assert list(ours["value"][0]) == list(real["value"][0])


def test_a_search_for_nobody_is_no_error(client: Client) -> None:
    real = one("role_sp_show_exit_code", is_asking("GET", "/servicePrincipals?", 200))
    asked = "servicePrincipalNames/any(c:c eq 'non-exist-sp-name')"
    assert client.graph("GET", f"/servicePrincipals?$filter={asked}").json() == real


def test_an_application_has_the_recorded_fields(client: Client) -> None:
    real = one(
        SCENARIO,
        lambda entry: (
            is_asking("GET", "/applications?", 200)(entry) and entry["response_body"]["value"]
        ),
    )["value"][0]
    ours = client.graph("GET", f"/applications/{ids.FEDERATED_APP_OBJECT}").json()
    ours.pop("@odata.context")
    compare(
        kinds(ours),
        kinds(real),
        ours_only=set(),
        real_only=set(),
    )


def test_a_managed_identitys_principal_has_the_recorded_marks(client: Client) -> None:
    (real,) = [
        each
        for each in one(
            "keyvault_rbac_cmk_roles", is_asking("POST", "/directoryObjects/getByIds", 200)
        )["value"]
        if each.get("servicePrincipalType") == "ManagedIdentity"
    ]
    answer = client.graph("POST", "/directoryObjects/getByIds", json={"ids": [ids.IDENTITY_OID]})
    (ours,) = answer.json()["value"]
    compare(kinds(ours), kinds(real), ours_only=set(), real_only=set())
    for name in ("servicePrincipalType", "appDisplayName", "appOwnerOrganizationId", "info"):
        assert ours[name] == real[name]
    assert ours["alternativeNames"][0] == real["alternativeNames"][0] == "isExplicit=True"
    assert "/resourcegroups/" in ours["alternativeNames"][1]
    assert set(ours["keyCredentials"][0]) == set(real["keyCredentials"][0])


@pytest.mark.parametrize("kind", ["servicePrincipals", "applications"])
def test_a_missing_object_is_refused_as_recorded(client: Client, kind: str) -> None:
    real = one(SCENARIO, is_asking("GET", f"/{kind}/", 404))["error"]
    ours = client.graph("GET", f"/{kind}/{NOBODY}").json()["error"]
    assert (ours["code"], list(ours)) == (real["code"], list(real))
    assert list(ours["innerError"]) == list(real["innerError"])
    assert ours["message"].partition(NOBODY)[2] in real["message"]


def test_a_refusal_is_worded_as_recorded() -> None:
    real = one("azure_errors", is_asking("GET", "/servicePrincipals", 403))["error"]
    world = build("own-account")
    world.need(f"entra:/clients/{ids.CALLER_APP}")["roles"] = []
    with serving(world) as simulator, Client(simulator) as client:
        ours = client.graph("GET", "/servicePrincipals").json()["error"]
    assert {name: ours[name] for name in ("code", "message")} == {
        name: real[name] for name in ("code", "message")
    }
    assert list(ours["innerError"]) == list(real["innerError"])


def test_a_principal_is_changed_and_deleted_without_a_body(client: Client) -> None:
    one(SCENARIO, is_asking("PATCH", "/servicePrincipals/", 204))
    one(SCENARIO, is_asking("DELETE", "/servicePrincipals/", 204))
    path = f"/servicePrincipals/{ids.BILLING_OID}"
    for method in ("PATCH", "DELETE"):
        answer = client.graph(method, path, json={"appRoleAssignmentRequired": True})
        assert (answer.status_code, answer.content) == (204, b"")
    assert client.simulator.world.get(directory.deleted_key(ids.BILLING_OID))


def test_a_new_principal_is_shown_as_recorded(client: Client) -> None:
    real = one(SCENARIO, is_asking("POST", "/servicePrincipals", 201))
    client.simulator.world.remove(directory.principal_key(ids.FEDERATED_OID))
    body = {"appId": ids.FEDERATED_APP, "accountEnabled": True}
    answer = client.graph("POST", "/servicePrincipals", json=body)
    assert answer.status_code == 201
    assert list(answer.json()) == list(real)
