"""What a finding about identity or place is repaired with."""

from __future__ import annotations

import json

import pytest

from checks.entra import (
    principal_usable,
)
from checks.entra.facts import Presence
from diagnostics import (
    CLOUDS,
    Case,
    Finding,
    Seen,
)
from tests.checks.causes.entra_cases import (
    CAUSES,
    CROSS_TENANT,
    OWN,
    SITUATIONS,
    a_case,
    commands,
    first,
    repaired,
    steps,
)
from tests.checks.entra.situations import (
    ACCOUNT,
    APPLICATION,
    CALLER,
    IDENTITY,
    ISSUER,
    KEY_VAULT_APP,
    NOW,
    OTHER_TENANT,
    PRINCIPAL,
    RECREATED,
    SUBSCRIPTION,
    TENANT,
    VAULT,
    a_default,
    a_key_vault_principal,
    a_login,
    a_place,
    a_principal,
    a_registration,
    a_target,
    a_trust,
    a_vault,
    an_account,
    trusts,
)


@pytest.mark.parametrize("code", SITUATIONS)
def test_a_repair_says_who_may_what_it_risks_and_how_it_is_proved(code: str) -> None:
    repair = repaired(code)
    assert repair.steps
    assert repair.works_after
    assert repair.escalate
    for step in steps(repair):
        assert step.purpose
        assert step.role
        assert step.risk
        assert all(isinstance(word, str) and word for word in (*step.argv, *step.proof))
        assert step.alternative_to is None or step.alternative_to < len(repair.steps)


UNKNOWN_BEFORE = ("<principal_id>", "<credential_key_id>")


@pytest.mark.parametrize("code", SITUATIONS)
def test_commands_carry_no_placeholder_where_the_identifier_is_known(code: str) -> None:
    for argv in (each for step in repaired(code).steps for each in (step.argv, step.undo)):
        for word in argv:
            rest = word
            for placeholder in UNKNOWN_BEFORE:
                rest = rest.replace(placeholder, "")
            assert "<" not in rest, argv


@pytest.mark.parametrize("code", SITUATIONS)
def test_proofs_only_read(code: str) -> None:
    reading = {"show", "list", "get"}
    for step in steps(repaired(code)):
        assert not step.proof or reading & set(step.proof), step.proof


@pytest.mark.parametrize("code", SITUATIONS)
def test_bodies_are_json(code: str) -> None:
    for argv in commands(repaired(code)):
        if "--body" in argv:
            assert isinstance(json.loads(argv[argv.index("--body") + 1]), dict)


def test_a_disabled_principal_is_enabled_and_the_command_can_be_undone() -> None:
    step, narrow, prove = repaired("EN101").steps
    assert step.argv == (
        *("az", "ad", "sp", "update", "--id", str(PRINCIPAL), "--set", "accountEnabled=true"),
    )
    assert step.undo[-1] == "accountEnabled=false"
    assert step.role == "Cloud Application Administrator"
    assert narrow.alternative_to == 1
    assert f"https://graph.microsoft.com/v1.0/servicePrincipals/{PRINCIPAL}" in narrow.argv
    assert ACCOUNT.name in prove.argv


@pytest.mark.parametrize(("enabled", "commands_before"), [(True, 0), (False, 2)])
def test_a_mark_that_no_documentation_takes_back_has_no_command(
    enabled: bool, commands_before: int
) -> None:
    """Setting `accountEnabled` where it is true already would look like a repair and change nothing."""
    marked = a_principal(account_enabled=enabled, is_disabled=True)
    *before, mark, prove = repaired("EN101", marked).steps
    assert len(before) == commands_before
    assert mark.argv == ()
    assert mark.proof[-2:] == ("--query", "isDisabled")
    assert ACCOUNT.name in prove.argv


def test_a_soft_deleted_principal_is_restored_and_never_created_anew() -> None:
    repair = repaired("EN102")
    assert f"directory/deletedItems/{PRINCIPAL}/restore" in first(repair)
    assert not any("create" in argv for argv in commands(repair)[:3])
    assert any("intentional revocation" in note for note in repair.notes)


def test_a_principal_that_is_gone_is_created_and_given_its_role_again() -> None:
    repair = repaired("EN103")
    assert first(repair) == f"az ad sp create --id {APPLICATION} --query id --output tsv"
    consent, grant = repair.steps[1:3]
    assert f"/{TENANT}/adminconsent?client_id={APPLICATION}" in consent.purpose
    assert grant.argv[:4] == ("az", "role", "assignment", "create")
    # By object id, so that whoever gives the role need not read the directory.
    assert grant.argv[grant.argv.index("--assignee-object-id") + 1] == "<principal_id>"
    assert grant.argv[grant.argv.index("--scope") + 1].startswith(f"{VAULT}/keys/")


def test_where_the_deleted_ones_could_not_be_read_they_are_looked_at_before_anything_is_made() -> (
    None
):
    unread = a_principal(Presence.CANNOT_TELL, object_id=None, deleted_not_read="refused")
    repair = repaired("EN103", unread)
    look, create, consent = repair.steps[:3]
    assert "directory/deletedItems" in " ".join(look.argv)
    assert create.argv[:4] == ("az", "ad", "sp", "create")
    assert consent.alternative_to == 2
    assert not any("can no longer be restored" in note for note in repair.notes)


def test_a_principal_that_is_yet_to_come_has_no_name_for_its_grant() -> None:
    # The name that an earlier principal's assignment has would be refused.
    for code in ("EN103", "EN110", "EN113"):
        grants = [step for step in repaired(code).steps if "role" in step.argv]
        assert grants
        assert all("--name" not in step.argv for step in grants)


@pytest.mark.parametrize("code", ["EN110", "EN113"])
def test_the_new_principal_id_is_printed_alone_by_the_step_that_later_ones_name(code: str) -> None:
    create, grant = repaired(code).steps[:2]
    assert create.argv[-4:] == ("--query", "principalId", "--output", "tsv")
    assert "<principal_id>" in grant.argv


def test_in_a_vault_with_access_policies_a_policy_is_set_instead_of_a_role() -> None:
    grant = repaired("EN111", a_vault(uses_rbac=False)).steps[0]
    body = json.loads(grant.argv[grant.argv.index("--body") + 1])
    (entry,) = body["properties"]["accessPolicies"]
    assert entry["objectId"] == str(RECREATED)
    assert entry["permissions"] == {"keys": ["get", "wrapKey", "unwrapKey"]}
    assert grant.permission is not None
    assert grant.permission.name == "Microsoft.KeyVault/vaults/accessPolicies/write"


def test_adobes_vault_is_brought_to_azure_rbac_after_the_role_is_given() -> None:
    role, switch = repaired("EN103", a_vault(uses_rbac=False)).steps[2:4]
    assert role.argv[:4] == ("az", "role", "assignment", "create")
    assert switch.argv[-2:] == ("--enable-rbac-authorization", "true")


def test_a_plan_without_choices_inside_it_offers_none_twice() -> None:
    plan = repaired("EN111", a_vault(uses_rbac=False)).steps
    assert [step for step in plan if step.alternative_to] == []


def test_the_same_grant_has_the_same_name_twice() -> None:
    names = [repaired("EN111").steps[0].argv for _ in range(2)]
    assert names[0] == names[1]
    assert "--name" in names[0]


def test_of_a_federated_identity_that_is_gone_every_identifier_is_known() -> None:
    trust = repaired("EN110", CROSS_TENANT, a_registration()).steps[1]
    body = json.loads(trust.argv[trust.argv.index("--body") + 1])
    assert body["issuer"] == ISSUER
    assert "/applications/" in trust.argv[trust.argv.index("--url") + 1]


def test_the_login_of_the_environment_is_unset_before_another_one_is_used() -> None:
    unset = repaired("EN201", a_login(credential="environment (client secret)")).steps[0]
    assert unset.purpose.startswith("Unset AZURE_TENANT_ID")
    plain = repaired("EN201", a_login(credential="Azure CLI")).steps[0]
    assert plain.purpose.startswith("Log in")


def test_adobe_is_told_at_once_where_its_application_has_to_be_made_anew() -> None:
    repair = repaired("EN103")
    assert repair.escalate.startswith("at once")
    assert any("breaking change" in note for note in repair.notes)


@pytest.mark.parametrize("code", ["EN102", "EN103", "EN104"])
def test_adobes_reading_of_a_lost_key_is_never_left_out(code: str) -> None:
    assert any("intentional revocation" in note for note in repaired(code).notes)


def test_the_gone_principal_of_a_managed_identity_is_replaced_with_its_identity() -> None:
    gone = a_principal(Presence.GONE)
    seen = Seen([a_default(), an_account(), a_vault(), a_place(), gone])
    (finding,) = principal_usable.judge(gone, seen)
    assert isinstance(finding, Finding)
    repair = CAUSES["service-principal-gone"].repair(Case(OWN, (finding,), seen))
    assert repair.id == "identity-replace"


def test_a_deleted_identity_gets_a_successor_under_a_new_name() -> None:
    repair = repaired("EN110")
    assert "--name id-ajo-cmk-2" in first(repair)
    assert "--location westeurope" in first(repair)
    defaults = [step.argv[-1] for step in repair.steps if "--default-identity" in step.argv]
    assert defaults == [f"UserAssignedIdentity={IDENTITY}-2"]
    assert repair.steps[-1].argv[-1] == str(IDENTITY)


def test_the_successor_of_a_federated_identity_is_trusted_instead_of_given_a_role() -> None:
    repair = repaired("EN110", CROSS_TENANT, trusts(a_trust()))
    assert not any("role" in argv for argv in commands(repair)[:5])
    (default,) = (step.argv[-1] for step in repair.steps if "--default-identity" in step.argv)
    assert default.endswith(f"&FederatedClientId={APPLICATION}")


def test_a_recreated_identity_is_granted_listed_anew_and_made_default_again() -> None:
    repair = repaired("EN111")
    assert str(RECREATED) in repair.steps[0].argv
    patch = repair.steps[1].argv
    assert json.loads(patch[-1]) == {
        "identity": {"type": "UserAssigned", "userAssignedIdentities": {str(IDENTITY): {}}}
    }
    assert repair.steps[2].argv[-1] == f"UserAssignedIdentity={IDENTITY}"


def test_a_credential_that_almost_matches_is_corrected_and_can_be_put_back() -> None:
    step = repaired("EN131").steps[0]
    assert json.loads(step.argv[-1])["subject"] == str(PRINCIPAL)
    assert json.loads(step.argv[-1])["issuer"] == ISSUER
    assert json.loads(step.undo[-1])["subject"] == str(RECREATED)
    assert step.argv[5].endswith("/federatedIdentityCredentials/fic-1")


def test_the_key_vault_service_s_principal_is_restored_while_that_is_possible() -> None:
    assert first(repaired("EN121")) == f"az ad sp create --id {KEY_VAULT_APP}"
    deleted = a_key_vault_principal(presence=Presence.SOFT_DELETED, deleted_at=NOW)
    assert f"deletedItems/{RECREATED}/restore" in first(repaired("EN121", deleted))


def test_a_registration_that_cannot_be_restored_gives_no_command() -> None:
    gone = a_registration(Presence.GONE)
    assert repaired("EN105", gone).steps[0].argv == ()
    assert "restore" in first(repaired("EN105"))


def test_a_wrong_login_is_told_the_tenant_to_log_in_to() -> None:
    assert first(repaired("EN201")) == f"az login --tenant {TENANT}"


def test_a_wrong_configuration_is_corrected_before_the_login_is_changed() -> None:
    odd = a_place(target_tenant=OTHER_TENANT)
    correct, login = repaired("EN201", odd).steps
    assert correct.argv == ()
    assert f'tenant = "{TENANT}"' in correct.purpose
    assert login.alternative_to == 1


def test_variables_of_the_environment_are_blamed_where_they_were_used() -> None:
    assert repaired("EN201").notes == ()
    (note,) = repaired("EN201", a_login(credential="environment (client secret)")).notes
    assert "AZURE_TENANT_ID" in note


def test_a_hidden_subscription_is_shown_to_this_login() -> None:
    login, grant = repaired("EN203").steps
    assert str(SUBSCRIPTION) in login.proof
    assert str(CALLER) in grant.argv
    assert f"/subscriptions/{SUBSCRIPTION}" in grant.argv


def test_the_government_cloud_has_its_own_addresses() -> None:
    _, case = a_case("EN101")
    usgov = a_target(cloud=CLOUDS["usgov"])
    repair = CAUSES["service-principal-disabled"].repair(Case(usgov, case.findings, case.seen))
    assert any("graph.microsoft.us" in word for word in repair.steps[1].argv)
    assert any("management.usgovcloudapi.net" in word for word in repair.prevent[0].argv)


def test_a_case_with_nothing_but_its_finding_still_gives_a_plan() -> None:
    for code in SITUATIONS:
        cause, case = a_case(code)
        bare = Case(case.target, case.findings, Seen())
        assert cause.sentence(bare)
        assert cause.repair(bare).steps, code
