"""The subscription's Activity Log: who asked Resource Manager for what, over the wire."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from diagnostics.simulator import history, ids, roles
from diagnostics.simulator.activity_operations import operation_of
from diagnostics.simulator.history import Call, Happening
from diagnostics.simulator.past import operator
from diagnostics.simulator.scenarios import compose
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.support.asking import an_owner, arm, arm_token
from tests.support.repairing import later

LOG = f"{ids.SUBSCRIPTION_ID}/providers/Microsoft.Insights/eventtypes/management/values"
GRANT = f"{ids.VAULT_ID}/providers/Microsoft.Authorization/roleAssignments/{ids.DANA}"
BODY = {
    "properties": {
        "roleDefinitionId": f"{ids.SUBSCRIPTION_ID}/providers/Microsoft.Authorization/roleDefinitions/{roles.READER}",
        "principalId": ids.BILLING_OID,
        "principalType": "ServicePrincipal",
    }
}


def since(days: float = 1) -> str:
    return f"eventTimestamp ge '{datetime.now(UTC) - timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}'"


def read(world: World, *terms: str, more: str = "", days: float = 1) -> Any:
    asked = quote(" and ".join((since(days), *terms)))
    return arm(world, "GET", f"{LOG}?$filter={asked}{more}")


def events(world: World, *terms: str, more: str = "") -> list[dict[str, Any]]:
    answer = read(world, *terms, more=more)
    assert answer.status == 200, answer.body
    return answer.body["value"]


def told(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(each["operationName"]["value"], each["status"]["value"]) for each in found]


@pytest.fixture
def world() -> World:
    return an_owner(build("own-account"))


def test_a_write_begins_and_ends_and_names_its_caller(world: World) -> None:
    assert arm(world, "PUT", GRANT, BODY).status == 201
    ended, began = events(world)
    assert told([began, ended]) == [
        ("Microsoft.Authorization/roleAssignments/write", "Started"),
        ("Microsoft.Authorization/roleAssignments/write", "Succeeded"),
    ]
    assert began["correlationId"] == ended["correlationId"]
    assert began["eventDataId"] != ended["eventDataId"]
    assert ended["resourceId"] == GRANT
    assert ended["caller"] == ids.CALLER_OID
    assert ended["claims"]["appid"] == ids.CALLER_APP
    assert ended["resourceGroupName"] == ids.VAULT_GROUP
    assert ended["subStatus"]["localizedValue"] == "Created (HTTP Status Code: 201)"
    assert json.loads(began["properties"]["requestbody"]) == BODY


def test_a_persons_name_is_the_caller(world: World) -> None:
    token = arm_token(
        world, upn="dana.ops@contoso.example", scp="user_impersonation", idtyp="user"
    )
    arm(world, "PUT", GRANT, BODY, token=token)
    assert {each["caller"] for each in events(world)} == {"dana.ops@contoso.example"}


def test_what_a_role_was_stands_in_the_end_of_its_deletion(world: World) -> None:
    arm(world, "PUT", GRANT, BODY)
    arm(world, "DELETE", GRANT)
    ended = events(world)[0]
    assert ended["operationName"]["localizedValue"] == "Delete role assignment"
    gone = json.loads(ended["properties"]["responseBody"])
    assert gone["properties"]["principalId"] == ids.BILLING_OID


def test_a_refused_write_is_told_too(world: World) -> None:
    for key in [key for key, doc in world.under("/") if "/roleassignments/" in key and doc]:
        world.remove(key)
    assert arm(world, "DELETE", GRANT).status == 403
    an_owner(world)
    (event,) = events(world)
    assert told([event]) == [("Microsoft.Authorization/roleAssignments/delete", "Failed")]
    assert (event["level"], event["subStatus"]["value"]) == ("Error", "Forbidden")


def test_who_is_not_known_and_who_only_reads_leave_nothing(world: World) -> None:
    arm(world, "DELETE", GRANT, token=None)
    arm(world, "GET", ids.VAULT_ID)
    assert events(world) == []


def test_without_the_right_the_log_is_refused() -> None:
    world = build("own-account")
    for key in [key for key, _ in world.under("/") if "/roleassignments/" in key]:
        world.remove(key)
    answer = read(world)
    assert (answer.status, answer.body["error"]["code"]) == (403, "AuthorizationFailed")
    assert "'Microsoft.Insights/eventtypes/values/read'" in answer.body["error"]["message"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("", "must contain eventTimestamp"),
        ("resourceGroupName eq 'x'", "must contain eventTimestamp"),
        ("SINCE 91", "cannot be more than 90 days in the past"),
        ("SINCE 1 and colour eq 'red'", "not valid"),
        ("SINCE 1 and", "not valid"),
        ("SINCE 1 )", "not valid"),
        ("SINCE 1 and caller almost 'x'", "not valid"),
        ("SINCE 1 and caller eq \u00a7 '", "not valid"),
    ],
)
def test_a_filter_must_say_since_when_and_be_one(world: World, asked: str, words: str) -> None:
    for days in (91, 1):
        asked = asked.replace(f"SINCE {days}", since(days))
    answer = arm(world, "GET", f"{LOG}?$filter={quote(asked)}")
    assert (answer.status, answer.body["code"]) == (400, "BadRequest")
    assert words in answer.body["message"]


@pytest.mark.parametrize(
    ("term", "resources"),
    [
        (f"resourceGroupName eq '{ids.VAULT_GROUP.upper()}'", {"roleAssignments", "vaults"}),
        ("resourceProvider eq 'Microsoft.DocumentDB'", {"databaseAccounts"}),
        (f"resourceUri eq '{ids.VAULT_ID.lower()}'", {"vaults"}),
        (f"resourceUri eq '{ids.VAULT_GROUP_ID}'", {"roleAssignments", "vaults"}),
        (f"resourceId eq '{ids.ACCOUNT_ID}'", {"databaseAccounts"}),
        ("status eq 'Accepted'", set()),
        (
            "(resourceProvider eq 'Microsoft.DocumentDB' or caller eq 'nobody')",
            {"databaseAccounts"},
        ),
    ],
)
def test_a_filter_lets_its_own_through(term: str, resources: set[str]) -> None:
    found = events(compose("own-account", ()), term)
    assert {each["resourceType"]["value"].rpartition("/")[2] for each in found} == resources


def test_until_is_a_bound_too() -> None:
    world = compose("own-account", ())
    every = events(world)
    middle = every[len(every) // 2]["eventTimestamp"]
    found = events(world, f"eventTimestamp lt '{middle}'")
    assert 0 < len(found) < len(every)
    assert all(each["eventTimestamp"] < middle for each in found)


def at(world: World, moment: datetime, count: int = 1) -> None:
    call = Call(api="arm", method="PATCH", path=ids.VAULT_ID, status=200)
    who = operator(world, "x")
    history.note(
        world,
        [
            Happening(at=moment + timedelta(seconds=place), actor=who, call=call, changes=())
            for place in range(count)
        ],
    )


def test_many_events_come_in_pages(world: World) -> None:
    at(world, datetime.now(UTC) - timedelta(hours=3), count=230)
    found: list[str] = []
    page = read(world).body
    while True:
        found += [each["eventDataId"] for each in page["value"]]
        if "nextLink" not in page:
            break
        link = urlsplit(page["nextLink"])
        page = arm(world, "GET", f"{link.path}?{link.query}").body
    assert len(found) == len(set(found)) == 460


def test_the_newest_comes_first_and_ninety_days_are_kept(world: World) -> None:
    for days in (91, 89, 3):
        at(world, datetime.now(UTC) - timedelta(days=days))
    times = [each["eventTimestamp"] for each in read(world, days=89.9).body["value"]]
    assert len(times) == 4
    assert times == sorted(times, reverse=True)


def test_fields_can_be_chosen(world: World) -> None:
    at(world, datetime.now(UTC) - timedelta(hours=1))
    found = events(world, more="&$select=eventTimestamp,caller")
    assert {frozenset(each) for each in found} == {frozenset({"eventTimestamp", "caller"})}


def test_another_subscription_has_a_log_of_its_own() -> None:
    world = compose("own-account", ())
    other = LOG.replace(ids.SUBSCRIPTION, ids.OTHER_SUBSCRIPTION)
    answer = arm(world, "GET", f"{other}?$filter={quote(since())}")
    assert answer.status == 401  # of another directory


def test_an_account_update_under_way_has_not_ended() -> None:
    found = events(compose("own-account", ["account-being-updated"]), "status eq 'Accepted'")
    assert told(found) == [("Microsoft.DocumentDB/databaseAccounts/write", "Accepted")]


def test_a_provider_may_let_no_body_be_kept() -> None:
    world = compose("own-account", ["vault-public-access-off"])
    vault = f"resourceId eq '{ids.VAULT_ID}'"
    assert any("requestbody" in each["properties"] for each in events(world, vault))
    world.put("sim:/logs", {"without_bodies": ["Microsoft.KeyVault"]})
    assert not any("requestbody" in each["properties"] for each in events(world, vault))
    assert any("requestbody" in each["properties"] for each in events(world))


@pytest.mark.parametrize(
    ("method", "path", "name"),
    [
        ("PUT", f"{ids.VAULT_ID}/accessPolicies/add", "Microsoft.KeyVault/vaults/accessPolicies/write"),
        ("PUT", f"{ids.VAULT_ID}/providers/Microsoft.Insights/diagnosticSettings/x", "Microsoft.Insights/diagnosticSettings/write"),
        ("POST", f"{ids.SUBSCRIPTION_ID}/providers/Microsoft.KeyVault/locations/w/deletedVaults/kv/purge", "Microsoft.KeyVault/locations/deletedVaults/purge/action"),
        ("POST", f"{ids.VAULT_GROUP_ID}/moveResources", "Microsoft.Resources/subscriptions/resourceGroups/moveResources/action"),
        ("DELETE", ids.VAULT_GROUP_ID, "Microsoft.Resources/subscriptions/resourceGroups/delete"),
    ],
)  # fmt: skip
def test_an_operation_is_named_by_its_path(method: str, path: str, name: str) -> None:
    assert operation_of(method, path).name == name


def test_a_long_operation_is_accepted_and_ends_when_it_is_due(world: World) -> None:
    world.put("sim:/propagation", {"factor": 1.0})  # half a minute takes as long as it says
    sent = {"properties": {"defaultIdentity": "FirstPartyIdentity"}}
    assert arm(world, "PATCH", ids.ACCOUNT_ID, sent).status == 200
    begun = [each["status"]["value"] for each in events(world)]
    assert begun == ["Accepted", "Started"]
    later(world)
    ended = events(world)
    assert [each["status"]["value"] for each in ended] == ["Succeeded", "Accepted", "Started"]
    assert ended[0]["subStatus"]["value"] == ""
    assert len({each["correlationId"] for each in ended}) == 1
