"""Looks at the records around places of literals: what is recognised, when it happened, whom it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from diagnostics.triage.decoding import decoded
from diagnostics.triage.occurrence import Occurrence, Place
from diagnostics.triage.principals import identity_in
from diagnostics.triage.recognised import Signature
from diagnostics.triage.recogniser import Recogniser
from diagnostics.triage.records import Record, record_around
from diagnostics.triage.resources import with_resources
from diagnostics.triage.sieve import Sieve, sieve_of
from diagnostics.triage.times import when
from diagnostics.triage.views import View


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
        return Examined(self._recogniser, self._sieve, name, near)


class Examined:
    """The records of one source, in ascending order; each is looked at once."""

    def __init__(
        self, recogniser: Recogniser, sieve: Sieve | None, name: str, near: datetime | None
    ) -> None:
        """Begin at the front."""
        self._recogniser, self._sieve, self._name, self._near = recogniser, sieve, name, near
        self.done = 0  # where the last record ended

    def record(self, view: View, place: int) -> Record | None:
        """Find the record around a place; None if it was looked at."""
        return None if place < self.done else record_around(view, place, self.done)

    def at(self, view: View, place: int) -> Iterator[Occurrence]:
        """Look at the record around a place."""
        record = self.record(view, place)
        if record:
            yield from self.look(view, place, record)

    def look(self, view: View, place: int, record: Record) -> Iterator[Occurrence]:
        """Look at a record."""
        self.done = max(self.done, record.end)
        if self._sieve and not self._sieve.passes(record.raw):
            return
        text = decoded(record.raw)
        found = self._recogniser.of(text)
        if not found:
            return
        at, zone_assumed = when(text, self._near)
        identity = identity_in(text)
        there = Place(path=self._name, offset=view.shown(place))
        for item in found:
            yield Occurrence(
                recognised=with_resources(item, text),
                place=there,
                at=at,
                zone_assumed=zone_assumed,
                identity=identity,
            )
