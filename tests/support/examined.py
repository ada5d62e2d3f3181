"""Runs a scenario the way `demo` does: real clients, real HTTPS, a fresh world each time."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from diagnostics.bundle import dump
from diagnostics.catalogue import Catalogue, load_catalogue
from diagnostics.cli.rehearse import plan_for
from diagnostics.cli.running import Plan, judge, run_all
from diagnostics.finding import Severity
from diagnostics.report.build import Judged
from diagnostics.report.clean import clean
from diagnostics.report.present import present
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from tests.support.serving import serving

if TYPE_CHECKING:
    from collections.abc import Callable

    from diagnostics.outcome import Run
    from diagnostics.report.record import Report
    from diagnostics.simulator.fault import Scenario
    from diagnostics.simulator.world import World


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

    @cached_property
    def drawn(self) -> dict[str, str]:
        """The report in each form; drawn once for all that is asked of it."""
        return {
            form: present((self.report,), form) for form in ("text", "markdown", "json", "html")
        }

    @cached_property
    def bundle(self) -> bytes:
        return dump(self.run, the_catalogue())

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
    catalogue = the_catalogue()
    with serving(world) as simulator:
        plan = plan_for(scenario, world, simulator, catalogue)
        plan = prepare(plan) if prepare else plan
        (run,) = run_all(plan)
        log = tuple(simulator.log)
        assert simulator.crashes == []
    judged = judge(run, catalogue, Severity.WARNING)
    return Examined(scenario, run, judged, clean(judged), log, world)
