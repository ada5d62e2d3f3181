"""Where combinations are run: through the real clients, on every core, with one simulator a process."""

from __future__ import annotations

import multiprocessing
import time
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import TYPE_CHECKING

from diagnostics.doctor_kinds import DOCTOR_KINDS
from diagnostics.simulator.scenarios import SCENARIOS, compose
from tests.accuracy.said import Said, said
from tests.support.examined import examined, examined_world
from tests.support.workers import begin_worker, interrupt_held

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from diagnostics.simulator.fault import Scenario

_SLOW = (
    "timed-out",
    "throttled",
)  # they wait for real time: begun first, they cost none at the end
_TIMED_OUT = DOCTOR_KINDS["timed-out"].code


@dataclass(frozen=True, slots=True)
class Heard:
    """What one run said and cost."""

    said: Said
    cpu_s: float  # client and simulator together


@dataclass(slots=True)
class Pace:
    """How a stage went; measured, and never compared."""

    runs: int = 0
    requests: int = 0
    cpu_s: float = 0.0
    seconds: float = 0.0
    repeated: list[str] = field(default_factory=list[str])


def run_scenario(scenario: Scenario) -> Heard:
    """Look at a world with these faults the way `demo` does."""
    began = time.process_time()
    if scenario.name in SCENARIOS:
        seen = examined(scenario.name)
    else:
        seen = examined_world(scenario, compose(scenario.world, scenario.faults))
    return Heard(said(seen), time.process_time() - began)


def is_late(scenario: Scenario, heard: Heard) -> bool:
    """Tell whether the machine, not the world, was too slow: such a run is repeated alone."""
    opened = {code for _, code in heard.said.opened}
    return _TIMED_OUT in opened and not set(scenario.faults) & set(_SLOW)


def is_slow(scenario: Scenario) -> bool:
    return bool(set(scenario.faults) & set(_SLOW))


def everywhere(
    work: Callable[[Any], Any],
    jobs: Iterable[Any],
    done: Callable[[Any, Any], None],
    processes: int,
) -> None:
    """Do the jobs on several processes and hand over each result as it comes.

    A Ctrl-C reaches this process only: it is raised here, and what was handed over stays.
    """
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=begin_worker)
    ended: SimpleQueue[Future[Any]] = SimpleQueue()
    waiting: dict[Future[Any], Any] = {}

    def take(future: Future[Any]) -> None:
        done(waiting.pop(future), future.result())

    try:
        for job in jobs:  # the jobs may be slow to come: what has ended meanwhile is taken
            with interrupt_held():
                future = pool.submit(work, job)
            waiting[future] = job
            future.add_done_callback(ended.put)
            while not ended.empty():
                take(ended.get())
        while waiting:
            take(ended.get())
    except BaseException:
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
