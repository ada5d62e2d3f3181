"""Runs a scenario with a login that may read every log, and says what the logs tell of its faults."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from diagnostics.changes.change import Change
from diagnostics.changes.logs import records_of
from diagnostics.report.views import instant
from diagnostics.simulator import adobe_history, ids
from diagnostics.simulator.clock import stopped
from diagnostics.simulator.log_workspace import let_read
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from diagnostics.simulator.surroundings import let_read_changes
from tests.support.examined import Examined, examined_world
from tests.support.told import collect, of_faults

if TYPE_CHECKING:
    from diagnostics.report.changes_record import ChangesView, ChangeView
    from diagnostics.simulator.world import Doc, World


@dataclass(frozen=True)
class Told:
    """One run, and what really happened."""

    seen: Examined
    truth: tuple[Change, ...]  # what the logs tell of the faults, read by other code
    at_adobe: tuple[
        Doc, ...
    ]  # Adobe's events as they go over the wire, of the faults and of every day

    @property
    def causes(self) -> list[str]:
        """The causes of the diagnosis, what to repair first comes first."""
        return [each.cause.id for each in self.seen.judged.diagnosis.causes]

    @property
    def view(self) -> ChangesView:
        """What the report says of changes; it must say something where anything was found."""
        view = self.seen.report.changes
        assert self.causes
        assert view is not None
        return view

    @property
    def telling(self) -> tuple[ChangeView, ...]:
        """The changes that explain something, or may."""
        return tuple(each for each in self.view.changes if each.weight != "beside it")

    def event_of(self, view: ChangeView) -> str:
        """Return the log's own id of the event that a change of the report was read from."""
        same = {
            each.event
            for record in records_of(self.seen.run.readings)
            for each in record.changes
            if (each.operation, each.subject, each.who) == (view.operation, view.subject, view.who)
            and each.at
            and instant(each.at) == view.at
        }
        (event,) = same
        return event

    def true_event(self, view: ChangeView) -> Change | None:
        """Find what really happened behind a change of the report; None = it is no part of the faults."""
        event = self.event_of(view)
        return next((each for each in self.truth if each.event == event), None)

    def wire(self, event: str) -> Doc:
        """Return what Adobe's log tells of one event, without who, when and its id."""
        (found,) = (each for each in self.at_adobe if each["id"] == event)
        return {key: value for key, value in found.items() if key not in _WHO_AND_WHEN}


# Whose session it was says nothing of what was done, nor does the name that the campaign had then: who gives it another may
# change its dates with it. The sandbox is the same, and its id here is made for each event.
_WHO_AND_WHEN = (
    *("id", "timestamp", "userEmail", "userIpAddresses", "authId"),
    *("requestId", "sandboxId", "assetName"),
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
        at_adobe = tuple(adobe_history.told(world))
    permit(world)
    return Told(examined_world(scenario, world), truth, at_adobe)
