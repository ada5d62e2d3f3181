"""The probes against the simulator, through the real clients."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from checks.cosmos.facts import AccountFacts, KeyLocation
from checks.entra.facts import (
    DefaultPrincipal,
    Presence,
    PrincipalFacts,
    RightPlace,
    Role,
    UserAssignedIdentity,
)
from checks.keyvault.facts import AccessPolicy, VaultFacts
from checks.rbac import cosmos_data_role, key_access, role_schedules
from checks.rbac.facts import DataRoles, KeyGrants, RoleSchedules
from diagnostics import (
    AppId,
    Denied,
    Document,
    Finding,
    KeyUri,
    NotApplicable,
    ObjectId,
    ResourceId,
    Seen,
    SignIn,
    SubscriptionId,
    Target,
    TenantId,
    Topology,
    ports,
)
from diagnostics.cloud.session import Session, SessionOptions
from diagnostics.simulator import ids, resources, roles
from diagnostics.simulator.faults import FAULTS
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.checks.rbac.situations import NOW, a_vault
from tests.support.serving import serving

Change = Callable[[World], None]
PRINCIPALS = {
    "own-account": ids.IDENTITY_OID,
    "own-account-policies": ids.IDENTITY_OID,
    "own-account-system": ids.SYSTEM_OID,
    "own-account-first-party": ids.COSMOS_OID,
    "adobe-managed": ids.ADOBE_OID,
}


def nothing(_: World) -> None:
    """Leave the world as it is."""


def fault(name: str) -> Change:
    return FAULTS[name].apply


def a_policy(entry: dict) -> AccessPolicy:
    bound = entry.get("applicationId")
    return AccessPolicy(
        tenant=TenantId.parse(entry["tenantId"]),
        object_id=ObjectId.parse(entry["objectId"]),
        application=AppId.parse(bound) if bound else None,
        keys=tuple(word.lower() for word in entry["permissions"].get("keys", ())),
    )


def known(world: World) -> Seen:
    """What the other checks would have read of this world."""
    principal = ObjectId(PRINCIPALS[world.name])
    document = world.need(f"graph:/{ids.TENANT}/serviceprincipals/{principal}")
    vault = world.need(ids.VAULT_ID)["properties"]
    return Seen(
        (
            DefaultPrincipal(
                observed_at=NOW,
                role=Role.USER_ASSIGNED,
                identity_kind=None,
                object_id=principal,
                app_id=AppId.parse(document["appId"]),
                identity=ResourceId.parse(ids.IDENTITY_ID),
                is_attached=True,
                tenant=None,
            ),
            PrincipalFacts(
                observed_at=NOW,
                presence=Presence.PRESENT,
                object_id=principal,
                app_id=AppId.parse(document["appId"]),
                display_name=document["displayName"],
                account_enabled=True,
                is_disabled=None,
                disabled_by_microsoft=None,
                principal_type="",
                owner_tenant=None,
                credentials=(),
                deleted_at=None,
            ),
            KeyLocation(
                observed_at=NOW,
                key_uri=KeyUri("kv-ajo.vault.azure.net", ids.KEY),
                origin="",
                is_managed_hsm=False,
                is_of_cloud=True,
            ),
            a_vault(
                *map(a_policy, vault.get("accessPolicies") or ()),
                rbac=vault.get("enableRbacAuthorization"),
                vault=ResourceId.parse(ids.VAULT_ID),
                tenant=TenantId.parse(vault["tenantId"]),
            ),
            RightPlace(
                observed_at=NOW,
                token_tenant=TenantId(ids.TENANT),
                target_tenant=TenantId(ids.TENANT),
                subscription=SubscriptionId(ids.SUBSCRIPTION),
                subscription_visible=True,
                subscription_tenant=TenantId(ids.TENANT),
                is_guest=False,
            ),
        )
    )


def the_target(**more: str) -> Target:
    return Target(
        name="production",
        topology=Topology.OWN_ACCOUNT,
        topology_reason="set in the configuration",
        tenant=TenantId(ids.TENANT),
        account=ResourceId.parse(ids.ACCOUNT_ID),
        **more,
    )


def look_at(world: World, probe: Callable, seen: Seen, target: Target | None = None) -> object:
    with serving(world) as simulator:

        async def read() -> object:
            options = SessionOptions(
                cloud=world.cloud,
                environ=simulator.environ(),
                proxy=simulator.proxy_url,
                ca=simulator.ca_file,
            )
            async with Session(options) as session:
                return await probe(session.look(target or the_target(), seen, ()))

        return asyncio.run(read())


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


def may_not_read_groups(world: World) -> None:
    client = world.need(f"entra:/clients/{ids.CALLER_APP}")
    client["roles"] = []


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


def test_a_document_of_another_shape_is_refused() -> None:
    from checks.rbac.reading import role_assignment
    from diagnostics import Unexpected

    odd = Document({"properties": {"principalId": "nobody"}}, "GET /x", NOW)
    with pytest.raises(Unexpected):
        role_assignment(odd)


@pytest.mark.parametrize("lost", ["dataActions", "notDataActions"])
def test_a_role_that_does_not_tell_its_data_actions_is_no_role_without_any(lost: str) -> None:
    from checks.rbac.reading import role_definition
    from diagnostics import Unexpected

    block = {"actions": [], "notActions": [], "dataActions": ["*"], "notDataActions": []}
    del block[lost]
    odd = Document({"name": "x", "properties": {"permissions": [block]}}, "GET /x", NOW)
    with pytest.raises(Unexpected, match=lost):
        role_definition(odd)


def schedules_in(change: Change, base: str = "own-account") -> tuple[object, list[str]]:
    """Return what the probe gave, and the codes that follow from it beside the grants."""
    world = build(base)
    change(world)
    seen = known(world)
    grants = look_at(world, key_access.probe, seen)
    read = look_at(world, role_schedules.probe, seen)
    assert isinstance(grants, KeyGrants)
    if not isinstance(read, RoleSchedules):
        return read, []
    both = Seen((*seen.values(), grants))
    said = (*role_schedules.judge(read, both), *role_schedules.ahead(read, both))
    return read, [one.kind.code for one in said if isinstance(one, Finding)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (nothing, []),
        (fault("key-access-missing"), []),
        (fault("role-ending"), ["RB112"]),
        (fault("role-ended"), ["RB113"]),
    ],
)
def test_a_role_that_is_given_for_a_time_is_read(change: Change, expected: list[str]) -> None:
    read, codes = schedules_in(change)
    assert isinstance(read, RoleSchedules)
    assert codes == expected
    assert read.planned_not_read == ""


def without_license(world: World) -> None:
    world.need(f"entra:/tenants/{ids.TENANT}")["x-withoutPremium"] = True


def test_a_tenant_without_the_license_cannot_give_a_role_for_a_time() -> None:
    read, _ = schedules_in(without_license)
    assert isinstance(read, NotApplicable)
    assert "no license" in read.reason


def test_an_access_policy_has_no_end() -> None:
    read, _ = schedules_in(nothing, "own-account-policies")
    assert isinstance(read, NotApplicable)
    assert "access policies" in read.reason
