"""Reads a source and gives the places of literals in it, with what stands around each."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable, Iterator

from diagnostics.triage.ahead import ahead
from diagnostics.triage.decoding import encoding_of, is_binary
from diagnostics.triage.occurrence import LeftOut, Place
from diagnostics.triage.scanner import Scanner
from diagnostics.triage.sources import STDIN, Source
from diagnostics.triage.streaming import Stream
from diagnostics.triage.unpacking import HEAD, Damaged, Pushed, Reader, is_packed, unpacked
from diagnostics.triage.views import FileView, View

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
            yield from _passing(source, unpacked(_Counting(_standard_input(), told)), scanner)
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


def _standard_input() -> Reader:
    """Give standard input without a buffer: a thread that waits in one cannot be left behind."""
    raw: Reader = getattr(sys.stdin.buffer, "raw", sys.stdin.buffer)
    return raw


def _left_out(source: Source, reason: str, do: str) -> LeftOut:
    return LeftOut(place=Place(path=source.name, offset=0), reason=reason, do=do)


def is_plain(path: str) -> bool:
    """Tell whether a file is read as it lies there: neither packed nor in UTF-16.

    Raises:
        OSError: if it cannot be read.
    """
    with open(path, "rb") as file:  # noqa: PTH123
        head = file.read(HEAD)
    return not is_packed(head) and not encoding_of(head)


def _in_file(
    source: Source, scanner: Scanner, told: Callable[[int], None]
) -> Iterator[tuple[View, int] | LeftOut]:
    with open(source.path, "rb", buffering=0) as file:  # noqa: PTH123
        if not is_plain(source.path):
            yield from _passing(source, unpacked(_Counting(file, told)), scanner)
            return
        if is_binary(file.read(HEAD)):
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
    """Read once, from front to end; the next part is unpacked while this one is searched."""
    stream = Stream(scanner, pushed.head)
    if not encoding_of(pushed.head) and is_binary(pushed.head):
        yield _left_out(source, _BINARY, _NAME_A_TEXT)
        return
    damage: Damaged | None = None
    try:
        for part in ahead(pushed, BLOCK):
            stream.add(part)
            for place in stream.ready(is_end=False):
                yield stream.view, place
    except Damaged as error:
        damage = error
    for place in stream.ready(is_end=True):
        yield stream.view, place
    if damage:
        there = Place(path=source.name, offset=stream.view.shown(stream.view.end))
        yield LeftOut(place=there, reason=damage.reason, do=damage.do)
