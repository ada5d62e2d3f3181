"""Everything that has an instant, in its order: changes, errors, clocks, the look, repairs and what is due."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum

from diagnostics.changes.onset import first_error, last_good
from diagnostics.changes.weigh import Weighed, Weight
from diagnostics.changes.wording import sentence
from diagnostics.outcome import Outcome, Run
from diagnostics.records import record

_MOST_BESIDE = 10  # where nothing explains anything, the nearest are shown all the same


class Sort(StrEnum):
    """What happened at a moment; of one instant in this order."""

    CHANGE = "change"
    LAST_GOOD = "last good"
    FIRST_ERROR = "first error"
    FINDING = "finding"
    LOOK = "look"
    REPAIR = "repair"
    DUE = "due"


_ORDER = tuple(Sort)


@record(frozen=True, slots=True, kw_only=True)
class Moment:
    """One point of the timeline."""

    at: datetime  # aware, UTC
    sort: Sort
    what: str
    subject: str = ""


def timeline(
    run: Run, outcomes: Iterable[Outcome], weighed: Iterable[Weighed]
) -> tuple[Moment, ...]:
    """Join what has an instant; empty where only the look itself has one."""
    moments = {*_changes(tuple(weighed)), *_story(run), *_clocks(outcomes)}
    if not any(each.sort is not Sort.FINDING for each in moments):
        return ()
    look = Moment(
        at=run.started_at, sort=Sort.LOOK, what="This run looked", subject=run.target.name
    )
    return in_order({*moments, look})


def in_order(moments: Iterable[Moment]) -> tuple[Moment, ...]:
    """Give moments in their order; of one instant what leads before what follows."""
    return tuple(
        sorted(
            moments, key=lambda each: (each.at, _ORDER.index(each.sort), each.what, each.subject)
        )
    )


def _changes(weighed: tuple[Weighed, ...]) -> Iterator[Moment]:
    telling = [each for each in weighed if each.weight > Weight.BESIDE]
    for each in telling or weighed[:_MOST_BESIDE]:
        if each.change.at:
            yield Moment(
                at=each.change.at,
                sort=Sort.CHANGE,
                what=sentence(each.change),
                subject=each.change.subject,
            )


def _story(run: Run) -> Iterator[Moment]:
    good, bad = last_good(run), first_error(run)
    if good:
        yield Moment(at=good.at, sort=Sort.LAST_GOOD, what=good.what, subject=good.subject)
    if bad:
        yield Moment(at=bad.at, sort=Sort.FIRST_ERROR, what=bad.what, subject=bad.subject)


def _clocks(outcomes: Iterable[Outcome]) -> Iterator[Moment]:
    for outcome in outcomes:
        for finding in outcome.findings:
            for clock in finding.deadlines:
                yield Moment(
                    at=clock.at, sort=Sort.FINDING, what=clock.what, subject=finding.subject
                )
