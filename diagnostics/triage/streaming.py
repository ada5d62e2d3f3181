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
        self._scanner, self._searched = scanner, 0

    def add(self, part: bytes) -> None:
        """Take the next part, and note the places of literals in it."""
        searched = self._searched
        first_needed = min(self.waiting[0], searched) if self.waiting else searched
        self.view.append(part, first_needed - FAR)
        first = max(0, searched - self._scanner.overlap)
        ends = (first + end for end in self._scanner.find(self.view.read(first, self.view.end)))
        self.waiting.extend(end - 1 for end in ends if end > searched)
        self._searched = self.view.end

    def ready(self, *, is_end: bool) -> Iterator[int]:
        """Give the places whose records are there, with all that stands within reach."""
        while self.waiting and (is_end or self.waiting[0] + FAR <= self.view.end):
            yield self.waiting.popleft()
