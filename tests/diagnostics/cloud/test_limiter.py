"""How fast one API is asked: fairly, and no faster than it says."""

from __future__ import annotations

import asyncio
import time
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.cloud.limiter import SLOW_GAP_S, Limiter

AT_A_TIME = 4


async def starts(limiter: Limiter, number: int) -> list[tuple[int, float]]:
    """Who began when, in the order of beginning."""
    began: list[tuple[int, float]] = []

    async def one(which: int) -> None:
        async with limiter.slot():
            began.append((which, time.monotonic()))

    await asyncio.gather(*(one(which) for which in range(number)))
    return began


def gaps(began: list[tuple[int, float]]) -> list[float]:
    return [later - earlier for (_, earlier), (_, later) in pairwise(began)]


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2 * AT_A_TIME))
def test_near_the_end_of_what_may_be_read_only_so_many_as_come_back(left: int) -> None:
    async def work() -> list[tuple[int, float]]:
        limiter = Limiter(AT_A_TIME)
        limiter.left(str(left))
        return await starts(limiter, 6)

    began = asyncio.run(work())
    assert [which for which, _ in began] == list(range(6))
    assert min(gaps(began)) >= SLOW_GAP_S * 0.9


def test_with_plenty_left_nobody_waits() -> None:
    async def work() -> float:
        limiter = Limiter(AT_A_TIME)
        limiter.left("0")
        for header in ("200", "many", None):
            limiter.left(header)
        began = await starts(limiter, 40)
        return began[-1][1] - began[0][1]

    assert asyncio.run(work()) < 40 * SLOW_GAP_S


def test_after_a_pause_it_goes_on_more_slowly_and_in_the_order_of_asking() -> None:
    async def work() -> tuple[float, list[tuple[int, float]], bool]:
        limiter = Limiter(AT_A_TIME)
        assert not limiter.is_slowed
        asked = time.monotonic()
        for _ in range(AT_A_TIME):  # one wave is one word of the service
            limiter.pause(0.2)
        return asked, await starts(limiter, 5), limiter.is_slowed

    asked, began, is_slowed = asyncio.run(work())
    assert is_slowed
    assert began[0][1] - asked >= 0.19
    assert [which for which, _ in began] == list(range(5))
    # Doubled once, not once for each of the wave.
    assert SLOW_GAP_S * 0.9 <= min(gaps(began)) < 2**AT_A_TIME * SLOW_GAP_S


def test_a_pause_that_is_prolonged_holds_who_waits_already() -> None:
    async def work() -> float:
        limiter = Limiter(AT_A_TIME)
        limiter.pause(0.1)
        asked = time.monotonic()
        waiting = asyncio.create_task(starts(limiter, 1))
        await asyncio.sleep(0.05)
        limiter.pause(0.3)
        return (await waiting)[0][1] - asked

    assert asyncio.run(work()) >= 0.34
