from __future__ import annotations

from typing import Any

import pytest

from diagnostics.simulator import access, ids, propagation, roles
from diagnostics.simulator.consequences import revoked
from diagnostics.simulator.http import Answer
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.support.asking import an_owner, arm, ask, may
from tests.support.repairing import (
    ASSIGNMENT,
    GUID,
    NEW_IDENTITY,
    broken,
    grant,
    is_healthy,
    later,
    refused,
)


def patch(world: World, **fields: object) -> Answer:
    """Send an update as azure-cli does: with an empty `apiProperties` beside it."""
    sent = {**fields, "apiProperties": {"ServerVersion": None}}
    return arm(world, "PATCH", ids.ACCOUNT_ID, {"properties": sent})


def test_a_new_default_identity_holds_when_the_operation_is_done() -> None:
    world = an_owner(build("own-account"))
    old = world.need(ids.ACCOUNT_ID)["properties"]["defaultIdentity"]
    answer = patch(world, defaultIdentity="FirstPartyIdentity")
    assert answer.status == 200
    assert answer.body["properties"]["provisioningState"] == "Updating"
    assert answer.body["properties"]["defaultIdentity"] == old
    assert answer.headers["Retry-After"] == "1"
    url = answer.headers["Azure-AsyncOperation"]
    world.put(propagation.KEY, {"factor": 1})
    later(world)
    assert ask(world, "GET", url).body == {"status": "Succeeded"}
    assert (
        arm(world, "GET", ids.ACCOUNT_ID).body["properties"]["defaultIdentity"]
        == "FirstPartyIdentity"
    )


def test_an_operation_is_enqueued_before_it_is_done() -> None:
    world = an_owner(build("own-account"))
    world.put(propagation.KEY, {"factor": 0.001})
    answer = patch(world, publicNetworkAccess="DISABLED")
    assert ask(world, "GET", answer.headers["Azure-AsyncOperation"]).body == {"status": "Enqueued"}
    assert arm(world, "GET", ids.ACCOUNT_ID).body["properties"]["publicNetworkAccess"] == "Enabled"


def test_an_unknown_operation_is_not_found() -> None:
    path = f"{ids.SUBSCRIPTION_ID}/providers/Microsoft.DocumentDB/locations/westeurope/operationsStatus/{GUID}"
    assert refused(arm(an_owner(build("own-account")), "GET", path)) == (404, "NotFound")


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ({"publicNetworkAccess": "ENABLED"}, {"publicNetworkAccess": "Enabled"}),
        (
            {"ipRules": [{"ipAddressOrRange": "203.0.113.7"}]},
            {"ipRules": [{"ipAddressOrRange": "203.0.113.7"}]},
        ),
        ({"ipRules": []}, {"ipRules": []}),
        (
            {"keyVaultKeyUri": "https://kv-ajo.vault.azure.net/keys/reports-cmk"},
            {"keyVaultKeyUri": "https://kv-ajo.vault.azure.net/keys/reports-cmk"},
        ),
    ],
)
def test_settings_of_the_account_are_changed(sent: dict[str, Any], shown: dict[str, Any]) -> None:
    world = an_owner(build("own-account"))
    assert patch(world, **sent).status == 200
    later(world)
    fields = arm(world, "GET", ids.ACCOUNT_ID).body["properties"]
    assert {name: fields[name] for name in shown} == shown
    assert fields["consistencyPolicy"]["defaultConsistencyLevel"] == "Session"
    assert fields["provisioningState"] == "Succeeded"


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ({"keyVaultKeyUri": "https://kv-ajo/keys4/x"}, "Provided KeyVaultKeyUri"),
        ({"defaultIdentity": "Somebody"}, "default identity"),
    ],
)
def test_malformed_values_are_refused(sent: dict[str, Any], text: str) -> None:
    answer = patch(an_owner(build("own-account")), **sent)
    assert refused(answer) == (400, "BadRequest")
    assert text in answer.body["message"]


def test_a_revoked_account_takes_a_new_identity_only() -> None:
    world = broken("key-access-missing")
    answer = patch(world, publicNetworkAccess="Enabled")
    assert refused(answer) == (400, "BadRequest")
    assert answer.body["message"].startswith(
        "No Update is allowed on Database Account with Customer Managed Key"
    )
    assert (
        patch(world, keyVaultKeyUri="https://kv-ajo.vault.azure.net/keys/cosmos-cmk").status == 400
    )
    assert patch(world, defaultIdentity="FirstPartyIdentity").status == 200


def test_a_malformed_uri_may_be_corrected_though_revoked() -> None:
    world = broken("key-uri-malformed")
    assert (
        patch(world, keyVaultKeyUri="https://kv-ajo.vault.azure.net/keys/cosmos-cmk").status == 200
    )
    later(world)
    assert arm(world, "GET", ids.ACCOUNT_ID).status == 200
    assert is_healthy(world)


def test_a_deleted_identity_is_replaced_by_a_new_one() -> None:
    world = build("own-account")
    world.remove(ids.IDENTITY_ID)
    world.remove(f"graph:/{ids.TENANT}/serviceprincipals/{ids.IDENTITY_OID}")
    an_owner(world)
    made = arm(world, "PUT", NEW_IDENTITY, {"location": ids.LOCATION})
    assert made.status == 201
    assert arm(world, "PUT", NEW_IDENTITY, {"location": ids.LOCATION}).status == 200
    principal = made.body["properties"]["principalId"]
    assert arm(world, "PUT", ASSIGNMENT, grant(who=principal)).status == 201
    wanted = {"type": "UserAssigned", "userAssignedIdentities": {NEW_IDENTITY: {}}}
    assert arm(world, "PATCH", ids.ACCOUNT_ID, {"identity": wanted}).status == 200
    later(world)
    shown = arm(world, "GET", ids.ACCOUNT_ID).body["identity"]["userAssignedIdentities"]
    assert shown[NEW_IDENTITY]["principalId"] == principal
    patch(world, defaultIdentity=f"UserAssignedIdentity={NEW_IDENTITY}")
    later(world)
    arm(world, "GET", ids.ACCOUNT_ID)
    assert is_healthy(world)


def test_a_dead_identity_may_stay_attached_beside_a_new_one() -> None:
    world = an_owner(build("own-account"))
    world.remove(ids.IDENTITY_ID)
    arm(world, "PUT", NEW_IDENTITY, {"location": ids.LOCATION})
    both: dict[str, Any] = {NEW_IDENTITY: {}, ids.IDENTITY_ID: {}}
    wanted = {"type": "UserAssigned", "userAssignedIdentities": both}
    assert arm(world, "PATCH", ids.ACCOUNT_ID, {"identity": wanted}).status == 200
    later(world)
    shown = arm(world, "GET", ids.ACCOUNT_ID).body["identity"]["userAssignedIdentities"]
    assert shown[ids.IDENTITY_ID]["principalId"] == ids.IDENTITY_OID
    both[ids.IDENTITY_ID] = None
    arm(world, "PATCH", ids.ACCOUNT_ID, {"identity": wanted})
    later(world)
    shown = arm(world, "GET", ids.ACCOUNT_ID).body["identity"]["userAssignedIdentities"]
    assert set(shown) == {NEW_IDENTITY}


def test_attaching_an_identity_needs_a_right_on_it() -> None:
    world = build("own-account")
    world.put(NEW_IDENTITY, {**world.need(ids.IDENTITY_ID), "id": NEW_IDENTITY})
    may(world, roles.COSMOS_DB_OPERATOR, ids.ACCOUNT_ID)
    wanted = {"type": "UserAssigned", "userAssignedIdentities": {NEW_IDENTITY: {}}}
    answer = arm(world, "PATCH", ids.ACCOUNT_ID, {"identity": wanted})
    assert refused(answer) == (403, "AuthorizationFailed")
    assert "assign/action" in answer.body["error"]["message"]
    missing = {"type": "UserAssigned", "userAssignedIdentities": {f"{NEW_IDENTITY}x": {}}}
    answer = arm(world, "PATCH", ids.ACCOUNT_ID, {"identity": missing})
    assert refused(answer) == (400, "FailedIdentityOperation")


def test_a_system_assigned_identity_comes_back_under_a_new_object_id() -> None:
    world = build("own-account-system")
    world.need(ids.ACCOUNT_ID)["identity"] = {"type": "None"}
    an_owner(world)
    assert (
        arm(world, "PATCH", ids.ACCOUNT_ID, {"identity": {"type": "SystemAssigned"}}).status == 200
    )
    later(world)
    block = arm(world, "GET", ids.ACCOUNT_ID).body["identity"]
    assert block["principalId"] != ids.SYSTEM_OID
    state = revoked(world, world.need(ids.ACCOUNT_ID))
    assert state is not None
    assert state.code == 4002, "the old grant is for the former object id"
    arm(world, "PUT", ASSIGNMENT, grant(who=block["principalId"]))
    assert is_healthy(world)


def data_role(who: str = ids.CALLER_OID) -> dict[str, Any]:
    return {
        "properties": {
            "roleDefinitionId": f"{ids.ACCOUNT_ID}/sqlRoleDefinitions/{roles.COSMOS_DATA_READER}",
            "scope": f"{ids.ACCOUNT_ID}/",
            "principalId": who,
        }
    }


def test_a_data_role_is_given_with_202_and_taken_with_202() -> None:
    world = broken("cosmos-data-role-missing")
    path = f"{ids.ACCOUNT_ID}/sqlRoleAssignments/{GUID}"
    answer = arm(world, "PUT", path, data_role())
    assert (answer.status, answer.body) == (202, {"status": "Enqueued"})
    later(world)
    assert ask(world, "GET", answer.headers["Azure-AsyncOperation"]).body == {
        "status": "Succeeded"
    }
    assert arm(world, "GET", path).body["properties"]["scope"] == ids.ACCOUNT_ID
    action = "Microsoft.DocumentDB/databaseAccounts/readMetadata"
    assert access.may_read_cosmos(world, ids.ACCOUNT_ID, ids.CALLER_OID, action)
    assert arm(world, "DELETE", path).status == 202
    assert arm(world, "DELETE", path).status == 204


def test_a_data_role_needs_a_role_and_a_principal_that_exist() -> None:
    world = broken("cosmos-data-role-missing")
    path = f"{ids.ACCOUNT_ID}/sqlRoleAssignments/{GUID}"
    assert refused(arm(world, "PUT", path, data_role(GUID))) == (400, "BadRequest")
    body = data_role()
    body["properties"]["roleDefinitionId"] += "9"
    assert refused(arm(world, "PUT", path, body)) == (404, "NotFound")
    assert arm(world, "PUT", path.replace("cosmos-ajo", "cosmos-no"), data_role()).status == 404
