"""What a run gives that ends before its probes do: what was read, and the rest by its reason."""

from __future__ import annotations

import asyncio

import pytest

from diagnostics.check import Look
from diagnostics.outcome import Reading
from diagnostics.runner import interrupted, read
from tests.support.running import look_at, run, waiting_for
from tests.support.small import NOW, TARGET, Pipe, Tap, Water, a_check


def test_at_the_deadline_what_was_read_stays_and_the_rest_is_timed_out() -> None:
    never = asyncio.Event()
    readings = run(
        a_check("pipe.whole", Pipe),
        a_check("water.warm", Water, probe=waiting_for(lambda: never)),
        a_check("tap.open", Tap, needs=(Water,)),
        deadline_s=0.05,
    )
    assert readings["pipe.whole"].evidence
    for name in ("water.warm", "tap.open"):
        unknown = readings[name].unknown
        assert unknown is not None
        assert unknown.kind.slug == "timed-out"
        assert unknown.reason == "the run's limit of 0.05 s came before the answer"


def test_an_interrupted_run_gives_what_was_read() -> None:
    async def scene() -> tuple[Reading, ...]:
        begun, never = asyncio.Event(), asyncio.Event()

        async def probe(_: Look) -> Water:
            begun.set()
            await never.wait()
            raise AssertionError

        checks = [a_check("pipe.whole", Pipe), a_check("water.warm", Water, probe=probe)]
        task = asyncio.create_task(read(checks, TARGET, look_at, deadline_s=30))
        await begun.wait()
        await asyncio.sleep(0)
        task.cancel()
        readings = await task
        assert task.cancelling() == 0
        return readings

    pipe, water = asyncio.run(scene())
    assert pipe.evidence
    assert water.unknown is not None
    assert water.unknown.kind.slug == "interrupted"


def test_a_run_that_never_began_is_interrupted_as_a_whole() -> None:
    readings = interrupted([a_check("b.b"), a_check("a.a")])
    assert [reading.check for reading in readings] == ["a.a", "b.b"]
    assert all(r.unknown and r.unknown.kind.slug == "interrupted" for r in readings)


def test_a_probe_that_does_not_let_itself_be_ended_is_left_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("diagnostics.runner._GRACE_S", 0.01)

    async def scene() -> tuple[Reading, ...]:
        enough = asyncio.Event()

        async def stubborn(_: Look) -> Water:
            while not enough.is_set():
                try:
                    await enough.wait()
                except asyncio.CancelledError:
                    continue
            return Water(observed_at=NOW)

        readings = await read([a_check(probe=stubborn)], TARGET, look_at, deadline_s=0.01)
        enough.set()
        return readings

    (reading,) = asyncio.run(scene())
    assert reading.unknown is not None
    assert reading.unknown.kind.slug == "timed-out"
