"""Runs a scenario the way `demo` does: real clients, real HTTPS, a fresh world each time.

One simulator a process serves them in turn: its authority, its certificates and its ports say nothing of a world.
"""

from __future__ import annotations

import atexit
import dataclasses
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from diagnostics.catalogue import Catalogue, load_catalogue
from diagnostics.cli.rehearse import plan_for
from diagnostics.cli.running import Plan, judge, run_all
from diagnostics.finding import Severity
from diagnostics.report.build import Judged
from diagnostics.report.clean import clean
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.world import World

if TYPE_CHECKING:
    from collections.abc import Callable

    from diagnostics.outcome import Run
    from diagnostics.report.record import Report
    from diagnostics.simulator.fault import Scenario


@dataclass(frozen=True)
class Examined:
    scenario: Scenario
    run: Run
    judged: Judged
    report: Report
    log: tuple
    world: World

    @property
    def said(self) -> set[str]:
        return {f.kind.code for o in self.judged.outcomes for f in o.findings} | self.left_open

    @property
    def left_open(self) -> set[str]:
        return {u.kind.code for o in self.judged.outcomes for u in o.unknowns}


@cache
def the_catalogue() -> Catalogue:
    return load_catalogue(())


def scenario_of(name: str) -> Scenario:
    """A scenario by its name; `one+another` has the faults of both, in the world of the first."""
    first, *others = (SCENARIOS[each] for each in name.split("+"))
    faults = tuple(fault for each in (first, *others) for fault in each.faults)
    return dataclasses.replace(first, name=name, faults=faults)


@cache
def the_simulator() -> Simulator:
    simulator = Simulator(World("nothing"))
    simulator.__enter__()
    atexit.register(simulator.__exit__, None, None, None)
    return simulator


def examined(
    name: str,
    *,
    change: Callable[[World], None] | None = None,
    prepare: Callable[[Plan], Plan] | None = None,
) -> Examined:
    scenario = scenario_of(name)
    world = make_world(scenario)
    if change:
        change(world)
    return examined_world(scenario, world, prepare=prepare)


def examined_world(
    scenario: Scenario, world: World, *, prepare: Callable[[Plan], Plan] | None = None
) -> Examined:
    """Look at a world that somebody made, as the user of that scenario would."""
    simulator, catalogue = the_simulator(), the_catalogue()
    simulator.reset(world)
    plan = plan_for(scenario, world, simulator, catalogue)
    plan = prepare(plan) if prepare else plan
    (run,) = run_all(plan)
    log = tuple(simulator.log)
    assert simulator.crashes == []
    judged = judge(run, catalogue, Severity.WARNING)
    return Examined(scenario, run, judged, clean(judged), log, world)
