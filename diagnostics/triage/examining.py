"""Looks at the records around places of literals: what is recognised, when it happened, whom it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from diagnostics.triage.decoding import decoded
from diagnostics.triage.occurrence import Occurrence, Place
from diagnostics.triage.recognised import Signature
from diagnostics.triage.recogniser import Recogniser
from diagnostics.triage.records import Record, record_around
from diagnostics.triage.resources import with_resources
from diagnostics.triage.sieve import sieve_of
from diagnostics.triage.times import when
from diagnostics.triage.views import View


class Task(NamedTuple):
    """One record to look at; holds all that is needed, so that another process can do it."""

    raw: bytes
    path: str  # of its source, as it is shown
    offset: int  # of the literal in it, as `Place` has it
    near: datetime | None  # aware; when its source was written last


class Examiner:
    """Examines the records of one source after the other."""

    def __init__(self, signatures: Iterable[Signature]) -> None:
        """Prepare the recognition of signatures."""
        known = tuple(signatures)
        self._recogniser = Recogniser(known)
        self._sieve = sieve_of(known)

    def of(self, name: str, near: datetime | None) -> Examined:
        """Begin a source.

        Args:
            name: as it is shown.
            near: aware; when it was written last, for times without a year; None = now.
        """
        return Examined(self, name, near)

    def look(self, task: Task) -> list[Occurrence]:
        """Look at a record: each error in it."""
        raw = task.raw
        seen = self._recogniser.remembered(raw)
        if seen is None:
            if self._sieve and not self._sieve.passes(raw):
                return []
            seen = self._recogniser.of(decoded(raw))
        if not seen.items:
            return []
        text = seen.text
        at, zone_assumed = when(text, task.near)
        return [
            Occurrence(
                recognised=with_resources(item, text),
                place=Place(path=task.path, offset=task.offset),
                at=at,
                zone_assumed=zone_assumed,
                identity=seen.identity,
            )
            for item in seen.items
        ]


class Examined:
    """The records of one source, in ascending order; each is looked at once."""

    def __init__(self, examiner: Examiner, name: str, near: datetime | None) -> None:
        """Begin at the front."""
        self._examiner, self._name, self._near = examiner, name, near
        self.done = 0  # where the last record ended

    def record(self, view: View, place: int) -> Record | None:
        """Find the record around a place; None if it was looked at."""
        return None if place < self.done else record_around(view, place, self.done)

    def task(self, view: View, place: int) -> Task | None:
        """Take the record around a place, to be looked at; None if it was taken."""
        record = self.record(view, place)
        return self._taken(view, place, record) if record else None

    def look(self, view: View, place: int, record: Record) -> Iterator[Occurrence]:
        """Look at a record."""
        yield from self._examiner.look(self._taken(view, place, record))

    def _taken(self, view: View, place: int, record: Record) -> Task:
        self.done = max(self.done, record.end)
        return Task(record.raw, self._name, view.shown(place), self._near)
