from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from requests import Response

from diagnostics.simulator import directory, ids
from diagnostics.simulator.msgraph_writes import soft_delete
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.support.serving import serving
from tests.support.simulated import Client

GRAPH = "https://graph.microsoft.com"


def a_world() -> World:
    world = build("own-account-federated")
    for oid in (ids.BILLING_OID, ids.REPORTS_OID):
        soft_delete(
            world, ids.TENANT, "serviceprincipals", world.need(directory.principal_key(oid))
        )
    app = world.need(directory.application_key(ids.BILLING_APP_OBJECT))
    soft_delete(world, ids.TENANT, "applications", app)
    world.need(f"graph:/{ids.TENANT}/groups/{ids.KEY_USERS_GROUP}")["x-members"] = [
        ids.FEDERATED_OID
    ]
    world.need(f"graph:/{ids.TENANT}/groups/{ids.ADMINS_GROUP}")["x-members"] = [
        ids.KEY_USERS_GROUP
    ]
    return world


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with serving(a_world()) as running:
        yield running
    assert running.crashes == []


@pytest.fixture
def client(simulator: Simulator) -> Iterator[Client]:
    with Client(simulator) as session:
        yield session


def values(client: Client, path: str) -> list[dict[str, Any]]:
    answer = client.graph("GET", path)
    assert answer.status_code == 200, answer.text
    return answer.json()["value"]


def asked_with(roles: list[str], path: str, **claims: object) -> Response:
    world = a_world()
    world.need(f"entra:/clients/{ids.CALLER_APP}").update({"roles": roles, "x-claims": claims})
    with serving(world) as simulator, Client(simulator) as client:
        return client.graph("GET", path)


@pytest.mark.parametrize(
    "path",
    [
        f"/servicePrincipals/{ids.FEDERATED_OID}",
        f"/servicePrincipals(appId='{ids.FEDERATED_APP}')",
        f"/SERVICEPRINCIPALS/{ids.FEDERATED_OID.upper()}",
    ],
)
def test_a_principal_is_found_by_either_id(client: Client, path: str) -> None:
    body = client.graph("GET", path).json()
    assert body["@odata.context"].endswith("#servicePrincipals/$entity")
    assert (body["id"], body["appId"]) == (ids.FEDERATED_OID, ids.FEDERATED_APP)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (f"appId eq '{ids.IDENTITY_CLIENT}'", [ids.IDENTITY_OID]),
        (f"servicePrincipalNames/any(c:c eq '{ids.IDENTITY_CLIENT}')", [ids.IDENTITY_OID]),
        ("startswith(displayName,'id-')", [ids.IDENTITY_OID]),
        ("displayName eq 'nobody''s'", []),
        (f"id in ('{ids.COSMOS_OID}','{ids.ARM_OID}')", [ids.COSMOS_OID, ids.ARM_OID]),
        (
            "servicePrincipalType eq 'ManagedIdentity' and accountEnabled eq true",
            [ids.IDENTITY_OID],
        ),
        ("accountEnabled eq false", []),
    ],
)
def test_a_filter_selects(client: Client, condition: str, expected: list[str]) -> None:
    found = values(client, f"/servicePrincipals?$filter={condition}")
    assert [each["id"] for each in found] == expected


def test_a_filter_that_is_not_understood_is_refused(client: Client) -> None:
    answer = client.graph("GET", "/servicePrincipals?$filter=displayName like 'x'")
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "path",
    [
        f"/servicePrincipals/{ids.OLD_IDENTITY_OID}",
        f"/servicePrincipals(appId='{ids.ADOBE_APP}')",
        f"/applications/{ids.OLD_IDENTITY_OID}",
        f"/applications/{ids.OLD_IDENTITY_OID}/federatedIdentityCredentials",
        f"/directory/deletedItems/{ids.OLD_IDENTITY_OID}",
        f"/servicePrincipals/{ids.OLD_IDENTITY_OID}/transitiveMemberOf",
        f"/groups/{ids.OLD_IDENTITY_OID}/transitiveMembers",
    ],
)
def test_what_is_absent_is_named(client: Client, path: str) -> None:
    answer = client.graph("GET", path)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (404, "Request_ResourceNotFound")
    assert set(error["innerError"]) == {"date", "request-id", "client-request-id"}
    assert error["innerError"]["request-id"] == answer.headers["request-id"]


def test_a_list_comes_in_pages(client: Client) -> None:
    seen: list[str] = []
    path = "/servicePrincipals?$top=2&$select=id"
    while path:
        body = client.graph("GET", path).json()
        assert len(body["value"]) <= 2
        assert all(set(each) == {"id"} for each in body["value"])
        seen += [each["id"] for each in body["value"]]
        path = body.get("@odata.nextLink", "").removeprefix(f"{GRAPH}/v1.0")
    assert len(seen) == len(set(seen)) == len(values(client, "/servicePrincipals")) > 4


@pytest.mark.parametrize("top", ["0", "1000", "many"])
def test_an_absurd_page_is_refused(client: Client, top: str) -> None:
    assert client.graph("GET", f"/groups?$top={top}").status_code == 400


def test_deleted_objects_are_listed_by_their_type(client: Client) -> None:
    base = "/directory/deletedItems"
    principals = values(client, f"{base}/microsoft.graph.servicePrincipal")
    assert {each["id"] for each in principals} == {ids.BILLING_OID, ids.REPORTS_OID}
    assert all(each["deletedDateTime"] for each in principals)
    (application,) = values(client, f"{base}/microsoft.graph.application")
    assert application["id"] == ids.BILLING_APP_OBJECT
    (one,) = values(
        client, f"{base}/microsoft.graph.servicePrincipal?$filter=appId eq '{ids.REPORTS_APP}'"
    )
    assert one["id"] == ids.REPORTS_OID
    assert client.graph("GET", base).status_code == 400
    assert client.graph("GET", f"{base}/{ids.BILLING_OID}").json()["id"] == ids.BILLING_OID


def test_federated_credentials_are_listed_and_hidden_from_the_application(client: Client) -> None:
    for path in (
        f"/applications/{ids.FEDERATED_APP_OBJECT}",
        f"/applications(appId='{ids.FEDERATED_APP}')",
    ):
        (entry,) = values(client, f"{path}/federatedIdentityCredentials")
        assert entry["subject"] == ids.IDENTITY_OID
        body = client.graph("GET", path).json()
        assert not [name for name in body if name.startswith("x-")]


@pytest.mark.parametrize("tail", ["", "/microsoft.graph.group"])
def test_groups_of_a_principal_are_found_transitively(client: Client, tail: str) -> None:
    found = values(client, f"/servicePrincipals/{ids.FEDERATED_OID}/transitiveMemberOf{tail}")
    assert {each["id"] for each in found} == {ids.KEY_USERS_GROUP, ids.ADMINS_GROUP}
    assert {each["displayName"] for each in found} == {"cmk-key-users", "platform-admins"}


def test_members_are_direct_or_transitive(client: Client) -> None:
    direct = values(client, f"/groups/{ids.ADMINS_GROUP}/members")
    assert {each["id"] for each in direct} == {ids.KEY_USERS_GROUP}
    every = values(client, f"/groups/{ids.ADMINS_GROUP}/transitiveMembers")
    assert {each["id"] for each in every} == {ids.KEY_USERS_GROUP, ids.FEDERATED_OID}


def test_ids_become_names_by_a_post_that_reads(client: Client) -> None:
    wanted = [ids.DANA, ids.FEDERATED_OID, ids.ADMINS_GROUP, ids.OLD_IDENTITY_OID]
    answer = client.graph("POST", "/directoryObjects/getByIds", json={"ids": wanted})
    found = {each["id"]: each for each in answer.json()["value"]}
    assert set(found) == set(wanted[:3])
    assert found[ids.FEDERATED_OID]["@odata.type"] == "#microsoft.graph.servicePrincipal"
    # The caller may read applications and groups, not people: it learns that somebody is there.
    assert found[ids.DANA]["displayName"] is None


def test_another_tenant_is_another_directory() -> None:
    world = a_world()
    client_document = world.need(f"entra:/clients/{ids.CALLER_APP}")
    client_document.update(tenant=ids.OTHER_TENANT, object_id=ids.OTHER_TENANT_CALLER_OID)
    with serving(world) as simulator, Client(simulator) as client:
        found = values(client, "/servicePrincipals")
        (organization,) = values(client, "/organization")
    assert ids.OTHER_TENANT_CALLER_OID in {each["id"] for each in found}
    assert ids.CALLER_OID not in {each["id"] for each in found}
    assert organization["displayName"] == "fabrikam-sandbox"


@pytest.mark.parametrize(
    ("roles", "path"),
    [
        ([], f"/servicePrincipals/{ids.FEDERATED_OID}"),
        (["GroupMember.Read.All"], f"/applications/{ids.FEDERATED_APP_OBJECT}"),
        (["GroupMember.Read.All"], "/directory/deletedItems/microsoft.graph.servicePrincipal"),
        (["Application.Read.All"], f"/groups/{ids.ADMINS_GROUP}"),
        (["Application.Read.All"], f"/users/{ids.DANA}"),
        (["Application.Read.All"], f"/groups/{ids.ADMINS_GROUP}/members"),
        (["GroupMember.Read.All"], f"/directory/deletedItems/{ids.BILLING_OID}"),
        (
            ["User.Read.All"],
            f"/applications/{ids.FEDERATED_APP_OBJECT}/federatedIdentityCredentials",
        ),
        (["GroupMember.Read.All"], f"/servicePrincipals/{ids.FEDERATED_OID}/transitiveMemberOf"),
        (["AuditLog.Read.All"], "/organization"),
    ],
)
def test_a_token_without_the_permission_is_refused(roles: list[str], path: str) -> None:
    answer = asked_with(roles, path)
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "Authorization_RequestDenied"


def test_without_a_right_to_groups_only_their_ids_are_told() -> None:
    answer = asked_with(
        ["Application.Read.All"], f"/servicePrincipals/{ids.FEDERATED_OID}/transitiveMemberOf"
    )
    found = answer.json()["value"]
    assert {each["id"] for each in found} == {ids.KEY_USERS_GROUP, ids.ADMINS_GROUP}
    assert {each["displayName"] for each in found} == {None}


@pytest.mark.parametrize(
    "claims",
    [
        {"scp": "User.Read Application.Read.All"},
        {"wids": ["88d8e3e3-8f55-4a1e-953a-9b9898b8876b"]},
    ],
)
def test_people_read_by_consent_or_by_their_role(claims: dict[str, object]) -> None:
    path = f"/servicePrincipals/{ids.FEDERATED_OID}"
    assert asked_with([], path, **claims).status_code == 200


@pytest.mark.parametrize(
    ("headers", "text"),
    [
        ({}, "Access token is empty."),
        ({"Authorization": "Bearer nonsense"}, "signature"),
    ],
)
def test_without_a_token_nothing_is_told(
    client: Client, headers: dict[str, str], text: str
) -> None:
    answer = client.get(f"{GRAPH}/v1.0/servicePrincipals", headers=headers, timeout=5)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "InvalidAuthenticationToken"
    assert text in answer.json()["error"]["message"]


def test_a_token_for_another_service_is_refused(client: Client) -> None:
    headers = client.bearer("https://management.azure.com")
    answer = client.get(f"{GRAPH}/v1.0/servicePrincipals", headers=headers, timeout=5)
    assert "Invalid audience" in answer.json()["error"]["message"]


def test_an_expired_token_is_refused(client: Client) -> None:
    headers = client.bearer(GRAPH)
    client.simulator.world.put("sim:/clock", {"skew_s": 8000})
    try:
        answer = client.get(f"{GRAPH}/v1.0/servicePrincipals", headers=headers, timeout=5)
    finally:
        client.simulator.world.remove("sim:/clock")
    assert "expired" in answer.json()["error"]["message"]
