"""Which worlds are healed: every fault, seeded pairs, every alternative; and a share of them."""

from __future__ import annotations

import random
from collections.abc import Sequence

from diagnostics.simulator.scenarios import SCENARIOS
from tests.repairs.healing import Wanted

_SEED = 20261124


def everything() -> list[Wanted]:
    """Name all that is run."""
    return singles()


def singles() -> list[Wanted]:
    """Every fault in its first world, and in Adobe's where it occurs there."""
    return [
        Wanted(scenario, with_extras=True)
        for name, scenario in SCENARIOS.items()
        if scenario.faults and ("@" not in name or scenario.world == "adobe-managed")
    ]


def matching(wanted: Sequence[Wanted], pattern: str) -> list[Wanted]:
    """Keep those whose name contains the pattern."""
    return [each for each in wanted if pattern in each.name]


def sample(wanted: Sequence[Wanted], share: float) -> list[Wanted]:
    """Keep a seeded share, spread over the causes."""
    if share >= 1:
        return list(wanted)
    dice = random.Random(_SEED)  # noqa: S311 - not a secret
    return [each for each in wanted if dice.random() < share]
