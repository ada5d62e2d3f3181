"""Reads one open file as it grows, and looks at each record when it is complete."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from diagnostics.triage.decoding import is_binary
from diagnostics.triage.examining import Examiner
from diagnostics.triage.occurrence import LeftOut, Occurrence, Place
from diagnostics.triage.scanner import Scanner
from diagnostics.triage.streaming import Stream
from diagnostics.triage.unpacking import is_packed

_BLOCK = 1 << 20
HEAD = 256  # first bytes by which a copy is known
_FIRST = 64  # bytes that tell an encoding; fewer wait for more
_REMEMBERED = 256  # last bytes by which it is seen that a file was written anew
QUIET_S = 1.0  # after which a record whose line has ended is taken for complete


class Tail:
    """One file, from its beginning on, whatever its name becomes."""

    def __init__(self, path: str, scanner: Scanner, examiner: Examiner) -> None:
        """Open a file.

        Raises:
            OSError: if it cannot be opened.
        """
        self._file = open(path, "rb", buffering=0)  # noqa: PTH123, SIM115 - closed by `close`
        self.key = key_of(os.fstat(self._file.fileno()))
        self.path, self._scanner, self._examiner = path, scanner, examiner
        self._examined = examiner.of(path, None)
        self._begin()

    def _begin(self) -> None:
        self.done, self.head = 0, b""
        self._last = b""
        self._stream: Stream | None = None
        self._grew_at = time.monotonic()
        self._examined = self._examiner.of(self.path, None)

    def grow(self, *, is_last: bool = False) -> Iterator[Occurrence | LeftOut]:
        """Read what was added, and look at the records that are complete."""
        while part := self._file.read(_BLOCK):
            is_quiet = time.monotonic() - self._grew_at > QUIET_S
            if self.done == 0 and len(part) < _FIRST and not is_quiet and not is_last:
                self._file.seek(0)
                return
            self._grew_at = time.monotonic()
            if self.done == 0:
                yield from self._first(part)
            self.done += len(part)
            self.head = (self.head + part[:HEAD])[:HEAD]
            self._last = (self._last + part)[-_REMEMBERED:]
            if self._stream is not None:
                self._stream.add(part)
                yield from self._complete(is_end=False)
        if time.monotonic() - self._grew_at > QUIET_S:
            yield from self._complete(is_end=False, is_quiet=True)

    def _first(self, part: bytes) -> Iterator[LeftOut]:
        if is_packed(part) or is_binary(part):
            reason = "it is packed" if is_packed(part) else "it is no text"
            yield LeftOut(
                place=Place(path=self.path, offset=0),
                reason=f"{reason}, which does not grow",
                do="read it without --follow" if is_packed(part) else "name text files",
            )
            return
        self._stream = Stream(self._scanner, part)

    def _complete(self, *, is_end: bool, is_quiet: bool = False) -> Iterator[Occurrence]:
        """Look at the places whose record has ended; at its end, or in a long silence, its last line is enough."""
        stream = self._stream
        while stream is not None and stream.waiting:
            place, view = stream.waiting[0], stream.view
            record = self._examined.record(view, place)
            if record is None:
                stream.waiting.popleft()
                continue
            rest = view.read(record.end, view.end)
            has_ended = bool(rest.strip(b"\r\n")) or (is_quiet and rest.startswith((b"\n", b"\r")))
            if not (has_ended or is_end):
                return
            stream.waiting.popleft()
            yield from self._examined.look(view, place, record)

    def was_cut(self) -> bool:
        """Tell whether the file was truncated, or written anew from its beginning."""
        if os.fstat(self._file.fileno()).st_size < self.done:
            return True
        is_same = (
            self._read_at(0, len(self.head)) == self.head
            and self._read_at(self.done - len(self._last), len(self._last)) == self._last
        )
        self._file.seek(self.done)
        return not is_same

    def _read_at(self, start: int, size: int) -> bytes:
        self._file.seek(start)
        return self._file.read(size) or b""

    def restart(self) -> Iterator[Occurrence | LeftOut]:
        """Begin again at the front of a file that was copied and truncated."""
        yield from self.end()
        yield LeftOut(
            place=Place(path=self.path, offset=self.done),
            reason="the file was copied and truncated; what was written just before may be lost",
            do="rotate it by renaming (without `copytruncate`) if nothing may be lost",
        )
        self._file.seek(0)
        self._begin()

    def end(self) -> Iterator[Occurrence]:
        """Look at what waits for the end of its record."""
        yield from self._complete(is_end=True)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def key_of(status: os.stat_result) -> tuple[int, int]:
    """Give what stays of a file when it is renamed."""
    return status.st_dev, status.st_ino
