"""The login of a repair holds what the plan names, there and nowhere else, and nothing afterwards."""

from __future__ import annotations

import pytest

from diagnostics.simulator import access, ids
from diagnostics.simulator.worlds import build
from tests.repairs import holding
from tests.repairs.reading import Right

WRITE = "Microsoft.DocumentDB/databaseAccounts/write"
OPERATOR = Right("arm", WRITE, "Cosmos DB Operator", ids.ACCOUNT_ID)
UPDATE = Right("policy", "get update", "access policy", ids.VAULT_ID)
ENABLE = Right("graph", "Application.ReadWrite.All", "Cloud Application Administrator", "")


def test_a_role_is_held_where_it_is_named_and_only_there() -> None:
    world, login = build("own-account"), holding.login_for([OPERATOR])
    holding.hold(world, login, [OPERATOR])
    assert access.allowed(world, login.object_id, WRITE, ids.ACCOUNT_ID)
    assert not access.allowed(world, login.object_id, WRITE, ids.ACCOUNT_GROUP_ID)
    holding.let_go(world, login)
    assert not access.allowed(world, login.object_id, WRITE, ids.ACCOUNT_ID)


def test_a_policy_gives_its_operations_until_it_is_taken_back() -> None:
    world, login = build("own-account-policies"), holding.login_for([UPDATE])
    vault = world.need(ids.VAULT_ID)
    before = len(vault["properties"]["accessPolicies"])
    holding.hold(world, login, [UPDATE])
    assert access.may_use_key(world, vault, login.object_id, ids.KEY, "update")
    assert not access.may_use_key(world, vault, login.object_id, ids.KEY, "delete")
    holding.let_go(world, login)
    assert len(vault["properties"]["accessPolicies"]) == before


def test_each_set_of_directory_roles_has_a_login_of_its_own() -> None:
    plain, admin = holding.login_for([OPERATOR]), holding.login_for([OPERATOR, ENABLE])
    assert plain != admin
    assert admin.directory_roles == ("Cloud Application Administrator",)
    world = build("own-account")
    holding.hold(world, admin, [OPERATOR, ENABLE])
    claims = world.need(f"entra:/clients/{admin.client_id}")["x-claims"]
    assert claims == {"wids": ["158c047a-c907-4556-b7ef-446551a6b5f7"]}


@pytest.mark.parametrize(
    ("right", "lacks"),
    [
        (Right("arm", WRITE, "Somebody important", ids.ACCOUNT_ID), "no built-in role"),
        (Right("arm", WRITE, "Cosmos DB Operator", ""), "no scope"),
        (Right("policy", "get", "access policy", "/nowhere"), "no vault"),
        (Right("cosmos", "readMetadata", "x", ids.ACCOUNT_ID), "reads data"),
    ],
)
def test_a_plan_that_does_not_say_enough_is_refused(right: Right, lacks: str) -> None:
    world, login = build("own-account"), holding.Login(())
    with pytest.raises(holding.NotNamed, match=lacks):
        holding.hold(world, login, [right])
    with pytest.raises(holding.NotNamed, match="no directory role"):
        holding.login_for([Right("graph", "x", "some role", "")])


def test_a_scope_that_nobody_could_read_is_the_one_the_command_names() -> None:
    world = build("own-account")
    argv = ("az", "keyvault", "key", "list", "--vault-name", ids.VAULT)
    assert holding.place_of(world, argv, {}) == ids.VAULT_ID
    argv = ("az", "keyvault", "create", "--resource-group", "<former_group>")
    assert holding.place_of(world, argv, {"former_group": "rg-sec"}) == ids.VAULT_GROUP_ID
    assert holding.place_of(world, ("az", "version"), {}) == ""
