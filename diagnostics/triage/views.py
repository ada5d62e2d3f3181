"""What stands around a place of something that is read, wherever it lies."""

from __future__ import annotations

from collections import deque
from typing import Protocol

_STRETCH = 1 << 18  # bytes that are read at once: each read waits for the searching threads, too


class View(Protocol):
    """Bytes around a place; offsets count from the beginning of what is read."""

    def read(self, start: int, end: int) -> bytes:
        """Give the bytes of a range, as far as they are there."""
        ...

    def shown(self, offset: int) -> int:
        """Give an offset as the file has it that lies there: it differs where UTF-16 was turned into UTF-8."""
        ...


class FileView:
    """A plain file."""

    def __init__(self, path: str) -> None:
        """Open a file.

        Raises:
            OSError: if it cannot be read.
        """
        self._file = open(path, "rb", buffering=0)  # noqa: PTH123, SIM115 - closed by `close`
        self._start, self._bytes = 0, b""

    def read(self, start: int, end: int) -> bytes:
        """Give the bytes of a range; what stands near the last range is not read again."""
        start = max(0, start)
        if not self._start <= start <= end <= self._start + len(self._bytes):
            self._file.seek(start)
            self._bytes = self._file.read(max(_STRETCH, end - start)) or b""
            self._start = start
        return self._bytes[start - self._start : max(start, end) - self._start]

    def shown(self, offset: int) -> int:
        """Give the offset itself."""
        return offset

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class Passing:
    """A stretch of something that is read once, from front to end."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._base = self.end = 0  # where the stretch begins and ends
        self._parts: deque[bytes] = (
            deque()
        )  # as they came: joining them would copy all that passes

    def append(self, part: bytes, keep_from: int) -> bytes:
        """Add bytes, and forget what stands before a place; give what was added."""
        while self._parts and self._base + len(self._parts[0]) <= keep_from:
            self._base += len(self._parts.popleft())
        if part:
            self._parts.append(part)
            self.end += len(part)
        return part

    def read(self, start: int, end: int) -> bytes:
        """Give the bytes of a range."""
        found: list[bytes] = []
        at = self._base
        for part in self._parts:
            if at >= end:
                break
            if at + len(part) > start:
                found.append(part[max(0, start - at) : end - at])
            at += len(part)
        return found[0] if len(found) == 1 else b"".join(found)

    def shown(self, offset: int) -> int:
        """Give the offset itself."""
        return offset
