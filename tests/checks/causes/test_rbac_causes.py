from __future__ import annotations

import json
from dataclasses import replace

import pytest

from checks.causes import rbac_data_roles, rbac_key_roles, rbac_permission_model
from checks.cosmos import kinds as co
from checks.keyvault.facts import VaultFacts
from checks.rbac import kinds
from checks.rbac.cosmos_data_role import judge as judge_data_role
from checks.rbac.facts import DataRoles, KeyGrants, RoleAssignment
from checks.rbac.key_access import judge
from checks.repairs import rbac_replace_condition
from diagnostics import (
    Case,
    Cause,
    Finding,
    Kind,
    Repair,
    ResourceId,
    Seen,
    Severity,
    SignIn,
    Target,
    Topology,
)
from tests.checks.rbac.situations import (
    ENCRYPTION_USER,
    GROUP,
    KEY,
    KEY_VAULT_READER,
    NOW,
    OLD,
    OTHER_TENANT,
    OTHER_VAULT,
    OWNER,
    PRINCIPAL,
    SUBSCRIPTION,
    TENANT,
    VAULT,
    a_deny,
    a_policy,
    a_target,
    a_vault,
    given,
    grants,
    seen,
)

CAUSES = {
    cause.id: cause
    for module in (rbac_key_roles, rbac_permission_model, rbac_data_roles)
    for cause in module.CAUSES
}
ENOUGH = ("get", "wrapkey", "unwrapkey")
ACCOUNT = f"{SUBSCRIPTION}/resourceGroups/rg-ajo/providers/Microsoft.DocumentDB/databaseAccounts/cosmos-ajo"
OLD_ROLE = given(ENCRYPTION_USER, principal=OLD)
STACK = a_deny(principals=(PRINCIPAL,), is_system_protected=True)
SITUATIONS: dict[str, tuple[KeyGrants, VaultFacts]] = {
    "key-access-missing": (grants(), a_vault()),
    "role-at-another-scope": (
        grants(elsewhere=(given(ENCRYPTION_USER, OTHER_VAULT),)),
        a_vault(),
    ),
    "role-without-operation": (grants(given(KEY_VAULT_READER)), a_vault()),
    "control-plane-role-only": (grants(given(OWNER)), a_vault()),
    "role-on-old-object-id": (grants(others=(OLD_ROLE,), vanished=(OLD,)), a_vault()),
    "grant-in-inactive-model": (grants(), a_vault(a_policy(*ENOUGH))),
    "denied-by-assignment": (grants(given(ENCRYPTION_USER), denies=(STACK,)), a_vault()),
    "access-policy-incomplete": (grants(), a_vault(a_policy("get", "list"), rbac=False)),
    "access-policy-for-another": (
        grants(),
        a_vault(a_policy(*ENOUGH, tenant=OTHER_TENANT), rbac=False),
    ),
}


def a_case(held: KeyGrants, vault: VaultFacts, target: Target | None = None) -> Case:
    known = Seen((*seen(vault).values(), held))
    found = tuple(one for one in judge(held, known) if isinstance(one, Finding))
    return Case(target or a_target(), found, known)


def the_case(name: str, topology: Topology = Topology.OWN_ACCOUNT) -> Case:
    target = replace(a_target(topology), account=ResourceId.parse(ACCOUNT))
    return a_case(*SITUATIONS[name], target)


def commands(repair: Repair) -> list[str]:
    return [" ".join(step.argv) for step in repair.steps if step.argv]


def test_every_kind_that_can_be_found_has_a_cause_of_its_name() -> None:
    open_only = {kinds.ACCESS_UNDECIDED, kinds.DATA_ROLE_UNDECIDED}
    every = {kind for kind in vars(kinds).values() if isinstance(kind, Kind)} - open_only
    assert {kind.slug for kind in every if kind.severity > Severity.INFO} == set(CAUSES)


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_cause_speaks_of_what_was_read(name: str) -> None:
    case = the_case(name)
    cause = CAUSES[name]
    (own,) = [one for one in case.findings if one.kind in cause.requires]
    assert cause.sentence(case) == own.message
    assert co.IDENTITY_UNAUTHORIZED in cause.explains
    assert co.TOKEN_ACQUISITION not in cause.explains


@pytest.mark.parametrize("topology", [Topology.OWN_ACCOUNT, Topology.ADOBE_MANAGED])
@pytest.mark.parametrize("name", SITUATIONS)
def test_every_repair_is_whole(name: str, topology: Topology) -> None:
    repair = CAUSES[name].repair(the_case(name, topology))
    assert repair.works_after
    assert repair.escalate
    for step in (*repair.steps, *repair.prevent):
        assert step.purpose
        assert step.role
        assert step.risk
        assert "<" not in " ".join(step.argv), step.argv
    assert repair.prevent
    assert ("intentional revocation" in " ".join(repair.notes)) is (
        topology is Topology.ADOBE_MANAGED
    )


@pytest.mark.parametrize("cause", CAUSES.values(), ids=lambda cause: cause.id)
def test_a_repair_can_be_written_before_anything_was_read(cause: Cause) -> None:
    kind = cause.requires[0]
    case = Case(a_target(), (kind.found(KEY, "said"),), Seen())
    assert cause.repair(case).steps


def test_the_role_is_given_on_the_key_alone_and_always_under_the_same_name() -> None:
    case = the_case("key-access-missing")
    first, second = (CAUSES["key-access-missing"].repair(case).steps[0] for _ in range(2))
    assert first.argv == second.argv
    text = " ".join(first.argv)
    assert f"--scope {KEY}" in text
    assert "--role e147488a-f6f5-4113-8e2d-b22465e65bf6" in text
    assert f"--assignee-object-id {PRINCIPAL}" in text
    assert "--assignee-principal-type ServicePrincipal" in text
    name = first.argv[first.argv.index("--name") + 1]
    assert first.undo[:6] == ("az", "role", "assignment", "delete", "--ids", first.undo[5])
    assert first.undo[5] == f"{KEY}/providers/Microsoft.Authorization/roleAssignments/{name}"


def test_another_principal_gets_an_assignment_of_another_name() -> None:
    def name(case: Case) -> str:
        argv = CAUSES["key-access-missing"].repair(case).steps[0].argv
        return argv[argv.index("--name") + 1]

    other = replace(grants(), principal=OLD)
    assert name(a_case(grants(), a_vault())) != name(a_case(other, a_vault()))


def test_the_orphan_goes_only_after_the_new_grant() -> None:
    repair = CAUSES["role-on-old-object-id"].repair(the_case("role-on-old-object-id"))
    created, deleted = commands(repair)[:2]
    assert "assignment create" in created
    assert deleted.startswith(f"az role assignment delete --ids {OLD_ROLE.id}")
    assert "When all works" in repair.steps[1].purpose
    assert repair.steps[1].undo == (), "a principal that is not there can be given nothing"


def test_a_policy_keeps_what_the_identity_has_already() -> None:
    repair = CAUSES["access-policy-incomplete"].repair(the_case("access-policy-incomplete"))
    put = repair.steps[0].argv
    assert f"{VAULT}/accessPolicies/add?api-version=2023-07-01" in " ".join(put)
    (entry,) = json.loads(put[-1])["properties"]["accessPolicies"]
    assert entry["objectId"] == str(PRINCIPAL)
    assert entry["permissions"]["keys"] == ["get", "list", "wrapKey", "unwrapKey"]
    assert repair.steps[0].undo[-2:] == ("get", "list")
    assert repair.steps[1].alternative_to == 1
    assert repair.steps[1].argv[-4:] == ("get", "list", "wrapKey", "unwrapKey")


def test_an_entry_of_another_tenant_is_not_taken_for_what_the_identity_has() -> None:
    repair = CAUSES["access-policy-for-another"].repair(the_case("access-policy-for-another"))
    (entry,) = json.loads(repair.steps[0].argv[-1])["properties"]["accessPolicies"]
    assert entry["permissions"]["keys"] == ["get", "wrapKey", "unwrapKey"]
    assert "delete-policy" in repair.steps[0].undo


def test_a_deny_assignment_of_azures_own_is_lifted_by_its_owner_only() -> None:
    repair = CAUSES["denied-by-assignment"].repair(the_case("denied-by-assignment"))
    assert repair.steps[0].argv == ()
    assert STACK.name in repair.steps[0].purpose
    assert str(PRINCIPAL) in repair.steps[0].expect


def test_a_deny_assignment_that_somebody_made_can_be_removed() -> None:
    made = replace(STACK, is_system_protected=False)
    case = a_case(grants(given(ENCRYPTION_USER), denies=(made,)), a_vault())
    step = CAUSES["denied-by-assignment"].repair(case).steps[0]
    assert step.argv[:6] == ("az", "role", "deny-assignment", "delete", "--id", made.id)


@pytest.mark.parametrize(
    ("topology", "rbac", "first", "switch_offered"),
    [
        (Topology.OWN_ACCOUNT, True, "az role assignment create", True),
        (Topology.OWN_ACCOUNT, False, "az rest --method put", True),
        (Topology.ADOBE_MANAGED, True, "az role assignment create", False),
        (Topology.ADOBE_MANAGED, False, "az keyvault update", True),
    ],
)
def test_the_inactive_model_is_left_unless_adobe_requires_the_other(
    topology: Topology, rbac: bool, first: str, switch_offered: bool
) -> None:
    held = grants() if rbac else grants(given(ENCRYPTION_USER))
    vault = a_vault(a_policy(*ENOUGH)) if rbac else a_vault(rbac=False)
    case = a_case(held, vault, a_target(topology))
    written = commands(CAUSES["grant-in-inactive-model"].repair(case))
    assert written[0].startswith(first)
    assert any("--enable-rbac-authorization" in one for one in written) is switch_offered


@pytest.mark.parametrize(
    ("scope", "cause"),
    [("", "cosmos-data-role-missing"), ("/dbs/ajo", "cosmos-data-role-elsewhere")],
)
def test_the_data_role_is_given_at_the_account(scope: str, cause: str) -> None:
    held = DataRoles(
        observed_at=NOW,
        principal=PRINCIPAL,
        account=ACCOUNT,
        assignments=(given(ENCRYPTION_USER, scope),) if scope else (),
        definitions=(ENCRYPTION_USER,),
    )
    target = replace(a_target(), account=ResourceId.parse(ACCOUNT))
    sign_in = a_sign_in()
    (found,) = judge_data_role(held, Seen((sign_in,)))
    assert isinstance(found, Finding)
    assert found.kind.slug == cause
    step = CAUSES[cause].repair(Case(target, (found,), Seen((held,)))).steps[0]
    text = " ".join(step.argv)
    assert "--account-name cosmos-ajo --resource-group rg-ajo" in text
    assert "--role-definition-id 00000000-0000-0000-0000-000000000001" in text
    assert f"--principal-id {PRINCIPAL} --scope /" in text
    assert co.DATA_FORBIDDEN in CAUSES[cause].explains


def a_sign_in() -> SignIn:
    return SignIn(
        observed_at=NOW,
        credential="",
        passed_over=(),
        tenant=TENANT,
        object_id=PRINCIPAL,
        app_id=None,
        user_name=None,
        is_user=False,
        is_guest=None,
    )


def test_a_group_scope_is_not_lost_in_the_watch() -> None:
    repair = CAUSES["key-access-missing"].repair(the_case("key-access-missing"))
    alert = " ".join(repair.prevent[0].argv)
    assert "operationName=Microsoft.Authorization/roleAssignments/delete" in alert
    assert GROUP.rpartition("/")[2] in alert


@pytest.mark.parametrize("name", ["key-access-missing", "access-policy-incomplete"])
def test_adobe_requires_azure_rbac_so_the_role_comes_before_the_switch(name: str) -> None:
    held, vault = SITUATIONS[name]
    target = replace(a_target(Topology.ADOBE_MANAGED), account=None)
    case = a_case(held, replace(vault, uses_rbac=False), target)
    given_first, switched_second = commands(CAUSES[name].repair(case))[:2]
    assert given_first.startswith("az role assignment create")
    assert switched_second.endswith("--enable-rbac-authorization true")


def test_a_group_that_holds_the_role_is_offered_as_another_way() -> None:
    held = grants(others=(given(ENCRYPTION_USER, principal=GROUP, kind="Group"),))
    direct, join, _ = CAUSES["key-access-missing"].repair(a_case(held, a_vault())).steps
    assert direct.argv[:4] == ("az", "role", "assignment", "create")
    assert join.argv == (
        *("az", "ad", "group", "member", "add", "--group", str(GROUP)),
        *("--member-id", str(PRINCIPAL)),
    )
    assert join.alternative_to == 1
    assert join.undo


@pytest.mark.parametrize(
    "other",
    [
        given(KEY_VAULT_READER, principal=GROUP, kind="Group"),
        given(ENCRYPTION_USER, OTHER_VAULT, principal=GROUP, kind="Group"),
        given(ENCRYPTION_USER, principal=GROUP, kind="Group", condition="@Resource"),
        given(ENCRYPTION_USER, principal=OLD),
    ],
)
def test_no_group_is_offered_that_would_not_do(other: RoleAssignment) -> None:
    repair = CAUSES["key-access-missing"].repair(a_case(grants(others=(other,)), a_vault()))
    assert not any("group" in step.argv for step in repair.steps)
    assert not any("group" in note for note in repair.notes)


def test_a_condition_that_cannot_be_decided_is_gone_round_with_a_role_on_the_key() -> None:
    held = grants(given(ENCRYPTION_USER, condition="@Resource[name] StringEquals 'other'"))
    repair = rbac_replace_condition.repair(a_case(held, a_vault()))
    assert repair.steps[0].argv[:4] == ("az", "role", "assignment", "create")
    assert KEY in repair.steps[0].argv
    assert "StringEquals 'other'" in repair.steps[0].purpose


@pytest.mark.parametrize(
    "held", [grants(given(ENCRYPTION_USER)), grants(), grants(denies_not_read="refused")]
)
def test_without_such_a_condition_no_role_is_given(held: KeyGrants) -> None:
    repair = rbac_replace_condition.repair(a_case(held, a_vault()))
    assert repair.id == "cosmos-support"
    assert not any("role" in step.argv for step in repair.steps)
