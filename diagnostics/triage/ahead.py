"""Reads one part ahead in a thread of its own: unpacking lets go of the interpreter's lock, and so does searching."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from queue import Full, Queue

from diagnostics.triage.unpacking import Reader

_PARTS = 2  # that wait; more would only hold memory
_MOST_WAITED_S = 1.0


def ahead(reader: Reader, size: int) -> Iterator[bytes]:
    """Give the parts of a reader, about so many bytes each; what it raises is raised here, behind the last part."""
    parts: Queue[bytes | BaseException] = Queue(_PARTS)
    stopped = threading.Event()

    def put(part: bytes | BaseException) -> bool:
        while not stopped.is_set():
            try:
                parts.put(part, timeout=0.1)
            except Full:
                continue
            return True
        return False

    def work() -> None:
        for part in _parts(reader, size):
            if not put(part):
                return

    # A thread that waits for standard input must not keep the program from ending.
    thread = threading.Thread(target=work, name="ajo-doctor-ahead", daemon=True)
    thread.start()
    try:
        while part := parts.get():
            if isinstance(part, BaseException):
                raise part
            yield part
    finally:
        stopped.set()
        thread.join(_MOST_WAITED_S)


def _parts(reader: Reader, size: int) -> Iterator[bytes | BaseException]:
    """Join what comes in small parts; an error, or nothing, is the last."""
    joined: list[bytes] = []
    have = 0
    while True:
        try:
            part = reader.read(size - have)
        except BaseException as error:  # noqa: BLE001 - raised where the parts are taken
            yield from filter(None, (b"".join(joined),))
            yield error
            return
        joined.append(part)
        have += len(part)
        if have >= size or not part:
            yield from filter(None, (b"".join(joined),))
            joined, have = [], 0
        if not part:
            yield b""
            return
