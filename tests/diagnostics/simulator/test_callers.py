from __future__ import annotations

import pytest

from diagnostics.simulator import ids, resources, role_definitions
from diagnostics.simulator.http import Answer
from diagnostics.simulator.tokens import mint
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.support.asking import arm, arm_token, ask


@pytest.fixture
def world() -> World:
    return build("own-account")


def refused(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.body["error"]["code"]


def test_without_a_token_arm_challenges(world: World) -> None:
    answer = arm(world, "GET", ids.VAULT_ID, token=None)
    assert refused(answer) == (401, "AuthenticationFailed")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer authorization_uri=")


def test_a_token_nobody_signed_is_invalid(world: World) -> None:
    answer = arm(world, "GET", ids.VAULT_ID, token="a.b.c")
    assert refused(answer) == (401, "InvalidAuthenticationToken")
    forged = arm_token(build("own-account"))
    assert refused(arm(world, "GET", ids.VAULT_ID, token=forged))[0] == 401


def test_an_expired_token_is_told_so(world: World) -> None:
    token = mint(world, ids.CALLER_APP, "https://management.azure.com", lifetime_s=-400)
    answer = arm(world, "GET", ids.VAULT_ID, token=token)
    assert refused(answer) == (401, "ExpiredAuthenticationToken")


@pytest.mark.parametrize(
    ("cloud", "audience", "accepted"),
    [
        ("own-account", "https://management.azure.com", True),
        ("own-account", "https://management.azure.com/", True),
        ("own-account", "https://management.core.windows.net/", True),
        ("own-account", "https://graph.microsoft.com", False),
        ("own-account", "https://vault.azure.net", False),
        ("own-account-usgov", "https://management.core.usgovcloudapi.net", True),
        ("own-account-usgov", "https://management.usgovcloudapi.net", True),
        ("own-account-usgov", "https://management.core.windows.net/", False),
    ],
)
def test_only_arms_own_audiences_are_accepted(cloud: str, audience: str, accepted: bool) -> None:
    world = build(cloud)
    answer = arm(world, "GET", ids.VAULT_ID, token=mint(world, ids.CALLER_APP, audience))
    if accepted:
        assert answer.status == 200
    else:
        assert refused(answer) == (401, "InvalidAuthenticationTokenAudience")


def test_a_token_of_another_tenant_is_sent_to_the_right_one(world: World) -> None:
    token = arm_token(world, tid=ids.OTHER_TENANT, oid=ids.OTHER_TENANT_CALLER_OID)
    answer = arm(world, "GET", ids.VAULT_ID, token=token)
    assert refused(answer) == (401, "InvalidAuthenticationTokenTenant")
    assert f"https://login.windows.net/{ids.TENANT}" in answer.body["error"]["message"]


def test_an_unknown_subscription_is_not_found(world: World) -> None:
    answer = arm(world, "GET", "/subscriptions/99999999-0000-4000-8000-000000000000")
    assert refused(answer) == (404, "SubscriptionNotFound")


def test_a_refusal_names_client_action_and_scope(world: World) -> None:
    token = arm_token(world, oid=ids.ROBIN, upn="robin.night@contoso.example")
    answer = arm(world, "GET", ids.ACCOUNT_ID, token=token)
    assert refused(answer) == (403, "AuthorizationFailed")
    message = answer.body["error"]["message"]
    assert "'robin.night@contoso.example' with object id" in message
    assert "'Microsoft.DocumentDB/databaseAccounts/read'" in message
    assert f"over scope '{ids.ACCOUNT_ID}'" in message


READS = {
    ids.ACCOUNT_ID: "Microsoft.DocumentDB/databaseAccounts/read",
    f"{ids.ACCOUNT_ID}/sqlRoleAssignments": "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments/read",
    f"{ids.ACCOUNT_ID}/sqlRoleDefinitions": "Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions/read",
    ids.VAULT_ID: "Microsoft.KeyVault/vaults/read",
    ids.KEY_ID: "Microsoft.KeyVault/vaults/keys/read",
    f"{ids.KEY_ID}/versions": "Microsoft.KeyVault/vaults/keys/versions/read",
    f"{ids.SUBSCRIPTION_ID}/providers/Microsoft.KeyVault/deletedVaults": "Microsoft.KeyVault/deletedVaults/read",
    f"{ids.SUBSCRIPTION_ID}/resources": "Microsoft.Resources/subscriptions/resources/read",
    ids.SUBSCRIPTION_ID: "Microsoft.Resources/subscriptions/read",
    ids.IDENTITY_ID: "Microsoft.ManagedIdentity/userAssignedIdentities/read",
    f"{ids.IDENTITY_ID}/federatedIdentityCredentials": "Microsoft.ManagedIdentity/userAssignedIdentities/"
    "federatedIdentityCredentials/read",
    f"{ids.VAULT_ID}/providers/Microsoft.Authorization/roleAssignments": "Microsoft.Authorization/roleAssignments/read",
    f"{ids.VAULT_ID}/providers/Microsoft.Authorization/roleDefinitions": "Microsoft.Authorization/roleDefinitions/read",
    f"{ids.VAULT_ID}/providers/Microsoft.Authorization/denyAssignments": "Microsoft.Authorization/denyAssignments/read",
}


def a_world_with_one_role(block: dict[str, list[str]]) -> World:
    """The caller holds one custom role and nothing else."""
    world = build("own-account")
    for key, document in list(world.documents.items()):
        if document.get("properties", {}).get("principalId") == ids.CALLER_OID:
            world.remove(key)
    role = "55555555-eeee-4000-8000-0000000000aa"
    role_definitions.put_role_definition(world, role, "one", [block], custom=True)
    resources.assign(world, ids.SUBSCRIPTION_ID, role, ids.CALLER_OID)
    return world


@pytest.mark.parametrize(("path", "action"), READS.items())
def test_each_read_needs_exactly_its_action(path: str, action: str) -> None:
    assert arm(a_world_with_one_role({"actions": [action]}), "GET", path).status == 200
    without = a_world_with_one_role({"actions": ["*"], "notActions": [action]})
    answer = arm(without, "GET", path)
    assert refused(answer) == (403, "AuthorizationFailed")
    assert f"'{action}'" in answer.body["error"]["message"]


def test_ones_own_permissions_need_none() -> None:
    world = a_world_with_one_role({"actions": []})
    path = f"{ids.VAULT_ID}/providers/Microsoft.Authorization/permissions"
    assert arm(world, "GET", path).status == 200
    assert arm(world, "GET", path, token=None).status == 401


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "MissingApiVersionParameter"),
        ("?api-version=latest", "InvalidApiVersionParameter"),
        ("?api-version=1999-01-01", "NoRegisteredProviderFound"),
        ("?api-version=2999-01-01", "NoRegisteredProviderFound"),
    ],
)
def test_a_version_that_makes_no_sense_is_refused(world: World, query: str, code: str) -> None:
    answer = ask(world, "GET", f"https://management.azure.com{ids.VAULT_ID}{query}")
    assert refused(answer) == (400, code)


@pytest.mark.parametrize(
    "version", ["2021-05-01-preview", "2023-07-01", "2024-11-15", "2026-05-15"]
)
def test_the_versions_that_real_clients_ask_are_answered(world: World, version: str) -> None:
    assert arm(world, "GET", f"{ids.VAULT_ID}?api-version={version}").status == 200
    assert arm(world, "GET", f"{ids.ACCOUNT_ID}?api-version={version}").status == 200
