"""Every reading of Adobe's side, against the simulator; and what goes where on both sides of one session."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from diagnostics.adobe_names import CampaignId, Region, SandboxName
from diagnostics.cloud.session import Session, SessionLook, SessionOptions
from diagnostics.errors import Denied, NotFound, Throttled, Unexpected
from diagnostics.evidence import Seen
from diagnostics.names import AppId
from diagnostics.simulator import ids, wire
from diagnostics.simulator.clock import now
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.worlds import build
from diagnostics.targets import Topology
from tests.support.adobe import HOSTS_OF_ADOBE, TARGET, looking
from tests.support.cloud import Anything, caught
from tests.support.serving import serving

CREDENTIAL = f"adobe:/credentials/{ids.ADOBE_CLIENT}"
HERE, NOWHERE = CampaignId(ids.CAMPAIGN), CampaignId("nowhere")


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    with serving(build("adobe-managed")) as running:
        yield running
    assert running.crashes == []


def lacking(simulator: Simulator, *permissions: str) -> None:
    held = simulator.world.need(CREDENTIAL)["permissions"]
    simulator.world.need(CREDENTIAL)["permissions"] = [
        each for each in held if each not in permissions
    ]


def test_what_journey_optimizer_shows(simulator: Simulator) -> None:
    async def work(look: SessionLook) -> Anything:
        return {
            "health": await look.ajo.health(),
            "campaign": await look.ajo.campaign(HERE),
            "campaigns": await look.ajo.campaigns(),
            "versions": await look.ajo.campaign_versions(HERE),
            "validation": await look.ajo.validation(HERE),
            "absent": await caught(look.ajo.campaign(NOWHERE)),
        }

    seen = looking(simulator, work)
    assert (seen["health"].status, seen["health"].error_code) == (200, "")
    assert seen["health"].request_id
    assert abs(seen["health"].skew_s) < 5
    assert seen["campaign"].text("status") == "LIVE"
    assert [each.text("campaignId") for each in seen["campaigns"]] == [ids.CAMPAIGN]
    assert (len(seen["versions"]), seen["validation"]) == (1, ())
    assert isinstance(seen["absent"], NotFound)
    assert seen["absent"].request_id


def test_only_api_triggered_campaigns_of_the_sandbox_and_all_pages(simulator: Simulator) -> None:
    world = simulator.world
    known = world.need(f"adobe:/campaigns/{ids.CAMPAIGN}")
    for number in range(120):
        world.put(f"adobe:/campaigns/c{number}", {**known, "campaignId": f"c{number}"})
    other = {**known, "campaignId": "other", "campaignType": "Scheduled"}
    world.put("adobe:/campaigns/other", other)
    world.put("adobe:/campaigns/dev", {**known, "campaignId": "dev", "x-sandbox": "dev"})
    found = looking(simulator, lambda look: look.ajo.campaigns())
    wanted = {ids.CAMPAIGN, *(f"c{number}" for number in range(120))}
    assert len(found) == len(wanted)
    assert {each.text("campaignId") for each in found} == wanted


@pytest.mark.parametrize(("others", "is_whole"), [(10, True), (49, False)])
def test_a_full_page_that_does_not_say_whether_more_follows_is_no_whole_list(
    simulator: Simulator, others: int, is_whole: bool
) -> None:
    known = simulator.world.need(f"adobe:/campaigns/{ids.CAMPAIGN}")
    for number in range(others):
        simulator.world.put(f"adobe:/campaigns/c{number}", {**known, "campaignId": f"c{number}"})
    wire.fail(
        simulator.world,
        "uncounted",
        "without-field",
        path="/journey/campaigns/service/campaigns",
        details={"field": "_page"},
    )
    if is_whole:
        assert len(looking(simulator, lambda look: look.ajo.campaigns())) == others + 1
    else:
        error = looking(simulator, lambda look: caught(look.ajo.campaigns()))
        assert isinstance(error, Unexpected)
        assert "more follows" in error.reason


def test_what_the_platform_shows(simulator: Simulator) -> None:
    moment = now()
    simulator.world.put(
        "adobe:/audit/1",
        {
            "id": "1",
            "sandboxName": ids.SANDBOX,
            "assetId": ids.CAMPAIGN,
            "action": "Update",
            "timestamp": (moment - timedelta(hours=1)).isoformat(),
        },
    )

    async def work(look: SessionLook) -> Anything:
        platform = look.platform
        since, until = moment - timedelta(days=1), moment
        return {
            "sandboxes": [each.text("name") for each in await platform.sandboxes()],
            "application": (await platform.app_registration()).text("applicationId"),
            "config": (await platform.cmk_config(ids.CMK_CONFIG)).text("status"),
            "case": await caught(platform.cmk_config(ids.CMK_CONFIG.upper())),
            "events": await platform.audit_events(since, until, asset=ids.CAMPAIGN),
            "others": await platform.audit_events(since, until, asset="another"),
            "earlier": await platform.audit_events(since - timedelta(days=9), since),
            "incidents": (await look.adobe_status.events()).has("incidentEvent"),
        }

    seen = looking(simulator, work)
    assert seen["sandboxes"] == [ids.SANDBOX]
    assert (seen["application"], seen["config"]) == (ids.ADOBE_APP, "COMPLETED")
    assert isinstance(seen["case"], (NotFound, Unexpected))
    assert [each.text("action") for each in seen["events"]] == ["Update"]
    assert (seen["others"], seen["earlier"], seen["incidents"]) == ((), (), True)


def test_a_suppressed_address_and_domain_are_shown(simulator: Simulator) -> None:
    entry = {"listType": "client", "status": "active"}
    simulator.world.put(f"adobe:/suppression/addresses/{ids.TEST_RECIPIENT}", dict(entry))
    simulator.world.put("adobe:/suppression/domains/contoso.example", dict(entry))

    async def work(look: SessionLook) -> Anything:
        address = await look.ajo.suppressed_address(ids.TEST_RECIPIENT)
        return address, await look.ajo.suppressed_domain("contoso.example")

    assert all(document.text("status") == "active" for document in looking(simulator, work))


def test_the_host_of_the_key_follows_the_region_of_the_sandbox(simulator: Simulator) -> None:
    simulator.world.need(f"adobe:/orgs/{ids.ORG}")["region"] = "nld2"
    simulator.world.need(f"adobe:/sandboxes/{ids.SANDBOX}")["region"] = "NLD2"

    async def work(look: SessionLook) -> Anything:
        await look.platform.app_registration()
        return await look.platform.cmk_config(ids.CMK_CONFIG)

    looking(simulator, work)
    looking(simulator, work, replace(TARGET, region=Region.NLD2))
    hosts = {entry.host for entry in simulator.log if "/manager/" in entry.path}
    assert hosts == {"platform-nld2.adobe.io"}
    wrong = replace(TARGET, region=Region.AUS5)
    assert (
        looking(simulator, lambda look: caught(look.platform.cmk_config("x")), wrong).status == 404
    )


@pytest.mark.parametrize(
    ("permission", "read"),
    [
        ("View Campaigns", lambda look: look.ajo.campaigns()),
        ("View Campaigns", lambda look: look.ajo.campaign(HERE)),
        ("View Campaigns", lambda look: look.ajo.campaign_versions(HERE)),
        ("View Campaigns", lambda look: look.ajo.validation(HERE)),
        ("View Suppression List", lambda look: look.ajo.suppressed_address("a@b.example")),
        ("View Suppression List", lambda look: look.ajo.suppressed_domain("b.example")),
        ("View Sandboxes", lambda look: look.platform.sandboxes()),
        ("View Sandboxes", lambda look: look.platform.cmk_config(ids.CMK_CONFIG)),
        ("Manage Customer Managed Key", lambda look: look.platform.app_registration()),
        ("Manage Customer Managed Key", lambda look: look.platform.cmk_config(ids.CMK_CONFIG)),
        ("View User Activity Log", lambda look: look.platform.audit_events(now(), now())),
    ],
)
def test_a_missing_permission_is_named(
    simulator: Simulator, permission: str, read: Anything
) -> None:
    lacking(simulator, permission)
    told = looking(simulator, lambda look: caught(read(look)))
    assert isinstance(told, Denied)
    assert [each.name for each in told.permissions] == [permission]
    assert told.request_id


@pytest.mark.parametrize(
    ("key", "change", "code", "status"),
    [
        (CREDENTIAL, {"apis": []}, "403003", 403),
        (CREDENTIAL, {"has_profile": False}, "403025", 403),
        (f"adobe:/orgs/{ids.ORG}", {"region": ""}, "403027", 403),
        (CREDENTIAL, {"x-claims": {"as": "ims-na1-stg1"}}, "401013", 401),
    ],
)
def test_the_gateway_refuses_alike_whatever_is_asked(
    simulator: Simulator, key: str, change: dict[str, Anything], code: str, status: int
) -> None:
    simulator.world.need(key).update(change)

    async def work(look: SessionLook) -> Anything:
        return await look.ajo.health(), await caught(look.platform.sandboxes())

    answer, told = looking(simulator, work)
    assert (answer.status, answer.error_code, answer.is_json) == (status, code, True)
    assert isinstance(told, Denied)
    assert (told.code, told.permissions) == (code, ())  # no role would change that
    assert "before any service saw it" in told.reason


def test_a_quota_is_waited_out_when_it_is_short_and_told_when_it_is_not(
    simulator: Simulator,
) -> None:
    state = simulator.world.need("sim:/adobe")
    state.update(quota=0, retry_after=60)

    async def work(look: SessionLook) -> Anything:
        return await look.ajo.health(), await caught(look.platform.sandboxes())

    answer, told = looking(simulator, work)
    assert (answer.status, answer.error_code, answer.retry_after_s) == (429, "429050", 60.0)
    assert isinstance(told, Throttled)
    assert "for 60 s" in told.reason


@pytest.mark.parametrize("status", [403, 500])
def test_the_feed_that_is_refused_is_an_error_and_carries_nothing_of_ours(
    simulator: Simulator, status: int
) -> None:
    simulator.world.need("sim:/adobe")["outage"] = {"status": status}
    told = looking(simulator, lambda look: caught(look.adobe_status.events()))
    assert told.status == status


def test_the_feed_needs_no_credential(simulator: Simulator) -> None:
    feed = looking(simulator, lambda look: look.adobe_status.events(), None, {})
    assert feed.has("incidentEvent")
    assert [entry.host for entry in simulator.log if entry.method == "GET"] == [
        "data.status.adobe.com"
    ]


def test_a_target_without_organization_is_not_asked_about(simulator: Simulator) -> None:
    bare = replace(TARGET, ims_org=None)
    told = looking(simulator, lambda look: caught(look.ajo.health()), bare)
    assert told.code == "no_organization"
    assert [entry for entry in simulator.log if entry.method != "CONNECT"] == []


def test_targets_of_one_session_share_token_and_readings(simulator: Simulator) -> None:
    other = replace(TARGET, name="other", campaign=None)
    dev = replace(TARGET, sandbox=SandboxName("dev"))

    async def all_of_it() -> Anything:
        options = SessionOptions(
            environ=simulator.environ(), proxy=simulator.proxy_url, ca=simulator.ca_file
        )
        async with Session(options) as session:
            looks = [session.look(target, Seen()) for target in (TARGET, other)]
            await asyncio.gather(*(look.ajo.campaigns() for look in looks))
            return await caught(session.look(dev, Seen()).ajo.campaigns())

    told = asyncio.run(all_of_it())
    paths = [entry.path for entry in simulator.log if entry.method in ("GET", "POST")]
    assert paths.count("/ims/token/v3") == 1
    assert len([path for path in paths if path.endswith("/campaigns")]) == 2  # one a sandbox
    assert isinstance(told, Denied)


def test_neither_side_sees_the_others_token(simulator: Simulator) -> None:
    """Both sides in one session: at Adobe's hosts every caller is Adobe's client, elsewhere none is."""
    managed = replace(TARGET, topology=Topology.ADOBE_MANAGED, application=AppId(ids.ADOBE_APP))

    async def work(look: SessionLook) -> Anything:
        await asyncio.gather(
            look.entra.sign_in(),
            look.msgraph.service_principal_of(AppId(ids.ADOBE_APP)),
            look.ajo.campaign(HERE),
            look.platform.app_registration(),
            look.adobe_status.events(),
        )

    looking(simulator, work, managed)
    sent = [entry for entry in simulator.log if entry.method != "CONNECT"]
    assert {entry.method for entry in sent} == {"GET", "POST"}
    posts = [entry.path for entry in sent if entry.method == "POST"]
    assert sum(path == "/ims/token/v3" for path in posts) == 1
    assert all(path == "/ims/token/v3" or path.endswith("/oauth2/v2.0/token") for path in posts)
    azure = [entry for entry in sent if not entry.host.endswith(HOSTS_OF_ADOBE)]
    assert azure
    assert all(entry.status < 400 for entry in sent)
    assert {entry.caller for entry in azure if entry.method == "GET"} == {ids.CALLER_APP}
