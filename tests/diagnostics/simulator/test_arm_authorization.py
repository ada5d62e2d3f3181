from __future__ import annotations

import pytest

from diagnostics.simulator import ids, roles
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.support.asking import arm, broken, code_of, names

SUB = ids.SUBSCRIPTION_ID
ASSIGNMENTS = "/providers/Microsoft.Authorization/roleAssignments"


@pytest.fixture
def world() -> World:
    return build("own-account")


def principals(world: World, scope: str, filter_: str = "") -> list[str]:
    tail = f"?$filter={filter_}" if filter_ else ""
    found: list[str] = []
    body = arm(world, "GET", f"{scope}{ASSIGNMENTS}{tail}").body
    found += [one["properties"]["principalId"] for one in body["value"]]
    return sorted(found)


@pytest.mark.parametrize(
    ("scope", "filter_", "there", "absent"),
    [
        (
            ids.VAULT_ID,
            "atScope()",
            {ids.IDENTITY_OID, ids.CALLER_OID, ids.ADMINS_GROUP},
            {ids.REPORTS_OID},
        ),
        (ids.VAULT_ID, "", {ids.IDENTITY_OID, ids.REPORTS_OID}, set[str]()),
        (ids.OTHER_KEY_ID, "atScope()", {ids.IDENTITY_OID, ids.REPORTS_OID}, set[str]()),
        (SUB, "atScope()", {ids.CALLER_OID, ids.ADMINS_GROUP}, {ids.IDENTITY_OID}),
        (SUB, f"principalId eq '{ids.IDENTITY_OID}'", {ids.IDENTITY_OID}, {ids.CALLER_OID}),
        (
            ids.VAULT_ID,
            f"assignedTo('{ids.DANA}')",
            {ids.ADMINS_GROUP, ids.ONCALL_GROUP},
            {ids.ROBIN},
        ),
        (ids.VAULT_ID, f"principalId eq '{ids.DANA}'", set[str](), {ids.ADMINS_GROUP}),
        (
            ids.VAULT_ID,
            f"atScope() and assignedTo('{ids.REPORTS_OID}')",
            set[str](),
            {ids.REPORTS_OID},
        ),
    ],
)
def test_filters_of_role_assignments(
    world: World, scope: str, filter_: str, there: set[str], absent: set[str]
) -> None:
    found = set(principals(world, scope, filter_))
    assert there <= found
    assert not absent & found


def test_long_lists_come_in_pages() -> None:
    world = broken("paged-assignments")
    path: str = f"{ids.VAULT_ID}{ASSIGNMENTS}?$filter=atScope()&api-version=2022-04-01"
    sizes: list[int] = []
    seen: set[str] = set()
    while path:
        body = arm(world, "GET", path).body
        sizes.append(len(body["value"]))
        seen |= set(names(body))
        link = body.get("nextLink", "")
        assert not link or link.startswith("https://management.azure.com/subscriptions/")
        path = link.removeprefix("https://management.azure.com")
    assert sizes[:-1] == [100, 100]
    assert len(seen) == sum(sizes) > 230


@pytest.mark.parametrize(
    ("filter_", "found"),
    [
        ("roleName eq 'Key Vault Crypto User'", [roles.CRYPTO_USER]),
        ("roleName eq 'key vault crypto user'", [roles.CRYPTO_USER]),
        ("roleName eq 'None'", []),
        ("type eq 'CustomRole'", []),
    ],
)
def test_role_definitions_by_name_and_type(world: World, filter_: str, found: list[str]) -> None:
    path = f"{ids.VAULT_ID}/providers/Microsoft.Authorization/roleDefinitions?$filter={filter_}"
    assert names(arm(world, "GET", path).body) == found


def test_a_role_definition_is_read_by_its_id(world: World) -> None:
    path = f"{SUB}/providers/Microsoft.Authorization/roleDefinitions/{roles.READER}"
    assert arm(world, "GET", path).body["properties"]["roleName"] == "Reader"
    missing = arm(world, "GET", f"{path[:-3]}aaa")
    assert (missing.status, code_of(missing.body)) == (404, "RoleDefinitionDoesNotExist")
    assert arm(world, "GET", path, token=None).status == 401


@pytest.mark.parametrize("tail", ["", f"?$filter=assignedTo('{ids.IDENTITY_OID}')"])
def test_deny_assignments_are_listed(tail: str) -> None:
    from diagnostics.simulator.faults import permissions

    world = build("own-account")
    path = f"{ids.VAULT_ID}/providers/Microsoft.Authorization/denyAssignments{tail}"
    assert arm(world, "GET", path).body["value"] == []
    next(one for one in permissions.FAULTS if one.id == "denied-by-assignment").apply(world)
    value = arm(world, "GET", path).body["value"]
    assert [one["properties"]["denyAssignmentName"] for one in value] == ["Security stack lock"]


@pytest.mark.parametrize(
    "scope",
    [
        SUB,
        ids.VAULT_GROUP_ID,
        # as azure-mgmt-authorization asks: an empty parent leaves a double slash
        ids.VAULT_ID.replace("resourceGroups", "resourcegroups").replace("/vaults", "//vaults"),
    ],
)
def test_the_caller_learns_its_own_permissions(world: World, scope: str) -> None:
    value = arm(world, "GET", f"{scope}/providers/Microsoft.Authorization/permissions").body[
        "value"
    ]
    assert ["*/read"] in [block["actions"] for block in value]
    data = [name for block in value for name in block["dataActions"]]
    assert ("Microsoft.KeyVault/vaults/*/read" in data) is ("vaults" in scope)
    assert all(
        set(one) == {"actions", "notActions", "dataActions", "notDataActions"} for one in value
    )


def test_a_single_role_assignment_is_read(world: World) -> None:
    value = arm(world, "GET", f"{ids.VAULT_ID}{ASSIGNMENTS}").body["value"]
    at_the_vault = next(one for one in value if one["properties"]["scope"] == ids.VAULT_ID)
    assert arm(world, "GET", at_the_vault["id"]).body == at_the_vault
    above = next(one for one in value if one["properties"]["scope"] == ids.MANAGEMENT_GROUP_ID)
    assert arm(world, "GET", above["id"]).status == 403
