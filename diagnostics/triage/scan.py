"""Finds known errors in logs of any size: literals first, then exact recognition around each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from diagnostics.triage.examining import Examiner
from diagnostics.triage.known import literals_for
from diagnostics.triage.occurrence import LeftOut, Occurrence
from diagnostics.triage.reading import hits
from diagnostics.triage.recognised import Signature
from diagnostics.triage.scanner import Scanner, best_scanner
from diagnostics.triage.sources import Source, sources, written_at
from diagnostics.triage.two_cores import TwoCores


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
        each error of each record once, in the order of the file; and what could not be read, with the reason. An
        interruption gives what was taken up to then, and is raised behind it.
    """
    known = tuple(signatures)
    scanner = best_scanner(literals_for(known))
    examiner = Examiner(known)
    with TwoCores(examiner, known) as both:
        try:
            for source in sources(inputs):
                if isinstance(source, LeftOut):
                    yield from both.take(source)
                else:
                    yield from _in_source(source, scanner, examiner, both, watch)
        except KeyboardInterrupt:
            yield from both.rest()
            raise
        yield from both.rest()


def _in_source(
    source: Source, scanner: Scanner, examiner: Examiner, both: TwoCores, watch: Watch
) -> Iterator[Occurrence | LeftOut]:
    examined = examiner.of(source.name, written_at(source.path))
    for hit in hits(source, scanner, lambda size: watch.advance(source.name, size, source.size)):
        task = hit if isinstance(hit, LeftOut) else examined.task(*hit)
        if task:
            yield from both.take(task)
