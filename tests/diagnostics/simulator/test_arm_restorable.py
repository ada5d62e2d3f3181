from __future__ import annotations

from diagnostics.simulator import ids
from diagnostics.simulator.worlds import build
from tests.support.asking import arm

LIST = f"{ids.SUBSCRIPTION_ID}/providers/Microsoft.DocumentDB/restorableDatabaseAccounts"


def test_an_account_that_is_backed_up_continuously_can_be_restored() -> None:
    world = build("own-account")
    (one,) = arm(world, "GET", LIST).body["value"]
    assert one["properties"]["accountName"] == ids.ACCOUNT
    assert one["name"] == world.need(ids.ACCOUNT_ID)["properties"]["instanceId"]
    assert f"/locations/{ids.LOCATION}/" in one["id"]
    assert arm(world, "GET", one["id"]).body == one


def test_one_that_is_backed_up_now_and_then_cannot() -> None:
    world = build("own-account")
    world.need(ids.ACCOUNT_ID)["properties"]["backupPolicy"] = {"type": "Periodic"}
    assert arm(world, "GET", LIST).body["value"] == []


def test_one_that_is_gone_stands_as_its_entry_says() -> None:
    world = build("no-customer-key")
    place = LIST.replace("DocumentDB/", f"DocumentDB/locations/{ids.LOCATION}/") + f"/{ids.ROBIN}"
    gone = {"id": place, "name": ids.ROBIN, "properties": {"accountName": "gone"}}
    world.put(place, gone)
    assert arm(world, "GET", LIST).body["value"] == [gone]
    assert arm(world, "GET", place).body == gone


def test_another_does_not_exist() -> None:
    place = LIST.replace("DocumentDB/", f"DocumentDB/locations/{ids.LOCATION}/")
    answer = arm(build("own-account"), "GET", f"{place}/{ids.ROBIN}")
    assert (answer.status, answer.body["code"]) == (404, "NotFound")
