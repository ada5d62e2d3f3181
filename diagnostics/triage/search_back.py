"""Goes back from a place of a log through the records that hold one of some words: for the last good event before a bad one."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from diagnostics.triage.decoding import decoded
from diagnostics.triage.occurrence import LeftOut, Place
from diagnostics.triage.reading import hits, is_plain
from diagnostics.triage.records import record_around
from diagnostics.triage.scanner import Scanner, best_scanner
from diagnostics.triage.sources import STDIN, Source, written_at
from diagnostics.triage.times import when
from diagnostics.triage.views import FileView

_BLOCK = 1 << 20
_KEPT = 512  # windows of a packed file that are kept on one way through it


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One record that holds one of the words."""

    place: Place  # of the record's beginning
    text: str  # the whole record, decoded
    at: datetime | None  # aware, UTC; None = it bears no time
    zone_assumed: bool = False


def search_back(source: str, before_offset: int, literals: Sequence[bytes]) -> Iterator[Window]:
    """Give the records with one of the literals, backwards.

    Args:
        source: as a place names it: a file, or "logs.zip!app.log"; nothing is given for "-", which cannot be read twice.
        before_offset: where to begin, as a place says it; the record there is not given.
        literals: lower case; any case is found.

    Yields:
        each record once, the nearest first. What is packed is read from its beginning again.
    """
    if source == STDIN:
        return
    scanner = best_scanner(literals)
    path, _, member = (source, "", "") if os.path.exists(source) else source.partition("!")  # noqa: PTH110
    if not member and is_plain(path):
        yield from _in_plain(path, before_offset, scanner)
        return
    whole = Source(source, path, member)
    before = before_offset
    while windows := _last_before(whole, before, scanner):
        yield from reversed(windows)
        before = windows[0].place.offset


def _in_plain(path: str, before: int, scanner: Scanner) -> Iterator[Window]:
    view = FileView(path)
    near = written_at(path)
    try:
        last = end = (
            before  # where the record begins that was given last; where the next block ends
        )
        while end > 0:
            start = max(0, end - _BLOCK)
            first = max(0, start - scanner.overlap)
            for place in reversed(scanner.find(view.read(first, end))):
                at = first + place - 1
                if not start <= at < last:
                    continue
                record = record_around(view, at)
                if record.end <= last:
                    last = record.start
                    yield _window(Place(path=path, offset=record.start), record.raw, near)
            end = start
    finally:
        view.close()


def _last_before(source: Source, before: int, scanner: Scanner) -> list[Window]:
    kept: deque[Window] = deque(maxlen=_KEPT)
    near, done = written_at(source.path), 0
    for hit in hits(source, scanner, lambda _: None):
        if isinstance(hit, LeftOut):
            break
        view, place = hit
        if place < done:
            continue
        record = record_around(view, place, done)
        done = record.end
        start = view.shown(record.start)
        if view.shown(place) >= before or start >= before:
            break
        kept.append(_window(Place(path=source.name, offset=start), record.raw, near))
    return list(kept)


def _window(place: Place, raw: bytes, near: datetime | None) -> Window:
    text = decoded(raw)
    at, zone_assumed = when(text, near)
    return Window(place=place, text=text, at=at, zone_assumed=zone_assumed)
