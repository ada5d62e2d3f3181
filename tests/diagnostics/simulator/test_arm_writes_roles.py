from __future__ import annotations

from diagnostics.simulator import access, ids, roles
from diagnostics.simulator.worlds import build
from tests.support.asking import an_owner, arm
from tests.support.repairing import ASSIGNMENT, GUID, broken, grant, is_healthy, refused


def test_giving_the_role_repairs_the_account() -> None:
    world = broken("key-access-missing")
    answer = arm(world, "PUT", ASSIGNMENT, grant())
    assert answer.status == 201
    fields = answer.body["properties"]
    assert (fields["scope"], fields["createdBy"], fields["updatedBy"]) == (
        ids.VAULT_ID,
        None,
        ids.CALLER_OID,
    )
    assert is_healthy(world)


def test_the_same_name_and_grant_again_is_no_error() -> None:
    world = broken("key-access-missing")
    assert [arm(world, "PUT", ASSIGNMENT, grant()).status for _ in range(2)] == [201, 200]


def test_the_same_grant_under_another_name_exists_already() -> None:
    world = broken("key-access-missing")
    arm(world, "PUT", ASSIGNMENT, grant())
    again = arm(world, "PUT", ASSIGNMENT[:-1] + "2", grant())
    assert refused(again) == (409, "RoleAssignmentExists")


def test_a_name_cannot_be_given_to_another_grant() -> None:
    world = broken("key-access-missing")
    arm(world, "PUT", ASSIGNMENT, grant())
    other = arm(world, "PUT", ASSIGNMENT, grant(roles.READER))
    assert refused(other) == (400, "RoleAssignmentUpdateNotPermitted")


def test_an_unknown_principal_is_named_without_dashes() -> None:
    answer = arm(an_owner(build("own-account")), "PUT", ASSIGNMENT, grant(who=GUID))
    assert refused(answer) == (400, "PrincipalNotFound")
    assert GUID.replace("-", "") in answer.body["error"]["message"]


def test_an_unknown_role_is_refused() -> None:
    answer = arm(an_owner(build("own-account")), "PUT", ASSIGNMENT, grant(GUID))
    assert refused(answer) == (404, "RoleDefinitionDoesNotExist")


def test_taking_the_role_away_breaks_the_account() -> None:
    world = an_owner(build("own-account"))
    key = next(
        doc["id"]
        for doc in access.assignments(world)
        if doc["properties"]["principalId"] == ids.IDENTITY_OID
    )
    assert arm(world, "DELETE", key).status == 200
    assert not is_healthy(world)
    assert arm(world, "DELETE", key).status == 204


def test_a_custom_role_is_made_with_201_and_can_be_given() -> None:
    world = broken("key-access-missing")
    body = {
        "properties": {
            "roleName": "keys",
            "permissions": [{"dataActions": ["Microsoft.KeyVault/vaults/keys/*"]}],
            "assignableScopes": [ids.VAULT_GROUP_ID],
        }
    }
    path = f"{ids.VAULT_GROUP_ID}/providers/Microsoft.Authorization/roleDefinitions/{GUID}"
    assert arm(world, "PUT", path, body).status == 201
    assert arm(world, "PUT", ASSIGNMENT, grant(GUID)).status == 201
    assert is_healthy(world)
