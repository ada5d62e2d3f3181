"""Finds known errors in logs of any size: literals first, then exact recognition around each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from diagnostics.triage.decoding import decoded
from diagnostics.triage.known import literals_for
from diagnostics.triage.occurrence import LeftOut, Occurrence, Place
from diagnostics.triage.principals import identity_in
from diagnostics.triage.reading import hits
from diagnostics.triage.recognised import Signature
from diagnostics.triage.recogniser import Recogniser
from diagnostics.triage.records import Record, record_around
from diagnostics.triage.scanner import Scanner, best_scanner
from diagnostics.triage.sources import Source, sources
from diagnostics.triage.times import when


class Watch(Protocol):
    """Is told how far a search is."""

    def advance(self, path: str, done_bytes: int, total_bytes: int | None) -> None:
        """Take note.

        Args:
            path: what is being read, as it is shown.
            done_bytes: how much of it is done; of a packed file, of its packed bytes.
            total_bytes: its size; None = not known, as of standard input.
        """
        ...


def scan(
    inputs: Iterable[str], signatures: Iterable[Signature], watch: Watch
) -> Iterator[Occurrence | LeftOut]:
    """Find known errors.

    Args:
        inputs: files, folders, globs, or "-" for standard input; read in this order, folders sorted by name.
        signatures: what is recognised.
        watch: is told the progress.

    Yields:
        each error of each record once, in the order of the file; and what could not be read, with the reason.
    """
    known = tuple(signatures)
    scanner, _ = best_scanner(literals_for(known))
    recogniser = Recogniser(known)
    for source in sources(inputs):
        if isinstance(source, LeftOut):
            yield source
        else:
            yield from _in_source(source, scanner, recogniser, watch)


def _in_source(
    source: Source, scanner: Scanner, recogniser: Recogniser, watch: Watch
) -> Iterator[Occurrence | LeftOut]:
    done = 0
    for hit in hits(source, scanner, lambda size: watch.advance(source.name, size, source.size)):
        if isinstance(hit, LeftOut):
            yield hit
            continue
        view, place = hit
        if place < done:
            continue
        record = record_around(view, place, done)
        done = max(done, record.end)
        yield from _in_record(
            record, Place(path=source.name, offset=view.shown(place)), recogniser
        )


def _in_record(record: Record, place: Place, recogniser: Recogniser) -> Iterator[Occurrence]:
    text = decoded(record.raw)
    found = recogniser.of(text)
    if not found:
        return
    at, zone_assumed = when(text)
    identity = identity_in(text)
    for item in found:
        yield Occurrence(
            recognised=item, place=place, at=at, zone_assumed=zone_assumed, identity=identity
        )
