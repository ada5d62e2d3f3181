"""Looks at many targets in one session; what goes wrong with one of them costs that one alone."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime

from diagnostics.cli.running import Plan, Whole, run_one
from diagnostics.cli.sessions import Sessions
from diagnostics.cli.threads import Threads
from diagnostics.crash import crash_text
from diagnostics.doctor_kinds import DOCTOR_KINDS
from diagnostics.errors import ConfigError
from diagnostics.outcome import Reading, Run
from diagnostics.runner import interrupted
from diagnostics.targets import Target

# Targets that are looked at together: enough to keep a service busy, so few that no question waits for its turn until its
# own time limit is over.
_TOGETHER = 16


def run_each(plan: Plan) -> tuple[Run, ...]:
    """Look at every target of the plan, each within the plan's deadline.

    Ctrl-C and a termination signal give what was read until then. A target whose run fails gives a run in which
    nothing could be seen, with the reason.

    Raises:
        ConfigError: if every target failed for the same reason: then it is the surroundings'.
    """
    with plan.stop.installed(signal.SIGTERM):
        return asyncio.run(_run_each(plan))


async def _run_each(plan: Plan) -> tuple[Run, ...]:
    asyncio.get_running_loop().set_default_executor(Threads())
    async with AsyncExitStack() as stack:
        each = _Each(plan, Sessions(plan, stack))
        runs = await asyncio.gather(*(each.run(target) for target in plan.config.targets))
    each.refuse_what_failed_everywhere()
    return tuple(runs)


class _Each:
    """Runs one target after the other, some at a time."""

    def __init__(self, plan: Plan, sessions: Sessions) -> None:
        self._plan = plan
        self._sessions = sessions
        self._whole = Whole(plan.progress)
        self._room = asyncio.Semaphore(_TOGETHER)
        self._failed: list[ConfigError] = []

    async def run(self, target: Target) -> Run:
        async with self._room:
            if self._plan.stop.pressed:
                return self._not_begun(target)
            try:
                return await run_one(self._plan, target, self._sessions, self._whole)
            except ConfigError as error:
                self._failed.append(error)
                why = DOCTOR_KINDS["unexpected-answer"].unknown(error.problem, do=error.do)
                return self._nothing_seen(target, Reading(check="", unknown=why))
            except Exception as error:  # noqa: BLE001 - the other targets must not end with it
                return self._nothing_seen(target, Reading(check="", crash=crash_text(error)))

    def refuse_what_failed_everywhere(self) -> None:
        """Tell once what would else be told of every target."""
        reasons = {str(error) for error in self._failed}
        if len(reasons) == 1 and len(self._failed) == len(self._plan.config.targets):
            raise self._failed[0]

    def _not_begun(self, target: Target) -> Run:
        checks = self._plan.catalogue.checks_for(target.topology)
        return replace(self._run_of(target, interrupted(checks)), interrupted=True)

    def _nothing_seen(self, target: Target, why: Reading) -> Run:
        checks = self._plan.catalogue.checks_for(target.topology)
        readings = tuple(replace(why, check=name) for name in sorted(each.id for each in checks))
        return self._run_of(target, readings)

    def _run_of(self, target: Target, readings: tuple[Reading, ...]) -> Run:
        now = datetime.now(UTC)
        return Run(
            target=replace(target, test_recipients=()),
            started_at=now,
            finished_at=now,
            readings=readings,
            simulated=self._plan.rehearsal,
        )
