"""Reads UTF-16 and UTF-32 as UTF-8, and knows where each place lies in the file itself."""

from __future__ import annotations

import codecs
from collections import deque
from itertools import pairwise

from diagnostics.triage.views import Passing

_MARK = "\ufeff"
_PIECE = 1 << 14  # bytes between two places whose counterpart is remembered


class Transcoded(Passing):
    """A stretch of something in another encoding, seen as UTF-8."""

    def __init__(self, encoding: str) -> None:
        """Begin with nothing.

        Args:
            encoding: `utf-16-le`, `utf-16-be`, `utf-32-le` or `utf-32-be`.
        """
        super().__init__()
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._marks: deque[tuple[int, int]] = deque([(0, 0)])  # here, in the file
        self._in_file = 0

    def append(self, part: bytes, keep_from: int) -> bytes:
        """Add bytes as they lie in the file, and forget what stands before a place; give them as UTF-8."""
        pieces: list[bytes] = []
        here = self.end
        for start in range(0, len(part), _PIECE):
            text = self._decoder.decode(part[start : start + _PIECE])
            if here == 0 and text.startswith(_MARK):
                text = text[1:]
                self._in_file += len(_MARK.encode(self._encoding))
                self._marks[0] = (0, self._in_file)
            pieces.append(text.encode("utf-8", "replace"))
            here += len(pieces[-1])
            self._in_file += len(text.encode(self._encoding, "replace"))
            self._marks.append((here, self._in_file))
        added = super().append(b"".join(pieces), keep_from)
        while len(self._marks) > 1 and self._marks[1][0] <= max(0, self._base):
            self._marks.popleft()
        return added

    def shown(self, offset: int) -> int:
        """Give an offset as the file has it."""
        here, there = self._marks[0]
        for one, other in pairwise(self._marks):
            if one[0] <= offset < other[0]:
                here, there = one
                break
        text = self.read(here, offset).decode("utf-8", "replace")
        return there + len(text.encode(self._encoding, "replace"))
