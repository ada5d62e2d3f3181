from __future__ import annotations

import asyncio
import threading

import pytest

from diagnostics.catalogue import Catalogue
from diagnostics.cli.running import Plan, Stop, run_all
from diagnostics.cli.threads import Threads
from diagnostics.config import Config
from diagnostics.progress import Progress
from diagnostics.targets import Target, Topology
from tests.support.examined import the_catalogue


def target(name: str = "a") -> Target:
    return Target(name=name, topology=Topology.NO_CUSTOMER_KEY, topology_reason="for this test")


def plan(*names: str, **settings: object) -> Plan:
    config = Config(targets=tuple(target(name) for name in names))
    catalogue: Catalogue = the_catalogue()
    return Plan(config=config, catalogue=catalogue, environ={}, offline=True, **settings)  # type: ignore[arg-type]


def test_ctrl_c_before_the_first_question_leaves_all_of_them_interrupted() -> None:
    stop = Stop()
    stop.press()
    for run in run_all(plan("a", "b", stop=stop)):
        assert run.interrupted
        assert run.readings
        assert all(each.unknown and each.unknown.kind.code == "SF110" for each in run.readings)


def test_a_second_ctrl_c_is_pythons_own() -> None:
    stop = Stop()
    with stop.installed():
        stop.press()
        with pytest.raises(KeyboardInterrupt):
            stop.press()


def test_progress_adds_up_over_all_targets() -> None:
    told: list[Progress] = []
    runs = run_all(plan("a", "b", progress=told.append))
    checks = sum(len(run.readings) for run in runs)
    assert (told[-1].done, told[-1].total) == (checks, checks)
    assert [each.done for each in told] == sorted(each.done for each in told)


def test_a_call_that_hangs_does_not_hold_up_the_end() -> None:
    never = threading.Event()

    async def work() -> str:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(Threads())
        hanging = loop.run_in_executor(None, never.wait)
        assert await loop.run_in_executor(None, str.upper, "x") == "X"
        with pytest.raises(ZeroDivisionError):
            await loop.run_in_executor(None, lambda: 1 // 0)
        hanging.cancel()
        return "ended"

    assert asyncio.run(work()) == "ended"
    never.set()
