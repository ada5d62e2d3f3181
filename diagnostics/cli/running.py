"""From a configuration to runs and reports: the one way that `diagnose` and `demo` share."""

from __future__ import annotations

import asyncio
import platform
import signal
from collections.abc import Awaitable, Callable, Generator, Mapping
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from diagnostics.adobe_login import AdobeLogin
from diagnostics.catalogue import Catalogue
from diagnostics.check import Check, Look
from diagnostics.cli.judged import judge
from diagnostics.cli.other_api import refuse_other_api
from diagnostics.cli.sessions import Sessions
from diagnostics.cli.threads import Threads
from diagnostics.cloud.adobe_sign_in import ObtainedTokens
from diagnostics.cloud.asked import begin
from diagnostics.config import Config
from diagnostics.delays.told import DelaysTold
from diagnostics.errors import ConfigError
from diagnostics.evidence import Seen
from diagnostics.offline import OfflineLook
from diagnostics.outcome import LedgerEntry, Reading, Run
from diagnostics.progress import Progress
from diagnostics.runner import interrupted
from diagnostics.targets import Target
from diagnostics.triage.recognised import Recognised
from diagnostics.triggering.record import TestCall
from diagnostics.two_looks import Looking, look_twice
from diagnostics.verifying_again import Again, joined

if TYPE_CHECKING:
    from diagnostics.cloud.session import Session

__all__ = ["NOTHING_ASKED", "Plan", "Stop", "judge", "run_all"]
NOTHING_ASKED = "nothing was asked of Azure: no account, key or application was named"


class Stop:
    """The user's Ctrl-C: the first stops the reading and keeps what was read, the second kills."""

    def __init__(self) -> None:
        """Nothing was pressed yet."""
        self.pressed = False
        self._tasks: list[asyncio.Task[Any]] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    def watch(self, task: asyncio.Task[Any]) -> None:
        """Cancel this task when it is pressed."""
        self._tasks.append(task)
        self._loop = asyncio.get_running_loop()
        if self.pressed:
            task.cancel()

    def press(self, *_: object) -> None:
        """Take a Ctrl-C; the third one is the system's own and ends the process at once."""
        if self.pressed:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            raise KeyboardInterrupt
        self.pressed = True
        if self._loop:
            self._loop.call_soon_threadsafe(self._cancel)

    def _cancel(self) -> None:
        for task in self._tasks:
            task.cancel()

    @contextmanager
    def installed(self, *more: signal.Signals) -> Generator[None]:
        """Take Ctrl-C while the block runs, and further signals as if they were one."""
        before = {each: signal.signal(each, self.press) for each in (signal.SIGINT, *more)}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to run, with what, and who watches."""

    config: Config
    catalogue: Catalogue
    environ: Mapping[str, str] = field(repr=False)
    pasted: tuple[Recognised, ...] = ()
    delays: DelaysTold | None = None  # the answer of `delays` that was given
    only: tuple[str, ...] = ()  # ids of checks; empty = all
    skip: tuple[str, ...] = ()
    offline: bool = False
    adobe: AdobeLogin | None = None  # None = what `environ` gives
    obtained: ObtainedTokens = field(
        default_factory=ObtainedTokens
    )  # by earlier looks of the command
    again: Mapping[str, Again] = field(default_factory=dict[str, Again])  # by target; none = whole
    rehearsal: bool = False  # of a simulated environment, whatever stands between here and there
    acting: Callable[[Session], Awaitable[TestCall]] | None = None  # before anything is read
    progress: Callable[[Progress], None] | None = None
    stop: Stop = field(default_factory=Stop)


def run_all(plan: Plan) -> tuple[Run, ...]:
    """Look at every target of the plan."""
    with plan.stop.installed():
        return asyncio.run(_run_all(plan))


async def _run_all(plan: Plan) -> tuple[Run, ...]:
    asyncio.get_running_loop().set_default_executor(Threads())
    async with AsyncExitStack() as stack:
        sessions = Sessions(plan, stack)
        whole = Whole(plan.progress)
        # All at once, so that the deadline is the whole run's; the session limits what one service gets.
        runs = (run_one(plan, target, sessions, whole) for target in plan.config.targets)
        return tuple(await asyncio.gather(*runs))


async def run_one(plan: Plan, target: Target, sessions: Sessions, whole: Whole) -> Run:
    """Look at one target.

    Raises:
        ConfigError: if its session cannot be opened, or its account is of another API.
    """
    started = datetime.now(UTC)
    asked = begin()
    session = None if plan.offline else await sessions.of(target)
    call = await _acted(plan, session)
    readings = await _read(plan, target, session, whole)
    ledger: tuple[LedgerEntry, ...] = session.ledger(asked) if session else ()
    if session and _was_read(target, ledger):
        await refuse_other_api(session.look(target, Seen()), target)
    carried = plan.again[target.name].carried if target.name in plan.again else ()
    local = started.astimezone()
    offset = local.utcoffset()
    return Run(
        # Recipients' addresses stay in the configuration: a run is kept and shown.
        target=replace(target, test_recipients=()),
        started_at=started,
        finished_at=datetime.now(UTC),
        readings=joined(readings, carried),
        pasted=plan.pasted,
        ledger=ledger,
        interrupted=plan.stop.pressed,
        simulated=plan.rehearsal or (session is not None and session.is_simulated),
        deselected=_deselected(plan, target, {reading.check for reading in carried}),
        environment=_environment(plan, session.environment() if session else ()),
        local_offset_minutes=int(offset.total_seconds() // 60) if offset else 0,
        local_zone=local.tzname() or "local",
        test_call=call,
    )


async def _read(
    plan: Plan, target: Target, session: Session | None, whole: Whole
) -> tuple[Reading, ...]:
    """Ask what was chosen, and then who changed what was found; Ctrl-C gives what was read until then."""
    every = plan.catalogue.checks_for(target.topology)
    checks = [check for check in every if _chosen(check, plan, target)]

    def make_look(seen: Seen) -> Look:
        if session is None:
            return OfflineLook(target, seen, plan.pasted, NOTHING_ASKED, plan.delays)
        return session.look(target, seen, plan.pasted, plan.delays)

    looking = Looking(
        target=target,
        make_look=make_look,
        deadline_s=plan.config.deadline_s,
        progress=whole.part(target.name),
        is_offline=session is None,
        slowed=session.slowed if session else str,
        is_ended=lambda: plan.stop.pressed,
    )
    task = asyncio.create_task(look_twice(checks, looking, plan.catalogue))
    plan.stop.watch(task)
    try:
        return await task
    except asyncio.CancelledError:
        return interrupted(checks)  # Ctrl-C before the first question


def _deselected(plan: Plan, target: Target, carried: set[str]) -> tuple[str, ...]:
    """Name the checks that were left out and whose earlier reading is not carried along."""
    return tuple(
        check.id
        for check in plan.catalogue.checks_for(target.topology)
        if not _chosen(check, plan, target) and check.id not in carried
    )


async def _acted(plan: Plan, session: Session | None) -> TestCall | None:
    """Send the test call that was asked for, if any; None = none was sent."""
    if plan.acting is None:
        return None
    if session is None:
        raise ConfigError("a test call needs a target", do="name one with --config and --target")
    task = asyncio.ensure_future(plan.acting(session))
    plan.stop.watch(task)
    try:
        return await task
    except asyncio.CancelledError:
        return None  # Ctrl-C before it was sent


def _was_read(target: Target, ledger: tuple[LedgerEntry, ...]) -> bool:
    """Tell whether the account answered, so that asking again costs nothing."""
    # By itself, or in the list of all of its sort, which is read for many targets.
    own, kind = f"{target.account}?".lower(), "/providers/microsoft.documentdb/databaseaccounts?"
    return any(
        entry.status == HTTPStatus.OK and (own in url or kind in url)
        for entry in ledger
        if (url := entry.url.lower())
    )


def _chosen(check: Check[Any], plan: Plan, target: Target) -> bool:
    if target.name in plan.again:
        return check.id in plan.again[target.name].asked
    return (not plan.only or check.id in plan.only) and check.id not in plan.skip


class Whole:
    """Adds up how far the targets are."""

    def __init__(self, told: Callable[[Progress], None] | None) -> None:
        """Begin with nothing."""
        self._told = told
        self._parts: dict[str, Progress] = {}
        self._done = self._total = 0

    def part(self, target: str) -> Callable[[Progress], None] | None:
        """Give what one target tells how far it is; None = nobody wants to know."""
        told = self._told
        if told is None:
            return None

        def update(progress: Progress) -> None:
            before = self._parts.get(target)
            self._parts[target] = progress
            self._done += progress.done - (before.done if before else 0)
            self._total += progress.total - (before.total if before else 0)
            told(self._sum())

        return update

    def _sum(self) -> Progress:
        running = tuple(check for part in self._parts.values() for check in part.running)
        return Progress(done=self._done, total=self._total, running=running)


def _environment(
    plan: Plan, of_session: tuple[tuple[str, str], ...]
) -> tuple[tuple[str, str], ...]:
    return (
        ("system", platform.platform(terse=True)),
        ("packs", ", ".join(pack.name for pack in plan.catalogue.packs)),
        ("configuration", plan.config.source or "none"),
        *of_session,
    )
