"""Adobe's audit log tells of the world's past what people did there, and nothing of what happened by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from diagnostics.simulator import adobe_history, ids
from diagnostics.simulator.faults.adobe_campaign import suppress
from diagnostics.simulator.past import told
from diagnostics.simulator.scenarios import compose
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.support.asking_adobe import adobe

AT = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)
NOISE = [("AJO campaign", "Update"), ("AJO campaign", "Update")]


def told_of(fault: str) -> list[tuple[str, str]]:
    found = [
        (each["assetType"], each["action"])
        for each in adobe_history.told(compose("adobe-managed", [fault]))
    ]
    for each in NOISE:
        found.remove(each)
    return found


@pytest.mark.parametrize(
    ("fault", "events"),
    [
        ("campaign-stopped", [("AJO campaign", "Stop")]),
        ("throttle-low", [("AJO campaign", "Update")]),
        ("campaign-draft", []),
        ("campaign-of-a-new-state", []),
        ("sandbox-inactive", [("Sandbox", "Reset")]),
        ("cmk-config-running", [("Customer managed key", "Update")]),
        ("cmk-config-failed", []),
        ("region-differs", []),
        ("test-recipient-suppressed", []),
        ("test-recipient-allowed", [("AJO suppression list", "Create")]),
        ("adobe-secret-deleted", []),
        ("provider-incident", []),
    ],
)
def test_only_what_somebody_did_is_told(fault: str, events: list[tuple[str, str]]) -> None:
    assert told_of(fault) == events


@pytest.mark.parametrize(
    ("key", "change", "action"),
    [
        ("adobe:/campaigns/x", {"campaignId": "x", "name": "x"}, "Create"),
        (f"adobe:/campaigns/{ids.CAMPAIGN}", None, "Delete"),
        (f"adobe:/campaigns/{ids.CAMPAIGN}", {"status": "LIVE"}, "Activate"),
        (f"adobe:/sandboxes/{ids.SANDBOX}", None, "Delete"),
        (f"adobe:/sandboxes/{ids.SANDBOX}", {"title": "x"}, "Update"),
        (f"adobe:/sandboxes/{ids.SANDBOX}", {"state": "failed"}, "Update"),
        ("adobe:/sandboxes/x", {"name": "x"}, "Create"),
        (f"adobe:/byok/config/{ids.CMK_CONFIG}", {"configData": {}}, "Update"),
        (f"adobe:/byok/config/{ids.CMK_CONFIG}", None, "Delete"),
    ],
)
def test_each_change_has_its_action(
    key: str, change: dict[str, object] | None, action: str
) -> None:
    world = build("adobe-managed")
    world.need(f"adobe:/campaigns/{ids.CAMPAIGN}")["status"] = "STOPPED"
    with told(world, "x", AT):
        if change is None:
            world.remove(key)
        else:
            world.put(key, {**(world.get(key) or {}), **change})
    assert [each["action"] for each in adobe_history.told(world)] == [action]


def test_the_event_is_served_with_who_and_when() -> None:
    world = compose("adobe-managed", ["campaign-stopped"])
    answer = adobe(world, "GET", "/data/foundation/audit/events?property=action==stop")
    (event,) = answer.body["_embedded"]["events"]
    assert event["assetId"] == ids.CAMPAIGN
    assert event["userEmail"].endswith("@contoso.example")
    at = datetime.fromisoformat(event["timestamp"])
    assert timedelta(minutes=39) < datetime.now(UTC) - at < timedelta(minutes=42)


def test_ninety_days_are_kept() -> None:
    world = build("adobe-managed")
    with told(world, "x", datetime.now(UTC) - timedelta(days=91)):
        world.need(f"adobe:/campaigns/{ids.CAMPAIGN}")["name"] = "y"
    assert adobe_history.told(world) == []


def test_an_allowed_address_that_is_taken_off_the_list_is_told() -> None:
    world: World = build("adobe-managed")
    suppress(world, ids.TEST_RECIPIENT, list_type="allowed")
    with told(world, "x", AT):
        world.remove(f"adobe:/suppression/addresses/{ids.TEST_RECIPIENT}")
    assert [each["action"] for each in adobe_history.told(world)] == ["Delete"]
