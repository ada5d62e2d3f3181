"""What a round leaves in the history's file: its runs, what was decided to tell, and what is still to be sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from diagnostics.exit_codes import INTERRUPTED, OK
from diagnostics.finding import Severity
from diagnostics.history.kept import Entry, Standing
from diagnostics.history.opening import writing
from diagnostics.history.store import History
from diagnostics.notify import outbox
from diagnostics.notify.message import Item, message
from diagnostics.notify.rules import Now, State, decide
from diagnostics.report.record import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Whom to tell, and how."""

    source: str  # names the configuration
    addresses: tuple[str, ...]  # of Apprise; empty = nobody is told, and nothing is decided
    remind: timedelta | None
    fail_on: Severity  # the least severity that counts


def keep_round(
    history: History,
    entries: Iterable[Entry],
    reports: Sequence[Report],
    telling: Telling,
    now: datetime,
) -> None:
    """Keep the runs of a round, and decide what to tell of them: in one change, so that a kill undoes both or none.

    Args:
        history: the open one.
        entries: of the runs.
        reports: of the same runs, in the same order.
        telling: whom to tell.
        now: when the round ended.
    """
    with writing(history.connection):
        pairs = list(zip(entries, reports, strict=True))
        for entry, _ in pairs:
            history.keep(entry)
        if not telling.addresses:
            return
        outbox.forget_others(history, telling.source, telling.addresses)
        items = [
            item for entry, report in pairs for item in _decided(history, entry, report, telling)
        ]
        if items:
            outbox.put(history, telling.source, telling.addresses, message(items, now))


def _decided(history: History, entry: Entry, report: Report, telling: Telling) -> Iterator[Item]:
    if entry.exit_code == INTERRUPTED:
        return  # it says nothing of what it did not look at
    target, simulated = entry.target, entry.simulated
    standing = history.standing(target, simulated=simulated)
    counting = tuple(each for each in standing if _counts(each, telling.fail_on))
    told = outbox.told_of(history, target, simulated=simulated)
    decision = decide(told, seen(entry, standing, telling.fail_on), telling.remind)
    outbox.remember(history, target, decision.told, simulated=simulated)
    if decision.news:
        yield Item(report=report, news=decision.news, new=decision.new, standing=counting)


def _counts(each: Standing, fail_on: Severity) -> bool:
    noticed = each.noticed
    return Severity[noticed.severity.upper()] >= fail_on and not noticed.suppressed


def seen(entry: Entry, standing: Sequence[Standing], fail_on: Severity) -> Now:
    """Say how a target stands after a run.

    Args:
        entry: the run.
        standing: what stands after it.
        fail_on: the least severity that counts.
    """
    counting = [each for each in standing if _counts(each, fail_on)]
    state = State.BROKEN if counting else State.WELL if entry.exit_code == OK else State.UNKNOWN
    # A cause that was drawn without a finding that could not be looked for is another one only for want of it.
    is_whole = all(each.unseen is None for each in counting)
    return Now(
        at=entry.at,
        state=state,
        keys=frozenset(each.noticed.key for each in counting),
        suppressed=frozenset(each.noticed.key for each in standing if each.noticed.suppressed),
        cause=entry.cause if counting and is_whole else "",
    )
