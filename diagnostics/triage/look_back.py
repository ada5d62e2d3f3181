"""Looks for the last good use of the key before the onset, and for the first refused one, in the vault's audit records."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import timedelta
from pathlib import Path

from diagnostics.triage.decoding import decoded
from diagnostics.triage.occurrence import LeftOut, Place
from diagnostics.triage.reading import hits, is_plain
from diagnostics.triage.records import record_around
from diagnostics.triage.scanner import Scanner, best_scanner
from diagnostics.triage.search_back import search_back
from diagnostics.triage.sources import STDIN, Source, sources
from diagnostics.triage.triaged import Access, LookedBack, Onset, Row
from diagnostics.triage.turning import Turning
from diagnostics.triage.unpacking import Damaged, unpacked
from diagnostics.triage.vault_audit import LITERALS, accesses
from diagnostics.triage.views import FileView, View

MOST_RECORDS = 300_000  # of one source: about ten seconds
# An account that lost its key shows it within the hour, as it is back within the hour after the repair. Source: Azure
# Cosmos DB, troubleshooting guide for customer-managed keys, read 2026-11-23.
_LONG = timedelta(hours=2)
_BEFORE, _BEHIND = 128_000_000, 16_000_000  # bytes around the onset where the log is no audit log
_BLOCK = 1 << 20
_PEEK = 1 << 18  # bytes at either end that show whether a file is an audit log
_LONGEST_HEADER = 1 << 14
_STEMS = tuple(each.lower().encode() for each in LITERALS)


def look_back(
    inputs: Iterable[str],
    onset: Onset | None,
    vaults: Collection[str],
    *,
    clock: Callable[[], float] = time.monotonic,
) -> LookedBack:
    """Find who was last served, and who was refused.

    A file whose beginning or end holds a record of a wrap or unwrap is an audit log and is read backwards from its end;
    the log with the onset, on a stretch before it; what is packed, from its beginning. Standard input is read once, so
    nothing is found there.

    Args:
        inputs: what was searched.
        onset: from where to look back; None = there is nothing to look back from.
        vaults: hosts that the errors name; empty = any vault.
        clock: in seconds.
    """
    if onset is None:
        return LookedBack()
    began = clock()
    search = _Search(onset, vaults)
    for source in sources(inputs):
        if isinstance(source, Source):
            search.source(source)
    return LookedBack(
        turns=search.turning.result(),
        records=search.turning.records,
        bytes=search.bytes,
        seconds=clock() - began,
        stopped_at=tuple(search.stopped_at),
    )


def vaults_of(onset: Onset | None, rows: Iterable[Row]) -> set[str]:
    """Name the vaults of the error that began it; those of other errors are other vaults, perhaps."""
    return {
        row.vault
        for row in rows
        if onset and row.vault and row.recognised.signature_id == onset.signature_id
    }


class _Search:
    """One search over all sources."""

    def __init__(self, onset: Onset, vaults: Collection[str]) -> None:
        self._onset, self._vaults = onset, vaults
        self.turning = Turning(onset.at, vaults)
        self._scanner: Scanner = best_scanner(_STEMS)
        self.bytes = 0
        self.stopped_at: list[Place] = []

    def source(self, source: Source) -> None:
        """Search one source."""
        is_onsets = source.name == self._onset.place.path
        if source.path == STDIN:
            self.stopped_at.append(Place(path=STDIN, offset=0))
        elif source.member or not is_plain(source.path):
            if is_onsets or is_audit_log(source):
                self._forward(source)
        elif is_audit_log(source):
            self._backward(source, source.size or 0)
        elif is_onsets:
            self._near_the_onset(source)

    def _forward(self, source: Source) -> None:
        """Read what is packed once, from its beginning."""
        before = self.bytes

        def told(done: int) -> None:
            self.bytes = before + done

        found = _accesses(hits(source, self._scanner, told), source.name)
        for count, access in enumerate(found, 1):
            self.turning.add(access)
            if count >= MOST_RECORDS:
                self.stopped_at.append(access.place)
                return

    def _backward(self, source: Source, before: int) -> None:
        """Go back until everybody who was seen was once served, and long enough to see them all."""
        mine = Turning(self._onset.at, self._vaults)
        header, earlier = _header(source.path), self.bytes
        for count, window in enumerate(search_back(source.name, before, _STEMS), 1):
            self.bytes = earlier + before - window.place.offset
            for access in accesses(window.text, window.place, header):
                self.turning.add(access)
                mine.add(access)
            is_long = window.at is not None and window.at < self._onset.at - _LONG
            if is_long and mine.is_settled():
                return
            if count >= MOST_RECORDS:
                self.stopped_at.append(window.place)
                return
        self.bytes = earlier + before

    def _near_the_onset(self, source: Source) -> None:
        """Look for records between the other lines of a log, on a stretch before the onset and a little behind it."""
        end = min(self._onset.place.offset + _BEHIND, source.size or 0)
        view = FileView(source.path)
        try:
            for stop in range(end, max(0, end - _BEFORE), -_BLOCK):
                start = max(0, stop - _BLOCK)
                self.bytes += stop - start
                if self._scanner.find(view.read(start, stop + self._scanner.overlap)):
                    self._backward(source, end)
                    return
        except OSError:
            return
        finally:
            view.close()
        if end > _BEFORE:
            self.stopped_at.append(Place(path=source.name, offset=end - _BEFORE))


def _accesses(found: Iterable[tuple[View, int] | LeftOut], name: str) -> Iterator[Access]:
    """Read each record once."""
    done = 0
    header: tuple[str, ...] | None = None
    for hit in found:
        if isinstance(hit, LeftOut):
            return  # the search for errors has told of it
        view, place = hit
        if header is None:
            header = header_of(view.read(0, _LONGEST_HEADER))
        if place < done:
            continue
        record = record_around(view, place, done)
        done = max(done, record.end)
        yield from accesses(
            decoded(record.raw), Place(path=name, offset=view.shown(record.start)), header
        )


def _header(path: str) -> tuple[str, ...]:
    try:
        with Path(path).open("rb", buffering=0) as file:
            return header_of(file.read(_LONGEST_HEADER))
    except OSError:
        return ()


def header_of(head: bytes) -> tuple[str, ...]:
    """Read the names of the columns off the first line of a table; empty = it is none."""
    line = decoded(head.partition(b"\n")[0]).strip()
    if line.startswith(("{", "[")) or "operationname" not in line.lower():
        return ()
    return tuple(next(csv.reader([line]), ()))


def is_audit_log(source: Source) -> bool:
    """Tell whether wraps and unwraps stand at the beginning or at the end of a source."""
    try:
        with Path(source.path).open("rb", buffering=0) as file:
            head = unpacked(file).head if not source.member else b""
            if _holds_one(head):
                return True
            size = file.seek(0, 2)
            file.seek(max(0, size - _PEEK))
            return bool(source.member) or _holds_one(file.read(_PEEK))
    except (OSError, Damaged):
        return False


def _holds_one(part: bytes) -> bool:
    lower = part.replace(b"\0", b"").lower()
    return any(stem in lower for stem in _STEMS)
