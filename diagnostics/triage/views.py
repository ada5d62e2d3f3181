"""What stands around a place of something that is read, wherever it lies."""

from __future__ import annotations

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
        self._base = 0
        self._bytes = b""

    @property
    def end(self) -> int:
        """Where the stretch ends."""
        return self._base + len(self._bytes)

    def append(self, part: bytes, keep_from: int) -> None:
        """Add bytes, and forget what stands before a place."""
        drop = min(max(0, keep_from - self._base), len(self._bytes))
        self._bytes = self._bytes[drop:] + part
        self._base += drop

    def read(self, start: int, end: int) -> bytes:
        """Give the bytes of a range."""
        return self._bytes[max(0, start - self._base) : max(0, end - self._base)]

    def shown(self, offset: int) -> int:
        """Give the offset itself."""
        return offset
