"""Looks at records in a second process, as the interpreter lets only one thread of a process think.

This process unpacks, searches and cuts out records meanwhile; it looks at some only where too many wait there, and when
nothing else is left to do. What is found is given in the order of the records. The second process is begun when there is
enough to do for it, and where it cannot be begun, or ends, this one does everything.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import TYPE_CHECKING, Self

from diagnostics.triage.examining import Examiner, Task
from diagnostics.triage.occurrence import LeftOut, Occurrence
from diagnostics.triage.recognised import Signature

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

Found = list[Occurrence | LeftOut]

ALONE = 400  # records that this process looks at before it asks for help: a tenth of a second
MOST_RECORDS, MOST_BYTES = (
    128,
    1 << 19,
)  # of a batch: enough to be worth the way, and held in memory
_AWAY = 24  # batches at once: as many as come while the second process starts; 12 MB at most


class _Batch:
    """Some records, and what was found in them."""

    __slots__ = ("found", "sent", "tasks")

    def __init__(self) -> None:
        self.tasks: list[Task | LeftOut] = []
        self.sent: Future[Found] | None = None
        self.found: Found | None = None

    @property
    def is_away(self) -> bool:
        return self.sent is not None and not self.sent.done()


class TwoCores:
    """Gives what is found in records, in their order."""

    def __init__(self, examiner: Examiner, signatures: tuple[Signature, ...]) -> None:
        """Begin alone.

        Args:
            examiner: of this process.
            signatures: what the examiner of the second process recognises, too.
        """
        self._examiner, self._signatures = examiner, signatures
        self._looked_at = 0
        self._second: ProcessPoolExecutor | None = None
        self._is_alone = _cores() < 2  # noqa: PLR2004 - one for each process
        self._batch, self._size = _Batch(), 0
        self._waiting: deque[_Batch] = deque()

    def __enter__(self) -> Self:
        """Do nothing: the second process is begun when it is needed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the second process end, if there is one."""
        if self._second:
            self._second.shutdown(wait=False, cancel_futures=True)

    def take(self, task: Task | LeftOut) -> Iterator[Occurrence | LeftOut]:
        """Take what comes next, and give what is ready."""
        if self._second is None:
            yield from _look(self._examiner, [task])
            self._looked_at += 1
            if self._looked_at == ALONE and not self._is_alone:
                self._second = second_process(self._signatures)
            return
        self._batch.tasks.append(task)
        self._size += len(task.raw) if isinstance(task, Task) else 0
        if len(self._batch.tasks) >= MOST_RECORDS or self._size >= MOST_BYTES:
            self._close_batch()
            yield from self._ready()

    def rest(self) -> Iterator[Occurrence | LeftOut]:
        """Give all that was taken and not yet given; what the second process has not begun is looked at here, the last first."""
        self._close_batch()
        for batch in reversed(self._waiting):
            if batch.sent is not None and batch.sent.cancel():
                batch.sent, batch.found = None, _look(self._examiner, batch.tasks)
        while self._waiting:
            yield from self._found(self._waiting.popleft())

    def _close_batch(self) -> None:
        batch, self._batch, self._size = self._batch, _Batch(), 0
        self._waiting.append(batch)
        if sum(each.is_away for each in self._waiting) < _AWAY:
            batch.sent = self._send(batch.tasks)
        if batch.sent is None:
            batch.found = _look(self._examiner, batch.tasks)

    def _send(self, tasks: list[Task | LeftOut]) -> Future[Found] | None:
        if self._second is None:
            return None
        try:
            return self._second.submit(_look_there, tasks)
        except (OSError, RuntimeError):  # it has ended
            return None

    def _ready(self) -> Iterator[Occurrence | LeftOut]:
        while self._waiting and not self._waiting[0].is_away:
            yield from self._found(self._waiting.popleft())

    def _found(self, batch: _Batch) -> Found:
        if batch.found is None and batch.sent is not None:
            from concurrent.futures import CancelledError
            from concurrent.futures.process import BrokenProcessPool

            try:
                return batch.sent.result()
            except (BrokenProcessPool, CancelledError):  # it was ended: nothing is lost by it
                return _look(self._examiner, batch.tasks)
        return batch.found or []


def _look(examiner: Examiner, tasks: list[Task | LeftOut]) -> Found:
    return [
        each
        for task in tasks
        for each in ([task] if isinstance(task, LeftOut) else examiner.look(task))
    ]


def _cores() -> int:
    """Give how many cores this process may use."""
    may = getattr(os, "sched_getaffinity", None)
    return len(may(0)) if may else os.cpu_count() or 1


def second_process(signatures: tuple[Signature, ...]) -> ProcessPoolExecutor | None:
    """Make what begins the second process with the first batch; None where there can be none (no semaphores)."""
    try:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        return ProcessPoolExecutor(
            1, mp_context=get_context("spawn"), initializer=_begin_there, initargs=(signatures,)
        )
    except (ImportError, NotImplementedError, OSError):
        return None


_there: list[Examiner] = []  # of the second process: one, made as it begins


def _begin_there(signatures: tuple[Signature, ...]) -> None:
    import signal
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process gives the partial answer
    parent = parent_process()
    if parent is not None:
        threading.Thread(target=_end_after, args=(parent.join,), daemon=True).start()
    _there.append(Examiner(signatures))


def _end_after(parent_ended: Callable[[], None]) -> None:
    """End when the first process was killed: nobody else would end this one."""
    parent_ended()
    os._exit(1)


def _look_there(tasks: list[Task | LeftOut]) -> Found:
    return _look(_there[0], tasks)
