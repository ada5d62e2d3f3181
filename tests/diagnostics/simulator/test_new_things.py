"""What is made anew looks as the service makes it: signed, dated, named its way."""

from __future__ import annotations

import pytest

from diagnostics.simulator import directory, ids, roles
from diagnostics.simulator.worlds import build
from tests.support.asking import an_owner, arm, arm_token, ask, graph_token, may, vault_token

NEW_VAULT = f"{ids.VAULT_GROUP_ID}/providers/Microsoft.KeyVault/vaults/kv-new"
SENT = {"tenantId": ids.TENANT, "sku": {"family": "A", "name": "standard"}, "accessPolicies": []}


def test_a_new_vault_tells_who_made_it_and_has_no_idle_rules() -> None:
    world = an_owner(build("own-account"))
    idle = {"bypass": "AzureServices", "defaultAction": "Allow"}
    body = {"location": "westeurope", "properties": {**SENT, "networkAcls": idle}}
    shown = arm(world, "PUT", NEW_VAULT, body).body
    assert "networkAcls" not in shown["properties"]
    assert shown["properties"]["enabledForDeployment"] is False
    data = shown["systemData"]
    assert (data["createdBy"], data["createdByType"]) == (ids.CALLER_OID, "Application")
    assert data["createdAt"] == data["lastModifiedAt"]


def test_a_new_vaults_closed_rules_stay() -> None:
    world = an_owner(build("own-account"))
    rules = {"bypass": "None", "defaultAction": "Deny"}
    body = {"location": "westeurope", "properties": {**SENT, "networkAcls": rules}}
    assert arm(world, "PUT", NEW_VAULT, body).body["properties"]["networkAcls"] == rules


def test_a_changed_vault_tells_by_whom() -> None:
    world = an_owner(build("own-account"))
    before = arm(world, "GET", ids.VAULT_ID).body["systemData"]
    token = arm_token(world, upn="robin.night@contoso.example")
    after = arm(world, "PATCH", ids.VAULT_ID, {"properties": {}}, token).body["systemData"]
    changed = {"lastModifiedBy", "lastModifiedAt"}
    assert {name for name in before if before[name] != after[name]} == changed
    assert after["lastModifiedBy"] == "robin.night@contoso.example"


@pytest.mark.parametrize(("version", "shown"), [("2023-01-31", False), ("2024-11-30", True)])
def test_a_new_identity_is_named_in_lower_case(version: str, shown: bool) -> None:
    world = an_owner(build("own-account"))
    path = (
        f"{ids.ACCOUNT_GROUP_ID}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-new"
    )
    answer = arm(world, "PUT", f"{path}?api-version={version}", {"location": "westeurope"})
    assert answer.status == 201
    assert answer.body["id"] == path.replace("/resourceGroups/", "/resourcegroups/")
    assert answer.headers["Location"].endswith(answer.body["id"])
    again = arm(world, "GET", f"{path}?api-version={version}").body
    assert ("isolationScope" in again["properties"]) is shown
    principal = world.need(directory.principal_key(again["properties"]["principalId"]))
    assert principal["alternativeNames"][1] == again["id"]


@pytest.mark.parametrize(
    ("days", "protected", "level"),
    [
        (90, True, "Recoverable"),
        (90, False, "Recoverable+Purgeable"),
        (7, True, "CustomizedRecoverable"),
        (7, False, "CustomizedRecoverable+Purgeable"),
    ],
)
def test_a_key_can_be_recovered_as_its_vault_says(days: int, protected: bool, level: str) -> None:
    world = build("own-account")
    may(world, roles.CRYPTO_OFFICER, ids.VAULT_ID)
    world.need(ids.VAULT_ID)["properties"] |= {
        "softDeleteRetentionInDays": days,
        "enablePurgeProtection": protected,
    }
    url = f"https://{ids.VAULT}.vault.azure.net/keys/new/create?api-version=7.5"
    attributes = ask(world, "POST", url, {"kty": "RSA"}, token=vault_token(world)).body[
        "attributes"
    ]
    assert (attributes["recoveryLevel"], attributes["recoverableDays"]) == (level, days)
    stored = world.need(f"{ids.VAULT_ID}/keys/new")["properties"]["attributes"]
    assert stored["recoveryLevel"] == level


def test_a_key_shows_less_to_older_versions() -> None:
    world = build("own-account")
    url = f"https://{ids.VAULT}.vault.azure.net/keys/{ids.KEY}?api-version="
    old, new = (
        ask(world, "GET", url + version, token=vault_token(world)).body["attributes"]
        for version in ("7.3", "2025-07-01")
    )
    assert set(new) - set(old) == {"exportable", "hsmPlatform"}


def test_a_new_principal_takes_its_applications_names() -> None:
    world = build("own-account-federated")
    app = world.need(directory.application_key(ids.FEDERATED_APP_OBJECT))
    app["identifierUris"] = ["api://ajo-cmk"]
    world.remove(directory.principal_key(ids.FEDERATED_OID))
    token = graph_token(world, roles=["Application.ReadWrite.All"])
    body = {"appId": ids.FEDERATED_APP}
    answer = ask(
        world, "POST", "https://graph.microsoft.com/v1.0/servicePrincipals", body, token=token
    )
    assert answer.status == 201
    assert answer.body["servicePrincipalNames"] == ["api://ajo-cmk", ids.FEDERATED_APP]
    assert answer.body["signInAudience"] == app["signInAudience"]
    assert f"/directoryObjects/{answer.body['id']}/" in answer.headers["Location"]
