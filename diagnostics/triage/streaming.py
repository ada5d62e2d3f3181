"""Searches what is read once, from front to end, in bounded memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from diagnostics.triage.decoding import encoding_of
from diagnostics.triage.records import FAR
from diagnostics.triage.scanner import Scanner
from diagnostics.triage.transcoding import Transcoded
from diagnostics.triage.views import Passing


class Stream:
    """Something that comes in parts, and the places of literals in it that have not been looked at."""

    def __init__(self, scanner: Scanner, head: bytes) -> None:
        """Begin a stream.

        Args:
            scanner: finds the literals.
            head: its first bytes, by which its encoding is told; they are not yet part of it.
        """
        encoding = encoding_of(head)
        self.view: Passing = Transcoded(encoding) if encoding else Passing()
        self.waiting: deque[int] = deque()
        self._scanner = scanner

    def add(self, part: bytes) -> None:
        """Take the next part, and note the places of literals in it."""
        before = self.view.end
        first_needed = min(self.waiting[0], before) if self.waiting else before
        part = self.view.append(part, first_needed - FAR)
        overlap = self._scanner.overlap
        first = max(0, before - overlap)
        # Across the seam first: the part itself is searched where it lies, as a copy of it would cost a tenth of the time.
        seam = self._scanner.find(self.view.read(first, before + overlap)) if before else []
        ends = {first + end for end in seam if first + end > before}
        ends.update(before + end for end in self._scanner.find(part))
        self.waiting.extend(end - 1 for end in sorted(ends))

    def ready(self, *, is_end: bool) -> Iterator[int]:
        """Give the places whose records are there, with all that stands within reach."""
        while self.waiting and (is_end or self.waiting[0] + FAR <= self.view.end):
            yield self.waiting.popleft()
