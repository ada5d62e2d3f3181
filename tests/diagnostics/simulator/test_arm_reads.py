from __future__ import annotations

import pytest

from diagnostics.simulator import ids, roles
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.support.asking import an_owner, arm, broken, code_of, names

SUB = ids.SUBSCRIPTION_ID
ASSIGNMENTS = "/providers/Microsoft.Authorization/roleAssignments"


@pytest.fixture
def world() -> World:
    return build("own-account")


def test_only_subscriptions_of_the_tokens_tenant_are_listed(world: World) -> None:
    body = arm(world, "GET", "/subscriptions?api-version=2022-12-01").body
    assert [one["subscriptionId"] for one in body["value"]] == [ids.SUBSCRIPTION]
    assert "x-managementGroups" not in body["value"][0]
    assert body["count"] == {"type": "Total", "value": 1}


def test_a_caller_without_any_role_sees_no_subscription(world: World) -> None:
    for key, _ in list(world.under(f"{SUB}{ASSIGNMENTS}/")):
        world.remove(key)
    for key, _ in list(world.under(f"{ids.VAULT_ID}{ASSIGNMENTS}/")):
        world.remove(key)
    assert arm(world, "GET", "/subscriptions").body["value"] == []
    answer = arm(world, "GET", SUB)
    assert (answer.status, code_of(answer.body)) == (403, "AuthorizationFailed")


def test_a_subscription_says_its_tenant_and_state(world: World) -> None:
    body = arm(world, "GET", SUB).body
    assert (body["tenantId"], body["state"]) == (ids.TENANT, "Enabled")


@pytest.mark.parametrize(
    ("filter_", "found"),
    [
        ("resourceType eq 'Microsoft.KeyVault/vaults' and name eq 'kv-ajo'", [ids.VAULT]),
        ("resourceType eq 'microsoft.keyvault/VAULTS' and name eq 'KV-AJO'", [ids.VAULT]),
        ("resourceType eq 'Microsoft.KeyVault/vaults'", [ids.VAULT, ids.OTHER_VAULT]),
        ("resourceType eq 'Microsoft.KeyVault/vaults' and name eq 'none'", []),
        ("resourceType eq 'Microsoft.DocumentDB/databaseAccounts'", [ids.ACCOUNT]),
    ],
)
@pytest.mark.parametrize("version", ["2015-11-01", "2021-04-01"])
def test_resources_are_found_by_type_and_name(
    world: World, filter_: str, found: list[str], version: str
) -> None:
    answer = arm(world, "GET", f"{SUB}/resources?$filter={filter_}&api-version={version}")
    assert names(answer.body) == found
    assert all(set(one) >= {"id", "type", "location"} for one in answer.body["value"])


@pytest.mark.parametrize(
    "path",
    [
        ids.VAULT_ID,
        ids.VAULT_ID.upper(),
        ids.VAULT_ID.replace("resourceGroups", "resourcegroups"),
        ids.VAULT_ID.replace("/vaults", "//vaults"),
        f"{ids.VAULT_ID}/",
    ],
)
def test_the_case_and_double_slashes_of_a_path_do_not_matter(world: World, path: str) -> None:
    assert arm(world, "GET", path).body["id"] == ids.VAULT_ID


def test_nothing_of_the_simulators_own_is_served(world: World) -> None:
    for path in (ids.ACCOUNT_ID, ids.VAULT_ID, SUB, ids.VAULT_GROUP_ID):
        assert not [name for name in arm(world, "GET", path).body if name.startswith("x-")]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (f"{ids.ACCOUNT_ID}x", "ResourceNotFound"),
        (f"{ids.VAULT_ID}x", "ResourceNotFound"),
        (f"{ids.IDENTITY_ID}x", "ResourceNotFound"),
        (f"{ids.VAULT_ID}/keys/none", "ResourceNotFound"),
        (f"{ids.VAULT_ID}/keys/none/versions", "ResourceNotFound"),
        (f"{ids.ACCOUNT_ID}x/sqlRoleAssignments", "ResourceNotFound"),
        (f"{ids.IDENTITY_ID}x/federatedIdentityCredentials", "ResourceNotFound"),
        (ids.VAULT_ID.replace("rg-sec", "rg-none"), "ResourceGroupNotFound"),
        (f"{SUB}/resourceGroups/rg-none", "ResourceGroupNotFound"),
        (
            f"{SUB}/providers/Microsoft.KeyVault/locations/westeurope/deletedVaults/none",
            "DeletedVaultNotFound",
        ),
    ],
)
def test_what_is_not_there_is_a_404_with_its_code(world: World, path: str, code: str) -> None:
    answer = arm(world, "GET", path)
    assert (answer.status, code_of(answer.body)) == (404, code)


def test_a_missing_child_of_an_account_answers_without_the_wrapper(world: World) -> None:
    answer = arm(world, "GET", f"{ids.ACCOUNT_ID}/sqlRoleAssignments/{ids.ROBIN}")
    assert answer.status == 404
    assert set(answer.body) == {"code", "message"}
    assert answer.body["message"].startswith(
        f"Unable to find a SQL Role Assignment with ID [{ids.ROBIN}]"
    )


def test_an_account_of_another_api_has_no_sql_roles(world: World) -> None:
    world.need(ids.ACCOUNT_ID)["kind"] = "MongoDB"
    answer = arm(world, "GET", f"{ids.ACCOUNT_ID}/sqlRoleAssignments")
    assert (answer.status, answer.body["code"]) == (405, "MethodNotAllowed")


@pytest.mark.parametrize(
    ("version", "has_status", "has_key_version"),
    [("2021-10-15", False, False), ("2023-11-15", True, False), ("2026-03-15", True, True)],
)
def test_older_versions_of_the_api_say_less(
    world: World, version: str, has_status: bool, has_key_version: bool
) -> None:
    fields = arm(world, "GET", f"{ids.ACCOUNT_ID}?api-version={version}").body["properties"]
    assert ("customerManagedKeyStatus" in fields) is has_status
    assert ("keyVaultKeyUriVersion" in fields) is has_key_version


def test_the_status_follows_from_the_world() -> None:
    body = arm(broken("key-disabled"), "GET", ids.ACCOUNT_ID).body
    assert body["properties"]["customerManagedKeyStatus"].endswith("(4018).")
    listed = arm(
        broken("key-disabled"), "GET", f"{SUB}/providers/Microsoft.DocumentDB/databaseAccounts"
    ).body["value"]
    assert listed[0]["properties"]["customerManagedKeyStatus"].endswith("(4018).")


def test_an_account_without_key_has_no_status() -> None:
    body = arm(build("own-account-without-key"), "GET", ids.ACCOUNT_ID).body
    assert "customerManagedKeyStatus" not in body["properties"]
    assert body["identity"] == {"type": "None"}


def test_adobes_account_is_out_of_reach() -> None:
    answer = arm(build("adobe-managed"), "GET", ids.ADOBE_ACCOUNT_ID)
    assert (answer.status, code_of(answer.body)) == (401, "InvalidAuthenticationTokenTenant")


def test_deleted_vaults_are_listed_with_their_dates() -> None:
    world = broken("vault-soft-deleted")
    assert arm(world, "GET", ids.VAULT_ID).status == 404
    body = arm(world, "GET", f"{SUB}/providers/Microsoft.KeyVault/deletedVaults").body
    assert names(body) == [ids.VAULT]
    fields = body["value"][0]["properties"]
    assert fields["vaultId"] == ids.VAULT_ID
    assert fields["deletionDate"] < fields["scheduledPurgeDate"]
    assert "x-document" not in body["value"][0]
    placed = arm(world, "GET", body["value"][0]["id"])
    assert placed.body == body["value"][0]


def test_keys_and_their_versions_are_read_without_the_data_plane(world: World) -> None:
    world.need(ids.VAULT_ID)["properties"]["networkAcls"]["defaultAction"] = "Deny"
    assert arm(world, "GET", ids.KEY_ID).body["properties"]["keySize"] == 3072
    versions = arm(world, "GET", f"{ids.KEY_ID}/versions").body
    assert set(names(versions)) == {ids.KEY_VERSION, ids.OLD_KEY_VERSION}
    assert set(names(arm(world, "GET", f"{ids.VAULT_ID}/keys").body)) == {ids.KEY, ids.OTHER_KEY}
    one = arm(world, "GET", f"{ids.KEY_ID}/versions/{ids.OLD_KEY_VERSION}")
    assert one.body["name"] == ids.OLD_KEY_VERSION


def test_identities_and_their_federated_credentials(world: World) -> None:
    body = arm(world, "GET", ids.IDENTITY_ID).body
    assert body["properties"]["principalId"] == ids.IDENTITY_OID
    listed = f"{ids.ACCOUNT_GROUP_ID}/providers/Microsoft.ManagedIdentity/userAssignedIdentities"
    assert names(arm(world, "GET", listed).body) == [ids.IDENTITY]
    assert arm(world, "GET", f"{ids.IDENTITY_ID}/federatedIdentityCredentials").body["value"] == []


@pytest.mark.parametrize(
    ("kind", "name"),
    [("sqlRoleAssignments", ""), ("sqlRoleDefinitions", roles.COSMOS_DATA_READER)],
)
def test_the_accounts_own_roles_are_listed(world: World, kind: str, name: str) -> None:
    value = arm(world, "GET", f"{ids.ACCOUNT_ID}/{kind}").body["value"]
    assert len(value) == 2
    assert not name or name in [one["name"] for one in value]
    one = arm(world, "GET", f"{ids.ACCOUNT_ID}/{kind}/{value[0]['name']}")
    assert one.body == value[0]


def test_resource_groups_and_tenants_are_listed(world: World) -> None:
    assert {"rg-sec", "rg-ajo"} <= set(names(arm(world, "GET", f"{SUB}/resourceGroups").body))
    assert arm(world, "GET", "/tenants").body["value"][0]["tenantId"] == ids.TENANT
    listed = arm(world, "GET", f"{SUB}/providers/Microsoft.KeyVault/deletedManagedHSMs")
    assert listed.body == {"value": []}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{ids.VAULT_ID}{ASSIGNMENTS}/{ids.ROBIN}", 404),
        (
            "/subscriptions/99999999-0000-4000-8000-000000000000/providers/Microsoft.Authorization/permissions",
            404,
        ),
        (f"{ids.VAULT_GROUP_ID}/providers/Microsoft.KeyVault/vaults", 200),
        (f"{SUB}/providers/Microsoft.KeyVault/vaults", 200),
        (f"{ids.VAULT_ID}x/keys", 404),
    ],
)
def test_what_is_read_besides(world: World, path: str, status: int) -> None:
    answer = arm(world, "GET", path)
    assert answer.status == status
    if status == 200:
        assert names(answer.body) == [ids.VAULT, ids.OTHER_VAULT]


@pytest.mark.parametrize("path", ["/subscriptions", "/tenants"])
def test_lists_over_all_subscriptions_need_a_token_too(world: World, path: str) -> None:
    assert arm(world, "GET", path, token=None).status == 401


def test_a_group_that_is_missing_takes_no_new_resource() -> None:
    world = an_owner(build("own-account"))
    for path in (ids.VAULT_ID, ids.IDENTITY_ID):
        gone = path.replace("rg-sec", "rg-no").replace("rg-ajo", "rg-no")
        answer = arm(world, "PUT", gone, {"location": "westeurope"})
        assert (answer.status, code_of(answer.body)) == (404, "ResourceGroupNotFound")


def test_the_region_and_managed_hsms_are_listed() -> None:
    world = broken("managed-hsm")
    assert names(arm(world, "GET", f"{SUB}/locations").body) == ["westeurope"]
    assert names(arm(world, "GET", f"{SUB}/providers/Microsoft.KeyVault/managedHSMs").body) == [
        "hsm-ajo"
    ]
