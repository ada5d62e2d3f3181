"""One read per resource: whoever asks second waits for the first one's answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, TypeVar

from diagnostics.cloud import asked

T = TypeVar("T")


class Memory:
    """Answers of one session by what was asked; errors are answers too.

    A session has one login and one cloud, so the audience and the address are the rest of the key.

    A reading belongs to nobody who waits for it: one waiter that gives up does not take it from the others. Only a
    reading that was itself cancelled is forgotten.
    """

    def __init__(self) -> None:
        self._readings: dict[Hashable, tuple[int, asyncio.Task[Any]]] = {}

    async def once(self, key: Hashable, read: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Return the answer to `key`, reading it if nobody did."""
        known = self._readings.get(key)
        if known is None or known[1].cancelled():
            number, context = asked.reading()
            reading = asyncio.get_running_loop().create_task(read(), context=context)
            reading.add_done_callback(_heard)
            known = self._readings[key] = (number, reading)
        asked.answers(known[0])
        return await asyncio.shield(known[1])

    def forget(self, key: Hashable) -> None:
        """Read again next time."""
        self._readings.pop(key, None)

    async def close(self) -> None:
        """Stop what is still being read."""
        readings = [reading for _, reading in self._readings.values()]
        for reading in readings:
            reading.cancel()
        await asyncio.gather(*readings, return_exceptions=True)


def _heard(reading: asyncio.Task[Any]) -> None:
    """Take the error out of a reading whose waiters have all gone, so that asyncio does not print it."""
    if not reading.cancelled():
        reading.exception()
