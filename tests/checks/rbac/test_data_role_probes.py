"""The caller's data-plane role against the simulator, through the real clients."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.cosmos.facts import AccountFacts
from checks.rbac import cosmos_data_role
from checks.rbac.facts import DataRoles
from diagnostics import NotApplicable, ObjectId, ResourceId, Seen, SignIn, Target, TenantId
from diagnostics.simulator import ids, resources, roles
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.checks.rbac.probing import (
    Change,
    fault,
    look_at,
    may_not_read_groups,
    nothing,
    the_target,
)
from tests.checks.rbac.situations import NOW


def the_account(world: World, **more: object) -> AccountFacts:
    account = world.need(ids.ACCOUNT_ID)
    fields: dict = {
        "observed_at": NOW,
        "account": ResourceId.parse(ids.ACCOUNT_ID),
        "exists": True,
        "kind": account["kind"],
        "capabilities": (),
        "endpoint": "",
        "provisioning_state": "Succeeded",
        "key_uri_text": None,
        "key_uri": None,
        "default_identity_text": None,
        "default_identity": None,
        "cmk_status": None,
        "identity_type": "None",
        "system_principal_id": None,
        "tenant": None,
        "attached": (),
        "public_network_access": "",
        "ip_rules": (),
        "network_acl_bypass": "",
        "has_virtual_network_filter": None,
        "local_auth_disabled": None,
    }
    return AccountFacts(**(fields | more))


def the_caller(*, is_user: bool = False) -> SignIn:
    return SignIn(
        observed_at=NOW,
        credential="",
        passed_over=(),
        tenant=TenantId(ids.TENANT),
        object_id=ObjectId(ids.CALLER_OID),
        app_id=None,
        user_name=None,
        is_user=is_user,
        is_guest=None,
    )


def data_roles_in(
    change: Change = nothing,
    *,
    target: Target | None = None,
    caller: SignIn | None = None,
    **account: object,
) -> list[str] | NotApplicable:
    world = build("own-account")
    change(world)
    seen = Seen((caller or the_caller(), the_account(world, **account)))
    answer = look_at(world, cosmos_data_role.probe, seen, target)
    if isinstance(answer, NotApplicable):
        return answer
    assert isinstance(answer, DataRoles)
    return [one.kind.code for one in cosmos_data_role.judge(answer, seen)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (nothing, []),
        (fault("cosmos-data-role-missing"), ["RB201"]),
        (fault("cosmos-data-role-on-database"), ["RB202"]),
        (fault("cosmos-data-role-on-container"), ["RB202"]),
    ],
)
def test_the_callers_data_roles(change: Change, expected: list[str]) -> None:
    assert data_roles_in(change) == expected


def of_a_group_of(member: str) -> Change:
    def change(world: World) -> None:
        fault("cosmos-data-role-missing")(world)
        resources.assign_data_role(
            world, ids.ACCOUNT_ID, roles.COSMOS_DATA_READER, ids.KEY_USERS_GROUP, ids.ACCOUNT_ID
        )
        group = world.need(f"graph:/{ids.TENANT}/groups/{ids.KEY_USERS_GROUP}")
        group["x-members"] = [member]

    return change


def test_a_data_role_through_a_group_is_seen() -> None:
    assert data_roles_in(of_a_group_of(ids.CALLER_OID)) == []


@pytest.mark.parametrize(("member", "expected"), [(ids.DANA, []), (ids.ROBIN, ["RB201"])])
def test_a_users_groups_are_read_too(member: str, expected: list[str]) -> None:
    dana = replace(the_caller(is_user=True), object_id=ObjectId(ids.DANA))
    assert data_roles_in(of_a_group_of(member), caller=dana) == expected


def test_groups_that_may_not_be_read_leave_the_data_role_open() -> None:
    def change(world: World) -> None:
        of_a_group_of(ids.CALLER_OID)(world)
        may_not_read_groups(world)

    assert data_roles_in(change) == ["RB203"]


def test_the_container_of_the_target_is_asked_for() -> None:
    target = the_target(database=ids.DATABASE, container=ids.CONTAINER)
    assert data_roles_in(target=target) == []


@pytest.mark.parametrize(
    "other", [{"exists": False}, {"kind": "MongoDB"}, {"capabilities": ("EnableCassandra",)}]
)
def test_an_account_without_such_roles_is_passed_over(other: dict) -> None:
    assert isinstance(data_roles_in(**other), NotApplicable)
