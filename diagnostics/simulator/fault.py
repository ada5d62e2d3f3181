"""What a fault and a scenario are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from diagnostics.simulator.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A named change of documents; what users see follows from the documents by rule."""

    id: str  # slug: "service-principal-disabled"
    title: str  # what somebody did, one sentence: "Somebody disabled the identity's service principal."
    worlds: tuple[str, ...]  # names of base worlds in which it can occur, the most telling first
    apply: Callable[[World], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One world with faults, and what a correct diagnosis of it says."""

    name: str  # the fault's id, "@<world>" added for every world but the first; "healthy@<world>" for healthy ones
    title: str
    world: str  # base world
    faults: tuple[str, ...] = ()
    cause: str = ""  # id of the cause that must come first; empty = none
    kinds: tuple[str, ...] = ()  # codes that must be found or stay open
    exit_code: int = 1  # of `diagnose`
    pasted: str = ""  # error text given with --error
    config: dict[str, str] = field(
        default_factory=dict[str, str]
    )  # overrides of the target's configuration fields
