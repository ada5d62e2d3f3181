"""Reads: every probe as soon as what it waits for is there; nothing here has an opinion on what was read."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from diagnostics.check import Check, Look
from diagnostics.doctor_kinds import DOCTOR_KINDS
from diagnostics.errors import (
    Denied,
    LookError,
    NotFound,
    NotSignedIn,
    Throttled,
    TimedOut,
    Unreachable,
)
from diagnostics.evidence import Evidence, Seen
from diagnostics.finding import Kind, NotApplicable, Unknown
from diagnostics.order import ordered, providers
from diagnostics.outcome import Reading
from diagnostics.progress import Progress
from diagnostics.targets import Target

AnyCheck = Check[Any]
_KIND_OF: tuple[tuple[type[LookError], str], ...] = (
    (Denied, "missing-permission"),
    (NotSignedIn, "no-credential"),
    (Throttled, "throttled"),
    (TimedOut, "timed-out"),
    (Unreachable, "unreachable"),
    (NotFound, "thing-not-found"),
)
_DO = {
    "no-credential": "sign in: az login (with --tenant <the vault's directory>)",
    "tls-intercepted": "give the authority that signs here: --ca <company.pem>",
    "throttled": "wait a minute and run again",
    "unreachable": "check name resolution, firewall and proxy: --proxy <URL>",
    "timed-out": "run again; if it stays: a longer --deadline",
    "unexpected-answer": "run again; if it stays, report it with the bundle of this run",
}


async def read(
    checks: Sequence[AnyCheck],
    target: Target,
    make_look: Callable[[Seen], Look],
    *,
    deadline_s: float,
    progress: Callable[[Progress], None] | None = None,
    concurrency: int = 16,
) -> tuple[Reading, ...]:
    """Run the probes.

    Cancelling gives what was read until then, the rest as interrupted; so does the deadline, as timed out.

    Args:
        checks: of the target's topology, without those the user left out.
        target: what is looked at.
        make_look: gives a probe its ports, with the evidence it declared.
        deadline_s: limit of the whole run, seconds.
        progress: told whenever a probe begins or ends.
        concurrency: probes that read at the same time.

    Returns:
        one reading a check, sorted by check.
    """
    reader = _Reader(
        tuple(ordered(checks)), target, make_look, asyncio.Semaphore(concurrency), progress
    )
    tasks = {check.id: asyncio.create_task(reader.read(check)) for check in reader.checks}
    reader.tasks = tasks
    cut = _timed_out_run(deadline_s)
    try:
        if tasks:
            await asyncio.wait(tasks.values(), timeout=deadline_s)
    except asyncio.CancelledError:
        # The cancellation is taken: what follows only collects, and must be able to wait.
        me = asyncio.current_task()
        if me:
            me.uncancel()
        cut = DOCTOR_KINDS["interrupted"].unknown(
            "the run was interrupted before this was answered"
        )
    for task in tasks.values():
        task.cancel()
    await asyncio.gather(*tasks.values(), return_exceptions=True)
    readings = [_of(name, task, cut) for name, task in tasks.items()]
    return tuple(sorted(readings, key=lambda reading: reading.check))


def _of(name: str, task: asyncio.Task[Reading], cut: Unknown) -> Reading:
    return Reading(check=name, unknown=cut) if task.cancelled() else task.result()


def _timed_out_run(deadline_s: float) -> Unknown:
    return DOCTOR_KINDS["timed-out"].unknown(
        f"the run's limit of {deadline_s:g} s came first", do="run again with a longer --deadline"
    )


@dataclass(slots=True)
class _Reader:
    checks: tuple[AnyCheck, ...]
    target: Target
    make_look: Callable[[Seen], Look]
    room: asyncio.Semaphore
    progress: Callable[[Progress], None] | None
    tasks: dict[str, asyncio.Task[Reading]] = field(
        default_factory=dict[str, asyncio.Task[Reading]]
    )
    running: dict[str, None] = field(default_factory=dict[str, None])
    done: int = 0

    async def read(self, check: AnyCheck) -> Reading:
        provider = providers(self.checks)
        waited = {
            kind: await asyncio.shield(self.tasks[provider[kind].id])
            for kind in (*check.needs, *check.wants)
            if kind in provider
        }
        unmet = _unmet(check, waited, provider)
        if unmet is None:
            seen = Seen(reading.evidence for reading in waited.values() if reading.evidence)
            opened = tuple(
                waited[kind].check
                for kind in check.wants
                if kind in waited and (waited[kind].unknown or waited[kind].crash)
            )
            unmet = await self._probe(check, seen, opened)
        self.done += 1
        self._tell()
        return unmet

    async def _probe(self, check: AnyCheck, seen: Seen, opened: tuple[str, ...]) -> Reading:
        async with self.room:
            self.running[check.id] = None
            self._tell()
            try:
                async with asyncio.timeout(check.timeout_s):
                    answer = await check.probe(self.make_look(seen))
            except TimeoutError:
                reason = f"no answer within {check.timeout_s:g} s"
                return Reading(check=check.id, unknown=_unknown("timed-out", reason))
            except LookError as error:
                return Reading(check=check.id, unknown=of_error(error))
            except Exception as error:  # noqa: BLE001 - a check's own bug must not end the run
                return Reading(check=check.id, crash=crash_text(error))
            finally:
                self.running.pop(check.id, None)
        if isinstance(answer, NotApplicable):
            return Reading(check=check.id, not_applicable=answer.reason)
        return Reading(check=check.id, evidence=answer, wants_open=opened)

    def _tell(self) -> None:
        if self.progress:
            self.progress(
                Progress(done=self.done, total=len(self.checks), running=tuple(self.running))
            )


def _unmet(
    check: AnyCheck,
    waited: dict[type[Evidence], Reading],
    provider: dict[type[Evidence], AnyCheck],
) -> Reading | None:
    """Say why a check has nothing to begin with, or None."""
    for need in check.needs:
        reading = waited.get(need)
        if reading is None:
            reason = f"{need.__name__} was not read: its check was left out"
            return Reading(check=check.id, not_applicable=reason)
        if reading.evidence is not None:
            continue
        if reading.not_applicable:
            return Reading(check=check.id, not_applicable=reading.not_applicable)
        return Reading(check=check.id, unknown=_needs_another(provider[need], reading))
    return None


def _needs_another(provider: AnyCheck, reading: Reading) -> Unknown:
    because = (
        reading.unknown.reason if reading.unknown else "that check failed by a fault of its own"
    )
    first = (
        because
        if because.startswith("needs the answer of")
        else f"needs the answer of {provider.id}: {because}"
    )
    return DOCTOR_KINDS["needs-another-answer"].unknown(
        first,
        permissions=reading.unknown.permissions if reading.unknown else (),
        do=reading.unknown.do if reading.unknown else "",
    )


def of_error(error: LookError) -> Unknown:
    """Turn what the world said into an open question."""
    slug = next((slug for kind, slug in _KIND_OF if isinstance(error, kind)), "unexpected-answer")
    if slug == "unreachable" and error.code == "TlsNotTrusted":
        slug = "tls-intercepted"
    kind: Kind = DOCTOR_KINDS[slug]
    return Unknown(kind, error.reason, error.permissions, _DO.get(slug, ""), type(error).__name__)


def _unknown(slug: str, reason: str) -> Unknown:
    return DOCTOR_KINDS[slug].unknown(reason, do=_DO.get(slug, ""))


def crash_text(error: BaseException) -> str:
    """Say which error came from where, without its values: they may hold what must not be shown."""
    frames = traceback.extract_tb(error.__traceback__)
    place = (
        f"{PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "unknown place"
    )
    return f"{type(error).__name__} at {place}"
