"""Writes that repairs, their undo and their prevention need besides the well-known ones; as strict as the services."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from diagnostics.simulator import ids, roles
from diagnostics.simulator.http import Answer
from diagnostics.simulator.reading import words
from diagnostics.simulator.tokens import mint
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.support.asking import an_owner, arm, arm_token, ask, may, vault_token
from tests.support.repairing import ASSIGNMENT, broken, grant, is_healthy, refused
from tests.support.serving import serving
from tests.support.simulated import Client

LOCK = f"{ids.VAULT_ID}/providers/Microsoft.Authorization/locks/keep"
MEMBERS = f"/groups/{ids.KEY_USERS_GROUP}/members"


def vault(world: World, method: str, path: str, body: object = None) -> Answer:
    host = f"https://{ids.VAULT}.vault.azure.net"
    return ask(world, method, f"{host}{path}?api-version=7.4", body, token=vault_token(world))


def locked(level: str) -> World:
    world = an_owner(build("own-account"))
    assert arm(world, "PUT", LOCK, {"properties": {"level": level}}).status == 201
    return world


def test_a_lock_keeps_what_it_lies_on_and_all_below_from_being_deleted() -> None:
    world = locked("CanNotDelete")
    arm(world, "PUT", ASSIGNMENT, grant(who=ids.REPORTS_OID))
    assert refused(arm(world, "DELETE", ASSIGNMENT)) == (409, "ScopeLocked")
    assert arm(world, "PATCH", ids.VAULT_ID, {"properties": {}}).status == 200
    assert arm(world, "DELETE", LOCK).status == 200
    assert arm(world, "DELETE", ASSIGNMENT).status == 200


def test_a_read_only_lock_keeps_it_from_being_changed_too() -> None:
    world = locked("ReadOnly")
    assert refused(arm(world, "PATCH", ids.VAULT_ID, {})) == (409, "ScopeLocked")
    assert arm(world, "GET", ids.VAULT_ID).status == 200
    assert arm(world, "PATCH", ids.OTHER_VAULT_ID, {"properties": {}}).status == 200


def test_a_lock_is_asked_about_only_after_the_right() -> None:
    world = locked("ReadOnly")
    for key in [key for key, _ in world.under(f"{ids.SUBSCRIPTION_ID}/providers/microsoft.auth")]:
        if "roleassignments" in key:
            world.remove(key)
    assert refused(arm(world, "PATCH", ids.VAULT_ID, {})) == (403, "AuthorizationFailed")


def a_backup(world: World) -> str:
    may(world, roles.CRYPTO_OFFICER, ids.VAULT_ID)
    return str(vault(world, "POST", f"/keys/{ids.KEY}/backup").body["value"])


def test_a_backup_brings_a_purged_key_back_with_all_its_versions() -> None:
    world, value = broken("key-gone"), a_backup(build("own-account"))
    may(world, roles.CRYPTO_OFFICER, ids.VAULT_ID)
    assert not is_healthy(world)
    restored = vault(world, "POST", "/keys/restore", {"value": value})
    assert restored.body["key"]["kid"].endswith(ids.KEY_VERSION)
    assert is_healthy(world)
    versions = vault(world, "GET", f"/keys/{ids.KEY}/versions").body["value"]
    assert len(versions) == 2


def test_a_backup_is_refused_while_the_key_is_there_or_can_be_recovered() -> None:
    world = build("own-account")
    value = a_backup(world)
    assert vault(world, "POST", "/keys/restore", {"value": value}).status == 409
    vault(world, "DELETE", f"/keys/{ids.KEY}")
    assert vault(world, "POST", "/keys/restore", {"value": value}).status == 409


@pytest.mark.parametrize("value", ["", "bm9uc2Vuc2U", "!!"])
def test_what_is_no_backup_is_refused(value: str) -> None:
    world = broken("key-gone")
    may(world, roles.CRYPTO_OFFICER, ids.VAULT_ID)
    assert vault(world, "POST", "/keys/restore", {"value": value}).status == 400


def test_a_backup_goes_only_into_a_vault_of_its_own_subscription_and_geography() -> None:
    world, value = broken("key-gone"), a_backup(build("own-account"))
    may(world, roles.CRYPTO_OFFICER, ids.VAULT_ID)
    world.need(ids.VAULT_ID)["location"] = "eastus"
    assert vault(world, "POST", "/keys/restore", {"value": value}).status == 400


def test_a_backup_of_a_key_that_is_not_there_and_without_the_right() -> None:
    world = broken("key-gone")
    may(world, roles.CRYPTO_OFFICER, ids.VAULT_ID)
    assert vault(world, "POST", f"/keys/{ids.KEY}/backup").status == 404
    assert vault(build("own-account"), "POST", f"/keys/{ids.KEY}/backup").status == 403


def test_a_deleted_identity_takes_its_principal_along() -> None:
    world = an_owner(build("own-account"))
    assert arm(world, "DELETE", ids.IDENTITY_ID).status == 200
    assert arm(world, "GET", ids.IDENTITY_ID).status == 404
    assert world.get(f"graph:/{ids.TENANT}/serviceprincipals/{ids.IDENTITY_OID}") is None
    assert not is_healthy(world)
    assert arm(world, "DELETE", ids.IDENTITY_ID).status == 204


@pytest.mark.parametrize(
    "path",
    [
        f"{ids.VAULT_GROUP_ID}/providers/Microsoft.Insights/activityLogAlerts/changed",
        f"{ids.VAULT_ID}/providers/Microsoft.Insights/diagnosticSettings/audit",
        f"{ids.VAULT_ID}/providers/Microsoft.EventGrid/eventSubscriptions/expiry",
    ],
)
def test_what_keeps_watch_can_be_put_shown_and_taken_away(path: str) -> None:
    world = an_owner(build("own-account"))
    assert arm(world, "PUT", path, {"properties": {"enabled": True}}).status in (200, 201)
    assert arm(world, "GET", path).body["properties"]["enabled"] is True
    assert arm(world, "DELETE", path).status == 200
    assert arm(world, "GET", path).status == 404


def test_the_directory_s_own_settings_need_a_role_of_the_directory() -> None:
    path = "/providers/microsoft.aadiam/diagnosticSettings/keep?api-version=2017-04-01"
    world = an_owner(build("own-account"))
    body = {"properties": {"logs": []}}
    assert refused(arm(world, "PUT", path, body)) == (403, "AuthorizationFailed")
    token = arm_token(world, wids=["194ae4cb-b126-40b2-bd5b-6091b380977d"])
    assert arm(world, "PUT", path, body, token).status == 200
    assert arm(world, "GET", path, token=token).body["properties"] == {"logs": []}
    assert arm(world, "DELETE", path, token=token).status == 200
    assert arm(world, "GET", path, token=token).status == 404


def test_only_a_deny_assignment_that_a_person_made_can_be_deleted() -> None:
    world = broken("denied-by-assignment")
    (key, document), *_ = [
        (key, doc) for key, doc in world.documents.items() if "/denyassignments/" in key
    ]
    assert refused(arm(world, "DELETE", document["id"]))[0] == 403
    document["properties"]["isSystemProtected"] = False
    assert arm(world, "DELETE", document["id"]).status == 200
    assert world.get(key) is None
    assert is_healthy(world)


def test_the_activity_log_and_the_backups_of_accounts_can_be_asked_for() -> None:
    world = an_owner(build("own-account"))
    since = f"{datetime.now(UTC) - timedelta(hours=6):%Y-%m-%dT%H:%M:%SZ}"
    log = f"{ids.SUBSCRIPTION_ID}/providers/Microsoft.Insights/eventtypes/management/values?$filter=eventTimestamp ge '{since}'"
    kept = f"{ids.SUBSCRIPTION_ID}/providers/Microsoft.DocumentDB/restorableDatabaseAccounts"
    assert arm(world, "GET", log).body["value"] == []
    listed = arm(world, "GET", kept).body["value"]
    assert [each["properties"]["accountName"] for each in listed] == [ids.ACCOUNT]


def graph(world: World, method: str, path: str, body: object = None, **claims: object) -> Answer:
    token = mint(world, ids.CALLER_APP, f"https://{world.cloud.graph}", claims=claims)
    return ask(world, method, f"https://{world.cloud.graph}/v1.0{path}", body, token=token)


GROUPS: dict[str, Any] = {"roles": ["GroupMember.ReadWrite.All"]}
REFERENCE = {"@odata.id": f"https://graph.microsoft.com/v1.0/directoryObjects/{ids.REPORTS_OID}"}
ASKED = {"groupIds": [ids.KEY_USERS_GROUP]}


def test_a_member_is_taken_in_asked_for_and_taken_out() -> None:
    world = build("own-account")
    check = f"/directoryObjects/{ids.REPORTS_OID}/checkMemberGroups"
    assert graph(world, "POST", f"{MEMBERS}/$ref", REFERENCE, **GROUPS).status == 204
    assert graph(world, "POST", check, ASKED, **GROUPS).body["value"] == [ids.KEY_USERS_GROUP]
    assert graph(world, "POST", f"{MEMBERS}/$ref", REFERENCE, **GROUPS).status == 400
    assert graph(world, "DELETE", f"{MEMBERS}/{ids.REPORTS_OID}/$ref", **GROUPS).status == 204
    assert graph(world, "DELETE", f"{MEMBERS}/{ids.REPORTS_OID}/$ref", **GROUPS).status == 404
    group = world.need(f"graph:/{ids.TENANT}/groups/{ids.KEY_USERS_GROUP}")
    assert words(group, "x-members") == []


def test_members_are_changed_by_whoever_may_and_only_for_objects_that_are_there() -> None:
    world = build("own-account")
    assert graph(world, "POST", f"{MEMBERS}/$ref", REFERENCE).status == 403
    writer = {"roles": ["Application.ReadWrite.All"]}
    assert graph(world, "POST", f"{MEMBERS}/$ref", REFERENCE, **writer).status == 403
    nobody = {
        "@odata.id": f"https://graph.microsoft.com/v1.0/directoryObjects/{ids.OLD_IDENTITY_OID}"
    }
    assert graph(world, "POST", f"{MEMBERS}/$ref", nobody, **GROUPS).status == 404
    admin = {"roles": [], "wids": ["fdd7a751-b60b-444a-984c-02652fe8fa1c"]}
    assert graph(world, "POST", f"{MEMBERS}/$ref", REFERENCE, **admin).status == 204


def test_sign_ins_show_what_a_policy_refused_to_whoever_may_read_them() -> None:
    world = build("own-account")
    world.need(f"entra:/tenants/{ids.TENANT}")["x-policies"] = [ids.IDENTITY_OID]
    path = f"/auditLogs/signIns?$filter=servicePrincipalId eq '{ids.IDENTITY_OID}'".replace(
        " ", "%20"
    )
    reader = {"roles": [], "wids": ["4a5d8f65-41da-4de4-8968-e035b65339cf"]}
    (entry,) = graph(world, "GET", path, **reader).body["value"]
    assert entry["status"]["errorCode"] == 53003
    assert graph(world, "GET", path).status == 403
    other = path.replace(ids.IDENTITY_OID, ids.BILLING_OID)
    assert graph(world, "GET", other, **reader).body["value"] == []


def test_one_federated_credential_is_shown_by_its_name() -> None:
    world = build("own-account-federated")
    base = f"/applications/{ids.FEDERATED_APP_OBJECT}/federatedIdentityCredentials"
    (only,) = graph(world, "GET", base).body["value"]
    assert graph(world, "GET", f"{base}/{only['name']}").body["subject"] == ids.IDENTITY_OID
    assert graph(world, "GET", f"{base}/none").status == 404


def test_a_vault_made_with_roles_from_the_start_changes_no_model() -> None:
    world = build("own-account")
    may(world, roles.KEY_VAULT_CONTRIBUTOR, ids.VAULT_GROUP_ID)
    path = f"{ids.VAULT_GROUP_ID}/providers/Microsoft.KeyVault/vaults/kv-new"
    properties = {"tenantId": ids.TENANT, "enableRbacAuthorization": True}
    assert (
        arm(world, "PUT", path, {"location": "westeurope", "properties": properties}).status == 200
    )
    assert arm(world, "GET", path).body["properties"]["enableRbacAuthorization"] is True


def test_another_world_is_served_at_the_same_place_and_tokens_stay_good() -> None:
    with serving(build("own-account")) as simulator, Client(simulator) as client:
        headers = client.bearer("https://management.azure.com")
        url = f"https://management.azure.com{ids.VAULT_ID}?api-version=2023-02-01"
        assert client.get(url, headers=headers, timeout=10).status_code == 200
        simulator.reset(broken("vault-gone"), keep_tokens=True)
        assert simulator.log == []
        assert client.get(url, headers=headers, timeout=10).status_code == 404
        assert simulator.crashes == []
