"""The simulator's Resource Manager against recorded answers of the real services and the examples of their specifications."""

from __future__ import annotations

from typing import Any

import pytest

from diagnostics.simulator import ids, roles
from diagnostics.simulator.faults import permissions, vaults
from diagnostics.simulator.worlds import build
from tests.support.asking import an_owner, arm
from tests.support.recorded import REFEREE, compare, example, kinds, one, recorded

pytestmark = REFEREE


def is_account(entry: dict[str, Any]) -> bool:
    tail = entry["url"].partition("?")[0].partition("/databaseAccounts/")[2]
    return entry["method"] == "GET" and bool(tail) and "/" not in tail and entry["status"] == 200


def test_the_account_has_the_recorded_fields() -> None:
    real = one(
        "cosmosdb_system_identity_restore",
        lambda entry: (
            is_account(entry)
            and "customerManagedKeyStatus" in entry["response_body"]["properties"]
        ),
    )
    ours = arm(build("own-account"), "GET", f"{ids.ACCOUNT_ID}?api-version=2023-11-15").body
    compare(
        kinds(ours, below=("properties", "systemData")),
        kinds(real, below=("properties", "systemData")),
        ours_only={"properties.privateEndpointConnections"},  # accounts with endpoints show it
        real_only=set(),
    )
    status = "customerManagedKeyStatus"
    assert ours["properties"][status] == real["properties"][status]


def test_an_account_without_identity_says_none() -> None:
    real = one("cosmosdb_key_vault_key_uri", is_account)
    ours = arm(
        build("own-account-first-party"), "GET", f"{ids.ACCOUNT_ID}?api-version=2021-10-15"
    ).body
    assert ours["identity"] == real["identity"]
    assert ours["properties"]["defaultIdentity"] == real["properties"]["defaultIdentity"]
    assert "customerManagedKeyStatus" not in {**real["properties"], **ours["properties"]}


def test_the_vault_has_the_recorded_fields() -> None:
    tail = "/providers/Microsoft.KeyVault/vaults/"
    real = one(
        "keyvault_rbac_cmk_roles",
        lambda entry: (
            tail in entry["url"]
            and entry["status"] == 200
            and "properties" in (entry["response_body"] or {})
            and "vaultUri" in entry["response_body"]["properties"]
        ),
    )
    ours = arm(build("own-account"), "GET", ids.VAULT_ID).body
    compare(
        kinds(ours, below=("properties", "systemData")),
        kinds(real, below=("properties", "systemData")),
        ours_only={"properties.networkAcls", "properties.enablePurgeProtection"},
        real_only={
            "properties.enabledForDiskEncryption",
            "properties.enabledForTemplateDeployment",
        },
    )


def test_keys_have_the_specified_fields() -> None:
    world = build("own-account")
    real = example("keyvault-arm/getKey.json")
    ours = arm(world, "GET", ids.KEY_ID).body
    compare(
        kinds(ours, below=("properties",)),
        kinds(real, below=("properties",)),
        ours_only={"tags"},
        real_only=set(),
    )
    version = example("keyvault-arm/listKeyVersions.json")["value"][0]
    listed = arm(world, "GET", f"{ids.KEY_ID}/versions").body["value"][0]
    assert set(kinds(listed)) - {"tags"} == set(kinds(version)) - {"tags"}
    assert listed["type"] == version["type"]


def test_deleted_vaults_have_the_recorded_fields() -> None:
    world = build("own-account")
    next(fault for fault in vaults.FAULTS if fault.id == "vault-soft-deleted").apply(world)
    real = one(
        "keyvault_softdelete",
        lambda entry: "/deletedVaults?" in entry["url"] and entry["method"] == "GET",
    )["value"][0]
    path = f"{ids.SUBSCRIPTION_ID}/providers/Microsoft.KeyVault/deletedVaults"
    ours = arm(world, "GET", path).body["value"][0]
    assert kinds(ours, below=("properties",)) == kinds(real, below=("properties",))
    assert len(ours["properties"]["deletionDate"]) == len(real["properties"]["deletionDate"])


def assignment_put(entry: dict[str, Any]) -> bool:
    return (
        "/roleAssignments/" in entry["url"] and entry["method"] == "PUT" and entry["status"] == 201
    )


def test_a_new_role_assignment_has_the_recorded_fields() -> None:
    real = one("keyvault_rbac_cmk_roles", assignment_put)
    path = f"{ids.VAULT_ID}/providers/Microsoft.Authorization/roleAssignments/{ids.ROBIN}"
    role = f"{ids.SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions/{roles.CRYPTO_USER}"
    sent = {
        "properties": {"principalId": ids.ROBIN, "roleDefinitionId": role, "principalType": "User"}
    }
    answer = arm(an_owner(build("own-account")), "PUT", path, sent)
    assert answer.status == 201
    assert kinds(answer.body, below=("properties",)) == kinds(real, below=("properties",))


def test_role_definitions_have_the_recorded_fields() -> None:
    real = one(
        "keyvault_rbac_cmk_roles",
        lambda entry: "/roleDefinitions?" in entry["url"] and entry["response_body"]["value"],
    )["value"][0]
    name = real["properties"]["roleName"]
    path = f"{ids.VAULT_ID}/providers/Microsoft.Authorization/roleDefinitions?$filter=roleName eq '{name}'"
    ours = arm(build("own-account"), "GET", path).body["value"][0]
    assert kinds(ours, below=("properties",)) == kinds(real, below=("properties",))
    block = real["properties"]["permissions"][0]
    assert set(ours["properties"]["permissions"][0]) == set(block)
    assert ours["properties"]["permissions"][0]["dataActions"] == block["dataActions"]


@pytest.mark.parametrize("kind", ["sqlRoleAssignments", "sqlRoleDefinitions"])
def test_the_accounts_own_roles_have_the_recorded_fields(kind: str) -> None:
    real = one(
        "cosmosdb_sql_role",
        lambda entry: f"/{kind}?" in entry["url"] and (entry["response_body"] or {}).get("value"),
    )["value"][0]
    ours = arm(build("own-account"), "GET", f"{ids.ACCOUNT_ID}/{kind}").body["value"][0]
    assert kinds(ours, below=("properties",)) == kinds(real, below=("properties",))


def test_the_built_in_data_roles_are_the_recorded_ones() -> None:
    entries = recorded(
        "cosmosdb_sql_role",
        lambda entry: (
            "/sqlRoleDefinitions?" in entry["url"] and "value" in (entry["response_body"] or {})
        ),
    )
    real = {
        role["name"]: role["properties"]["permissions"][0]["dataActions"]
        for entry in entries
        for role in entry["response_body"]["value"]
        if role["properties"]["type"] == "BuiltInRole"
    }
    body = arm(build("own-account"), "GET", f"{ids.ACCOUNT_ID}/sqlRoleDefinitions").body
    ours = {
        one["name"]: one["properties"]["permissions"][0]["dataActions"] for one in body["value"]
    }
    assert real
    assert {name: set(actions) for name, actions in ours.items()} == {
        name: set(actions) for name, actions in real.items()
    }


def test_writing_a_data_role_answers_as_recorded() -> None:
    real = next(
        recorded(
            "cosmosdb_sql_role",
            lambda entry: "/sqlRoleAssignments/" in entry["url"] and entry["method"] == "PUT",
        )
    )
    sent = {
        "properties": {
            "roleDefinitionId": f"{ids.ACCOUNT_ID}/sqlRoleDefinitions/{roles.COSMOS_DATA_READER}",
            "scope": ids.ACCOUNT_ID,
            "principalId": ids.CALLER_OID,
        }
    }
    path = f"{ids.ACCOUNT_ID}/sqlRoleAssignments/{ids.ROBIN}"
    answer = arm(an_owner(build("own-account")), "PUT", path, sent)
    assert (answer.status, answer.body) == (real["status"], real["response_body"])


def test_a_missing_data_role_answers_as_recorded() -> None:
    real = one(
        "cosmosdb_sql_role",
        lambda entry: "/sqlRoleAssignments/" in entry["url"] and entry["status"] == 404,
    )
    ours = arm(
        build("own-account"), "GET", f"{ids.ACCOUNT_ID}/sqlRoleAssignments/{ids.ROBIN}"
    ).body
    assert kinds(ours) == kinds(real)
    assert ours["message"].partition("[")[0] == real["message"].partition("[")[0]


def test_a_user_assigned_identity_has_the_specified_fields() -> None:
    real = example("managedidentity/IdentityGet.json")
    ours = arm(build("own-account"), "GET", ids.IDENTITY_ID).body
    compare(
        kinds(ours, below=("properties",)),
        kinds(real, below=("properties",)),
        ours_only={"properties.isolationScope"},  # since 2024-11-30
        real_only=set(),
    )


def test_deny_assignments_have_the_specified_fields() -> None:
    world = build("own-account")
    next(fault for fault in permissions.FAULTS if fault.id == "denied-by-assignment").apply(world)
    real = example("authorization/GetDenyAssignmentsForResource.json")["value"][0]
    path = f"{ids.VAULT_ID}/providers/Microsoft.Authorization/denyAssignments"
    ours = arm(world, "GET", path).body["value"][0]
    compare(
        kinds(ours, below=("properties",)),
        kinds(real, below=("properties",)),
        ours_only=set(),
        real_only=set(),
    )
