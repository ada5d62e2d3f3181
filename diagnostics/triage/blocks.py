"""Goes through a plain file block by block, on two cores where the scanner lets go of the interpreter's lock."""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing

BLOCK = 1 << 20  # fits into a core's own cache, so that what was read is searched where it lies
_AHEAD = 4  # blocks a thread; more would only hold results


def in_blocks(
    path: str,
    find: Callable[[memoryview], list[int]],
    overlap: int,
    told: Callable[[int], None],
    threads: int,
) -> Iterator[int]:
    """Give the places behind each literal of a file, in ascending order.

    Args:
        path: a regular file.
        find: gives the places behind each literal of a block.
        overlap: how far blocks reach back, in bytes: the longest literal less one.
        told: is called with the bytes that are done after each block.
        threads: how many blocks are searched at once.

    Raises:
        OSError: if it cannot be read.
    """
    size = os.path.getsize(path)  # noqa: PTH202 - pathlib costs a part of the start
    with ExitStack() as opened:

        def new() -> _Worker:
            return opened.enter_context(closing(_Worker(path, find, overlap)))

        if size <= BLOCK:
            yield from new()(0)
            told(size)
        else:
            yield from _threaded(new, size, told, threads)


def _threaded(
    new: Callable[[], _Worker], size: int, told: Callable[[int], None], threads: int
) -> Iterator[int]:
    own = threading.local()

    def work(start: int) -> list[int]:
        worker: _Worker | None = getattr(own, "worker", None)
        if worker is None:
            worker = own.worker = new()
        return worker(start)

    with ThreadPoolExecutor(threads) as pool:
        running: deque[tuple[int, Future[list[int]]]] = deque()
        try:
            for start in range(0, size, BLOCK):
                running.append((start, pool.submit(work, start)))
                if len(running) >= threads * _AHEAD:
                    yield from _next(running, size, told)
            while running:
                yield from _next(running, size, told)
        finally:
            for _, future in running:
                future.cancel()


def _next(
    running: deque[tuple[int, Future[list[int]]]], size: int, told: Callable[[int], None]
) -> list[int]:
    start, future = running.popleft()
    places = future.result()
    told(min(start + BLOCK, size))
    return places


class _Worker:
    """Reads blocks into one buffer of its own and searches them there."""

    def __init__(self, path: str, find: Callable[[memoryview], list[int]], overlap: int) -> None:
        self._file = open(path, "rb", buffering=0)  # noqa: PTH123, SIM115 - closed by `close`
        self._find, self._overlap = find, overlap
        self._buffer = memoryview(bytearray(BLOCK + overlap))

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __call__(self, start: int) -> list[int]:
        """Search the block from a place on; what ends in the block belongs to it."""
        first = max(0, start - self._overlap)
        self._file.seek(first)
        filled, wanted = 0, start + BLOCK - first
        while filled < wanted:
            count = self._file.readinto(self._buffer[filled:wanted]) or 0
            if not count:
                break
            filled += count
        return [
            place
            for end in self._find(self._buffer[:filled])
            if (place := first + end) > start or start == 0
        ]
