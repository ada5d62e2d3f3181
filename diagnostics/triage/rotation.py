"""Keeps to one name while the files behind it change."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

from diagnostics.triage.occurrence import LeftOut, Occurrence
from diagnostics.triage.tail import HEAD, Tail, key_of
from diagnostics.triage.taken import Taken
from diagnostics.triage.unpacking import ZIP, is_packed

_LEAVES_AFTER_S = 5.0  # writers keep a renamed file open until they are told to open the new one

_Key = tuple[int, int]


class Rotating:
    """What is written under one name, through all rotations."""

    def __init__(self, path: str, new_tail: Callable[[str], Tail], taken: Taken) -> None:
        """Begin to follow; files that lie beside it now are older and are not read."""
        self._path, self._new_tail, self._taken = path, new_tail, taken
        self._tails: list[Tail] = []  # the oldest first; the last is the one that has the name
        self._left_at: dict[_Key, float] = {}
        self._older = {key for _, key in self._beside()} - {self._own_key()}

    @property
    def done(self) -> int:
        """How many bytes of the present file were read."""
        return self._tails[-1].done if self._tails else 0

    def look(self, *, is_last: bool = False) -> Iterator[Occurrence | LeftOut]:
        """Read what was added since the last look."""
        self._open_new()
        for tail in self._tails:
            if tail.was_cut():
                self._taken.ended(tail)
                yield from tail.restart()
            yield from tail.grow(is_last=is_last)
        yield from self._leave(is_last=is_last)

    def _open_new(self) -> None:
        """Open what took the name since the last look, and what had it in between."""
        present = self._own_key()
        if present is None or (self._tails and present == self._tails[-1].key):
            return
        for path in (*(self._between() if self._tails else ()), self._path):
            try:
                tail = self._new_tail(path)
            except OSError:
                continue  # renamed meanwhile: the next look finds it beside
            if self._taken.has(tail.key) or self._taken.is_copy(self._path, head_of(path)):
                tail.close()
                continue
            self._taken.take(tail)
            for older in self._tails:
                self._left_at.setdefault(older.key, time.monotonic())
            self._tails.append(tail)

    def _between(self) -> list[str]:
        """Find files that had the name between two looks: new ones beside it, the oldest first."""
        new = [
            (path, head_of(path))
            for path, key in self._beside()
            if path != self._path and key not in self._older and not self._taken.has(key)
        ]
        return sorted(
            (
                path
                for path, head in new
                if head
                and not is_packed(head)
                and not head.startswith(ZIP)
                and not self._taken.is_copy(path, head)
            ),
            key=_age,
        )

    def _beside(self) -> Iterator[tuple[str, _Key]]:
        """Give the files whose names go on from this one's, as rotation makes them."""
        folder, name = os.path.split(self._path)
        try:
            with os.scandir(folder or ".") as entries:
                names = [entry.name for entry in entries if entry.name.startswith(name)]
        except OSError:
            return
        for each in names:
            path = os.path.join(folder, each)  # noqa: PTH118
            try:
                yield path, key_of(os.stat(path))  # noqa: PTH116
            except OSError:
                continue

    def _own_key(self) -> _Key | None:
        try:
            return key_of(os.stat(self._path))  # noqa: PTH116
        except OSError:
            return None

    def _leave(self, *, is_last: bool) -> Iterator[Occurrence]:
        """End the files that lost the name some time ago; all at the last look."""
        now = time.monotonic()
        for tail in list(self._tails):
            left_at = self._left_at.get(tail.key)
            has_left = left_at is not None and now - left_at > _LEAVES_AFTER_S
            if is_last or has_left:
                yield from tail.end()
            if has_left:
                # Its number stays taken as long as the file has a name: closing would let another file have it.
                self._left_at.pop(tail.key)
                self._tails.remove(tail)
                self._taken.left(tail)
                self._older.add(tail.key)
                tail.close()

    def end(self) -> Iterator[Occurrence]:
        """Look at what waits for the end of its record."""
        for tail in self._tails:
            yield from tail.end()

    def close(self) -> None:
        """Close all files."""
        for tail in self._tails:
            tail.close()


def head_of(path: str) -> bytes:
    """Give the first bytes of a file; none if it cannot be read."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            return file.read(HEAD)
    except OSError:
        return b""


def _age(path: str) -> float:
    try:
        return os.stat(path).st_mtime  # noqa: PTH116
    except OSError:
        return 0.0
