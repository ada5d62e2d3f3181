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
MANY_AT_A_TIME = 20
LONGEST_PAUSE_S = 5.0  # a longer wait is told to the user instead of being waited out
MOST_RETRIES = 2


class Limiter:
    """The limit of one API."""

    def __init__(self, at_a_time: int = AT_A_TIME) -> None:
        self._slots = asyncio.Semaphore(at_a_time)
        self._open_at = 0.0  # the loop's clock

    @asynccontextmanager
    async def slot(self) -> AsyncGenerator[None]:
        """Wait for a free slot and for the end of a pause."""
        async with self._slots:
            loop = asyncio.get_running_loop()
            await asyncio.sleep(max(0.0, self._open_at - loop.time()))
            yield

    def pause(self, seconds: float) -> None:
        """Let nobody through for a while."""
        self._open_at = max(self._open_at, asyncio.get_running_loop().time() + seconds)


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
