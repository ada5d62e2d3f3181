from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.simulator import access, ids, resources, role_definitions, roles
from diagnostics.simulator.world import World

KEY_READ = "Microsoft.KeyVault/vaults/keys/read"
UNWRAP = "Microsoft.KeyVault/vaults/keys/unwrap/action"
WHO = ids.IDENTITY_OID
ROLE = "55555555-eeee-4000-8000-0000000000ff"
GROUP = ids.VAULT_GROUP_ID
SUB = ids.SUBSCRIPTION_ID


def a_world() -> World:
    world = World("bare")
    world.put(SUB, {"tenantId": ids.TENANT, "x-managementGroups": [ids.MANAGEMENT_GROUP]})
    role_definitions.put_role_definitions(world)
    return world


def a_role(world: World, **block: list[str]) -> str:
    role_definitions.put_role_definition(world, ROLE, "test", [block], custom=True)
    return ROLE


def deny(world: World, **changes: object) -> None:
    fields = {
        "scope": GROUP,
        "permissions": [{"dataActions": ["*"], "actions": ["*"]}],
        "principals": [{"id": access.EVERYONE, "type": "SystemDefined"}],
        "excludePrincipals": [],
        "doNotApplyToChildScopes": False,
    }
    world.put(
        f"{GROUP}/providers/Microsoft.Authorization/denyAssignments/d",
        {"properties": fields | changes},
    )


def may_unwrap(world: World) -> bool:
    return access.allowed(world, WHO, UNWRAP, ids.KEY_ID, data=True)


@pytest.mark.parametrize(
    ("held_at", "expected"),
    [
        (ids.KEY_ID, True),
        (ids.VAULT_ID, True),
        (GROUP, True),
        (SUB, True),
        (ids.MANAGEMENT_GROUP_ID, True),
        ("/", True),
        (ids.KEY_ID.upper(), True),
        (ids.OTHER_KEY_ID, False),
        (ids.OTHER_VAULT_ID, False),
        (ids.ACCOUNT_GROUP_ID, False),
        (f"{ids.VAULT_ID}x", False),
        (f"{ids.KEY_ID}/versions/1", False),
        (f"/subscriptions/{ids.OTHER_SUBSCRIPTION}", False),
        ("/providers/Microsoft.Management/managementGroups/other", False),
    ],
)
def test_a_role_holds_at_its_scope_and_below(held_at: str, expected: bool) -> None:
    world = a_world()
    resources.assign(world, held_at, roles.CRYPTO_OFFICER, WHO)
    assert may_unwrap(world) is expected


@pytest.mark.parametrize(
    ("role", "read", "unwrap"),
    [
        (roles.CRYPTO_SERVICE_ENCRYPTION_USER, True, True),
        (roles.CRYPTO_USER, True, True),
        (roles.CRYPTO_OFFICER, True, True),
        (roles.KEY_VAULT_ADMINISTRATOR, True, True),
        (roles.KEY_VAULT_READER, True, False),
        (roles.KEY_VAULT_CERTIFICATE_USER, True, False),
        (roles.OWNER, False, False),
        (roles.CONTRIBUTOR, False, False),
        (roles.READER, False, False),
        (roles.KEY_VAULT_CONTRIBUTOR, False, False),
        (roles.CRYPTO_SERVICE_RELEASE_USER, False, False),
    ],
)
def test_what_each_built_in_role_does_for_a_key(role: str, read: bool, unwrap: bool) -> None:
    world = a_world()
    resources.assign(world, ids.VAULT_ID, role, WHO)
    assert access.allowed(world, WHO, KEY_READ, ids.KEY_ID, data=True) is read
    assert may_unwrap(world) is unwrap


def test_not_data_actions_take_away_inside_their_own_role_only() -> None:
    world = a_world()
    role = a_role(world, dataActions=["Microsoft.KeyVault/*"], notDataActions=[UNWRAP.upper()])
    resources.assign(world, ids.VAULT_ID, role, WHO)
    assert not may_unwrap(world)
    assert access.allowed(world, WHO, KEY_READ, ids.KEY_ID, data=True)
    resources.assign(world, ids.KEY_ID, roles.CRYPTO_SERVICE_ENCRYPTION_USER, WHO)
    assert may_unwrap(world)


def test_actions_never_count_as_data_actions() -> None:
    world = a_world()
    resources.assign(world, SUB, a_role(world, actions=["*"]), WHO)
    assert not may_unwrap(world)
    assert access.allowed(world, WHO, "Microsoft.KeyVault/vaults/read", ids.VAULT_ID)


def test_groups_count_through_groups() -> None:
    world = a_world()
    for name, members in ((ids.KEY_USERS_GROUP, [ids.ONCALL_GROUP]), (ids.ONCALL_GROUP, [WHO])):
        world.put(f"graph:/{ids.TENANT}/groups/{name}", {"id": name, "x-members": members})
    resources.assign(world, ids.VAULT_ID, roles.CRYPTO_USER, ids.KEY_USERS_GROUP, "Group")
    assert may_unwrap(world)
    world.need(f"graph:/{ids.TENANT}/groups/{ids.ONCALL_GROUP}")["x-members"] = []
    assert not may_unwrap(world)


def test_groups_that_contain_each_other_end() -> None:
    world = a_world()
    for name, other in (("a", "b"), ("b", "a")):
        world.put(f"graph:/{ids.TENANT}/groups/{name}", {"id": name, "x-members": [other, WHO]})
    assert access.principals_of(world, WHO) == {WHO, "a", "b"}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, False),
        ({"principals": [{"id": WHO}]}, False),
        ({"principals": [{"id": ids.ROBIN}]}, True),
        ({"excludePrincipals": [{"id": WHO.upper()}]}, True),
        ({"excludePrincipals": [{"id": ids.ROBIN}]}, False),
        ({"doNotApplyToChildScopes": True}, True),
        ({"scope": ids.ACCOUNT_GROUP_ID}, True),
        ({"permissions": [{"dataActions": [KEY_READ]}]}, True),
        ({"permissions": [{"actions": ["*"]}]}, True),
        ({"permissions": [{"dataActions": ["*"], "notDataActions": [UNWRAP]}]}, True),
    ],
)
def test_which_deny_assignments_forbid(changes: dict[str, object], expected: bool) -> None:
    world = a_world()
    resources.assign(world, ids.VAULT_ID, roles.CRYPTO_OFFICER, WHO)
    deny(world, **changes)
    assert may_unwrap(world) is expected


@pytest.mark.parametrize("holds", [True, False])
def test_the_world_decides_a_condition(holds: bool) -> None:
    world = a_world()
    key = resources.assign(world, ids.VAULT_ID, roles.CRYPTO_OFFICER, WHO)
    grant = world.need(key)
    grant["properties"]["condition"] = "@Resource[x] StringEquals 'y'"
    assert not may_unwrap(world), "a condition nobody decided does not hold"
    grant["x-condition-holds"] = holds
    assert may_unwrap(world) is holds


VAULT = {
    "id": ids.VAULT_ID,
    "properties": {"tenantId": ids.TENANT, "enableRbacAuthorization": False},
}


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ({"keys": ["get", "wrapKey", "unwrapKey"]}, True),
        ({"keys": ["ALL"]}, True),
        ({"keys": ["UNWRAPKEY"]}, True),
        ({"keys": ["get", "wrapKey"]}, False),
        ({"keys": ["all"], "tenantId": ids.OTHER_TENANT}, False),
        ({"keys": ["all"], "applicationId": ids.BILLING_APP}, False),
        ({"keys": ["all"], "objectId": ids.ROBIN}, False),
        ({"keys": ["all"], "objectId": WHO.upper()}, True),
    ],
)
def test_which_access_policies_let_unwrap(policy: dict[str, object], expected: bool) -> None:
    entry = {
        "tenantId": ids.TENANT,
        "objectId": WHO,
        "permissions": {"keys": policy.pop("keys")},
        **policy,
    }
    vault = {**VAULT, "properties": {**VAULT["properties"], "accessPolicies": [entry]}}  # type: ignore[dict-item]
    assert access.may_use_key(a_world(), vault, WHO, ids.KEY, "unwrapKey") is expected


def test_only_the_model_in_force_counts() -> None:
    world = a_world()
    policies = [resources.access_policy(WHO, ["all"])]
    fields = {"tenantId": ids.TENANT, "enableRbacAuthorization": True, "accessPolicies": policies}
    vault = {"id": ids.VAULT_ID, "properties": fields}
    assert not access.may_use_key(world, vault, WHO, ids.KEY, "get")
    resources.assign(world, ids.VAULT_ID, roles.CRYPTO_USER, WHO)
    assert access.may_use_key(world, vault, WHO, ids.KEY, "get")
    fields |= {"enableRbacAuthorization": False, "accessPolicies": []}
    assert not access.may_use_key(world, vault, WHO, ids.KEY, "get")


@pytest.mark.parametrize(
    ("scope", "asked", "expected"),
    [
        ("", "", True),
        ("/", "", True),
        ("/dbs/ajo", "", False),
        ("/dbs/ajo", "dbs/ajo", True),
        ("/dbs/ajo/colls/requests", "dbs/ajo", False),
    ],
)
def test_cosmos_roles_hold_at_and_below_their_scope(
    scope: str, asked: str, expected: bool
) -> None:
    world = a_world()
    role_definitions.put_data_roles(world, ids.ACCOUNT_ID)
    where = ids.ACCOUNT_ID + scope
    resources.assign_data_role(world, ids.ACCOUNT_ID, roles.COSMOS_DATA_READER, WHO, where)
    action = "Microsoft.DocumentDB/databaseAccounts/readMetadata"
    assert access.may_read_cosmos(world, ids.ACCOUNT_ID, WHO, action, asked) is expected
    assert not access.may_read_cosmos(world, ids.ACCOUNT_ID, ids.ROBIN, action, asked)


SCOPES = st.sampled_from(
    [SUB, GROUP, ids.VAULT_ID, ids.KEY_ID, ids.OTHER_KEY_ID, ids.MANAGEMENT_GROUP_ID]
)
ROLES = st.sampled_from(sorted(roles.BUILT_IN))
GRANTS = st.lists(st.tuples(SCOPES, ROLES), max_size=4)


def with_grants(grants: list[tuple[str, str]]) -> World:
    world = a_world()
    for scope, role in grants:
        resources.assign(world, scope, role, WHO)
    return world


@given(GRANTS, GRANTS)
def test_more_roles_never_take_access_away(
    some: list[tuple[str, str]], more: list[tuple[str, str]]
) -> None:
    assert may_unwrap(with_grants(some + more)) >= may_unwrap(with_grants(some))


@given(GRANTS)
def test_a_deny_for_everyone_always_wins(grants: list[tuple[str, str]]) -> None:
    world = with_grants(grants)
    deny(world)
    assert not may_unwrap(world)


def swapped(text: str, pattern: list[bool]) -> str:
    flags = (pattern * len(text))[: len(text)]
    return "".join(
        char.upper() if up else char.lower() for char, up in zip(text, flags, strict=True)
    )


@given(GRANTS, st.lists(st.booleans(), min_size=1, max_size=7))
def test_the_case_of_identifiers_does_not_matter(
    grants: list[tuple[str, str]], pattern: list[bool]
) -> None:
    world = with_grants(grants)
    expected = may_unwrap(world)
    for document in access.assignments(world):
        fields = document["properties"]
        for name in ("scope", "principalId", "roleDefinitionId"):
            fields[name] = swapped(fields[name], pattern)
    assert may_unwrap(world) is expected
    asked = swapped(ids.KEY_ID, pattern)
    who, action = swapped(WHO, pattern), swapped(UNWRAP, pattern)
    assert access.allowed(world, who, action, asked, data=True) is expected


@given(st.text("ab/*", max_size=8), st.text("abAB/", max_size=8))
def test_a_pattern_matches_as_a_run_of_characters(pattern: str, action: str) -> None:
    def walk(left: str, right: str) -> bool:
        if not left:
            return not right
        if left[0] == "*":
            return walk(left[1:], right) or (bool(right) and walk(left, right[1:]))
        return bool(right) and left[0] == right[0] and walk(left[1:], right[1:])

    assert access.matches(pattern, action) is walk(pattern.lower(), action.lower())
