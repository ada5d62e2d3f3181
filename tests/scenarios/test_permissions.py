"""A login that lacks one right, in an otherwise healthy world: the question stays open and names the right."""

from __future__ import annotations

import pytest
from tests.support.rights import without

from diagnostics.evidence import Status
from diagnostics.exit_codes import INCOMPLETE
from diagnostics.permission import Permission
from diagnostics.simulator.world import World
from tests.support.examined import examined, the_catalogue

WORLDS = {"own-account": "healthy@own-account", "adobe-managed": "healthy@adobe-managed"}


def cases() -> list[tuple[str, str, Permission]]:
    return [
        (topology, check.id, permission)
        for topology in WORLDS
        for check in the_catalogue().checks
        if topology in check.applies_to
        for permission in check.permissions
    ]


@pytest.mark.parametrize(("topology", "check", "permission"), cases(), ids=str)
def test_a_check_without_its_permission_stays_open_and_names_it(
    topology: str, check: str, permission: Permission
) -> None:
    def take_away(world: World) -> None:
        without(world, permission)

    seen = examined(WORLDS[topology], change=take_away)
    (outcome,) = [each for each in seen.judged.outcomes if each.check == check]
    asked_for = {p.name for o in seen.judged.outcomes for u in o.unknowns for p in u.permissions}
    is_used = any(entry.status in (401, 403) for entry in seen.log)
    if not is_used:
        pytest.skip(f"{permission.name} is asked for only when something is absent")
    assert permission.name in asked_for
    assert outcome.status is Status.UNKNOWN or not outcome.is_required
    assert seen.report.exit_code == INCOMPLETE
