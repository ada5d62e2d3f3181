"""Start the simulator for other programs and tell how to reach it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import ExitStack
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path

import click

from diagnostics.errors import ConfigError
from diagnostics.quoting import sh
from diagnostics.simulator import lines, past, past_noise, worldfile
from diagnostics.simulator.composing import apply_all
from diagnostics.simulator.faults import FAULTS
from diagnostics.simulator.scenarios import SCENARIOS, target_fields
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import WORLDS, build

DEFAULT = "own-account"


def listing() -> str:
    """List base worlds and faults."""
    width = max(len(name) for name in FAULTS)
    worlds = "\n".join(f"  {name}" for name in WORLDS)
    faults = "\n".join(f"  {name:<{width}}  {fault.title}" for name, fault in FAULTS.items())
    return f"Base worlds:\n{worlds}\nFaults:\n{faults}"


def world_of(
    file: Path | None, base: str | None, faults: tuple[str, ...], at: datetime | None = None
) -> World:
    """Build the world that was asked for; `at` is when its faults happened, None = forty minutes ago.

    Raises:
        ConfigError: for an unknown base world or fault, a file that cannot be used, or both a file and a base.
    """
    if file and base:
        raise ConfigError(
            "--world and --base exclude each other", do="name the base in the world file"
        )
    if file:
        return worldfile.read(file, faults, at)
    world = _base(base or DEFAULT)
    try:
        apply_all(world, faults, at)
        past_noise.lay_around(world, past.fault_moment(at))
    except ConfigError as error:
        told = [f"--fault {name}" for name in faults if repr(name) in error.problem]
        raise ConfigError(error.problem, error.expected, error.do, " ".join(told)) from None
    return world


def _base(name: str) -> World:
    if name not in WORLDS:
        near = get_close_matches(name, WORLDS, n=1)
        raise ConfigError(
            f"there is no base world {name!r}",
            expected=", ".join(WORLDS),
            do=f"did you mean {near[0]!r}?" if near else "",
            source="--base",
        )
    return build(name)


def serve(world: World, *, port: int, latency_s: float) -> None:
    """Serve until Ctrl-C or a termination signal.

    Raises:
        ConfigError: if the port is taken.
    """
    stop = threading.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda _number, _frame: stop.set())
    simulator = Simulator(world, port=port, latency_s=latency_s)
    with ExitStack() as stack:
        try:
            stack.enter_context(simulator)
        except OSError as error:
            raise ConfigError(
                f"the simulator cannot listen: {error.strerror}",
                source=f"--port {port}",
                do="choose another port",
            ) from None
        _tell(simulator)
        # Waiting in turns lets Windows deliver the signal.
        while not stop.wait(0.5):
            pass
    click.echo("stopped", err=True)


def _tell(simulator: Simulator) -> None:
    faults = ", ".join(simulator.world.faults) or "none"
    click.echo(f"# SIMULATED environment {simulator.world.name}, faults: {faults}")
    click.echo(f"# what it saw: curl {simulator.admin_url}/log")
    click.echo(f"# in a shell that points at it: {diagnosis(simulator.world)}")
    for shell, made in (("sh", lines.sh), ("PowerShell", lines.powershell)):
        told = made(simulator, os.environ)
        click.echo(f"\n# {shell}: point this shell at it")
        click.echo("\n".join(told.start))
        click.echo(f"\n# {shell}: undo")
        click.echo("\n".join(told.undo))
    click.echo("\n# serving; Ctrl-C stops it")
    sys.stdout.flush()


def diagnosis(world: World) -> str:
    """Give the command that diagnoses this world as a user of it would."""
    scenario = SCENARIOS.get(f"healthy@{world.name}")
    fields = target_fields(scenario) if scenario else {}
    flags = [
        part
        for name, value in fields.items()
        if isinstance(value, str)  # a list stands in the configuration file only
        for part in (f"--{name.replace('_', '-')}", value)
    ]
    return sh(("ajo-doctor", "diagnose", *flags))
