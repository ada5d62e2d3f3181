"""Text that knows where each of its characters stood before quoting was taken off."""

from __future__ import annotations

from bisect import bisect_right
from typing import Self


class Mapped:
    """A text in pieces, each with its offset in the original."""

    __slots__ = ("_length", "_origins", "_pieces", "_starts", "text")

    def __init__(self) -> None:
        self.text = ""
        self._starts: list[int] = []  # of the pieces in `text`, ascending
        self._origins: list[int] = []  # of the same pieces in the original
        self._pieces: list[str] = []
        self._length = 0

    @classmethod
    def whole(cls, text: str) -> Self:
        """Take an original as it stands."""
        mapped = cls()
        mapped.add(text, 0)
        return mapped.done()

    def add(self, piece: str, origin: int) -> None:
        """Append a piece that stands at an offset of the original; one character may come of several there."""
        if piece:
            self._starts.append(self._length)
            self._origins.append(origin)
            self._pieces.append(piece)
            self._length += len(piece)

    def extend(self, other: Mapped, start: int, end: int) -> None:
        """Append a part of another mapped text, with its origins."""
        while start < end:
            at = bisect_right(other._starts, start) - 1
            stop = other._starts[at + 1] if at + 1 < len(other._starts) else end
            stop = min(stop, end)
            self.add(other.text[start:stop], other.origin(start))
            start = stop

    def done(self) -> Self:
        """Join the pieces; call it once, after the last one."""
        self.text = "".join(self._pieces)
        return self

    def origin(self, at: int) -> int:
        """Give the offset in the original of one in this text; one behind the end lies behind its last character."""
        place = bisect_right(self._starts, at) - 1
        return self._origins[place] + at - self._starts[place] if place >= 0 else 0


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Give line and column, both from 1, of an offset; a carriage return before a line feed belongs to its line."""
    before = text[:offset]
    return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1
