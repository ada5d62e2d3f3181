"""Looks twice: first at everything, then, where something was found, at the logs that say who changed it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from diagnostics.catalogue import Catalogue
from diagnostics.check import Look
from diagnostics.evidence import Seen
from diagnostics.order import AnyCheck
from diagnostics.outcome import Reading
from diagnostics.progress import Progress
from diagnostics.runner import interrupted, read
from diagnostics.second_look import OFFLINE, is_of_second_look, not_asked, spared
from diagnostics.targets import Target


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Looking:
    """What is looked at, and how."""

    target: Target
    make_look: Callable[[Seen], Look]
    deadline_s: float  # of both looks together, seconds
    progress: Callable[[Progress], None] | None = None
    is_offline: bool = False  # then no log is asked
    slowed: Callable[[], str] = str  # names a service that asked to slow down a moment ago
    is_ended: Callable[[], bool] = _never  # by the user: then there is no second look


async def look_twice(
    checks: Sequence[AnyCheck], looking: Looking, catalogue: Catalogue
) -> tuple[Reading, ...]:
    """Run the probes of both looks; one reading a check, sorted by check.

    Cancelling gives what was read until then, and the rest as interrupted.

    Args:
        checks: of the target's topology, without those the user left out.
        looking: what is looked at, and how.
        catalogue: whose causes and traces say which logs could tell.
    """
    began = time.monotonic()
    first = [check for check in checks if not is_of_second_look(check)]
    second = [check for check in checks if is_of_second_look(check)]
    readings = await _look(first, _counting(looking, len(checks)))
    if looking.is_ended():
        return _sorted((*readings, *interrupted(second)))
    if looking.is_offline:
        reasons = {check.id: OFFLINE for check in second}
    else:
        today = datetime.now(UTC).date()
        reasons = spared(checks, readings, looking.target, catalogue, today)
    asked = [check for check in second if check.id not in reasons]
    by_check = {reading.check: reading for reading in readings}
    earlier = [(check, by_check[check.id]) for check in first]
    spent_s = time.monotonic() - began
    counting = _counting(looking, len(checks), len(reasons))
    if reasons and counting.progress:
        counting.progress(Progress(done=len(first), total=len(first), running=()))
    more = await _look(asked, counting, earlier, spent_s) if asked else ()
    return _sorted((*readings, *more, *not_asked(reasons)))


def _counting(looking: Looking, total: int, settled: int = 0) -> Looking:
    """Count the checks of both looks from the start, and as done those that need not be asked.

    Args:
        looking: whose progress is told.
        total: how many checks both looks have.
        settled: how many of them need not be asked.
    """
    told = looking.progress
    if told is None:
        return looking

    def update(progress: Progress) -> None:
        told(Progress(done=progress.done + settled, total=total, running=progress.running))

    return replace(looking, progress=update)


async def _look(
    checks: Sequence[AnyCheck],
    looking: Looking,
    earlier: Sequence[tuple[AnyCheck, Reading]] = (),
    spent_s: float = 0.0,
) -> tuple[Reading, ...]:
    return await read(
        checks,
        looking.target,
        looking.make_look,
        deadline_s=looking.deadline_s,
        progress=looking.progress,
        earlier=earlier,
        spent_s=spent_s,
        slowed=looking.slowed,
    )


def _sorted(readings: Sequence[Reading]) -> tuple[Reading, ...]:
    return tuple(sorted(readings, key=lambda reading: reading.check))
