"""Runs a scenario with a login that may read every log, and says what the logs tell of its faults."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from diagnostics.changes.change import Change
from diagnostics.changes.logs import records_of
from diagnostics.simulator import ids
from diagnostics.simulator.clock import stopped
from diagnostics.simulator.log_workspace import let_read
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from diagnostics.simulator.surroundings import let_read_changes
from tests.support.examined import Examined, examined_world
from tests.support.told import collect, of_faults

if TYPE_CHECKING:
    from diagnostics.simulator.world import World


@dataclass(frozen=True)
class Told:
    """One run, and what really happened."""

    seen: Examined
    truth: tuple[Change, ...]  # what the logs tell of the faults, read by other code

    def first_is(self, change: Change) -> bool:
        """Tell whether the first change of the report is this event: what, to whom, by whom, when."""
        view = self.seen.report.changes
        if view is None or not view.changes or view.changes[0].weight == "beside it":
            return False
        first = view.changes[0]
        mine = (
            each
            for record in records_of(self.seen.run.readings)
            for each in record.changes
            if (each.operation, each.subject, each.who)
            == (first.operation, first.subject, first.who)
        )
        return any(is_same(each, change) for each in mine)


def is_same(one: Change, other: Change) -> bool:
    """Tell whether two readings speak of the same event; the steps of one request lie a second apart."""
    if one.at is None or other.at is None:
        return False
    return (
        one.log is other.log
        and one.operation.casefold().strip() == other.operation.casefold().strip()
        and one.who == other.who
        and abs((one.at - other.at).total_seconds()) < 2
    )


def permit(world: World) -> None:
    """Let the login read the directory's log and the vault's, and let the latter be collected."""
    let_read_changes(world)
    if world.get(ids.VAULT_ID):
        collect(world)
        let_read(world, ids.CALLER_OID)


@cache
def told(name: str) -> Told:
    """Look at a scenario."""
    scenario = SCENARIOS[name]
    with stopped():
        world = make_world(scenario)
        healthy = make_world(dataclasses.replace(scenario, faults=()))
    truth = tuple(of_faults(world, healthy))
    permit(world)
    return Told(examined_world(scenario, world), truth)
