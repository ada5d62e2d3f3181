"""The directory's audit log: who changed principals, applications, credentials and groups, over the wire."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from diagnostics.simulator import directory, history, ids
from diagnostics.simulator.directory_activities import CREDENTIALS
from diagnostics.simulator.history import Call, Change, Happening
from diagnostics.simulator.http import Answer
from diagnostics.simulator.past import operator
from diagnostics.simulator.scenarios import compose
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.support.asking import ask, graph_token

GRAPH = "https://graph.microsoft.com/v1.0"
LOG = f"{GRAPH}/auditLogs/directoryAudits"
READS = ["AuditLog.Read.All", "Directory.Read.All"]
WRITES = ["Application.ReadWrite.All", "GroupMember.ReadWrite.All"]
REPORTS = f"{GRAPH}/servicePrincipals/{ids.REPORTS_OID}"
BILLING = f"{GRAPH}/applications/{ids.BILLING_APP_OBJECT}"
MEMBERS = f"{GRAPH}/groups/{ids.KEY_USERS_GROUP}/members"


def read(world: World, query: str = "", **claims: object) -> Answer:
    token = graph_token(world, **({"roles": READS} | claims))
    return ask(world, "GET", f"{LOG}?{query}", token=token)


def entries(world: World, *terms: str, more: str = "") -> list[dict[str, Any]]:
    asked = f"$filter={quote(' and '.join(terms))}&" if terms else ""
    answer = read(world, asked + more)
    assert answer.status == 200, answer.body
    return answer.body["value"]


def write(world: World, method: str, url: str, body: object = None) -> None:
    token = graph_token(world, roles=WRITES)
    answer = ask(world, method, url, body, token=token, headers={"user-agent": "az/2.91"})
    assert answer.status < 300, answer.body


def modified(entry: dict[str, Any], target: int = 0) -> dict[str, tuple[Any, Any]]:
    return {
        each["displayName"]: tuple(
            None if each[name] is None else json.loads(each[name])
            for name in ("oldValue", "newValue")
        )
        for each in entry["targetResources"][target]["modifiedProperties"]
    }


@pytest.fixture
def world() -> World:
    return build("own-account")


def test_a_disabled_principal_is_an_update_of_its_account(world: World) -> None:
    write(world, "PATCH", REPORTS, {"accountEnabled": False})
    (entry,) = entries(world)
    assert entry["activityDisplayName"] == "Update service principal"
    assert modified(entry) == {
        "AccountEnabled": ([True], [False]),
        "Included Updated Properties": (None, "AccountEnabled"),
    }
    assert entry["targetResources"][0]["id"] == ids.REPORTS_OID
    assert entry["initiatedBy"]["user"] is None
    app = entry["initiatedBy"]["app"]
    assert (app["displayName"], app["servicePrincipalId"]) == ("ajo-doctor", ids.CALLER_OID)
    assert entry["additionalDetails"] == [{"key": "User-Agent", "value": "az/2.91"}]


def test_a_person_is_named_with_the_address(world: World) -> None:
    upn = "dana.ops@contoso.example"
    token = graph_token(world, roles=None, scp=" ".join(WRITES), upn=upn, oid=ids.DANA)
    assert ask(world, "PATCH", REPORTS, {"accountEnabled": False}, token=token).status == 204
    user = entries(world)[0]["initiatedBy"]["user"]
    assert (user["id"], user["userPrincipalName"]) == (ids.DANA, upn)
    assert user["ipAddress"]


def test_deleted_and_restored(world: World) -> None:
    write(world, "DELETE", REPORTS)
    write(world, "POST", f"{GRAPH}/directory/deletedItems/{ids.REPORTS_OID}/restore")
    write(world, "DELETE", BILLING)
    write(world, "POST", f"{GRAPH}/directory/deletedItems/{ids.BILLING_APP_OBJECT}/restore")
    names = [each["activityDisplayName"] for each in entries(world)]
    assert names[::-1] == [
        "Remove service principal",
        "Restore service principal",
        "Delete application",
        "Restore application",
    ]
    assert {each["targetResources"][0]["id"] for each in entries(world)} == {
        ids.REPORTS_OID,
        ids.BILLING_APP_OBJECT,
    }


def test_a_foreign_application_comes_by_consent() -> None:
    world = build("adobe-managed")
    world.remove(directory.principal_key(ids.ADOBE_OID))
    write(world, "POST", f"{GRAPH}/servicePrincipals", {"appId": ids.ADOBE_APP})
    names = {each["activityDisplayName"] for each in entries(world)}
    assert names == {"Add service principal", "Consent to application"}
    added = entries(world, "activityDisplayName eq 'Add service principal'")[0]
    assert modified(added)["AppPrincipalId"] == ([], [ids.ADOBE_APP])


def test_credentials_are_described_and_never_shown(world: World) -> None:
    write(world, "POST", f"{BILLING}/addPassword", {"passwordCredential": {"displayName": "ci"}})
    (added,) = entries(world)
    assert added["activityDisplayName"] == CREDENTIALS
    before, after = modified(added)["KeyDescription"]
    assert before == []
    assert "KeyType=Password" in after[0]
    assert "DisplayName=ci" in after[0]
    number = after[0].partition("KeyIdentifier=")[2].partition(",")[0]
    write(world, "POST", f"{BILLING}/removePassword", {"keyId": number})
    assert modified(entries(world)[0])["KeyDescription"] == (after, [])


def test_a_federated_credential_is_a_property_of_its_application(world: World) -> None:
    sent = {"name": "gh", "issuer": "https://i.example", "subject": "s", "audiences": ["a"]}
    write(world, "POST", f"{BILLING}/federatedIdentityCredentials", sent)
    write(world, "PATCH", f"{BILLING}/federatedIdentityCredentials/gh", {"subject": "t"})
    write(world, "DELETE", f"{BILLING}/federatedIdentityCredentials/gh")
    found = entries(world)[::-1]
    assert {each["activityDisplayName"] for each in found} == {"Update application"}
    turns = [modified(each)["FederatedIdentityCredentials"] for each in found]
    subjects = [[[one["Subject"] for one in side] for side in turn] for turn in turns]
    assert subjects == [[[], ["s"]], [["s"], ["t"]], [["t"], []]]


def test_a_member_comes_and_goes_with_its_group(world: World) -> None:
    link = {"@odata.id": f"{GRAPH}/directoryObjects/{ids.REPORTS_OID}"}
    write(world, "POST", f"{MEMBERS}/$ref", link)
    write(world, "DELETE", f"{MEMBERS}/{ids.REPORTS_OID}/$ref")
    gone, came = entries(world)
    assert came["activityDisplayName"] == "Add member to group"
    assert gone["activityDisplayName"] == "Remove member from group"
    assert [each["id"] for each in gone["targetResources"]] == [
        ids.REPORTS_OID,
        ids.KEY_USERS_GROUP,
    ]
    assert modified(came)["Group.ObjectID"] == (None, ids.KEY_USERS_GROUP)
    assert modified(gone)["Group.ObjectID"] == (ids.KEY_USERS_GROUP, None)


def test_what_is_refused_and_what_is_only_asked_leaves_nothing(world: World) -> None:
    token = graph_token(world)
    assert ask(world, "PATCH", REPORTS, {"accountEnabled": False}, token=token).status == 403
    asked = {"groupIds": [ids.KEY_USERS_GROUP]}
    assert ask(world, "POST", f"{REPORTS}/checkMemberGroups", asked, token=token).status == 200
    assert entries(world) == []
    assert world.get(history.KEY) == {"happenings": world.need(history.KEY)["happenings"]}


def test_azure_itself_removes_the_principal_of_an_identity() -> None:
    world = compose("own-account", ["user-assigned-identity-deleted"])
    (entry,) = entries(world, "activityDisplayName eq 'Remove service principal'")
    app = entry["initiatedBy"]["app"]
    assert app["displayName"] == "Managed Service Identity"


@pytest.mark.parametrize(
    ("claims", "status", "code"),
    [
        ({"roles": ["Application.Read.All"]}, 403, "Authentication_MSGraphPermissionMissing"),
        (
            {"roles": ["AuditLog.Read.All"]},
            403,
            "Authentication_ApplicationHasNoDirectoryReadAccess",
        ),
        ({"aud": "https://management.azure.com"}, 401, "InvalidAuthenticationToken"),
        ({"roles": None, "wids": ["4a5d8f65-41da-4de4-8968-e035b65339cf"]}, 200, ""),
    ],
)
def test_both_permissions_are_needed_or_a_persons_role(
    world: World, claims: dict[str, Any], status: int, code: str
) -> None:
    answer = read(world, **claims)
    assert answer.status == status
    assert code == (answer.body["error"]["code"] if code else "")


def test_without_a_token_it_is_refused(world: World) -> None:
    answer = ask(world, "GET", LOG, token=None)
    assert (answer.status, answer.body["error"]["message"]) == (401, "Access token is empty.")


@pytest.mark.parametrize(
    ("terms", "count"),
    [
        ((f"targetResources/any(t:t/id eq '{ids.IDENTITY_OID}')",), 1),
        ((f"targetResources/any(t: t/id eq '{ids.IDENTITY_OID.upper()}')",), 1),
        (("targetResources/any(t:t/type eq 'Application')",), 2),
        (("activityDisplayName eq 'Update service principal'",), 1),
        (("startswith(activityDisplayName, 'Update ')",), 3),
        (("loggedByService eq 'Core Directory'", "result eq 'success'"), 3),
        (("loggedByService eq 'Conditional Access'",), 0),
        (("category eq 'ApplicationManagement'",), 3),
        (("initiatedBy/user/userPrincipalName ne null",), 3),
        (
            ("(activityDisplayName eq 'x' or activityDisplayName eq 'Update service principal')",),
            1,
        ),
        (
            (
                "activityDateTime ge 2020-01-01T00:00:00Z",
                "activityDateTime le 2020-01-02T00:00:00Z",
            ),
            0,
        ),
        (("activityDateTime gt 2020-01-01",), 0),  # no instant: compared with none
    ],
)
def test_a_filter_lets_its_own_through(terms: tuple[str, ...], count: int) -> None:
    world = compose("own-account", ["service-principal-disabled"])
    assert len(entries(world, *terms)) == count


@pytest.mark.parametrize(
    "query",
    [
        "$filter=colour eq 'red'",
        "$filter=targetResources/any(t:t/colour eq 'red')",
        "$filter=startswith(activityDisplayName 'x')",
        "$filter=activityDisplayName eq",
        "$top=1001",
        "$top=none",
    ],
)
def test_what_cannot_be_asked_is_refused(world: World, query: str) -> None:
    name, _, value = query.partition("=")
    answer = read(world, f"{name}={quote(value)}")
    assert (answer.status, answer.body["error"]["code"]) == (400, "BadRequest")


def test_many_entries_come_in_pages_in_either_order() -> None:
    world = compose("own-account", ["service-principal-disabled"])
    everything = [each["id"] for each in entries(world)]
    found: list[str] = []
    url = f"{LOG}?$top=2"
    while url:
        parts = urlsplit(url)
        page = read(world, parts.query).body
        found += [each["id"] for each in page["value"]]
        url = page.get("@odata.nextLink", "")
    assert found == everything
    assert len(found) == 3
    oldest_first = entries(world, more="$orderby=activityDateTime")
    assert [each["id"] for each in oldest_first] == everything[::-1]


def test_one_entry_is_read_by_its_id(world: World) -> None:
    write(world, "PATCH", REPORTS, {"accountEnabled": False})
    (entry,) = entries(world)
    token = graph_token(world, roles=READS)
    assert ask(world, "GET", f"{LOG}/{entry['id']}", token=token).body == entry
    assert ask(world, "GET", f"{LOG}/Directory_x", token=token).status == 404
    assert ask(world, "GET", f"{LOG}/{entry['id']}", token=graph_token(world)).status == 403


@pytest.mark.parametrize(("licence", "kept"), [("", 2), ("P2", 2), ("free", 1)])
def test_without_a_licence_seven_days_are_kept(world: World, licence: str, kept: int) -> None:
    before = world.need(directory.principal_key(ids.REPORTS_OID))
    change = Change(
        key=directory.principal_key(ids.REPORTS_OID).lower(),
        before=before,
        after={**before, "accountEnabled": False},
    )
    call = Call(api="graph", method="PATCH", path="/v1.0/servicePrincipals/x", status=204)
    who = operator(world, "x")
    history.note(
        world,
        [
            Happening(
                at=datetime.now(UTC) - timedelta(days=days),
                actor=who,
                call=call,
                changes=(change,),
            )
            for days in (31, 8, 6)
        ],
    )
    if licence:
        world.need(f"entra:/tenants/{ids.TENANT}")["x-licence"] = licence
    assert len(entries(world)) == kept


def test_another_directory_has_a_log_of_its_own() -> None:
    world = compose("own-account", ["service-principal-disabled"])
    assert read(world, tid=ids.OTHER_TENANT).body["value"] == []


@pytest.mark.parametrize(
    ("licence", "roles", "code"),
    [
        ("", ["Application.Read.All"], "Authentication_MSGraphPermissionMissing"),
        ("free", READS, "Authentication_RequestFromNonPremiumTenantOrB2CTenant"),
        ("", READS, ""),
    ],
)
def test_sign_ins_want_the_permission_and_a_licence(
    world: World, licence: str, roles: list[str], code: str
) -> None:
    world.need(f"entra:/tenants/{ids.TENANT}")["x-licence"] = licence
    token = graph_token(world, roles=roles)
    answer = ask(world, "GET", "https://graph.microsoft.com/beta/auditLogs/signIns", token=token)
    assert answer.status == (403 if code else 200)
    assert code == (answer.body["error"]["code"] if code else "")
