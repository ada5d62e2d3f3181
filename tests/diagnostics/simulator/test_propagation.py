from __future__ import annotations

import pytest

from diagnostics.simulator import ids, propagation
from diagnostics.simulator.consequences import cmk_status, revoked
from diagnostics.simulator.propagation import DATA_PLANE, STATUS, followed, seen
from diagnostics.simulator.revocation import Revoked
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build

PLANES = (DATA_PLANE, STATUS)


def later(world: World, seconds: float) -> None:
    """Let the servers' clock run on: nothing here waits."""
    skew = (world.get("sim:/clock") or {}).get("skew_s", 0)
    world.put("sim:/clock", {"skew_s": skew + seconds})


def disable(world: World, *, enabled: bool) -> None:
    principal = world.need(f"graph:/{ids.TENANT}/serviceprincipals/{ids.IDENTITY_OID}")
    principal["accountEnabled"] = enabled


def states(world: World) -> list[int | None]:
    account = world.need(ids.ACCOUNT_ID)
    return [state.code if (state := seen(world, account, plane)) else None for plane in PLANES]


def test_a_repair_is_seen_after_the_delay_only() -> None:
    world = build("own-account")
    disable(world, enabled=False)
    with followed(world):
        disable(world, enabled=True)
    assert revoked(world, world.need(ids.ACCOUNT_ID)) is None
    assert states(world) == [4000, 4000]
    later(world, 1.01)
    assert states(world) == [None, None]


def test_a_new_fault_is_seen_after_the_delay_only() -> None:
    world = build("own-account")
    with followed(world):
        disable(world, enabled=False)
    assert states(world) == [None, None]
    later(world, 1.01)
    assert states(world) == [4000, 4000]


def test_the_world_sets_how_fast_an_hour_goes() -> None:
    world = build("own-account")
    world.put(propagation.KEY, {"factor": 60})
    with followed(world):
        disable(world, enabled=False)
    later(world, 59)
    assert states(world) == [None, None]
    later(world, 2)
    assert states(world) == [4000, 4000]


def test_a_write_that_changes_nothing_delays_nothing() -> None:
    world = build("own-account")
    disable(world, enabled=False)
    with followed(world):
        world.need(ids.VAULT_ID)["tags"] = {"x": "y"}
    assert world.get(propagation.KEY) is None


def test_a_second_repair_under_way_keeps_showing_what_was_shown() -> None:
    world = build("own-account")
    disable(world, enabled=False)
    with followed(world):
        disable(world, enabled=True)
    with followed(world):
        disable(world, enabled=False)
    assert states(world) == [4000, 4000]


@pytest.mark.parametrize(
    ("plane", "expected"), [(DATA_PLANE, [4005, None]), (STATUS, [None, 4005])]
)
def test_one_plane_may_believe_something_for_good(plane: str, expected: list[int | None]) -> None:
    world = build("own-account")
    propagation.believe(world, ids.ACCOUNT_ID.upper(), plane, Revoked(4005, ""), None)
    later(world, 10**6)
    assert states(world) == expected
    status = cmk_status(world, world.need(ids.ACCOUNT_ID)) or ""
    assert ("(4005)" in status) is (plane == STATUS)
