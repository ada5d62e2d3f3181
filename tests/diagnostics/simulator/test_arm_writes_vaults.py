from __future__ import annotations

import copy
from typing import Any

import pytest

from diagnostics.simulator import ids, roles
from diagnostics.simulator.consequences import revoked
from diagnostics.simulator.worlds import build
from tests.support.asking import an_owner, arm, may
from tests.support.repairing import ASSIGNMENT, broken, grant, is_healthy, refused


def test_a_whole_vault_sent_back_keeps_what_was_not_sent() -> None:
    world = broken("firewall-without-bypass")
    document = copy.deepcopy(arm(world, "GET", ids.VAULT_ID).body)
    document.pop("systemData")
    document["properties"]["networkAcls"]["bypass"] = "AzureServices"
    document["properties"]["provisioningState"] = "Nonsense"
    answer = arm(world, "PUT", ids.VAULT_ID, document)
    assert answer.status == 200
    assert answer.body["systemData"]
    assert answer.body["properties"]["provisioningState"] == "Succeeded"
    assert isinstance(answer.body["properties"]["accessPolicies"], list)
    assert is_healthy(world)


def test_a_patch_changes_one_thing() -> None:
    world = broken("vault-public-access-off")
    body = {
        "properties": {
            "publicNetworkAccess": "Enabled",
            "networkAcls": {"bypass": "AzureServices"},
        }
    }
    answer = arm(world, "PATCH", ids.VAULT_ID, body)
    assert answer.status == 200
    assert answer.body["properties"]["networkAcls"]["defaultAction"] == "Deny"
    assert is_healthy(world)


def test_switching_the_model_needs_the_right_to_give_roles() -> None:
    world = build("own-account")
    may(world, roles.KEY_VAULT_CONTRIBUTOR, ids.VAULT_ID)
    body = {"properties": {"enableRbacAuthorization": False}}
    answer = arm(world, "PATCH", ids.VAULT_ID, body)
    assert refused(answer) == (403, "AuthorizationFailed")
    assert "roleAssignments/write" in answer.body["error"]["message"]
    assert arm(an_owner(world), "PATCH", ids.VAULT_ID, body).status == 200


def test_purge_protection_cannot_be_switched_off() -> None:
    body = {"properties": {"enablePurgeProtection": False}}
    answer = arm(an_owner(build("own-account")), "PATCH", ids.VAULT_ID, body)
    assert refused(answer) == (400, "BadRequest")


def test_recovering_the_vault_brings_its_keys_back_and_not_its_roles() -> None:
    world = broken("vault-soft-deleted")
    body = {
        "location": ids.LOCATION,
        "properties": {
            "tenantId": ids.TENANT,
            "sku": {"name": "standard", "family": "A"},
            "createMode": "recover",
        },
    }
    answer = arm(world, "PUT", ids.VAULT_ID, body)
    assert answer.status == 200
    assert answer.body["properties"]["sku"]["name"] == "premium"
    assert arm(world, "GET", ids.KEY_ID).status == 200
    assert (
        arm(
            world, "GET", f"{ids.SUBSCRIPTION_ID}/providers/Microsoft.KeyVault/deletedVaults"
        ).body["value"]
        == []
    )
    state = revoked(world, world.need(ids.ACCOUNT_ID))
    assert state is not None
    assert state.code == 4002
    arm(world, "PUT", ASSIGNMENT, grant())
    assert is_healthy(world)


def test_a_deleted_vaults_name_is_taken_until_it_is_recovered() -> None:
    world = broken("vault-soft-deleted")
    body = {"location": ids.LOCATION, "properties": {"tenantId": ids.TENANT}}
    assert refused(arm(world, "PUT", ids.VAULT_ID, body)) == (409, "ConflictError")


def test_a_vault_that_was_never_deleted_cannot_be_recovered() -> None:
    world = broken("vault-gone")
    body = {"properties": {"createMode": "recover"}}
    assert refused(arm(world, "PUT", ids.VAULT_ID, body)) == (404, "DeletedVaultNotFound")
    assert (
        arm(
            world, "PUT", ids.VAULT_ID, {"location": "x", "properties": {"tenantId": ids.TENANT}}
        ).status
        == 200
    )
    assert refused(arm(world, "PATCH", f"{ids.VAULT_ID}x", {})) == (404, "ResourceNotFound")


def policy(*keys: str) -> dict[str, Any]:
    entry = {
        "tenantId": ids.TENANT,
        "objectId": ids.IDENTITY_OID,
        "permissions": {"keys": list(keys)},
    }
    return {"properties": {"accessPolicies": [entry]}}


@pytest.mark.parametrize("verb", ["add", "replace"])
def test_one_policy_is_set_without_touching_the_others(verb: str) -> None:
    world = broken("access-policy-without-unwrap", "own-account-policies")
    path = f"{ids.VAULT_ID}/accessPolicies/{verb}"
    answer = arm(world, "PUT", path, policy("get", "wrapKey", "unwrapKey"))
    assert answer.status == 200
    holders = [one["objectId"] for one in answer.body["properties"]["accessPolicies"]]
    assert holders == [ids.CALLER_OID, ids.IDENTITY_OID]
    assert is_healthy(world)


def test_adding_joins_and_removing_takes_the_policy_away() -> None:
    world = broken("access-policy-without-unwrap", "own-account-policies")
    added = arm(world, "PUT", f"{ids.VAULT_ID}/accessPolicies/add", policy("unwrapKey", "GET"))
    keys = added.body["properties"]["accessPolicies"][-1]["permissions"]["keys"]
    assert sorted(name.lower() for name in keys) == ["get", "unwrapkey", "wrapkey"]
    removed = arm(world, "PUT", f"{ids.VAULT_ID}/accessPolicies/remove", policy())
    assert [one["objectId"] for one in removed.body["properties"]["accessPolicies"]] == [
        ids.CALLER_OID
    ]
    assert arm(world, "PUT", f"{ids.VAULT_ID}x/accessPolicies/add", policy()).status == 404
