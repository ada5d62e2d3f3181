"""Follows logs that grow and are rotated: what is written is told once.

A file that is renamed and made anew is read to its end before the new one; files that came and went between two looks are
found beside it. A file that is copied and truncated loses by nature what was written between the last look and the cut.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator

from diagnostics.triage.examining import Examiner
from diagnostics.triage.known import literals_for
from diagnostics.triage.occurrence import LeftOut, Occurrence
from diagnostics.triage.recognised import Signature
from diagnostics.triage.rotation import Rotating
from diagnostics.triage.scan import Watch
from diagnostics.triage.scanner import best_scanner
from diagnostics.triage.sources import Source, sources
from diagnostics.triage.tail import Tail
from diagnostics.triage.taken import Taken

PAUSE_S = 0.25


def follow(
    inputs: Iterable[str],
    signatures: Iterable[Signature],
    watch: Watch,
    *,
    is_stopped: Callable[[], bool] = lambda: False,
    pause_s: float = PAUSE_S,
) -> Iterator[Occurrence | LeftOut | None]:
    """Find known errors in what is there, and then in what is added.

    Args:
        inputs: files, folders or globs; files that come later are followed as well.
        signatures: what is recognised.
        watch: is told the progress; the total is the size so far.
        is_stopped: is asked at each look; ends the following, after what is there has been read.
        pause_s: seconds between two looks.

    Yields:
        what `scan` yields; None after each look, so that a caller can show what it has. An interruption gives what waits
        for the end of its record, and is raised then.
    """
    following = _Following(tuple(inputs), tuple(signatures), watch)
    try:
        while True:
            is_last = is_stopped()
            yield from following.look(is_last=is_last)
            yield None
            if is_last:
                return
            time.sleep(pause_s)
    except KeyboardInterrupt:
        yield from following.end()
        raise
    finally:
        following.close()


class _Following:
    """All files that are followed."""

    def __init__(
        self, inputs: tuple[str, ...], signatures: tuple[Signature, ...], watch: Watch
    ) -> None:
        self._inputs, self._watch = inputs, watch
        self._scanner = best_scanner(literals_for(signatures))
        self._examiner = Examiner(signatures)
        self._files: dict[str, Rotating] = {}
        self._taken = Taken()
        self._told: set[LeftOut] = set()

    def _new_tail(self, path: str) -> Tail:
        return Tail(path, self._scanner, self._examiner)

    def look(self, *, is_last: bool) -> Iterator[Occurrence | LeftOut]:
        for source in sources(self._inputs):
            if isinstance(source, Source):
                if source.path not in self._files:
                    file = Rotating(source.path, self._new_tail, self._taken)
                    self._files[source.path] = file
            elif source not in self._told:
                self._told.add(source)
                yield source
        for path, file in self._files.items():
            yield from file.look(is_last=is_last)
            self._watch.advance(path, file.done, file.done)

    def end(self) -> Iterator[Occurrence]:
        for file in self._files.values():
            yield from file.end()

    def close(self) -> None:
        for file in self._files.values():
            file.close()
