from __future__ import annotations

import pytest

from diagnostics.simulator import ids
from diagnostics.simulator.http import Answer
from diagnostics.simulator.propagation import KEY
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.support.asking import an_owner, arm

ROLE = f"{ids.ACCOUNT_ID}/sqlRoleAssignments/{ids.ROBIN}"
SLOW, AT_ONCE = 1.0, 1e12  # by how much the documented delays are divided


def a_world(factor: float) -> World:
    world = an_owner(build("own-account"))
    world.put(KEY, {"factor": factor})
    return world


def followed(world: World, answer: Answer, header: str) -> Answer:
    return arm(world, "GET", answer.headers[header].removeprefix("https://management.azure.com"))


def grant(world: World) -> Answer:
    role = f"{ids.ACCOUNT_ID}/sqlRoleDefinitions/00000000-0000-0000-0000-000000000001"
    fields = {"roleDefinitionId": role, "scope": ids.ACCOUNT_ID, "principalId": ids.ROBIN}
    answer = arm(world, "PUT", ROLE, {"properties": fields})
    assert answer.status == 202
    return answer


def test_an_operation_is_queued_then_taken_up_then_done() -> None:
    world = a_world(SLOW)
    asked = grant(world)
    assert followed(world, asked, "Azure-AsyncOperation").body == {"status": "Enqueued"}
    (operation,) = (doc for _, doc in world.under("sim:/operations/"))
    operation["begun"] -= 20
    operation["due"] -= 20
    assert followed(world, asked, "Azure-AsyncOperation").body == {"status": "Dequeued"}
    operation["due"] = 0
    assert followed(world, asked, "Azure-AsyncOperation").body == {"status": "Succeeded"}


def test_its_location_waits_and_then_shows_what_was_made() -> None:
    world = a_world(SLOW)
    waiting = followed(world, grant(world), "Location")
    assert (waiting.status, waiting.body) == (202, None)
    world = a_world(AT_ONCE)
    shown = followed(world, grant(world), "Location")
    assert (shown.status, shown.body["name"]) == (200, ids.ROBIN)


def test_the_location_of_a_deletion_ends_in_nothing() -> None:
    world = a_world(AT_ONCE)
    grant(world)
    assert followed(world, arm(world, "DELETE", ROLE), "Location").status == 204


def test_the_location_of_an_accounts_update_shows_the_account() -> None:
    world = a_world(AT_ONCE)
    changed = arm(world, "PATCH", ids.ACCOUNT_ID, {"tags": {"a": "b"}})
    shown = followed(world, changed, "Location").body
    assert shown["tags"] == {"a": "b"}
    assert shown["properties"]["customerManagedKeyStatus"].startswith("Access to")


@pytest.mark.parametrize("place", [ids.ACCOUNT_ID, ROLE])
def test_an_unknown_operation_has_no_result(place: str) -> None:
    answer = arm(a_world(AT_ONCE), "GET", f"{place}/operationResults/{ids.ROBIN}")
    assert (answer.status, answer.body["code"]) == (404, "NotFound")
