"""What is to be run in a broken world, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.repairs.reading import Line, Step

if TYPE_CHECKING:
    from diagnostics.simulator.fault import Scenario


@dataclass(frozen=True, slots=True)
class Ran:
    """One command that was run."""

    what: str  # "command", "proof", "undo", "prevention"
    cause: str
    form: str
    sh: str
    problem: str  # empty = it did what it says
    seconds: float


@dataclass(slots=True)
class Healing:
    """What became of one world."""

    name: str
    verdict: str = ""  # "healed", "by hand", "nothing to repair", "NOT HEALED"
    why: str = ""
    rounds: int = 0
    causes: list[str] = field(default_factory=list[str])
    ran: list[Ran] = field(default_factory=list[Ran])
    by_hand: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    seconds: float = 0.0
    alternatives: list[str] = field(default_factory=list[str])  # forms, of the first report
    verified: str = ""  # what `verify` says of the first run, once healed
    printed: str = ""  # by the last command or proof

    @property
    def problems(self) -> list[str]:
        return [f"{each.what} {each.sh}: {each.problem}" for each in self.ran if each.problem]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to run in one world."""

    scenario: Scenario
    alternative: int | None = None  # which of the alternatives to take; None = none
    with_proofs: bool = True
    with_extras: bool = False  # undo and prevention as well

    @property
    def name(self) -> str:
        mark = "" if self.alternative is None else f" alternative {self.alternative + 1}"
        return f"{self.scenario.name}{mark}"


@dataclass(frozen=True, slots=True)
class Job:
    """One line to run."""

    what: str
    step: Step
    line: Line
    values: Mapping[str, str]
    expect: str = ""  # what it should print
