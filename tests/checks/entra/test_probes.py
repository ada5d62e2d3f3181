"""The probes through the real clients, against the simulator: what is read is what stands there."""

from __future__ import annotations

import pytest

from checks.entra.facts import (
    DefaultPrincipal,
    FederatedCredentials,
    Presence,
    PrincipalFacts,
    Registration,
    RightPlace,
    Role,
    UserAssignedIdentity,
    WorkloadPolicy,
)
from diagnostics import CallerRights, Certainty, ObjectId, Recognised, TenantId, Unexpected
from diagnostics.simulator import ids
from diagnostics.simulator.wire import fail
from diagnostics.simulator.world import World
from tests.checks.entra.probing import FAULTS, probed


@pytest.mark.parametrize(
    ("world", "role"),
    [
        ("own-account", Role.USER_ASSIGNED),
        ("own-account-system", Role.SYSTEM_ASSIGNED),
        ("own-account-first-party", Role.FIRST_PARTY),
        ("own-account-policies", Role.USER_ASSIGNED),
        ("own-account-federated", Role.FEDERATED_APPLICATION),
        ("own-account-usgov", Role.USER_ASSIGNED),
        ("adobe-managed", Role.CMK_APPLICATION),
    ],
)
def test_in_a_healthy_world_nothing_is_said_and_the_right_principal_is_read(
    world: str, role: Role
) -> None:
    result = probed(world)
    assert result.codes == set()
    assert result.denied == {}
    assert result[DefaultPrincipal].role is role
    assert result[PrincipalFacts].presence is Presence.PRESENT
    assert result[PrincipalFacts].account_enabled is True
    assert result[RightPlace].directory_settled
    assert result[RightPlace].resources_settled


def test_without_a_key_no_principal_is_asked_for() -> None:
    result = probed("own-account-without-key")
    assert result.codes == set()
    assert "no customer-managed key" in result.idle["entra.default_principal"]


EXPECTED = [
    ("service-principal-disabled", "own-account", {"EN101"}),
    ("service-principal-disabled", "own-account-system", {"EN101"}),
    ("service-principal-disabled", "own-account-first-party", {"EN101"}),
    ("service-principal-disabled", "adobe-managed", {"EN101"}),
    ("service-principal-soft-deleted", "own-account-federated", {"EN102"}),
    ("service-principal-soft-deleted", "adobe-managed", {"EN102"}),
    ("service-principal-gone", "own-account-federated", {"EN103"}),
    ("service-principal-gone", "own-account-first-party", {"EN103"}),
    ("service-principal-gone", "adobe-managed", {"EN103"}),
    ("disabled-by-microsoft", "adobe-managed", {"EN104"}),
    ("application-registration-missing", "own-account-federated", {"EN105"}),
    ("user-assigned-identity-deleted", "own-account", {"EN110", "EN103"}),
    ("user-assigned-identity-deleted", "own-account-federated", {"EN110"}),
    ("user-assigned-identity-recreated", "own-account", {"EN111", "EN103"}),
    ("identity-not-attached", "own-account", {"EN112"}),
    ("system-identity-off", "own-account-system", {"EN113"}),
    ("key-vault-principal-disabled", "own-account", {"EN120"}),
    ("key-vault-principal-disabled", "adobe-managed", {"EN120"}),
    ("key-vault-principal-gone", "own-account", {"EN121"}),
    ("federated-credential-missing", "own-account-federated", {"EN130"}),
    ("federated-credential-wrong-issuer", "own-account-federated", {"EN131"}),
    ("federated-credential-wrong-subject", "own-account-federated", {"EN131"}),
    ("federated-credential-wrong-audience", "own-account-federated", {"EN131"}),
    ("federated-credential-letter-case", "own-account-federated", {"EN131"}),
    ("credential-expired", "own-account-federated", {"EN140"}),
    ("credential-expiring", "own-account-federated", {"EN141"}),
    ("guest-login", "own-account", {"EN202"}),
    ("subscription-not-visible", "own-account", {"EN203", "EN204?", "SF108?"}),
    ("subscription-not-visible", "adobe-managed", {"EN203", "SF108?"}),
]


@pytest.mark.parametrize(("fault", "world", "expected"), EXPECTED)
def test_a_fault_is_found_and_nothing_else_is_accused(
    fault: str, world: str, expected: set[str]
) -> None:
    assert probed(world, FAULTS[fault]).codes == expected


@pytest.mark.parametrize("world", ["own-account", "adobe-managed"])
def test_in_the_wrong_tenant_nothing_absent_is_believed_and_nothing_foreign_called_well(
    world: str,
) -> None:
    result = probed(world, FAULTS["login-in-wrong-tenant"])
    assert "EN201" in result.codes
    assert "EN204?" in result.codes
    assert result.codes <= {"EN201", "EN203", "EN204?", "SF101?", "SF102?"}


def test_a_configuration_that_names_another_tenant_is_a_wrong_tenant() -> None:
    result = probed("own-account", tenant=TenantId.parse(ids.OTHER_TENANT))
    assert "EN201" in result.codes


def test_an_application_registered_elsewhere_has_no_registration_here_to_be_seen() -> None:
    result = probed("adobe-managed")
    assert result[PrincipalFacts].owner_tenant == TenantId.parse(ids.ADOBE_TENANT)
    assert "not here to be seen" in result.idle["entra.registration"]
    assert ids.ADOBE_TENANT in result.idle["entra.credentials_in_date"]


def test_the_registration_and_its_trust_are_read_where_they_are_our_own() -> None:
    result = probed("own-account-federated")
    trust = result[FederatedCredentials]
    assert trust.subject == ObjectId.parse(ids.IDENTITY_OID)
    assert trust.credentials[0].audiences == (trust.audience,)
    assert result[Registration].object_id == ObjectId.parse(ids.FEDERATED_APP_OBJECT)
    assert result[Registration].credentials[0].ends_on is not None


@pytest.mark.parametrize("lost", ["issuer", "subject", "audiences"])
def test_a_federated_credential_that_lost_a_part_is_not_called_wrong(lost: str) -> None:
    def change(world: World) -> None:
        details: dict[str, object] = {"field": f"value.{lost}"}
        fail(
            world, "lost", "without-field", path="*/federatedIdentityCredentials", details=details
        )

    with pytest.raises(Unexpected, match=lost):
        probed("own-account-federated", change)


def test_a_deleted_principal_that_does_not_say_its_application_could_be_the_one() -> None:
    def change(world: World) -> None:
        details: dict[str, object] = {"field": "value.appId"}
        fail(world, "lost", "without-field", path="*/deletedItems/*", details=details)

    with pytest.raises(Unexpected, match="appId"):
        probed("adobe-managed", FAULTS["service-principal-soft-deleted"], change)


def test_a_recreated_identity_shows_both_principal_ids() -> None:
    result = probed("own-account", FAULTS["user-assigned-identity-recreated"])
    facts = result[UserAssignedIdentity]
    assert facts.principal_id == ObjectId.parse(ids.NEW_IDENTITY_OID)
    assert facts.principal_id_on_account == ObjectId.parse(ids.IDENTITY_OID)


def without_graph_rights(world: World) -> None:
    world.need(f"entra:/clients/{ids.CALLER_APP}")["roles"] = []


@pytest.mark.parametrize("world", ["own-account-federated", "adobe-managed"])
def test_without_the_right_to_read_the_directory_every_question_stays_open(world: str) -> None:
    result = probed(world, without_graph_rights)
    assert {"entra.principal_usable", "entra.key_vault_principal"} <= set(result.denied)
    for error in result.denied.values():
        assert [permission.name for permission in error.permissions] == ["Application.Read.All"]
    assert result.codes == set()


def without_azure_roles(world: World) -> None:
    for key, _ in list(world.under("/")):
        if (
            "/roleassignments/" in key
            and world.need(key)["properties"]["principalId"] == ids.CALLER_OID
        ):
            world.remove(key)


def test_without_a_role_the_subscription_is_an_open_question_with_its_right() -> None:
    result = probed("own-account", without_azure_roles)
    assert "SF102?" in result.codes
    assert "EN203" not in result.codes
    assert result.denied["entra.user_assigned_identity"].permissions[0].name == (
        "Microsoft.ManagedIdentity/userAssignedIdentities/read"
    )


def test_the_rights_of_this_login_and_who_else_may_are_read() -> None:
    rights = probed("own-account")[CallerRights]
    assert rights.graph_read
    assert "Application.Read.All" in rights.graph_permissions
    assert {scope.lower() for scope in rights.scopes_read} == {
        ids.VAULT_ID.lower(),
        ids.ACCOUNT_ID.lower(),
        ids.IDENTITY_ID.lower(),
    }
    assert any(
        holder.permission == "Microsoft.Authorization/roleAssignments/write"
        and holder.role == "Key Vault Data Access Administrator"
        and ids.ONCALL_GROUP in holder.who
        for holder in rights.holders
    )


@pytest.mark.parametrize("world", ["own-account", "own-account-federated"])
def test_a_refused_token_while_the_identity_is_healthy_makes_a_policy_suspected(
    world: str,
) -> None:
    result = probed(world, FAULTS["blocked-by-workload-policy"])
    assert result[WorkloadPolicy].seen_in == (f"customerManagedKeyStatus of {ids.ACCOUNT}",)
    assert result.codes == {"EN150?"}


def test_in_adobe_s_account_the_pasted_error_is_where_the_refused_token_is_seen() -> None:
    refused = Recognised(
        signature_id="cmk.4000",
        code="4000",
        category="token-acquisition",
        certainty=Certainty.CERTAIN,
        kind="CO101",
        excerpt="… (4000).",
        why="the number in the text",
    )
    result = probed("adobe-managed", pasted=(refused,))
    assert result[WorkloadPolicy].seen_in == ("the pasted error",)
    assert result.codes == {"EN150?"}
