"""What may be done with the key against the simulator, through the real clients."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checks.entra.facts import Presence, PrincipalFacts, RightPlace, UserAssignedIdentity
from checks.keyvault.facts import VaultFacts
from checks.rbac import key_access
from checks.rbac.facts import KeyGrants
from diagnostics import Denied, NotApplicable, ObjectId, ResourceId, Seen, TenantId, ports
from diagnostics.simulator import ids, resources, roles
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.checks.rbac.probing import (
    PRINCIPALS,
    Change,
    fault,
    known,
    look_at,
    may_not_read_groups,
    nothing,
)
from tests.checks.rbac.situations import NOW


def grants_in(base: str, change: Change = nothing, *, prepare: Change = nothing) -> list[str]:
    """Return the codes that the check says of a world; `prepare` is not seen by the other checks."""
    world = build(base)
    change(world)
    seen = known(world)
    prepare(world)
    grants = look_at(world, key_access.probe, seen)
    assert isinstance(grants, KeyGrants)
    return [one.kind.code for one in key_access.judge(grants, seen)]


@pytest.mark.parametrize("base", PRINCIPALS)
def test_a_healthy_world_has_nothing_to_say(base: str) -> None:
    assert grants_in(base) == []


@pytest.mark.parametrize(
    ("name", "base", "expected"),
    [
        ("key-access-missing", "own-account", ["RB101"]),
        ("group-membership-removed", "own-account", ["RB101"]),
        ("role-on-another-vault", "adobe-managed", ["RB102"]),
        ("role-on-another-key", "own-account", ["RB102"]),
        ("role-without-unwrap", "own-account", ["RB103"]),
        ("role-with-not-data-actions", "adobe-managed", ["RB103"]),
        ("owner-role-only", "own-account", ["RB104"]),
        ("key-vault-contributor-only", "adobe-managed", ["RB104"]),
        ("role-on-old-object-id", "own-account", ["RB105"]),
        ("role-on-old-object-id", "adobe-managed", ["RB105"]),
        ("policy-while-rbac-in-force", "own-account", ["RB106"]),
        ("role-while-policies-in-force", "own-account-policies", ["RB106"]),
        ("denied-by-assignment", "own-account", ["RB107"]),
        ("access-policy-without-unwrap", "own-account-policies", ["RB108"]),
        ("access-policy-for-another-tenant", "own-account-policies", ["RB109"]),
        ("access-policy-bound-to-application", "own-account-policies", ["RB109"]),
        ("access-policy-removed", "own-account-first-party", ["RB101"]),
        ("conditional-role", "own-account", ["RB110"]),
    ],
)
def test_each_fault_is_named(name: str, base: str, expected: list[str]) -> None:
    assert grants_in(base, fault(name)) == expected


def through_a_group(world: World) -> None:
    fault("group-membership-removed")(world)
    group = world.need(f"graph:/{ids.TENANT}/groups/{ids.KEY_USERS_GROUP}")
    group["x-members"] = [*group.get("x-members", ()), PRINCIPALS[world.name]]


def at_the_management_group(world: World) -> None:
    fault("key-access-missing")(world)
    resources.assign(
        world,
        ids.MANAGEMENT_GROUP_ID,
        roles.CRYPTO_SERVICE_ENCRYPTION_USER,
        PRINCIPALS[world.name],
    )


@pytest.mark.parametrize("change", [through_a_group, at_the_management_group])
def test_a_grant_from_above_or_through_a_group_is_seen(change: Change) -> None:
    assert grants_in("own-account", change) == []


def test_a_policy_for_a_group_of_the_principal_is_seen() -> None:
    def change(world: World) -> None:
        fault("access-policy-removed")(world)
        world.need(ids.VAULT_ID)["properties"]["accessPolicies"].append(
            resources.access_policy(ids.KEY_USERS_GROUP, ("get", "wrapKey", "unwrapKey"))
        )
        group = world.need(f"graph:/{ids.TENANT}/groups/{ids.KEY_USERS_GROUP}")
        group["x-members"] = [ids.IDENTITY_OID]

    assert grants_in("own-account-policies", change) == []


def test_an_assignment_of_a_principal_that_nobody_knows_any_more_is_likely_an_earlier_one() -> (
    None
):
    def change(world: World) -> None:
        fault("role-on-old-object-id")(world)
        world.remove(f"graph:/{ids.TENANT}/deleteditems/{ids.OLD_IDENTITY_OID}")

    world = build("own-account")
    change(world)
    seen = known(world)
    grants = look_at(world, key_access.probe, seen)
    assert isinstance(grants, KeyGrants)
    assert (grants.vanished, grants.unresolved) == ((), (ObjectId(ids.OLD_IDENTITY_OID),))


def test_the_absence_of_another_principal_is_not_believed_in_an_unsettled_place() -> None:
    world = build("own-account")
    fault("role-on-old-object-id")(world)
    seen = known(world)
    elsewhere = replace(seen[RightPlace], target_tenant=TenantId(ids.OTHER_TENANT))
    grants = look_at(world, key_access.probe, Seen((*seen.values(), elsewhere)))
    assert isinstance(grants, KeyGrants)
    assert (grants.vanished, grants.unresolved) == ((), ())


def test_the_id_that_the_account_still_shows_is_an_earlier_one_without_asking() -> None:
    world = build("own-account")
    fault("role-on-old-object-id")(world)
    stale = UserAssignedIdentity(
        observed_at=NOW,
        identity=ResourceId.parse(ids.IDENTITY_ID),
        presence=Presence.PRESENT,
        principal_id=ObjectId(ids.IDENTITY_OID),
        client_id=None,
        tenant=None,
        principal_id_on_account=ObjectId(ids.OLD_IDENTITY_OID),
    )
    grants = look_at(world, key_access.probe, Seen((*known(world).values(), stale)))
    assert isinstance(grants, KeyGrants)
    assert grants.vanished == (ObjectId(ids.OLD_IDENTITY_OID),)


def deleted_earlier(world: World) -> None:
    """The identity was deleted and made anew, and its access policy stayed with the former object id."""
    fault("access-policy-removed")(world)
    former = world.need(f"graph:/{ids.TENANT}/serviceprincipals/{ids.IDENTITY_OID}") | {
        "id": ids.OLD_IDENTITY_OID,
        "deletedDateTime": "2026-11-20T10:00:00Z",
        "@odata.type": "#microsoft.graph.servicePrincipal",
    }
    world.put(f"graph:/{ids.TENANT}/deleteditems/{ids.OLD_IDENTITY_OID}", former)
    world.need(ids.VAULT_ID)["properties"]["accessPolicies"].append(
        resources.access_policy(ids.OLD_IDENTITY_OID, ("get", "wrapKey", "unwrapKey"))
    )


def test_a_policy_of_a_deleted_principal_of_the_same_identity_is_an_earlier_one() -> None:
    assert grants_in("own-account-policies", deleted_earlier) == ["RB105"]


def test_unread_groups_and_deleted_principals_leave_the_question_open() -> None:
    found = grants_in("own-account-policies", deleted_earlier, prepare=may_not_read_groups)
    assert found == ["RB110"]


def test_unread_groups_keep_a_deny_open() -> None:
    found = grants_in("own-account", fault("denied-by-assignment"), prepare=may_not_read_groups)
    assert found == ["RB110"]


def test_a_directory_that_may_not_be_read_makes_nobody_vanish() -> None:
    found = grants_in("own-account", fault("role-on-old-object-id"), prepare=may_not_read_groups)
    assert found == ["RB101"]


def without(*actions: str) -> Change:
    """Leave the caller only what is not named here."""

    def change(world: World) -> None:
        for document in world.documents.values():
            fields = document.get("properties", {})
            for block in fields.get("permissions") or () if "roleName" in fields else ():
                block["notActions"] = [*block.get("notActions", ()), *actions]

    return change


def test_role_assignments_that_may_not_be_read_are_told_with_the_right() -> None:
    with pytest.raises(Denied) as refused:
        grants_in("own-account", prepare=without("Microsoft.Authorization/roleAssignments/read"))
    (permission,) = refused.value.permissions
    assert permission.name == ports.ROLE_ASSIGNMENTS_READ.name


def test_deny_assignments_that_may_not_be_read_keep_a_yes_open() -> None:
    unread = without("Microsoft.Authorization/denyAssignments/read")
    assert grants_in("own-account", prepare=unread) == ["RB110"]
    assert grants_in("own-account", fault("key-access-missing"), prepare=unread) == ["RB101"]


def test_roles_that_may_not_be_read_do_not_matter_where_policies_decide() -> None:
    unread = without("Microsoft.Authorization/*/read")
    assert grants_in("own-account-policies", prepare=unread) == []


@pytest.mark.parametrize(
    ("presence", "settled", "expected"),
    [
        (Presence.GONE, True, NotApplicable),
        (Presence.SOFT_DELETED, False, NotApplicable),
        (Presence.GONE, False, KeyGrants),
        (Presence.CANNOT_TELL, True, KeyGrants),
    ],
)
def test_without_a_principal_nothing_is_asked(
    presence: Presence, settled: bool, expected: type
) -> None:
    world = build("own-account")
    seen = known(world)
    facts = replace(seen[PrincipalFacts], presence=presence)
    tenant = ids.TENANT if settled else ids.OTHER_TENANT
    place = replace(seen[RightPlace], target_tenant=TenantId(tenant))
    with_both = Seen((*seen.values(), facts, place))
    answer = look_at(world, key_access.probe, with_both)
    assert isinstance(answer, expected)
    if isinstance(answer, KeyGrants):
        (open_question,) = key_access.judge(answer, with_both)
        assert open_question.kind.code == "RB110"


@pytest.mark.parametrize(
    ("presence", "expected"),
    [
        (Presence.GONE, KeyGrants),
        (Presence.SOFT_DELETED, NotApplicable),
        (Presence.CANNOT_TELL, KeyGrants),
    ],
)
def test_without_a_vault_nothing_is_asked(presence: Presence, expected: type) -> None:
    world = build("own-account")
    seen = known(world)
    vault = replace(seen[VaultFacts], presence=presence)
    assert isinstance(look_at(world, key_access.probe, Seen((*seen.values(), vault))), expected)
