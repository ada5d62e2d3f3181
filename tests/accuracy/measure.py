"""The whole measure: what to run, what it gave, and how right that was."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from diagnostics.simulator.scenarios import SCENARIOS
from tests.accuracy.masking import maskings
from tests.accuracy.sampling import (
    SEED,
    Mix,
    healthy,
    is_in_share,
    pairs,
    single,
    singles,
    triples,
)
from tests.accuracy.scoring import Score, right, score_healthy, score_mix, score_single
from tests.accuracy.stage import Heard, Pace, everywhere, is_late, is_slow, run_scenario
from tests.support.examined import the_catalogue

if TYPE_CHECKING:
    from collections.abc import Callable

    from diagnostics.diagnosis.cause import Cause
    from diagnostics.simulator.fault import Scenario
    from tests.accuracy.said import Said
    from tests.accuracy.table import Lines

_MATRIX = "tests.accuracy.matrix"
_REPEATS = 2


@dataclass(slots=True)
class Measure:
    """Runs everything; or, of what is sampled, a share of what is committed. Can be asked for scores at any time."""

    processes: int
    committed: Lines = field(default_factory=dict)  # empty: everything
    share: float = 1.0
    matrix_share: float = 1.0
    seed: int = SEED
    tell: Callable[[int, int, float], None] | None = None
    pace: Pace = field(default_factory=Pace)
    heard: dict[str, Said] = field(default_factory=dict)
    failed: dict[str, Any] = field(default_factory=dict)  # results of the failure matrix
    mixes: dict[str, list[Mix]] = field(default_factory=lambda: {"pairs": [], "triples": []})

    @property
    def causes(self) -> Sequence[Cause]:
        """The causes that are measured."""
        return the_catalogue().causes

    def run(self) -> None:
        """Run it.

        Raises:
            KeyboardInterrupt: on Ctrl-C; what was run until then is kept.
        """
        late: list[Scenario] = []
        begun: list[Any] = []
        began = time.monotonic()

        def jobs() -> Iterator[Any]:
            for job in self._jobs():
                begun.append(job)
                yield job

        def done(job: Any, result: Any) -> None:
            self._take(job, result, late)
            if self.tell:
                self.tell(self.pace.runs, len(begun), self.pace.runs / (time.monotonic() - began))

        everywhere(work, jobs(), done, self.processes)
        for scenario in late:
            self._repeat(scenario)

    def _jobs(self) -> Iterator[Any]:
        """Give what is known at once before what must be composed first, and what waits for real time before the rest."""
        yield from _slow_first([SCENARIOS[name] for name in (*singles(), *healthy())])
        yield from self._cases()
        for kind, sample in (("pairs", self._pairs), ("triples", self._triples)):
            self.mixes[kind] = sorted(sample())
            yield from _slow_first([mix.scenario for mix in self.mixes[kind]])

    def _pairs(self) -> Iterable[Mix]:
        if self.committed:
            return self._share("pairs")
        return {*pairs(self.seed), *(each.mix for each in maskings(self.seed).values())}

    def _triples(self) -> Iterable[Mix]:
        return self._share("triples") if self.committed else triples(self.seed)

    def _share(self, kind: str) -> Iterable[Mix]:
        return [
            Mix.named(name)
            for name in self.committed.get(kind, {})
            if is_in_share(name, self.share)
        ]

    @property
    def failing(self) -> int:
        """Count the cases of the whole failure matrix."""
        return len(import_module(_MATRIX).cases(SEED, 1.0)) if find_spec(_MATRIX) else 0

    def _cases(self) -> Sequence[Any]:
        """Give the failing requests, or a share of them; none where the matrix is not there."""
        if not find_spec(_MATRIX):
            return ()
        known = self.committed.get("matrix", {}) if self.committed else None
        return [
            case
            for case in import_module(_MATRIX).cases(SEED, 1.0)
            if (known is None or case.name in known) and is_in_share(case.name, self.matrix_share)
        ]

    def _take(self, job: Any, result: Any, late: list[Scenario]) -> None:
        self.pace.runs += 1
        if isinstance(result, Heard):
            self.heard[job.name] = result.said
            self.pace.requests += result.said.requests
            self.pace.cpu_s += result.cpu_s
            if is_late(job, result):
                late.append(job)
        else:
            self.failed[job.name] = result

    def _repeat(self, scenario: Scenario) -> None:
        """Run again, with the machine for itself, what this machine was too slow for."""
        self.pace.repeated.append(scenario.name)
        for _ in range(_REPEATS):
            again = run_scenario(scenario)
            self.heard[scenario.name] = again.said
            if not is_late(scenario, again):
                return

    def scores(self) -> dict[str, tuple[Score, ...]]:
        """Score what was run; what was not is left out, and so is what needs it."""
        found = {
            "singles": tuple(self._singles()),
            "healthy": tuple(
                score_healthy(name, self.heard[name]) for name in healthy() if name in self.heard
            ),
            **{kind: tuple(self._scored(mixes)) for kind, mixes in self.mixes.items()},
            "matrix": tuple(_of_failure(result) for _, result in sorted(self.failed.items())),
        }
        return {kind: scores for kind, scores in found.items() if scores}

    def _singles(self) -> Iterator[Score]:
        for name in singles():
            if name in self.heard:
                only = right(self.causes, SCENARIOS[name], self.heard[name])
                yield score_single(name, only, SCENARIOS[name].exit_code)

    def _scored(self, mixes: Iterable[Mix]) -> Iterator[Score]:
        for mix in mixes:
            alone = [single(fault, mix.world) for fault in mix.faults]
            if mix.name in self.heard and all(each.name in self.heard for each in alone):
                rights = [right(self.causes, each, self.heard[each.name]) for each in alone]
                yield score_mix(mix.name, rights, self.heard[mix.name])


def _slow_first(scenarios: list[Scenario]) -> list[Scenario]:
    return sorted(scenarios, key=lambda scenario: not is_slow(scenario))


def work(job: Any) -> Any:
    """Do one job in a worker: a scenario, or a case of the failure matrix."""
    return run_scenario(job) if hasattr(job, "faults") else import_module(_MATRIX).run(job)


# Words of the failure matrix and the column they belong to; the rest are tracebacks, hangs, requests too many.
_COLUMNS = (
    ("calls well", "false_ok"),
    ("exit code 0", "false_ok"),
    ("does not say", "false_ok"),
    ("accuses", "false_alarm"),
    ("exit code 1", "false_alarm"),
    ("names no", "unnamed"),
    ("names neither", "unnamed"),
    ("no open question", "unnamed"),
)


def _of_failure(result: Any) -> Score:
    """Sort what the failure matrix calls wrong into the columns of the table."""
    said: dict[str, tuple[str, ...]] = {}
    for wrong in result.wrongs:
        column = next((column for words, column in _COLUMNS if words in wrong), "crashed")
        said[column] = (*said.get(column, ()), wrong)
    return Score(name=result.name, requests=result.requests, **said)
