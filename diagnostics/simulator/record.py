"""What the simulator saw: every connection and every request, with its times."""

from __future__ import annotations

import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass


@dataclass(slots=True)
class Logged:
    """One connection (method CONNECT) or one request; times of `time.monotonic`, comparable between processes."""

    method: str
    host: str
    path: str = ""
    query: str = (
        ""  # as it stood in the request, without the question mark; of a sign-in `scope=…`
    )
    status: int = 0  # 0 = no answer was sent
    caller: str = ""  # application id of the token or of the sign-in; empty = none
    started: float = 0.0
    ended: float = 0.0


class Record:
    """Keeps the log; entries stand in the order in which they began."""

    def __init__(self) -> None:
        self.entries: list[Logged] = []

    @contextmanager
    def timed(
        self, method: str, host: str, path: str = "", query: str = ""
    ) -> Generator[Logged, None, None]:
        """Log what the block does; the block fills in status and caller."""
        entry = Logged(method, host, path, query, started=time.monotonic())
        self.entries.append(entry)
        try:
            yield entry
        finally:
            entry.ended = time.monotonic()

    def as_documents(self) -> list[dict[str, object]]:
        """Return the log as plain values."""
        return [asdict(entry) for entry in self.entries]
