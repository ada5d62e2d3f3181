"""How fast one API is asked: so many at a time, and a pause for all when it asks for one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

AT_A_TIME = 12  # enough for every probe of one run; far below the services' own limits
# For many targets. Resource Manager gives 25 readings a second back to whoever used up its 250 ("Understand how Azure
# Resource Manager throttles requests", read 2026-11-29): after a pause of a second all of these are answered.
MANY_AT_A_TIME = 25
SLOW_GAP_S = 0.04  # those 25 a second
_WIDEST_GAP_S = 1.0
_ONE_WAVE_S = 0.5
_REMEMBERED_S = 30.0
LONGEST_PAUSE_S = 5.0  # a longer wait is told to the user instead of being waited out
MOST_RETRIES = 2


class Limiter:
    """The limit of one API: how many requests at a time, and how far apart once it says that it is asked too fast."""

    def __init__(self, at_a_time: int = AT_A_TIME) -> None:
        self._at_a_time = at_a_time
        self._slots = asyncio.Semaphore(at_a_time)
        self._queue = asyncio.Lock()
        self._open_at = 0.0  # the loop's clock
        self._gap_s = 0.0  # between one request and the next
        self._slowed_at: float | None = None  # the loop's clock

    @asynccontextmanager
    async def slot(self) -> AsyncGenerator[None]:
        """Wait for a free slot and for a turn."""
        async with self._slots:
            await self.turn()
            yield

    async def turn(self) -> None:
        """Wait for the end of a pause, however often it is prolonged, and for the distance to the request before.

        Whoever waits longest is the next.
        """
        loop = asyncio.get_running_loop()
        async with self._queue:
            while (wait_s := self._open_at - loop.time()) > 0:  # noqa: ASYNC110 - a time is waited for
                await asyncio.sleep(wait_s)
            self._open_at = loop.time() + self._gap_s

    def pause(self, seconds: float) -> None:
        """Let nobody through for a while, and then more slowly: the pause was asked for because that was too fast."""
        now = asyncio.get_running_loop().time()
        self._open_at = max(self._open_at, now + seconds)
        if (
            self._slowed_at is None or now - self._slowed_at > _ONE_WAVE_S
        ):  # once for all that were on their way
            self._gap_s = min(max(2 * self._gap_s, SLOW_GAP_S), _WIDEST_GAP_S)
            self._slowed_at = now

    def left(self, header: str | None) -> None:
        """Take what an answer says of how many readings are left: near the end of them only so many as come back."""
        if header is None or not header.isdigit():
            return
        if int(header) > 2 * self._at_a_time:
            self._gap_s = 0.0
        elif int(header) > self._at_a_time:
            self._gap_s = SLOW_GAP_S
        else:
            self._gap_s = max(self._gap_s, SLOW_GAP_S)

    @property
    def is_slowed(self) -> bool:
        """Tell whether it was asked too fast a moment ago."""
        now = asyncio.get_running_loop().time()
        return self._slowed_at is not None and now - self._slowed_at < _REMEMBERED_S


def pause_asked(header: str | None, attempt: int, now: datetime) -> float:
    """Return the seconds to wait: the service's word (seconds or a date), else a short growing pause."""
    if header:
        try:
            return max(0.0, float(header))
        except ValueError:
            pass
        try:
            moment = parsedate_to_datetime(header)
            return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())
        except ValueError:
            pass
    return 0.3 * float(2**attempt)
