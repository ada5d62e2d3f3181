"""One broken world: diagnose, run what the report prints, let the propagation pass, diagnose again."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.bundle import dump
from diagnostics.cli.rehearse import plan_for
from diagnostics.cli.running import judge, run_all
from diagnostics.finding import Severity
from diagnostics.report.clean import clean
from diagnostics.report.present import present
from diagnostics.simulator import propagation
from diagnostics.simulator.clock import server_now
from diagnostics.simulator.scenarios import make_world
from tests.repairs import holding
from tests.repairs.answers import named_by_proof
from tests.repairs.by_hand import FORESEEN
from tests.repairs.healing_record import Healing, Job, Ran, Wanted
from tests.repairs.proofs import lacking
from tests.repairs.reading import (
    Step,
    alternatives_of,
    chosen,
    is_reading,
    prevention_of,
    steps_of,
)
from tests.support.commands import run, surroundings

if TYPE_CHECKING:
    from pathlib import Path

    from diagnostics.catalogue import Catalogue
    from diagnostics.simulator.fault import Scenario
    from diagnostics.simulator.server import Simulator
    from diagnostics.simulator.world import World
    from tests.repairs.shell import Done, Shell

FACTOR = 36_000.0  # an hour of propagation takes a tenth of a second
# The best answer that a topology allows: Adobe's account cannot be seen from here.
CONTENT = ("repaired", "effect-not-visible")
MOST_ROUNDS = 4  # what hides behind what: two are the rule


_SHUT = re.compile("ForbiddenByConnection|ForbiddenByFirewall")


def _notes(report: dict[str, Any]) -> list[str]:
    return [note for cause in report["causes"] for note in cause["notes"]]


def _forms(report: dict[str, Any]) -> list[str]:
    steps = {(step.cause, step.position): step for step in steps_of(report)}
    return [steps[each].command.form for each in alternatives_of(list(steps.values()))]


class Workshop:
    """Heals one world after another, in one simulator.

    Args:
        simulator: runs already.
        shell: with `az` in it.
        catalogue: checks and causes.
        values: what a person would answer when a command leaves something open.
    """

    def __init__(
        self, simulator: Simulator, shell: Shell, catalogue: Catalogue, values: Mapping[str, str]
    ) -> None:
        self._simulator = simulator
        self._shell = shell
        self._catalogue = catalogue
        self._values = values
        self._tried: set[tuple[str, str]] = set()  # undo and prevention: once each

    def heal(self, wanted: Wanted) -> Healing:
        """Repair one world as its reports say, round after round."""
        began = time.monotonic()
        result = Healing(wanted.name)
        world = self._prepared(wanted.scenario)
        baseline = self._shell.home / "baseline"
        report = self.diagnose(wanted.scenario, baseline)
        result.alternatives = _forms(report)
        result.verdict = "" if report["causes"] else "nothing to repair"
        while not result.verdict:
            report = self._round(world, report, wanted, result)
        if result.verdict == "healed":
            self._confirm(baseline, result)
        if wanted.with_extras and result.verdict == "healed":
            self._undo(world, result)
        result.seconds = time.monotonic() - began
        return result

    def _round(
        self, world: World, report: dict[str, Any], wanted: Wanted, result: Healing
    ) -> dict[str, Any]:
        """Run what one report prints and diagnose again; sets the verdict where this is the end."""
        todo = chosen(list(steps_of(report)), self._alternatives(report, wanted, result))
        lines = [step.command.sh for step in todo]
        is_stuck = result.rounds == MOST_ROUNDS or lines == self._before
        if is_stuck or all(step.by_hand for step in todo):
            self._unhealed(report, result)
            return report
        self._before = lines
        result.rounds += 1
        result.causes += [cause["id"] for cause in report["causes"]]
        if not self._carry_out(world, todo, report, result, wanted):
            self._unhealed(report, result)
            return report
        if wanted.with_extras:
            self._prevent(world, report, result)
        self._wait(world)
        again = self.diagnose(wanted.scenario)
        if not again["causes"] and again["exit_code"] == 0:
            result.verdict = "healed"
        return again

    def _confirm(self, baseline: Path, result: Healing) -> None:
        """Ask `verify`, which compares with the first run."""
        result.verified = self.verify(baseline)
        if result.verified not in CONTENT:
            result.verdict, result.why = "NOT HEALED", f"verify says {result.verified}"

    def diagnose(self, scenario: Scenario, bundle: Path | None = None) -> dict[str, Any]:
        """Diagnose the served world as `diagnose` does, and give the JSON report; `bundle`: where to keep the run."""
        plan = plan_for(scenario, self._simulator.world, self._simulator, self._catalogue)
        (done,) = run_all(plan)
        if bundle:
            bundle.write_bytes(dump(done, self._catalogue))
        report = clean(judge(done, self._catalogue, Severity.WARNING))
        told: dict[str, Any] = json.loads(present((report,), "json"))
        return told

    def verify(self, baseline: Path) -> str:
        """Let `ajo-doctor verify` say what became of the first run; returns its verdict."""
        said = run(
            "verify", str(baseline), "--format", "json", "--no-save", environ=self._surroundings()
        )
        try:
            told: dict[str, Any] = json.loads(said.out)
        except ValueError:
            return f"verify gave no answer: {said.err.strip()[-300:]}"
        return str(told["verification"]["verdict"])

    def _surroundings(self) -> dict[str, str]:
        return surroundings(self._shell.home, self._simulator)

    def _prepared(self, scenario: Scenario) -> World:
        world = make_world(scenario)
        document = world.get(propagation.KEY) or {}
        world.put(propagation.KEY, {**document, "factor": FACTOR})
        self._simulator.reset(world, keep_tokens=True)
        self._left: list[tuple[Step, dict[str, str]]] = []
        self._before: list[str] = []
        return world

    def _alternatives(
        self, report: dict[str, Any], wanted: Wanted, result: Healing
    ) -> Sequence[tuple[str, int]]:
        if wanted.alternative is None or result.rounds:
            return ()
        return alternatives_of(list(steps_of(report)))[wanted.alternative : wanted.alternative + 1]

    def untried(self, result: Healing) -> list[int]:
        """Name the alternatives of a world's first report that were not run anywhere yet."""
        new: list[int] = []
        for at, form in enumerate(result.alternatives):
            if ("alternative", form) not in self._tried:
                self._tried.add(("alternative", form))
                new.append(at)
        return new

    def _carry_out(
        self,
        world: World,
        todo: Sequence[Step],
        report: dict[str, Any],
        result: Healing,
        wanted: Wanted,
    ) -> bool:
        """Run the commands in their order; stop at the first that fails, as a person does."""
        values = dict(self._values)
        others = [step for step in steps_of(report) if step not in todo]
        never = {step.gives for step in others if step.gives} - {step.gives for step in todo}
        for step in todo:
            if any(each.name in never for each in step.blanks):
                continue  # it needs what the step would have printed that an alternative replaced
            if step.by_hand:
                result.by_hand.append((step.purpose, step.by_hand))
                continue
            awaited = ""
            if is_reading(step.command.argv) and step.purpose.startswith("Wait"):
                self._wait(world)
                awaited = step.expect
            done = self._run(world, Job("command", step, step.command, values, awaited), result)
            if done is None or done.code:
                return False
            if step.gives:
                values[step.gives] = done.out.strip()
            if step.proof.sh and wanted.with_proofs:
                self._run(world, Job("proof", step, step.proof, values, step.expect), result)
            values |= named_by_proof(result.printed)
            if step.undo.sh:
                self._left.append((step, dict(values)))
        return True

    def _prevent(self, world: World, report: dict[str, Any], result: Healing) -> None:
        for step in prevention_of(report):
            form = step.command.form
            if form and ("prevention", form) not in self._tried:
                self._tried.add(("prevention", form))
                values = dict(self._values)
                self._run(world, Job("prevention", step, step.command, values), result)
                if step.proof.sh:
                    self._run(world, Job("proof", step, step.proof, values, step.expect), result)
                if step.undo.sh:
                    self._run(world, Job("undo", step, step.undo, values), result)

    def _undo(self, world: World, result: Healing) -> None:
        """Run each undo command once, the last step's first."""
        for step, values in reversed(self._left):
            if ("undo", step.undo.form) not in self._tried:
                self._tried.add(("undo", step.undo.form))
                self._run(world, Job("undo", step, step.undo, values), result)

    def _run(self, world: World, job: Job, result: Healing) -> Done | None:
        """Run one printed line with a login that holds what this step names, for this line alone."""
        step, line = job.step, job.line
        try:
            login = self._login(world, step, job.values)
        except holding.NotNamed as error:
            result.ran.append(Ran(job.what, step.cause, line.form, line.sh, str(error), 0.0))
            return None
        names = [each.name for each in step.blanks if each.name in job.values]
        seen = len(self._simulator.log)
        done = self._shell.run(line.sh, login, {name: job.values[name] for name in names})
        holding.let_go(world, login)
        problem = self._problem(done, job.expect, seen)
        result.printed = done.out
        result.ran.append(Ran(job.what, step.cause, line.form, line.sh, problem, done.seconds))
        return done

    def _login(self, world: World, step: Step, values: Mapping[str, str]) -> holding.Login:
        login = holding.login_for(step.rights)
        # The profile needs to know the subscription once: whoever may repair in it sees it.
        holding.put_login(world, login)
        holding.see_subscription(world, login)
        self._shell.sign_in(login)
        holding.let_go(world, login)
        place = holding.place_of(world, step.command.argv, values)
        holding.hold(world, login, step.rights, place)
        return login

    def _problem(self, done: Done, expect: str, seen: int) -> str:
        missing = [each for each in self._simulator.log[seen:] if each.status in (501, 500)]
        if missing:
            first = missing[0]
            return f"no route: {first.method} {first.host}{first.path}?{first.query}"
        if done.code:
            return f"exit {done.code}: {(done.err or done.out).strip()[-600:]}"
        left = lacking(expect, done.out) if expect else ""
        return f"the proof does not show it: {left} in {done.out.strip()[:300]!r}" if left else ""

    def _wait(self, world: World) -> None:
        """Let what is under way fall due."""
        now = server_now(world).timestamp()
        planes = (propagation.DATA_PLANE, propagation.STATUS)
        document = world.get(propagation.KEY) or {}
        ends = [
            float(held["until"])
            for plane in planes
            for held in document.get(plane, {}).values()
            if held.get("until") is not None
        ]
        time.sleep(max(0.0, min(5.0, max(ends, default=now) - now)) + 0.02)

    def _unhealed(self, report: dict[str, Any], result: Healing) -> None:
        left = [cause["id"] for cause in report["causes"]]
        steps = chosen(list(steps_of(report)))
        if report["causes"] and not any(step.changes for step in steps) and not result.problems:
            hand = [step for step in steps if step.by_hand] or steps
            result.verdict = "by hand"
            result.why = hand[0].purpose
            result.by_hand += [(step.purpose, step.by_hand or "only looks") for step in hand]
            return
        foreseen = FORESEEN.get(result.name)
        if foreseen and foreseen.fits(json.dumps(report), result.problems):
            result.verdict, result.why = "by hand", foreseen.why
            result.ran = [each for each in result.ran if not each.problem]
            return
        shut = [each for each in result.ran if _SHUT.search(each.problem)]
        if shut and any("run the commands about its keys" in note for note in _notes(report)):
            # As the report says, and no mistake of it: the command is right, the place is not.
            result.verdict, result.why = "by hand", "to be run from inside the vault's network"
            result.ran = [each for each in result.ran if each not in shut]
            return
        result.verdict = "NOT HEALED"
        opened = ", ".join(f"{each['check']}: {each['reason']}" for each in report["open"])
        result.why = f"left: {', '.join(left) or opened}, exit code {report['exit_code']}"
