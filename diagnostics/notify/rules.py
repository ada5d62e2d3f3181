"""What is told after a round, and what is not: on change only. Pure.

* A new finding is told in the first round that sees it; a recovery in the first round in which all is seen and well.
* A round that could not see enough changes nothing by itself: a finding that cannot be looked for still stands. That a
  target cannot be seen is told when it happens in two rounds in a row, or in three of the last ten.
* After four changes within ten rounds a target is flapping: that is told once, and then nothing until four rounds in a
  row are alike; then how it settled is told.
* What still stands is told again after the reminder's interval.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from diagnostics.history.kept import Key

WINDOW = 10  # rounds that flapping is counted in
FLAPS = 4  # changes within them
SETTLED = 4  # rounds alike that end it
_UNSEEN_IN_A_ROW, _UNSEEN_IN_WINDOW = 2, 3
DAY = timedelta(days=1)


class State(StrEnum):
    """How a target stands, or was told to stand."""

    WELL = "well"
    BROKEN = "broken"
    UNKNOWN = "unknown"  # nothing was found, and not all that is needed was seen
    FLAPPING = "flapping"  # only told


class News(StrEnum):
    """What there is to tell."""

    FOUND = "found"
    ANOTHER_CAUSE = "another cause"
    RECOVERED = "recovered"
    SUPPRESSED = "suppressed"
    CANNOT_SEE = "cannot see"
    SEEN_AGAIN = "seen again"
    FLAPPING = "flapping"
    SETTLED = "settled"
    REMINDER = "reminder"


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """What a round shows of a target."""

    at: datetime  # aware, UTC
    state: State  # broken: something stands that counts, whether it was seen in this round or could not be looked for
    keys: frozenset[Key] = frozenset()  # what stands, at or above the severity that counts
    suppressed: frozenset[Key] = (
        frozenset()
    )  # what stands and does not count, because somebody answers for it
    cause: str = ""  # id of the first cause; empty = none, or it cannot be told because something was not seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is remembered of a target from round to round."""

    state: State = State.WELL
    keys: frozenset[Key] = frozenset()
    cause: str = ""
    at: datetime | None = None  # when something was told last
    rounds: tuple[State, ...] = ()  # of the last rounds, the newest last
    marks: tuple[str, ...] = ()  # of the same rounds: equal ones are alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to tell now, and what to remember."""

    told: Told
    news: News | None = None
    new: frozenset[Key] = field(default=frozenset())  # findings that were not told yet


def decide(told: Told, now: Now, remind: timedelta | None = DAY) -> Decision:
    """Weigh one more round.

    Args:
        told: what is remembered of the rounds before it.
        now: the round.
        remind: after how long what still stands is told again; None = never.
    """
    rounds = (*told.rounds, now.state)[-WINDOW:]
    state = _damped(told, rounds)
    cause = now.cause or told.cause
    marks = (*told.marks, _mark(state, now, told))[-WINDOW:]
    before = replace(told, rounds=rounds, marks=marks)
    if told.state is State.FLAPPING:
        return _while_flapping(before, now, state, remind)
    if _changes(marks) >= FLAPS:
        return _tell(before, now, News.FLAPPING, State.FLAPPING)
    if state is State.BROKEN:
        return _broken(before, now, cause, remind)
    if state is told.state:
        return _as_before(before, now, remind)
    if state is State.UNKNOWN:
        return _tell(before, now, News.CANNOT_SEE, State.UNKNOWN)
    return _tell(before, now, _good(told, now), State.WELL)


def _good(told: Told, now: Now) -> News:
    if told.state is not State.BROKEN:
        return News.SEEN_AGAIN
    return News.SUPPRESSED if told.keys & now.suppressed else News.RECOVERED


def _damped(told: Told, rounds: tuple[State, ...]) -> State:
    """Take one round that saw too little for what the last one was; several are what they are."""
    if rounds[-1] is not State.UNKNOWN:
        return rounds[-1]
    in_a_row = rounds[-_UNSEEN_IN_A_ROW:]
    if in_a_row.count(State.UNKNOWN) == _UNSEEN_IN_A_ROW:
        return State.UNKNOWN
    if rounds.count(State.UNKNOWN) >= _UNSEEN_IN_WINDOW:
        return State.UNKNOWN
    # What was told broken is not well because nobody could see.
    return told.state if told.state is not State.FLAPPING else State.UNKNOWN


def _mark(state: State, now: Now, told: Told) -> str:
    """Make rounds comparable; one that was taken for the last one is alike to it."""
    if state is not now.state and told.marks:
        return told.marks[-1]
    said = "\n".join(
        (state, now.cause, *(f"{code} {subject}" for code, subject in sorted(now.keys)))
    )
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _changes(marks: tuple[str, ...]) -> int:
    return sum(one != other for one, other in pairwise(marks))


def _while_flapping(before: Told, now: Now, state: State, remind: timedelta | None) -> Decision:
    last = before.marks[-SETTLED:]
    if len(last) == SETTLED and len(set(last)) == 1:
        # The count begins anew, or the next change would be taken for flapping still.
        return _tell(replace(before, marks=last[-1:]), now, News.SETTLED, state)
    return _as_before(before, now, remind)


def _broken(before: Told, now: Now, cause: str, remind: timedelta | None) -> Decision:
    if now.state is not State.BROKEN:  # taken for it, because this round saw too little
        return _as_before(before, now, remind)
    new = now.keys - before.keys
    if before.state is not State.BROKEN or new:
        return _tell(before, now, News.FOUND, State.BROKEN, new)
    if before.cause and cause != before.cause:
        return _tell(before, now, News.ANOTHER_CAUSE, State.BROKEN)
    # What went while something else stands is told with the rest; when it comes back it is new.
    return _as_before(replace(before, keys=before.keys & now.keys, cause=cause), now, remind)


def _as_before(before: Told, now: Now, remind: timedelta | None) -> Decision:
    is_due = remind is not None and before.at is not None and now.at - before.at >= remind
    if before.state is State.WELL or not is_due:
        return Decision(told=before)
    return Decision(told=replace(before, at=now.at), news=News.REMINDER)


def _tell(
    before: Told, now: Now, news: News, state: State, new: frozenset[Key] = frozenset()
) -> Decision:
    told = replace(
        before,
        state=state,
        keys=now.keys,
        cause=now.cause or (before.cause if now.keys else ""),
        at=now.at,
    )
    return Decision(told=told, news=news, new=new)
