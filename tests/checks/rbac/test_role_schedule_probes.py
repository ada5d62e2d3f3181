"""Roles that are given for a time against the simulator, through the real clients."""

from __future__ import annotations

import pytest

from checks.rbac import key_access, role_schedules
from checks.rbac.facts import KeyGrants, RoleSchedules
from diagnostics import Finding, NotApplicable, Seen
from diagnostics.simulator import ids
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.checks.rbac.probing import Change, fault, known, look_at, nothing


def schedules_in(change: Change, base: str = "own-account") -> tuple[object, list[str]]:
    """Return what the probe gave, and the codes that follow from it beside the grants."""
    world = build(base)
    change(world)
    seen = known(world)
    grants = look_at(world, key_access.probe, seen)
    read = look_at(world, role_schedules.probe, seen)
    assert isinstance(grants, KeyGrants)
    if not isinstance(read, RoleSchedules):
        return read, []
    both = Seen((*seen.values(), grants))
    said = (*role_schedules.judge(read, both), *role_schedules.ahead(read, both))
    return read, [one.kind.code for one in said if isinstance(one, Finding)]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (nothing, []),
        (fault("key-access-missing"), []),
        (fault("role-ending"), ["RB112"]),
        (fault("role-ended"), ["RB113"]),
    ],
)
def test_a_role_that_is_given_for_a_time_is_read(change: Change, expected: list[str]) -> None:
    read, codes = schedules_in(change)
    assert isinstance(read, RoleSchedules)
    assert codes == expected
    assert read.planned_not_read == ""


def without_license(world: World) -> None:
    world.need(f"entra:/tenants/{ids.TENANT}")["x-withoutPremium"] = True


def test_a_tenant_without_the_license_cannot_give_a_role_for_a_time() -> None:
    read, _ = schedules_in(without_license)
    assert isinstance(read, NotApplicable)
    assert "no license" in read.reason


def test_an_access_policy_has_no_end() -> None:
    read, _ = schedules_in(nothing, "own-account-policies")
    assert isinstance(read, NotApplicable)
    assert "access policies" in read.reason
