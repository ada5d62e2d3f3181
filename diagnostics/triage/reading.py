"""Reads a source and gives the places of literals in it, with what stands around each."""

from __future__ import annotations

import sys
import zipfile
from collections import deque
from collections.abc import Callable, Iterator

from diagnostics.triage.decoding import encoding_of, is_binary
from diagnostics.triage.occurrence import LeftOut, Place
from diagnostics.triage.records import FAR
from diagnostics.triage.scanner import Scanner
from diagnostics.triage.sources import STDIN, Source
from diagnostics.triage.transcoding import Transcoded
from diagnostics.triage.unpacking import HEAD, Damaged, Pushed, Reader, unpacked
from diagnostics.triage.views import FileView, Passing, View

BLOCK = 1 << 20
_BINARY = "it is no text"
_NAME_A_TEXT = "name text files, or archives of them"


def hits(
    source: Source, scanner: Scanner, told: Callable[[int], None]
) -> Iterator[tuple[View, int] | LeftOut]:
    """Give each place of a literal, in ascending order; its view is good until the next is asked for.

    What cannot be read is the last that is given.
    """
    try:
        if source.path == STDIN:
            yield from _passing(source, unpacked(_Counting(sys.stdin.buffer, told)), scanner)
        elif source.member:
            with zipfile.ZipFile(source.path) as archive, archive.open(source.member) as member:
                yield from _passing(source, unpacked(_Counting(member, told)), scanner)
        else:
            yield from _in_file(source, scanner, told)
    except Damaged as damage:
        yield _left_out(source, damage.reason, damage.do)
    except (zipfile.BadZipFile, EOFError) as error:
        yield _left_out(source, f"the zip archive is broken: {error}", "copy the file once more")
    except (
        RuntimeError,
        NotImplementedError,
    ) as error:  # how zipfile refuses what is encrypted or packed strangely
        yield _left_out(source, f"the archive cannot be unpacked: {error}", "unpack it first")
    except OSError as error:
        yield _left_out(
            source,
            f"it cannot be read: {error.strerror or error}",
            "run as somebody who may read it",
        )


def _left_out(source: Source, reason: str, do: str) -> LeftOut:
    return LeftOut(place=Place(path=source.name, offset=0), reason=reason, do=do)


def _in_file(
    source: Source, scanner: Scanner, told: Callable[[int], None]
) -> Iterator[tuple[View, int] | LeftOut]:
    with open(source.path, "rb", buffering=0) as file:  # noqa: PTH123
        pushed = unpacked(_Counting(file, told))
        with open(source.path, "rb") as again:  # noqa: PTH123
            is_plain = pushed.head == again.read(HEAD) and not encoding_of(pushed.head)
        if not is_plain:
            yield from _passing(source, pushed, scanner)
            return
        if is_binary(pushed.head):
            yield _left_out(source, _BINARY, _NAME_A_TEXT)
            return
    view = FileView(source.path)
    try:
        for place in scanner.in_file(source.path, told):
            yield view, place - 1
    finally:
        view.close()


class _Counting:
    """Tells how much was read of what is packed."""

    def __init__(self, reader: Reader, told: Callable[[int], None]) -> None:
        self._reader, self._told, self._done = reader, told, 0

    def read(self, size: int, /) -> bytes:
        part = self._reader.read(size)
        self._done += len(part)
        self._told(self._done)
        return part


def _passing(
    source: Source, pushed: Pushed, scanner: Scanner
) -> Iterator[tuple[View, int] | LeftOut]:
    """Read once, from front to end, in bounded memory."""
    encoding = encoding_of(pushed.head)
    if not encoding and is_binary(pushed.head):
        yield _left_out(source, _BINARY, _NAME_A_TEXT)
        return
    view: Passing = Transcoded(encoding) if encoding else Passing()
    yield from _through(source, view, pushed, scanner)


def _through(
    source: Source, view: Passing, reader: Reader, scanner: Scanner
) -> Iterator[tuple[View, int] | LeftOut]:
    waiting: deque[int] = deque()
    searched, damage = 0, None
    is_end = False
    while not is_end:
        try:
            part = reader.read(BLOCK)
        except Damaged as error:
            part, damage = b"", error
        is_end = not part
        view.append(part, min(waiting[0] if waiting else searched, searched) - FAR)
        first = max(0, searched - scanner.overlap)
        ends = (first + end for end in scanner.find(view.read(first, view.end)))
        waiting.extend(end - 1 for end in ends if end > searched)
        searched = view.end
        while waiting and (is_end or waiting[0] + FAR <= view.end):
            yield view, waiting.popleft()
    if damage:
        place = Place(path=source.name, offset=view.shown(view.end))
        yield LeftOut(place=place, reason=damage.reason, do=damage.do)
