from __future__ import annotations

import asyncio

import pytest

from diagnostics.cloud.memory import Memory
from diagnostics.errors import NotFound
from tests.support.cloud import Anything


def test_many_who_ask_at_once_cause_one_read() -> None:
    async def story() -> Anything:
        memory, reads = Memory(), []

        async def read() -> Anything:
            reads.append(1)
            await asyncio.sleep(0)
            return "answer"

        answers = await asyncio.gather(*(memory.once("k", read) for _ in range(5)))
        return answers, await memory.once("k", read), len(reads)

    assert asyncio.run(story()) == (["answer"] * 5, "answer", 1)


def test_an_error_is_an_answer_too() -> None:
    async def story() -> Anything:
        memory, reads = Memory(), []

        async def read() -> Anything:
            reads.append(1)
            raise NotFound("gone")

        for _ in range(2):
            with pytest.raises(NotFound):
                await memory.once("k", read)
        return len(reads)

    assert asyncio.run(story()) == 1


def test_one_who_gives_up_does_not_take_the_answer_from_the_others() -> None:
    async def story() -> Anything:
        memory, gate = Memory(), asyncio.Event()

        async def read() -> Anything:
            await gate.wait()
            return "answer"

        impatient = asyncio.create_task(memory.once("k", read))
        patient = asyncio.create_task(memory.once("k", read))
        await asyncio.sleep(0)
        impatient.cancel()
        await asyncio.sleep(0)
        gate.set()
        return await patient, impatient.cancelled()

    assert asyncio.run(story()) == ("answer", True)


def test_a_reading_that_was_stopped_is_read_again() -> None:
    async def story() -> Anything:
        memory = Memory()

        async def stuck() -> None:
            await asyncio.Event().wait()

        async def read() -> Anything:
            return "answer"

        waiting = asyncio.create_task(memory.once("k", stuck))
        await asyncio.sleep(0)
        await memory.close()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        return await memory.once("k", read)

    assert asyncio.run(story()) == "answer"


def test_an_error_nobody_waits_for_is_not_printed(caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> Anything:
        memory, gate = Memory(), asyncio.Event()

        async def read() -> Anything:
            await gate.wait()
            raise NotFound("gone")

        waiting = asyncio.create_task(memory.once("k", read))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        gate.set()
        await asyncio.sleep(0)
        await memory.close()

    asyncio.run(story())
    assert caplog.text == ""
