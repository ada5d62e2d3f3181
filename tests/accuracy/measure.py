"""The whole measure: what to run, what it gave, and how right that was."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from diagnostics.simulator.faults import HARMLESS
from diagnostics.simulator.scenarios import SCENARIOS
from tests.accuracy.sampling import SEED, Mix, healthy, pairs, share_of, single, singles, triples
from tests.accuracy.scoring import Score, right, score_healthy, score_mix, score_single
from tests.accuracy.stage import Heard, Pace, everywhere, is_late, is_slow, run_scenario
from tests.support.examined import the_catalogue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from diagnostics.diagnosis.cause import Cause
    from diagnostics.simulator.fault import Scenario
    from tests.accuracy.said import Said

_MATRIX = "tests.accuracy.matrix"
_REPEATS = 2


@dataclass(slots=True)
class Measure:
    """Runs everything, or a share of what is sampled; can be asked for scores at any time."""

    share: float
    processes: int
    tell: Callable[[int, int, float], None] | None = None
    pace: Pace = field(default_factory=Pace)
    heard: dict[str, Said] = field(default_factory=dict[str, "Said"])
    failed: dict[str, Any] = field(default_factory=dict[str, Any])  # results of the failure matrix

    @property
    def causes(self) -> Sequence[Cause]:
        return the_catalogue().causes

    def run(self) -> None:
        """Run it.

        Raises:
            KeyboardInterrupt: on Ctrl-C; what was run until then is kept.
        """
        jobs: list[Any] = [*self._scenarios(), *self._cases()]
        jobs.sort(key=lambda job: not (hasattr(job, "faults") and is_slow(job)))
        late: list[Scenario] = []
        began = time.monotonic()

        def done(job: Any, result: Any) -> None:
            self._take(job, result, late)
            if self.tell:
                self.tell(self.pace.runs, len(jobs), self.pace.runs / (time.monotonic() - began))

        everywhere(work, jobs, done, self.processes)
        for scenario in late:
            self._repeat(scenario)

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

    def _scenarios(self) -> Iterable[Scenario]:
        yield from (SCENARIOS[name] for name in (*singles(), *healthy()))
        yield from (mix.scenario for mix in self._mixes(pairs()))
        yield from (mix.scenario for mix in self._mixes(triples()))

    def _mixes(self, mixes: Sequence[Mix]) -> Sequence[Mix]:
        return mixes if self.share == 1.0 else share_of(mixes, self.share)

    def _cases(self) -> Sequence[Any]:
        return import_module(_MATRIX).cases(SEED, self.share) if find_spec(_MATRIX) else ()

    def names(self) -> dict[str, tuple[str, ...]]:
        """Name every run there is, those outside the share too."""
        found = {
            "singles": singles(),
            "healthy": healthy(),
            "pairs": tuple(mix.name for mix in pairs()),
            "triples": tuple(mix.name for mix in triples()),
        }
        if find_spec(_MATRIX):
            cases = import_module(_MATRIX).cases(SEED, 1.0)
            found["matrix"] = tuple(case.name for case in cases)
        return found

    def scores(self) -> dict[str, tuple[Score, ...]]:
        """Score what was run; what was not is left out, and so is what it is needed for."""
        found = {
            "singles": tuple(self._singles()),
            "healthy": tuple(
                score_healthy(name, self.heard[name]) for name in healthy() if name in self.heard
            ),
            "pairs": tuple(self._scored(self._mixes(pairs()))),
            "triples": tuple(self._scored(self._mixes(triples()))),
            "matrix": tuple(_of_failure(result) for _, result in sorted(self.failed.items())),
        }
        return {name: scores for name, scores in found.items() if scores}

    def _singles(self) -> Iterable[Score]:
        for name in singles():
            if name in self.heard:
                scenario = SCENARIOS[name]
                (fault,) = set(scenario.faults) - HARMLESS
                only = right(self.causes, fault, self.heard[name])
                yield score_single(name, only, scenario.exit_code)

    def _scored(self, mixes: Iterable[Mix]) -> Iterable[Score]:
        for mix in mixes:
            alone = [single(fault, mix.world).name for fault in mix.faults]
            if mix.name in self.heard and all(name in self.heard for name in alone):
                rights = [
                    right(self.causes, fault, self.heard[name])
                    for fault, name in zip(mix.faults, alone, strict=True)
                ]
                yield score_mix(mix.name, rights, self.heard[mix.name])


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
