"""Several processes that heal worlds at the same time; each has a simulator, a profile and a login of its own."""

from __future__ import annotations

import atexit
import multiprocessing
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from diagnostics.catalogue import load_catalogue
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.worlds import build
from tests.repairs.answers import ANSWERS, take_backup
from tests.repairs.by_hand import FORESEEN
from tests.repairs.healing import Workshop
from tests.repairs.healing_record import Healing, Wanted
from tests.repairs.shell import Shell
from tests.support.workers import begin_worker, interrupt_held

_SHOP: list[Workshop] = []  # of this process


def heal_all(wanted: Sequence[Wanted], programs: Path, workers: int) -> tuple[list[Healing], bool]:
    """Heal every world.

    Returns:
        what became of each, in the order in which they were wanted, alternatives behind their world; and whether a
        Ctrl-C ended it before its end.
    """
    context = multiprocessing.get_context("spawn")
    results: list[tuple[int, list[Healing]]] = []
    is_interrupted = False
    with interrupt_held():
        crew = context.Pool(workers, _open, (programs,))
    with crew as pool:
        try:
            for at, found in pool.imap_unordered(_heal, list(enumerate(wanted))):
                results.append((at, found))
                for each in found:
                    sys.stderr.write(f"{each.name}: {each.verdict} {each.why}".rstrip() + "\n")
                    sys.stderr.flush()
        except KeyboardInterrupt:
            is_interrupted = True
    in_order = sorted(results, key=lambda one: one[0])
    return [each for _, found in in_order for each in found], is_interrupted


def _open(programs: Path) -> None:
    """Set up this process: one simulator and one folder until it ends."""
    begin_worker()
    stack = ExitStack()
    atexit.register(stack.close)
    home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ajo-doctor-repairs-")))
    simulator = stack.enter_context(Simulator(build("own-account")))
    shell = Shell(simulator, programs, home)
    take_backup(simulator.world, shell)
    _SHOP.append(Workshop(simulator, shell, load_catalogue(()), ANSWERS))


def _heal(task: tuple[int, Wanted]) -> tuple[int, list[Healing]]:
    at, wanted = task
    (shop,) = _SHOP
    found = [shop.heal(wanted)]
    if wanted.with_extras and (found[0].verdict == "healed" or wanted.name in FORESEEN):
        found += [
            shop.heal(Wanted(wanted.scenario, alternative=number))
            for number in shop.untried(found[0])
        ]
    return at, found
