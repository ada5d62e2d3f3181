"""Every write that a repair may make leaves its entry, under its own name and with whoever asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.simulator import (
    activity_log,
    directory_audit,
    history,
    ids,
    resources,
    roles,
    vault_log,
)
from diagnostics.simulator.clock import stopped
from diagnostics.simulator.composing import inject
from diagnostics.simulator.directory_activities import CREDENTIALS
from diagnostics.simulator.log_workspace import WORKSPACE_ID
from diagnostics.simulator.past import told
from diagnostics.simulator.routes import ROUTES
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.support.asking import an_owner, arm, ask, graph_token, may, vault_token
from tests.support.repairing import ASSIGNMENT, GUID, NEW_IDENTITY, broken, grant, later
from tests.support.told import collect

GRAPH = "https://graph.microsoft.com/v1.0"
VAULT = f"https://{ids.VAULT}.vault.azure.net"
APPLICATION = f"{GRAPH}/applications/{ids.BILLING_APP_OBJECT}"
PRINCIPAL = f"{GRAPH}/servicePrincipals/{ids.BILLING_OID}"
MEMBERS = f"{GRAPH}/groups/{ids.KEY_USERS_GROUP}/members"
FEDERATION = f"{APPLICATION}/federatedIdentityCredentials"
CREDENTIAL = {"name": "a", "issuer": "https://i.example", "subject": "s", "audiences": ["b"]}
DATA_ROLES = f"{ids.ACCOUNT_ID}/sqlRoleAssignments"
DATA_ROLE = {
    "properties": {
        "roleDefinitionId": f"{ids.ACCOUNT_ID}/sqlRoleDefinitions/{roles.COSMOS_DATA_READER}",
        "principalId": ids.REPORTS_OID,
        "scope": ids.ACCOUNT_ID,
    }
}
DEFINED = {
    "properties": {
        "roleName": "x",
        "type": "CustomRole",
        "permissions": [],
        "assignableScopes": [],
    }
}
BLOCK = {"principalId": ids.DANA, "scope": ids.VAULT_ID}
DENIAL = f"{ids.VAULT_ID}/providers/Microsoft.Authorization/denyAssignments/{GUID}"
PERSON = "dana.ops@contoso.example"


class Write(NamedTuple):
    """One request, and what the log calls it."""

    method: str
    url: str
    body: object
    name: str
    before: tuple[tuple[str, str, object], ...] = ()  # requests that make it possible
    fault: str = ""


def _of(scope: str, kind: str) -> str:
    return f"{scope}/providers/{kind}"


WRITES = (
    Write("PUT", ASSIGNMENT, grant(roles.CRYPTO_USER, ids.BILLING_OID), "Microsoft.Authorization/roleAssignments/write"),
    Write("DELETE", ASSIGNMENT, None, "Microsoft.Authorization/roleAssignments/delete", (("PUT", ASSIGNMENT, grant(roles.CRYPTO_USER, ids.BILLING_OID)),)),
    Write("PUT", _of(ids.SUBSCRIPTION_ID, f"Microsoft.Authorization/roleDefinitions/{GUID}"), DEFINED, "Microsoft.Authorization/roleDefinitions/write"),
    Write("DELETE", DENIAL, None, "Microsoft.Authorization/denyAssignments/delete"),
    Write("PATCH", ids.ACCOUNT_ID, {"properties": {"defaultIdentity": "FirstPartyIdentity"}}, "Microsoft.DocumentDB/databaseAccounts/write"),
    Write("PUT", f"{DATA_ROLES}/{GUID}", DATA_ROLE, "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments/write"),
    Write("DELETE", f"{DATA_ROLES}/{GUID}", None, "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments/delete", (("PUT", f"{DATA_ROLES}/{GUID}", DATA_ROLE),)),
    Write("PUT", f"{ids.ACCOUNT_ID}/sqlRoleDefinitions/{GUID}", DEFINED, "Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions/write"),
    Write("DELETE", f"{ids.ACCOUNT_ID}/sqlRoleDefinitions/{GUID}", None, "Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions/delete", (("PUT", f"{ids.ACCOUNT_ID}/sqlRoleDefinitions/{GUID}", DEFINED),)),
    Write("PUT", NEW_IDENTITY, {"location": "westeurope"}, "Microsoft.ManagedIdentity/userAssignedIdentities/write"),
    Write("DELETE", NEW_IDENTITY, None, "Microsoft.ManagedIdentity/userAssignedIdentities/delete", (("PUT", NEW_IDENTITY, {"location": "westeurope"}),)),
    Write("PUT", f"{ids.IDENTITY_ID}/federatedIdentityCredentials/a", {"properties": CREDENTIAL}, "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write"),
    Write("PUT", ids.VAULT_ID, {"location": "westeurope", "properties": {"createMode": "recover"}}, "Microsoft.KeyVault/vaults/write", fault="vault-soft-deleted"),
    Write("PATCH", ids.VAULT_ID, {"properties": {"publicNetworkAccess": "Disabled"}}, "Microsoft.KeyVault/vaults/write"),
    Write("PUT", f"{ids.VAULT_ID}/accessPolicies/add", {"properties": {"accessPolicies": [resources.access_policy(ids.DANA, ["get"])]}}, "Microsoft.KeyVault/vaults/accessPolicies/write"),
    *(
        Write(method, _of(ids.VAULT_ID, f"{kind}/a"), {"properties": {}} if method == "PUT" else None, f"{kind}/{verb}", () if method == "PUT" else (("PUT", _of(ids.VAULT_ID, f"{kind}/a"), {"properties": {}}),))
        for kind in ("Microsoft.Authorization/locks", "Microsoft.Insights/diagnosticSettings", "Microsoft.EventGrid/eventSubscriptions")
        for method, verb in (("PUT", "write"), ("DELETE", "delete"))
    ),
    Write("PUT", _of(ids.VAULT_GROUP_ID, "Microsoft.Insights/activityLogAlerts/a"), {"properties": {}}, "Microsoft.Insights/activityLogAlerts/write"),
    Write("DELETE", _of(ids.VAULT_GROUP_ID, "Microsoft.Insights/activityLogAlerts/a"), None, "Microsoft.Insights/activityLogAlerts/delete", (("PUT", _of(ids.VAULT_GROUP_ID, "Microsoft.Insights/activityLogAlerts/a"), {"properties": {}}),)),
    Write("PATCH", PRINCIPAL, {"accountEnabled": False}, "Update service principal"),
    Write("PATCH", APPLICATION, {"displayName": "x"}, "Update application"),
    Write("DELETE", PRINCIPAL, None, "Remove service principal"),
    Write("POST", f"{GRAPH}/servicePrincipals", {"appId": ids.BILLING_APP}, "Add service principal", (("DELETE", PRINCIPAL, None),)),
    Write("POST", f"{GRAPH}/directory/deletedItems/{ids.BILLING_OID}/restore", None, "Restore service principal", (("DELETE", PRINCIPAL, None),)),
    Write("POST", f"{APPLICATION}/addPassword", {}, CREDENTIALS),
    Write("POST", f"{PRINCIPAL}/addPassword", {}, "Add service principal credentials"),
    Write("POST", f"{APPLICATION}/removePassword", {"keyId": "66666666-eeee-4000-8000-000000000002"}, CREDENTIALS),
    Write("POST", FEDERATION, CREDENTIAL, "Update application"),
    Write("PATCH", f"{FEDERATION}/a", {"subject": "t"}, "Update application", (("POST", FEDERATION, CREDENTIAL),)),
    Write("DELETE", f"{FEDERATION}/a", None, "Update application", (("POST", FEDERATION, CREDENTIAL),)),
    Write("POST", f"{MEMBERS}/$ref", {"@odata.id": f"{GRAPH}/directoryObjects/{ids.DANA}"}, "Add member to group"),
    Write("DELETE", f"{MEMBERS}/{ids.DANA}/$ref", None, "Remove member from group", (("POST", f"{MEMBERS}/$ref", {"@odata.id": f"{GRAPH}/directoryObjects/{ids.DANA}"}),)),
    Write("PATCH", f"{VAULT}/keys/{ids.KEY}/{ids.KEY_VERSION}", {"attributes": {"enabled": False}}, "KeyUpdate"),
    Write("POST", f"{VAULT}/keys/{ids.KEY}/create", {"kty": "RSA", "key_size": 3072}, "KeyCreate"),
    Write("DELETE", f"{VAULT}/keys/{ids.KEY}", None, "KeyDelete"),
    Write("POST", f"{VAULT}/deletedkeys/{ids.KEY}/recover", None, "KeyRecover", (("DELETE", f"{VAULT}/keys/{ids.KEY}", None),)),
    Write("POST", f"{VAULT}/keys/{ids.KEY}/backup", None, "KeyBackup"),
)  # fmt: skip
_ASKED = r"getByIds|checkMemberGroups"  # questions that are posted
_ELSEWHERE = ("aadiam", "/keys/restore")  # of no subscription; wants a backup's own text


def request(world: World, method: str, url: str, body: object) -> Any:
    if url.startswith(GRAPH):
        wids = ["Application.ReadWrite.All", "GroupMember.ReadWrite.All"]
        answer = ask(world, method, url, body, token=graph_token(world, roles=wids, upn=PERSON))
    elif url.startswith(VAULT):
        token = vault_token(world, upn=PERSON)
        answer = ask(world, method, f"{url}?api-version=7.4", body, token=token)
    else:
        answer = arm(world, method, url, body)
    assert answer.status < 300, answer.body
    return answer


def prepared(write: Write) -> World:
    world = broken(write.fault) if write.fault else an_owner(build("own-account"))
    may(world, roles.CRYPTO_OFFICER)
    secrets = [{"keyId": "66666666-eeee-4000-8000-000000000002", "displayName": "old"}]
    world.need(f"graph:/{ids.TENANT}/applications/{ids.BILLING_APP_OBJECT}")[
        "passwordCredentials"
    ] = secrets
    world.put(DENIAL, {"id": DENIAL, "properties": {**BLOCK, "isSystemProtected": False}})
    collect(world)
    for each in write.before:
        request(world, *each)
    return world


def logged(world: World) -> list[str]:
    activity = activity_log.events(world, ids.SUBSCRIPTION)
    entries = directory_audit.entries_of(world, ids.TENANT)
    rows = vault_log.rows(world, WORKSPACE_ID, "AZKVAuditLogs")
    rows = [row for row in rows if row["ClientInfo"] != "AzureCosmosDB"]
    return [
        *(
            each["operationName"]["value"]
            for each in activity
            if each["status"]["value"] == "Succeeded"
        ),
        *(each["activityDisplayName"] for each in entries),
        *(row["OperationName"] for row in rows),
    ]


@pytest.mark.parametrize("write", WRITES, ids=lambda each: f"{each.method} {each.name}")
def test_a_write_leaves_its_entry(write: Write) -> None:
    world = prepared(write)
    before = logged(world)
    request(world, write.method, write.url, write.body)
    later(world)
    after = logged(world)
    assert after.count(write.name) == before.count(write.name) + 1
    doer = list(history.happenings(world))[-1].actor
    assert doer.object_id == ids.CALLER_OID
    assert doer.name == (PERSON if write.url.startswith("https") else "ajo-doctor")


def test_every_write_of_a_repair_is_among_them() -> None:
    writing = [
        route
        for route in ROUTES
        if route.api in ("arm", "graph", "keyvault") and route.method not in ("GET", "HEAD")
    ]
    missing = [
        f"{route.method} {route.pattern.pattern}"
        for route in writing
        if not any(each in route.pattern.pattern for each in (*_ASKED.split("|"), *_ELSEWHERE))
        and not any(
            route.method == write.method and route.pattern.fullmatch(_path(write.url))
            for write in WRITES
        )
    ]
    assert missing == []


def _path(url: str) -> str:
    return "/" + url.partition("://")[2].partition("/")[2] if "://" in url else url


def test_what_was_done_is_undone_looking_back() -> None:
    world = an_owner(build("own-account"))
    begun = build("own-account").need(ids.VAULT_ID)["properties"]["publicNetworkAccess"]
    request(world, "PATCH", ids.VAULT_ID, {"properties": {"publicNetworkAccess": "Disabled"}})
    request(world, "PUT", ASSIGNMENT, grant(roles.CRYPTO_USER, ids.BILLING_OID))
    first, _ = (each.at for each in history.happenings(world))
    former = history.as_of(world, first.replace(year=first.year - 1))
    assert former.need(ids.VAULT_ID)["properties"]["publicNetworkAccess"] == begun
    assert former.get(ASSIGNMENT) is None
    assert world.get(ASSIGNMENT) is not None
    assert (
        history.as_of(world, first).need(ids.VAULT_ID)["properties"]["publicNetworkAccess"]
        == "Disabled"
    )


_FAULTS = (
    "service-principal-disabled",
    "key-access-missing",
    "key-disabled",
    "vault-public-access-off",
    "key-soft-deleted",
    "vault-soft-deleted",
    "account-missing",
    "user-assigned-identity-recreated",
    "campaign-stopped",
)


@given(st.lists(st.sampled_from(_FAULTS), unique=True, max_size=4))
def test_every_former_state_is_found_looking_back(faults: list[str]) -> None:
    world, states = build("own-account"), list[tuple[datetime, dict[str, object]]]()
    begun = datetime.now(UTC).replace(microsecond=0) + timedelta(
        days=1
    )  # later than any document says
    for place, fault in enumerate(faults):
        at = begun + timedelta(hours=place)
        states.append((at - timedelta(minutes=1), history.snapshot(world).documents))
        try:
            with stopped(at), told(world, fault, at):
                inject(world, fault)
        except LookupError:
            return  # the world lacks what it changes
    own = all(each.at >= begun for each in history.happenings(world))
    for at, state in states if own else ():
        assert history.snapshot(history.as_of(world, at)).documents == state
