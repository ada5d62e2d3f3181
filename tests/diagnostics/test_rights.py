"""What a login may do, as far as it was read."""

from __future__ import annotations

import pytest

from diagnostics.permission import Permission
from diagnostics.rights import (
    APPLICATION_ADMINISTRATOR,
    DIRECTORY_READERS,
    ActionSet,
    CallerRights,
)
from tests.support.small import NOW

VAULT = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv"
WRITE = Permission("arm", "Microsoft.KeyVault/vaults/write", "Contributor", VAULT)
KEY_READ = Permission("keyvault", "Microsoft.KeyVault/vaults/keys/read", "Reader", VAULT)
GRAPH = Permission("graph", "Application.ReadWrite.All", "admin consent")


def block(scope: str = VAULT, **patterns: tuple[str, ...]) -> ActionSet:
    names = ("actions", "not_actions", "data_actions", "not_data_actions")
    return ActionSet(scope=scope, **{name: patterns.get(name, ()) for name in names})


def rights(*blocks: ActionSet, **fields: object) -> CallerRights:
    given = {
        "observed_at": NOW,
        "action_sets": blocks,
        "scopes_read": (VAULT,),
        "graph_permissions": (),
        "directory_roles": (),
        "graph_read": True,
        "holders": (),
    }
    return CallerRights(**{**given, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("held", "may"),
    [
        (block(actions=("*",)), True),
        (block(actions=("microsoft.keyvault/VAULTS/write",)), True),
        (block(actions=("Microsoft.KeyVault/*/write",)), True),
        (block(actions=("*/read",)), False),
        (block(actions=("*",), not_actions=("Microsoft.KeyVault/*",)), False),
        (block(data_actions=("*",)), False),
        (block("/subscriptions/S", actions=("*",)), True),
        (block("/", actions=("*",)), True),
        (block("/subscriptions/s/resourceGroups/r", actions=("*",)), False),
        (block(f"{VAULT}/keys/k", actions=("*",)), False),
        (block(actions=("Microsoft.KeyVault/vaults/write.",)), False),
    ],
)
def test_an_action_is_granted_by_a_block_at_the_scope_or_above(held: ActionSet, may: bool) -> None:
    assert rights(held).may(WRITE) is may


def test_one_block_takes_nothing_from_another() -> None:
    held = (block(actions=("*",), not_actions=("*/write",)), block(actions=("*/write",)))
    assert rights(*held).may(WRITE) is True


def test_a_data_action_is_granted_by_data_actions_only() -> None:
    assert rights(block(data_actions=("*",))).may(KEY_READ) is True
    assert rights(block(actions=("*",))).may(KEY_READ) is False
    held = block(data_actions=("*",), not_data_actions=("*/keys/*",))
    assert rights(held).may(KEY_READ) is False


def test_where_nothing_was_read_nothing_can_be_told() -> None:
    assert rights(scopes_read=()).may(WRITE) is None
    assert rights(scopes_read=(f"{VAULT}/keys/k",)).may(WRITE) is None
    assert rights(scopes_read=("/subscriptions/s",)).may(WRITE) is False


@pytest.mark.parametrize(
    ("fields", "may"),
    [
        ({"graph_permissions": ("Application.ReadWrite.All",)}, True),
        ({"graph_permissions": ("Application.Read.All",)}, False),
        ({"directory_roles": (APPLICATION_ADMINISTRATOR,)}, True),
        ({"directory_roles": (DIRECTORY_READERS,)}, False),
        ({}, False),
        ({"graph_read": False}, None),
    ],
)
def test_a_graph_permission_comes_from_the_token_or_a_directory_role(
    fields: dict[str, object], may: bool | None
) -> None:
    assert rights(**fields).may(GRAPH) is may


def test_a_graph_permission_that_no_role_carries() -> None:
    assert rights().may(Permission("graph", "Mail.Read", "admin consent")) is False
