"""Runs a scenario while something fails: as a user does, without a proxy, or with a short patience."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING

from diagnostics.cli.rehearse import plan_for
from diagnostics.cli.running import Plan, judge, run_all
from diagnostics.cloud.network import mapped_resolver
from diagnostics.cloud.session import Session, SessionOptions
from diagnostics.finding import Severity
from diagnostics.outcome import Outcome, Run
from diagnostics.report.clean import clean
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from diagnostics.simulator.surroundings import let_read_changes
from diagnostics.two_looks import Looking, look_twice
from tests.support.examined import the_catalogue
from tests.support.serving import serving

if TYPE_CHECKING:
    from collections.abc import Callable

    from diagnostics.simulator.record import Logged
    from diagnostics.simulator.server import Simulator
    from diagnostics.simulator.world import World

IMPATIENT_S, IMPATIENT_DEADLINE_S = 0.8, 10.0


class Way(Enum):
    """How a run reaches the cloud."""

    USUAL = "behind a proxy, as `demo` does"
    DIRECT = "without a proxy: names are resolved here"
    IMPATIENT = "behind a proxy, with a short limit for one request and for the run"


@dataclass(frozen=True)
class Looked:
    """What one run said, and what it cost."""

    outcomes: tuple[Outcome, ...]
    exit_code: int
    log: tuple[Logged, ...]
    world: World
    seconds: float
    deadline_s: float
    crashes: tuple[str, ...]  # of the simulator


def look(scenario: str, change: Callable[[World], None], way: Way = Way.USUAL) -> Looked:
    """Run a scenario in a changed world."""
    found = SCENARIOS[scenario]
    world = make_world(found)
    let_read_changes(
        world
    )  # else every broken world has one question more that a right would answer
    change(world)
    catalogue = the_catalogue()
    with serving(world) as simulator:
        plan = plan_for(found, world, simulator, catalogue)
        if way is Way.IMPATIENT:
            plan = replace(plan, config=replace(plan.config, deadline_s=IMPATIENT_DEADLINE_S))
        began = time.monotonic()
        run = run_all(plan)[0] if way is Way.USUAL else asyncio.run(_run(plan, simulator, way))
        seconds = time.monotonic() - began
        log, crashes = tuple(simulator.log), tuple(simulator.crashes)
    judged = judge(run, catalogue, Severity.WARNING)
    exit_code = clean(judged).exit_code
    return Looked(judged.outcomes, exit_code, log, world, seconds, plan.config.deadline_s, crashes)


async def _run(plan: Plan, simulator: Simulator, way: Way) -> Run:
    """Read through a session with options that the command line does not offer."""
    (target,) = plan.config.targets
    by_name = mapped_resolver(simulator.resolve)
    options = SessionOptions(
        cloud=target.cloud,
        environ=plan.environ,
        ca=simulator.ca_file,
        proxy=None if way is Way.DIRECT else simulator.proxy_url,
        resolver=by_name if way is Way.DIRECT else None,
        request_timeout_s=IMPATIENT_S if way is Way.IMPATIENT else 10.0,
        tenant=target.tenant,
    )
    started = datetime.now(UTC)
    async with Session(options) as session:
        session.warm(target)
        looking = Looking(
            target=target,
            make_look=lambda seen: session.look(target, seen, plan.pasted),
            deadline_s=plan.config.deadline_s,
        )
        checks = plan.catalogue.checks_for(target.topology)
        readings = await look_twice(checks, looking, plan.catalogue)
        ledger = session.ledger()
    return Run(
        target=target,
        started_at=started,
        finished_at=datetime.now(UTC),
        readings=readings,
        pasted=plan.pasted,
        ledger=ledger,
        simulated=True,
    )
