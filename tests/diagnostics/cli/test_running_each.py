"""Many targets in one session: what goes wrong with one costs that one alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from diagnostics.cli.rehearse import plan_for
from diagnostics.cli.running import Plan, judge
from diagnostics.cli.running_each import run_each
from diagnostics.exit_codes import exit_code
from diagnostics.finding import Severity
from diagnostics.outcome import Run
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from diagnostics.simulator.server import Simulator
from tests.support.examined import the_catalogue
from tests.support.serving import serving

HEALTHY = SCENARIOS["healthy@own-account"]


@pytest.fixture
def served() -> Iterator[tuple[Plan, Simulator]]:
    with serving(make_world(HEALTHY)) as simulator:
        plan = plan_for(HEALTHY, simulator.world, simulator, the_catalogue())
        (target,) = plan.config.targets
        targets = tuple(replace(target, name=name) for name in ("a", "b", "c"))
        yield replace(plan, config=replace(plan.config, targets=targets)), simulator


def code(run: Run) -> int:
    judged = judge(run, the_catalogue(), Severity.WARNING)
    return exit_code(
        judged.outcomes,
        fail_on=Severity.WARNING,
        interrupted=run.interrupted,
        today=run.started_at.date(),
    )


def test_all_are_looked_at_in_the_order_of_the_configuration(
    served: tuple[Plan, Simulator],
) -> None:
    runs = run_each(served[0])
    assert [(run.target.name, code(run)) for run in runs] == [("a", 0), ("b", 0), ("c", 0)]


def test_what_was_not_begun_when_it_was_ended_is_interrupted(
    served: tuple[Plan, Simulator],
) -> None:
    plan, simulator = served
    plan.stop.pressed = True
    simulator.log.clear()
    runs = run_each(plan)
    assert [code(run) for run in runs] == [130] * 3
    assert all(reading.unknown for run in runs for reading in run.readings)
    assert simulator.log == []


def test_a_fault_of_our_own_is_a_run_in_which_nothing_was_seen(
    served: tuple[Plan, Simulator],
) -> None:
    async def broken(_: object) -> object:
        raise RuntimeError("canary-text")

    runs = run_each(replace(served[0], acting=broken))  # type: ignore[arg-type]
    assert [code(run) for run in runs] == [3] * 3
    for run in runs:
        assert run.readings
        assert all(each.crash.startswith("RuntimeError in ") for each in run.readings)
        assert "canary" not in repr(run.readings)
