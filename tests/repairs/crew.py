"""Several processes that heal worlds at the same time; each has a simulator, a profile and a login of its own."""

from __future__ import annotations

import multiprocessing
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from diagnostics.catalogue import load_catalogue
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.worlds import build
from tests.repairs.answers import ANSWERS, take_backup
from tests.repairs.healing import Healing, Wanted, Workshop
from tests.repairs.shell import Shell


def heal_all(wanted: Sequence[Wanted], programs: Path, workers: int) -> list[Healing]:
    """Heal every world; the results stand in the order in which they were wanted."""
    shares = [list(enumerate(wanted))[at::workers] for at in range(workers)]
    context = multiprocessing.get_context("spawn")
    results: list[tuple[int, Healing]] = []
    with context.Pool(workers) as pool:
        for part in pool.imap_unordered(_heal, [(share, programs) for share in shares if share]):
            results += part
    return [result for _, result in sorted(results, key=lambda each: each[0])]


def _heal(task: tuple[list[tuple[int, Wanted]], Path]) -> list[tuple[int, Healing]]:
    share, programs = task
    catalogue = load_catalogue(())
    with (
        tempfile.TemporaryDirectory(prefix="ajo-doctor-repairs-") as home,
        Simulator(build("own-account")) as simulator,
    ):
        shell = Shell(simulator, programs, Path(home))
        take_backup(simulator.world, shell)
        shop = Workshop(simulator, shell, catalogue, ANSWERS)
        return [(at, _told(shop, each)) for at, each in share]


def _told(shop: Workshop, wanted: Wanted) -> Healing:
    result = shop.heal(wanted)
    sys.stderr.write(f"{result.name}: {result.verdict} {result.why}".rstrip() + "\n")
    sys.stderr.flush()
    return result
