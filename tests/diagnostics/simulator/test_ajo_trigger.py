"""What becomes of a call that triggers a campaign: it follows from the world, in one order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from diagnostics.simulator import ids
from diagnostics.simulator.adobe_surroundings import campaign, moment, sandbox
from diagnostics.simulator.http import Answer
from diagnostics.simulator.scenarios import compose
from diagnostics.simulator.world import Doc, World
from diagnostics.simulator.worlds import build
from tests.support.asking_adobe import EXECUTIONS, adobe, payload, recipient, trigger

CAMPAIGN = f"adobe:/campaigns/{ids.CAMPAIGN}"


@pytest.fixture
def world() -> World:
    return build("adobe-managed")


def the_campaign(world: World, **fields: object) -> Doc:
    document = world.need(CAMPAIGN)
    document.update(fields)
    return document


def refusal(answer: Answer) -> tuple[int, str, str]:
    return answer.status, answer.body["type"].rpartition("/")[2], answer.body["title"]


def executions(world: World) -> list[Doc]:
    return [document for _, document in world.under("adobe:/executions/")]


def test_a_live_campaign_takes_the_call(world: World) -> None:
    answer = trigger(world, payload())
    assert answer.status == 202
    assert answer.body["executionId"].startswith("HUMA-")
    assert answer.body["requestId"] == "reset-17"
    assert [one["exclusions"] for one in executions(world)] == [[]]


def test_the_same_request_is_taken_twice_for_no_source_says_otherwise(world: World) -> None:
    first, second = trigger(world, payload()), trigger(world, payload())
    assert (first.status, second.status) == (202, 202)
    assert first.body["executionId"] != second.body["executionId"]


def schedule(**fields: object) -> Callable[[World], object]:
    def change(world: World) -> None:
        world.need(CAMPAIGN)["schedule"].update(fields)

    return change


STATES: dict[str, tuple[Callable[[World], object], str]] = {
    "stopped": (lambda w: the_campaign(w, status="STOPPED"), "The campaign is not live: STOPPED"),
    "ended": (schedule(endDate=moment(1)), "The campaign has ended"),
    "not started": (schedule(startDate=moment(-1)), "The campaign has not started"),
    "not triggered by calls": (
        lambda w: the_campaign(w, campaignType="Scheduled"),
        "The campaign is not triggered by the API",
    ),
    "high throughput": (
        lambda w: the_campaign(w, highThroughputMode=True),
        "The endpoint unitary does not fit the campaign's mode",
    ),
    "marketing": (
        lambda w: the_campaign(w, category="Marketing"),
        "The endpoint unitary does not fit a campaign of category Marketing",
    ),
    "gone": (lambda w: w.remove(CAMPAIGN), "The campaign does not exist"),
    "in another sandbox": (
        lambda w: the_campaign(w, **{"x-sandbox": "dev"}),
        "The campaign does not exist",
    ),
    "sandbox inactive": (
        lambda w: w.put("adobe:/sandboxes/prod", sandbox("prod", state="deleted")),
        "The sandbox does not exist or is not active",
    ),
    "sandbox gone": (
        lambda w: w.remove("adobe:/sandboxes/prod"),
        "The sandbox does not exist or is not active",
    ),
}


@pytest.mark.parametrize("name", STATES)
def test_a_campaign_in_the_wrong_state_takes_no_call(name: str, world: World) -> None:
    change, title = STATES[name]
    change(world)
    assert refusal(trigger(world, payload())) == (400, "CJMRT-000071-400", title)
    assert executions(world) == []


@pytest.mark.parametrize(
    "dates",
    [{"endDate": moment(1), "endDateEnabled": False}, {"startDate": "", "endDate": "soon"}],
)
def test_a_date_that_does_not_count_limits_nothing(dates: Doc, world: World) -> None:
    schedule(**dates)(world)
    assert trigger(world, payload()).status == 202


PAYLOADS: dict[str, tuple[object, str]] = {
    "no object": ([], "campaignId is required"),
    "no campaign": ({"requestId": "1", "recipients": []}, "campaignId is required"),
    "no request id": (
        {"campaignId": ids.CAMPAIGN, "recipients": [recipient()]},
        "requestId is required",
    ),
    "no list": (payload() | {"recipients": recipient()}, "recipients must be an array"),
    "no recipient": (payload() | {"recipients": []}, "recipients must hold 1 to 20 entries"),
    "21 recipients": (
        payload(*(recipient(f"{number}@x.example") for number in range(21))),
        "recipients must hold 1 to 20 entries",
    ),
    "no type": (
        payload({"userId": "a", "namespace": "email"}),
        "type is required for each recipient",
    ),
    "no recipient's object": (
        payload() | {"recipients": ["x"]},
        "each recipient must be an object",
    ),
    "twice the same": (
        payload(recipient(), recipient(type="external")),
        "userId must be unique among the recipients",
    ),
    "unknown type": (
        payload(recipient(type="crm")),
        "the type of a recipient must be aep or external",
    ),
    "reserved": (payload(recipient(context={"system": {}})), "context.system is reserved"),
    "channel data of the wrong kind": (
        payload(recipient(channelData="x")),
        "channelData must be an object",
    ),
    "too much": (
        payload(recipient(context={"x": "y" * 205_000})),
        "context must not exceed 200 KB",
    ),
    "another namespace": (
        payload(recipient(namespace="ecid")),
        "The identity namespace of the campaign is email",
    ),
}


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_payload_against_the_rules_is_refused(name: str, world: World) -> None:
    body, title = PAYLOADS[name]
    assert refusal(trigger(world, body)) == (400, "MSG-000052-400", title)
    assert executions(world) == []


def test_high_throughput_takes_no_profiles(world: World) -> None:
    the_campaign(world, highThroughputMode=True)
    said = refusal(trigger(world, payload(), "highthroughput"))
    assert said[2] == "the type of a recipient must be external"
    external = payload(recipient(type="external"))
    assert trigger(world, external, "highthroughput").status == 202


def test_the_content_type_is_needed(world: World) -> None:
    answer = trigger(world, payload(), content_type="text/plain")
    assert refusal(answer)[2] == "A valid content-type must be specified"


def test_who_may_not_see_campaigns_may_not_trigger_them(world: World) -> None:
    world.need(f"adobe:/credentials/{ids.ADOBE_CLIENT}")["permissions"] = []
    assert refusal(trigger(world, payload()))[:2] == (401, "CJMRT-000013-401")


def test_the_campaign_is_judged_before_the_payload(world: World) -> None:
    the_campaign(world, status="DRAFT")
    assert refusal(trigger(world, payload() | {"recipients": []}))[1] == "CJMRT-000071-400"


def test_an_unknown_profile_is_refused_or_made_as_the_campaign_says(world: World) -> None:
    stranger = payload(recipient("new@contoso.example"))
    answer = trigger(world, stranger)
    assert (answer.status, answer.body["title"]) == (404, "Cannot find the Profile")
    assert trigger(world, payload(recipient("new@contoso.example", type="external"))).status == 202
    the_campaign(world, createNewProfile=True)
    assert trigger(world, stranger).status == 202
    assert world.get("adobe:/profiles/email/new@contoso.example") is not None


@pytest.mark.parametrize(
    ("kind", "name", "code"),
    [
        ("addresses", ids.TEST_RECIPIENT, "050102"),
        ("domains", "contoso.example", "050105"),
    ],
)
def test_a_suppressed_recipient_is_accepted_and_left_out(
    kind: str, name: str, code: str, world: World
) -> None:
    world.put(f"adobe:/suppression/{kind}/{name}", {"listType": "client", "status": "active"})
    assert trigger(world, payload()).status == 202
    assert [one["exclusions"][0]["code"] for one in executions(world)] == [code]


def test_who_is_on_the_allow_list_is_not_left_out(world: World) -> None:
    document = {"listType": "allowed", "status": "active"}
    world.put(f"adobe:/suppression/addresses/{ids.TEST_RECIPIENT}", document)
    trigger(world, payload())
    assert [one["exclusions"] for one in executions(world)] == [[]]


def test_a_revoked_profile_store_fails_the_call() -> None:
    world = compose("adobe-managed", ["service-principal-disabled"])
    answer = trigger(world, payload())
    assert refusal(answer)[:2] == (500, "CJMRT-110100-500")
    assert "Access to your account is currently revoked" in answer.body["detail"]
    assert "4000" in answer.body["detail"]
    assert answer.body["report"]["additionalContext"]["campaignId"] == ids.CAMPAIGN
    assert executions(world) == []


def test_an_ended_campaign_is_refused_before_the_store_is_asked() -> None:
    world = compose("adobe-managed", ["service-principal-disabled"])
    schedule(endDate=moment(1))(world)
    assert refusal(trigger(world, payload()))[2] == "The campaign has ended"


def test_an_account_of_the_customers_own_is_not_in_the_calls_way() -> None:
    world = compose("own-account", ["user-assigned-identity-deleted"])
    assert trigger(world, payload()).status == 202


def audience_campaign(world: World) -> None:
    document = campaign(ids.CAMPAIGN, "sale") | {"category": "Marketing"}
    world.put(CAMPAIGN, document)


def test_an_audience_execution_can_be_followed(world: World) -> None:
    audience_campaign(world)
    body: dict[str, Any] = {"campaignId": ids.CAMPAIGN, "audience": {"id": "a1"}}
    name = trigger(world, body, "audience").body["executionId"]
    answer = adobe(world, "GET", f"{EXECUTIONS}/audience/{name}")
    assert answer.status == 200
    assert answer.body["status"] == "InProgress"
    assert answer.body["audienceId"] == "a1"
    assert adobe(world, "GET", f"{EXECUTIONS}/audience/CMA-0").status == 404


def test_a_schedule_waits_and_can_be_taken_back(world: World) -> None:
    audience_campaign(world)
    at = moment(-1)
    body = {"campaignId": ids.CAMPAIGN, "schedule": {"executeAt": at}}
    name = trigger(world, body, "audience").body["scheduleId"]
    place = f"{EXECUTIONS}/schedules/{name}"
    assert adobe(world, "GET", place).body["scheduleStatus"] == "Scheduled"
    world.put("sim:/clock", {"skew_s": 2 * 86400})
    assert adobe(world, "GET", place).body["scheduleStatus"] == "Triggered"
    assert adobe(world, "DELETE", place).status == 404
    world.put("sim:/clock", {"skew_s": 0})
    assert adobe(world, "DELETE", place).status == 200
    assert adobe(world, "GET", place).status == 404


@pytest.mark.parametrize(
    ("body", "title"),
    [
        ({"audience": {}}, "audience.id is required"),
        ({"schedule": {"executeAt": "tomorrow"}}, "schedule.executeAt must be a date-time"),
        ({"schedule": []}, "schedule must be an object"),
        ({"context": "x"}, "context must be an object"),
        ({"requestId": 7}, "requestId must be a string"),
    ],
)
def test_an_audience_payload_against_the_rules(body: Doc, title: str, world: World) -> None:
    audience_campaign(world)
    said = refusal(trigger(world, {"campaignId": ids.CAMPAIGN, **body}, "audience"))
    assert said == (400, "MSG-000052-400", title)


def test_an_execution_of_recipients_cannot_be_followed(world: World) -> None:
    name = trigger(world, payload()).body["executionId"]
    assert adobe(world, "GET", f"{EXECUTIONS}/audience/{name}").status == 404
