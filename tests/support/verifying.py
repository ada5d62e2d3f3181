"""A patient: a world that is broken, diagnosed, repaired and looked at again, by the program as its users call it."""

from __future__ import annotations

import copy
import json
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.report.top import ROWS, rows_of
from diagnostics.simulator import propagation
from diagnostics.simulator.consequences import campaign_error
from diagnostics.simulator.scenarios import SCENARIOS, azure_fields, inject, make_world
from diagnostics.simulator.server import Simulator
from tests.support.commands import Said, run, surroundings
from tests.support.serving import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diagnostics.simulator.world import World

OWN, ADOBE = "own-account", "adobe-managed"


@dataclass
class Patient:
    """One world behind a simulator, and the user in front of it."""

    world: World
    well: dict[str, Any]  # the documents before anything was broken
    simulator: Simulator
    environ: dict[str, str]
    flags: tuple[str, ...]
    text: tuple[str, ...]  # the error that the user pastes

    def diagnose(self, *more: str) -> Said:
        return run("diagnose", *self.flags, *self.text, *more, environ=self.environ)

    def verify(self, *more: str) -> Said:
        return run("verify", *self.flags, *more, environ=self.environ)

    def verified(self, *more: str) -> dict[str, Any]:
        """Verify as JSON; the exit code of the program is that of the report."""
        said = self.verify("--format", "json", *more)
        report = json.loads(said.out)
        assert report["exit_code"] == said.code
        return report

    def repair(self, *, delay_s: float = 0.0) -> None:
        """Put back what was broken; the account follows after the delay, if it was revoked."""
        self.change(lambda world: put_back(world, self.well), delay_s=delay_s)

    def change(self, how: Any, *, delay_s: float = 0.0) -> None:
        if not delay_s:
            how(self.world)
            return
        self.world.put(propagation.KEY, {"factor": propagation.DOCUMENTED_S / delay_s})
        with propagation.followed(self.world):
            how(self.world)

    def follow(self) -> None:
        """Let the account follow now."""
        self.world.remove(propagation.KEY)

    @property
    def state(self) -> Path:
        """The folder that this user's runs are kept in."""
        return Path(self.environ["AJO_DOCTOR_STATE"]) / "default"

    @property
    def asked(self) -> int:
        return sum(entry.method != "CONNECT" for entry in self.simulator.log)

    @property
    def wrote(self) -> list[str]:
        return [
            f"{entry.method} {entry.path}"
            for entry in self.simulator.log
            if entry.method not in ("GET", "HEAD", "CONNECT")
            and not entry.path.endswith("/oauth2/v2.0/token")
        ]


def put_back(world: World, documents: dict[str, Any]) -> None:
    kept = world.get(propagation.KEY)
    world.documents.clear()
    world.documents.update(copy.deepcopy(documents))
    world.faults.clear()
    if kept is not None:
        world.put(propagation.KEY, kept)


@contextmanager
def patient(home: Path, base: str, *faults: str, pasted: bool = False) -> Iterator[Patient]:
    """Break a healthy world.

    Args:
        home: the user's.
        base: name of the healthy world.
        faults: what is broken, in this order.
        pasted: whether the user pastes the campaign's error.
    """
    scenario = SCENARIOS[f"healthy@{base}"]
    world = make_world(scenario)
    well = copy.deepcopy(world.documents)
    for fault in faults:
        inject(world, fault)
    text: tuple[str, ...] = ()
    if pasted:
        file = home / "error.txt"
        file.write_text(campaign_error(world), encoding="utf-8")
        text = ("--error", str(file))
    # Adobe's side has tests of its own, with the one call that acts.
    fields = {**azure_fields(scenario.world), **scenario.config}
    flags = tuple(
        word
        for name, value in fields.items()
        for word in (f"--{name.replace('_', '-')}", str(value))
    )
    with serving(world) as simulator:
        yield Patient(world, well, simulator, surroundings(home, simulator), flags, text)


def first_page(text: str) -> str:
    """What stands before the first headed section; it must fit a terminal."""
    lines = text.splitlines()
    rule = next(at for at, line in enumerate(lines) if line and set(line) == {"-"})
    page = lines[: rule - 1]
    while page and not page[-1]:
        page.pop()
    assert rows_of(page) <= ROWS, "\n".join(page)
    return "\n".join(page)
