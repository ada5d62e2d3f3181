"""Simulators that are used again: starting one, and letting a client trust it, costs more than what most tests ask."""

from __future__ import annotations

import atexit
from contextlib import contextmanager
from typing import TYPE_CHECKING

from diagnostics.simulator.server import Simulator
from diagnostics.simulator.world import World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diagnostics.cloud.session import SessionOptions

_FREE: list[Simulator] = []  # of this process; as many as were in use at once


@contextmanager
def serving(world: World) -> Iterator[Simulator]:
    """Serve a world; afterwards the simulator still runs, with its ports and its authority, for the next test.

    Where starting or stopping is the question, or a latency, a `Simulator` of the test's own is started.
    """
    simulator = _FREE.pop() if _FREE else _started()
    try:
        simulator.reset(world)
        yield simulator
    finally:
        _FREE.append(simulator)


def options_of(simulator: Simulator, **fields: object) -> SessionOptions:
    """Lead a session to a simulator, as a user behind a proxy; any option may be another."""
    from diagnostics.cloud.session import SessionOptions

    standard = {
        "cloud": simulator.world.cloud,
        "environ": simulator.environ(),
        "proxy": simulator.proxy_url,
        "ca": simulator.ca_file,
    }
    return SessionOptions(**(standard | fields))


def _started() -> Simulator:
    simulator = Simulator(World("nothing"))
    simulator.__enter__()
    atexit.register(simulator.__exit__, None, None, None)
    return simulator
