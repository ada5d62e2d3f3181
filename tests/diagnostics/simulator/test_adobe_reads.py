"""What Adobe's reading APIs answer: campaigns, sandboxes, customer's key, suppression, audit log, incidents."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from diagnostics.simulator import ids
from diagnostics.simulator.adobe_surroundings import campaign, sandbox
from diagnostics.simulator.http import Answer
from diagnostics.simulator.world import Doc, World
from diagnostics.simulator.worlds import build
from tests.support.asking import ask
from tests.support.asking_adobe import CAMPAIGNS, adobe, provisioning

CREDENTIAL = f"adobe:/credentials/{ids.ADOBE_CLIENT}"
SUPPRESSION = "/ajo/config/suppression"
AUDIT = "/data/foundation/audit/events"
SANDBOXES = "/data/foundation/sandbox-management/"


@pytest.fixture
def world() -> World:
    return build("adobe-managed")


def names(answer: Answer) -> list[str]:
    return [one["name"] for one in answer.body["data"]]


def three(world: World) -> None:
    world.put("adobe:/campaigns/b", campaign("b", "newsletter") | {"campaignType": "Scheduled"})
    world.put("adobe:/campaigns/c", campaign("c", "order-sent") | {"highThroughputMode": True})


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ("", ["password-reset", "newsletter", "order-sent"]),
        ("campaignType==ApiTriggered", ["password-reset", "order-sent"]),
        ("campaignType!=ApiTriggered", ["newsletter"]),
        ('campaignType==ApiTriggered;name=like="ORDER"', ["order-sent"]),
        ("highThroughputMode==true", ["order-sent"]),
        ("name==nothing", []),
    ],
)
def test_campaigns_are_filtered(filters: str, expected: list[str], world: World) -> None:
    three(world)
    query = f"?property={quote(filters)}" if filters else ""
    assert names(adobe(world, "GET", CAMPAIGNS + query)) == expected


def test_campaigns_come_in_pages(world: World) -> None:
    three(world)
    answer = adobe(world, "GET", f"{CAMPAIGNS}?count=2&property=status==LIVE")
    assert answer.body["_page"]["totalCount"] == 3
    assert answer.body["_page"]["totalPages"] == 2
    rest = adobe(world, "GET", "", host=answer.body["_links"]["next"]["href"])
    assert [*names(answer), *names(rest)] == ["password-reset", "newsletter", "order-sent"]
    assert rest.body["_links"] == {}


@pytest.mark.parametrize("query", ["count=0", "count=x", "page=-1", "property=name%3C1"])
def test_a_query_that_cannot_be_read_is_refused(query: str, world: World) -> None:
    assert adobe(world, "GET", f"{CAMPAIGNS}?{query}").status == 400


def test_versions_and_findings_are_the_campaigns(world: World) -> None:
    place = f"{CAMPAIGNS}/{ids.CAMPAIGN}"
    assert names(adobe(world, "GET", f"{place}/versions")) == ["password-reset"]
    assert adobe(world, "GET", f"{place}/publish/validation").body["data"] == []
    finding: Doc = {
        "title": "No subject",
        "report": {"additionalContext": {"errorLevel": "ERROR"}},
    }
    document = world.need(f"adobe:/campaigns/{ids.CAMPAIGN}")
    document["x-validation"] = [finding]
    document["x-versions"] = [{"versionId": "1", "name": "old"}, {"versionId": "2", "name": "new"}]
    assert adobe(world, "GET", f"{place}/publish/validation").body["data"] == [finding]
    assert names(adobe(world, "GET", f"{place}/versions")) == ["old", "new"]


@pytest.mark.parametrize("tail", ["", "/versions", "/publish/validation"])
def test_a_campaign_that_is_not_there(tail: str, world: World) -> None:
    answer = adobe(world, "GET", f"{CAMPAIGNS}/none{tail}")
    assert (answer.status, answer.body["title"]) == (404, "Not Found")
    assert answer.body["error-chain"][0]["errorCode"] == "404"


@pytest.mark.parametrize("tail", ["", f"/{ids.CAMPAIGN}", f"/{ids.CAMPAIGN}/versions"])
def test_without_the_permission_no_campaign_is_shown(tail: str, world: World) -> None:
    world.need(CREDENTIAL)["permissions"].remove("View Campaigns")
    answer = adobe(world, "GET", CAMPAIGNS + tail)
    assert (answer.status, answer.body["title"]) == (403, "Permission Denied")


@pytest.mark.parametrize(
    ("name", "status"), [("dev", 403), ("Prod", 403), (None, 400)], ids=["unknown", "case", "none"]
)
def test_a_sandbox_that_is_not_there(name: str | None, status: int, world: World) -> None:
    assert adobe(world, "GET", CAMPAIGNS, x_sandbox_name=name).status == status


def test_an_inactive_sandbox_shows_no_campaign(world: World) -> None:
    world.put("adobe:/sandboxes/prod", sandbox("prod", state="resetting"))
    assert adobe(world, "GET", CAMPAIGNS).status == 403
    assert adobe(world, "GET", SANDBOXES).body["sandboxes"][0]["state"] == "resetting"


def test_sandboxes_are_listed(world: World) -> None:
    world.put("adobe:/sandboxes/dev", sandbox("dev"))
    answer = adobe(world, "GET", SANDBOXES, x_sandbox_name=None)
    assert [one["name"] for one in answer.body["sandboxes"]] == ["dev", "prod"]
    world.need(CREDENTIAL)["permissions"] = []
    assert adobe(world, "GET", SANDBOXES).status == 403


def test_the_application_is_the_one_in_the_customers_tenant(world: World) -> None:
    registration = provisioning(world, "byok/app-registration").body
    principal = world.need(f"graph:/{ids.TENANT}/serviceprincipals/{ids.ADOBE_OID}")
    assert registration["applicationId"] == principal["appId"]
    assert registration["name"] == principal["displayName"]


CONFIG = "customer/config/prod-cmk?configType=BYOK_CONFIG"


def test_the_keys_configuration(world: World) -> None:
    body = provisioning(world, CONFIG).body
    assert (body["status"], body["configData"]["keyName"]) == ("COMPLETED", ids.KEY)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("customer/config/Prod-CMK?configType=BYOK_CONFIG", 404),
        ("customer/config/none?configType=BYOK_CONFIG", 404),
        ("customer/config/prod-cmk", 400),
    ],
)
def test_a_configuration_that_is_not_there(path: str, status: int, world: World) -> None:
    assert provisioning(world, path).status == status


@pytest.mark.parametrize("path", ["byok/app-registration", CONFIG])
def test_keys_are_served_by_the_regions_host(path: str, world: World) -> None:
    sydney = "https://platform-aus5.adobe.io"
    assert provisioning(world, path, host=sydney).status == 404
    world.need(f"adobe:/orgs/{ids.ORG}")["region"] = "aus5"
    assert provisioning(world, path, host=sydney).status == 200
    assert provisioning(world, path).status == 404
    world.need(CREDENTIAL)["permissions"] = []
    assert provisioning(world, path, host=sydney).status == 403


def test_a_recipient_on_the_lists(world: World) -> None:
    for kind, value in (("addresses", ids.TEST_RECIPIENT), ("domains", "contoso.example")):
        place = f"{SUPPRESSION}/{kind}/{value}"
        assert adobe(world, "GET", place).status == 404
        entry: Doc = {"listType": "client", "status": "active", "entity": {"entityValue": value}}
        world.put(f"adobe:/suppression/{kind}/{value}", entry)
        assert adobe(world, "GET", place).body == entry
        assert adobe(world, "GET", f"{place}?type=allowed").status == 404
        assert adobe(world, "GET", f"{place}?type=other").status == 400
        entry["status"] = "deleted"
        assert adobe(world, "GET", place).status == 404
    world.need(CREDENTIAL)["permissions"] = []
    assert adobe(world, "GET", f"{SUPPRESSION}/domains/x.example").status == 403


def event(number: int, timestamp: str, **fields: object) -> Doc:
    return {
        "id": str(number),
        "action": "Update",
        "assetType": "Campaign",
        "userEmail": "dana.ops@contoso.example",
        "sandboxName": "prod",
        "timestamp": timestamp,
        **fields,
    }


def with_events(world: World) -> None:
    for one in (
        event(1, "2026-11-20T08:00:00.000+0000"),
        event(2, "2026-11-22T08:00:00.000+0000", assetType="Dataset"),
        event(3, "2026-11-21T08:00:00.000+0000", action="Delete"),
        event(4, "2026-11-21T09:00:00.000+0000", sandboxName="dev"),
    ):
        world.put(f"adobe:/audit/{one['id']}", one)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([], ["2", "3", "1"]),
        (["assetType==Campaign"], ["3", "1"]),
        (["action==Delete,Create"], ["3"]),
        (["timestamp>2026-11-20T12:00:00Z", "timestamp<2026-11-21T12:00:00.5Z"], ["3"]),
        (["user==robin.night@contoso.example"], []),
    ],
)
def test_audit_events_fit_every_filter(
    terms: list[str], expected: list[str], world: World
) -> None:
    with_events(world)
    query = "&".join(f"property={quote(term)}" for term in terms)
    events = adobe(world, "GET", f"{AUDIT}?{query}").body["_embedded"]["events"]
    assert [one["id"] for one in events] == expected


def test_audit_events_come_in_pages(world: World) -> None:
    with_events(world)
    first = adobe(world, "GET", f"{AUDIT}?limit=2").body
    assert first["page"]["totalElements"] == 3
    second = adobe(world, "GET", "", host=first["_links"]["next"]["href"]).body
    assert [one["id"] for one in second["_embedded"]["events"]] == ["1"]
    assert "next" not in second["_links"]


@pytest.mark.parametrize(
    "query", ["limit=1001", "start=-1", "property=timestamp%3Csoon", "property=action%3E1"]
)
def test_an_audit_query_that_cannot_be_read(query: str, world: World) -> None:
    assert adobe(world, "GET", f"{AUDIT}?{query}").status == 400


def test_the_audit_log_needs_its_permission_and_a_sandbox(world: World) -> None:
    assert adobe(world, "GET", AUDIT, x_sandbox_name=None).status == 400
    world.need(CREDENTIAL)["permissions"] = []
    assert adobe(world, "GET", AUDIT).status == 403


def test_incidents_need_no_credential(world: World) -> None:
    feed = "https://data.status.adobe.com/adobestatus/StatusEvents"
    assert ask(world, "GET", feed, token=None).body == world.need("adobe:/status/events")
    world.need("sim:/adobe")["outage"] = {"status": 403}
    assert ask(world, "GET", feed, token=None).status == 403
