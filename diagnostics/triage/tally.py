"""Adds up occurrences in bounded memory: what is too much to be told apart is still counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from diagnostics.triage.occurrence import LeftOut, Occurrence, Place
from diagnostics.triage.recognised import Certainty, Recognised
from diagnostics.triage.triaged import Minutes, Row, Tallied

MOST_ROWS = 1000  # combinations of error, account, vault and identity that are told apart
MOST_MINUTES = 100_000  # over all rows; a record of one is about 100 bytes
MOST_LEFT_OUT = 100
# One after the other until the minutes fit: minutes, ten minutes, hours, days, years.
_STEPS = (1, 10, 60, 24 * 60, 365 * 24 * 60)
_EPOCH = datetime(1, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)
_CLEARER = (Certainty.CERTAIN, Certainty.AMBIGUOUS, Certainty.POSSIBLE)

_Key = tuple[str, str, str, str]  # signature, account, vault, identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Which times count; an occurrence without a time always does, for nobody knows that it lies outside."""

    since: datetime | None = None  # aware; None = from the beginning
    until: datetime | None = None  # aware; this instant counts

    def holds(self, at: datetime | None) -> bool:
        """Tell whether an occurrence of this time counts."""
        if at is None:
            return True
        after = self.since is None or at >= self.since
        return after and (self.until is None or at <= self.until)


EVERYTHING = Window()


@dataclass(slots=True)
class _Sum:
    """One row in the making."""

    recognised: Recognised
    first_place: Place
    last_place: Place
    count: int = 0
    ambiguous: int = 0
    first: datetime | None = None
    last: datetime | None = None
    minutes: Counter[int] = field(default_factory=Counter[int])  # by step since the year 1

    def add(self, each: Occurrence, times: int) -> None:
        """Count one, or several that are alike."""
        said = each.recognised
        self.count += times
        self.ambiguous += times * (said.certainty is Certainty.AMBIGUOUS)
        if _CLEARER.index(said.certainty) < _CLEARER.index(self.recognised.certainty):
            self.recognised = said
        at = each.at
        if at is None:
            return
        if self.first is None or at < self.first:
            self.first, self.first_place = at, each.place
        if self.last is None or at >= self.last:
            self.last, self.last_place = at, each.place


class Tally:
    """Adds up; may be asked at any time how it stands."""

    def __init__(
        self,
        window: Window = EVERYTHING,
        *,
        most_rows: int = MOST_ROWS,
        most_minutes: int = MOST_MINUTES,
        most_left_out: int = MOST_LEFT_OUT,
    ) -> None:
        """Begin with nothing.

        Args:
            window: which times count.
            most_rows: combinations that are told apart; what comes after is summed up by error.
            most_minutes: minutes that are told apart, over all rows; beyond that they are put together.
            most_left_out: how many things that could not be read are listed; the others are counted.
        """
        self._window = window
        self._most_rows, self._most_minutes = most_rows, most_minutes
        self._most_left_out = most_left_out
        self._rows: dict[_Key, _Sum] = {}
        self._rest: dict[str, _Sum] = {}  # by signature, of which there are some hundreds
        self._step = 0  # place in _STEPS
        self._minutes = 0
        self._left_out: list[LeftOut] = []
        self._outside = self._without_time = self._zone_assumed = self._left_out_more = 0
        self._without_time_at: Place | None = None
        self._zone_assumed_at: Place | None = None

    def add(self, each: Occurrence, times: int = 1) -> bool:
        """Count one occurrence, or several of one minute that are alike; tells whether it lies within the window."""
        if not self._window.holds(each.at):
            self._outside += times
            return False
        one = self._sum_of(each)
        one.add(each, times)
        if each.at is None:
            self._without_time += times
            self._without_time_at = self._without_time_at or each.place
            return True
        if each.zone_assumed:
            self._zone_assumed += times
            self._zone_assumed_at = self._zone_assumed_at or each.place
        self._count_minute(one, each.at, times)
        return True

    def leave_out(self, each: LeftOut) -> None:
        """Note something that could not be read."""
        if len(self._left_out) < self._most_left_out:
            self._left_out.append(each)
        else:
            self._left_out_more += 1

    def _sum_of(self, each: Occurrence) -> _Sum:
        said = each.recognised
        key = (said.signature_id, said.account_host, said.vault_host, each.identity)
        known = self._rows.get(key)
        if known:
            return known
        new = _Sum(said, each.place, each.place)
        if len(self._rows) < self._most_rows:
            self._rows[key] = new
            return new
        return self._rest.setdefault(said.signature_id, new)

    def _count_minute(self, one: _Sum, at: datetime, times: int) -> None:
        minute = (at - _EPOCH) // _MINUTE // _STEPS[self._step]
        self._minutes += minute not in one.minutes
        one.minutes[minute] += times
        while self._minutes > self._most_minutes and self._step + 1 < len(_STEPS):
            self._put_together()

    def _put_together(self) -> None:
        """Go on with the next longer step."""
        factor = _STEPS[self._step + 1] // _STEPS[self._step]
        self._step += 1
        self._minutes = 0
        for one in self._every():
            longer: Counter[int] = Counter()
            for minute, count in one.minutes.items():
                longer[minute // factor] += count
            one.minutes = longer
            self._minutes += len(longer)

    def _every(self) -> list[_Sum]:
        return [*self._rows.values(), *self._rest.values()]

    def result(self) -> Tallied:
        """Say how it stands."""
        every = self._every()
        rows = [
            *(self._row(one, key) for key, one in self._rows.items()),
            *(
                replace(self._row(one, (name, "", "", "")), is_rest=True)
                for name, one in self._rest.items()
            ),
        ]
        total: Counter[int] = Counter()
        for one in every:
            total.update(one.minutes)
        return Tallied(
            rows=tuple(sorted(rows, key=_order)),
            minutes=self._told(total),
            minutes_per_step=_STEPS[self._step],
            hits=sum(one.count for one in every),
            ambiguous=sum(one.ambiguous for one in every),
            without_time=self._without_time,
            without_time_at=self._without_time_at,
            zone_assumed=self._zone_assumed,
            zone_assumed_at=self._zone_assumed_at,
            outside=self._outside,
            first=min((one.first for one in every if one.first), default=None),
            last=max((one.last for one in every if one.last), default=None),
            left_out=tuple(self._left_out),
            left_out_more=self._left_out_more,
        )

    def _row(self, one: _Sum, key: _Key) -> Row:
        _, account, vault, identity = key
        return Row(
            recognised=one.recognised,
            account=account,
            vault=vault,
            identity=identity,
            count=one.count,
            ambiguous=one.ambiguous,
            first=one.first,
            last=one.last,
            first_place=one.first_place,
            last_place=one.last_place,
            minutes=self._told(one.minutes),
        )

    def _told(self, minutes: Counter[int]) -> Minutes:
        step = _STEPS[self._step] * _MINUTE
        return tuple((_EPOCH + number * step, minutes[number]) for number in sorted(minutes))


def _order(row: Row) -> tuple[object, ...]:
    return (
        -row.count,
        row.recognised.signature_id,
        row.is_rest,
        row.account,
        row.vault,
        row.identity,
    )
