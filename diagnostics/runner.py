"""Reads: every probe as soon as what it waits for is there; nothing here has an opinion on what was read."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from diagnostics import unanswered
from diagnostics.check import Look
from diagnostics.crash import crash_text
from diagnostics.errors import ConfigError, LookError, Unexpected
from diagnostics.evidence import Evidence, Seen
from diagnostics.finding import NotApplicable, Unknown
from diagnostics.operators import operators_of
from diagnostics.order import AnyCheck, ordered, providers, waits_for
from diagnostics.outcome import Reading
from diagnostics.progress import Progress
from diagnostics.redact import Redactor
from diagnostics.targets import Target

_GRACE_S = 2.0  # what a cancelled probe may take to close its connections


async def read(  # noqa: PLR0913 - a look has that many sides
    checks: Sequence[AnyCheck],
    target: Target,
    make_look: Callable[[Seen], Look],
    *,
    deadline_s: float,
    progress: Callable[[Progress], None] | None = None,
    concurrency: int = 16,
    earlier: Sequence[tuple[AnyCheck, Reading]] = (),
    spent_s: float = 0.0,
    slowed: Callable[[], str] = str,
) -> tuple[Reading, ...]:
    """Run the probes.

    Cancelling gives what was read until then, and the rest as interrupted; the deadline likewise, as timed out.

    Args:
        checks: of the target's topology, without those the user left out.
        target: what is looked at.
        make_look: gives a probe its ports, with the evidence it declared.
        deadline_s: limit of the whole run, seconds.
        progress: told whenever a probe begins or ends.
        concurrency: probes that read at the same time.
        earlier: checks that were read before, with their readings: what these wait for may be among them.
        spent_s: what of the limit is used up, seconds.
        slowed: names a service that asked to slow down a moment ago; empty = none did.

    Returns:
        one reading a check, sorted by check, redacted: what is judged live is what a bundle keeps.

    Raises:
        CatalogueError: if the checks wait for each other in a circle.
    """
    reader = _Reader(
        checks=ordered(checks),
        target=target,
        make_look=make_look,
        room=asyncio.Semaphore(concurrency),
        progress=progress,
        earlier=earlier,
        slowed=slowed,
    )
    reader.start()
    try:
        await reader.wait(max(0.0, deadline_s - spent_s))
        rest = unanswered.run_over(deadline_s, slowed())
    except asyncio.CancelledError:
        rest = unanswered.run_interrupted()
        # The cancellation is taken: what follows only collects, and must be able to wait.
        _myself().uncancel()
    await reader.stop()
    return _clean(reader.readings(rest))


def interrupted(checks: Iterable[AnyCheck]) -> tuple[Reading, ...]:
    """Give the readings of a run that ended before it began."""
    names = sorted(check.id for check in checks)
    return tuple(Reading(check=name, unknown=unanswered.run_interrupted()) for name in names)


def _myself() -> asyncio.Task[Any]:
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - only coroutines of a task ask
    return task


def _clean(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    redactor = Redactor(operators_of(readings))
    return tuple(redactor.record(reading) for reading in readings)


@dataclass(slots=True, kw_only=True)
class _Reader:
    """One run of the graph."""

    checks: tuple[AnyCheck, ...]
    target: Target
    make_look: Callable[[Seen], Look]
    room: asyncio.Semaphore
    progress: Callable[[Progress], None] | None
    earlier: Sequence[tuple[AnyCheck, Reading]] = ()
    slowed: Callable[[], str] = str
    provided: dict[type[Evidence], AnyCheck] = field(init=False)
    waits: dict[str, dict[type[Evidence], AnyCheck]] = field(init=False)  # by check
    tasks: dict[str, asyncio.Task[None]] = field(init=False)
    done: dict[str, Reading] = field(default_factory=dict[str, Reading])
    running: dict[str, None] = field(default_factory=dict[str, None])

    def __post_init__(self) -> None:
        self.provided = providers((*self.checks, *(check for check, _ in self.earlier)))
        self.done = {reading.check: reading for _, reading in self.earlier}
        self.waits = {
            check.id: waits_for(check, self.provided, self.target) for check in self.checks
        }
        self.tasks = {}

    def start(self) -> None:
        """Start every check; each waits for those before it, which are started before it."""
        for check in self.checks:
            self.tasks[check.id] = asyncio.create_task(self._read(check), name=check.id)

    async def wait(self, limit_s: float) -> None:
        if self.tasks:
            await asyncio.wait(self.tasks.values(), timeout=limit_s)

    async def stop(self) -> None:
        """End what still runs; a probe that does not let itself be ended is left behind."""
        pending = [task for task in self.tasks.values() if not task.done()]
        for task in pending:
            task.cancel()
        if pending:
            await asyncio.wait(pending, timeout=_GRACE_S)

    def readings(self, rest: Unknown) -> tuple[Reading, ...]:
        """Give one reading a check, sorted; `rest` stands for those that did not end."""
        names = sorted(check.id for check in self.checks)
        return tuple(self.done.get(name) or Reading(check=name, unknown=rest) for name in names)

    async def _read(self, check: AnyCheck) -> None:
        before = {other.id for other in self.waits[check.id].values()} & self.tasks.keys()
        if before:
            # Waiting is not owning: a check that is ended must not end those it waits for.
            await asyncio.wait({self.tasks[name] for name in before})
        reading = self._unmet(check) or await self._probe(check)
        self.done[check.id] = reading
        self._tell()

    def _unmet(self, check: AnyCheck) -> Reading | None:
        """Say why a check has nothing to begin with, or None."""
        missing: Unknown | None = None
        for need in check.needs:
            provider = self.provided.get(need)
            reading = self.done[provider.id] if provider else None
            if provider is None or reading is None:
                missing = missing or unanswered.left_out(need.__name__)
            elif reading.not_applicable:
                # Then the question does not arise, whatever else is open.
                return Reading(check=check.id, not_applicable=reading.not_applicable)
            elif reading.evidence is None:
                missing = missing or unanswered.of_need(provider, reading)
        return Reading(check=check.id, unknown=missing) if missing else None

    async def _probe(self, check: AnyCheck) -> Reading:
        async with self.room:
            self.running[check.id] = None
            self._tell()
            try:
                return await self._asked(check)
            except LookError as error:
                return Reading(check=check.id, unknown=unanswered.of_error(error, self.target))
            except ConfigError as error:
                # The target was parsed before; what a probe parses are a service's answers.
                strange = Unexpected(f"an answer holds what cannot be read: {error.problem}")
                return Reading(check=check.id, unknown=unanswered.of_error(strange, self.target))
            except asyncio.CancelledError as error:
                if _myself().cancelling():
                    raise
                return Reading(check=check.id, crash=crash_text(error, check.probe))
            except (Exception, SystemExit) as error:  # noqa: BLE001 - a check's own bug must not end the run
                return Reading(check=check.id, crash=crash_text(error, check.probe))
            finally:
                self.running.pop(check.id, None)

    async def _asked(self, check: AnyCheck) -> Reading:
        limit = asyncio.timeout(check.timeout_s)
        try:
            async with limit:
                answer: object = await check.probe(self.make_look(self._seen(check)))
        except TimeoutError:
            if not limit.expired():
                raise
            why = unanswered.no_answer_within(check.timeout_s, self.slowed())
            return Reading(check=check.id, unknown=why)
        if isinstance(answer, NotApplicable):
            return Reading(check=check.id, not_applicable=answer.reason)
        if not isinstance(answer, Evidence) or type(answer) is not check.provides:
            wrong = f"the probe gave {type(answer).__name__} instead of {check.provides.__name__}"
            return Reading(check=check.id, crash=wrong)
        return Reading(check=check.id, evidence=answer, wants_open=self._open(check))

    def _seen(self, check: AnyCheck) -> Seen:
        readings = (self.done[other.id] for other in self.waits[check.id].values())
        return Seen(reading.evidence for reading in readings if reading.evidence)

    def _open(self, check: AnyCheck) -> tuple[str, ...]:
        before = self.waits[check.id]
        wanted = (before[kind].id for kind in check.wants if kind in before)
        return tuple(name for name in wanted if self.done[name].unknown or self.done[name].crash)

    def _tell(self) -> None:
        if self.progress:
            self.progress(
                Progress(
                    done=len(self.done),
                    total=len(self.checks) + len(self.earlier),
                    running=tuple(self.running),
                )
            )
