"""Every probe as soon as what it waits for is there; whatever happens, there is one reading a check."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.check import Look
from diagnostics.errors import CatalogueError, Denied, NotFound
from diagnostics.evidence import Evidence
from diagnostics.finding import NotApplicable
from diagnostics.outcome import Reading
from diagnostics.progress import Progress
from tests.support.running import READ, run, waiting_for_pipe
from tests.support.small import NOW, TARGET, Pipe, Tap, Water, a_check, a_type, gives


def test_evidence_is_read() -> None:
    assert run(a_check())["water.warm"] == Reading(
        check="water.warm", evidence=Water(observed_at=NOW)
    )


def test_nothing_to_read() -> None:
    assert run() == {}


def test_a_probe_sees_what_it_needs_and_wants_and_nothing_else() -> None:
    seen: list[set[type[Evidence]]] = []

    async def probe(look: Look) -> Tap:
        seen.append(set(look.seen))
        return Tap(observed_at=NOW)

    other = a_type("Other")
    run(
        a_check("water.warm", Water),
        a_check("pipe.whole", Pipe),
        a_check("other.thing", other),
        a_check("tap.open", Tap, needs=(Water,), wants=(Pipe,), probe=probe),
    )
    assert seen == [{Water, Pipe}]


@pytest.mark.parametrize("is_spared", [True, False])
def test_a_check_waits_for_what_it_wants_unless_the_target_says_it(is_spared: bool) -> None:
    began: list[str] = []

    def noting(name: str, evidence: type[Evidence]) -> Callable[[Look], Any]:
        async def probe(look: Look) -> Evidence:
            await asyncio.sleep(0 if name == "tap.open" else 0.01)
            began.append(f"{name} {len(look.seen)}")
            return evidence(observed_at=NOW)

        return probe

    wanting = a_check("tap.open", Tap, wants=(Water,), probe=noting("tap.open", Tap))
    run(
        a_check("water.warm", Water, probe=noting("water.warm", Water)),
        replace(wanting, wants_nothing_if=lambda target: is_spared and target is TARGET),
    )
    assert began == (
        ["tap.open 0", "water.warm 0"] if is_spared else ["water.warm 0", "tap.open 1"]
    )


def test_a_check_does_not_wait_for_those_it_does_not_need() -> None:
    """In layers `tap.open` would wait for `slow.one`, which here waits for `tap.open`."""
    done = asyncio.Event()

    async def last(_: Look) -> Tap:
        done.set()
        return Tap(observed_at=NOW)

    readings = run(
        a_check("water.warm", Water),
        a_check("slow.one", Pipe, probe=waiting_for_pipe(done)),
        a_check("tap.open", Tap, needs=(Water,), probe=last),
    )
    assert all(reading.evidence for reading in readings.values())


def test_no_more_than_so_many_probes_at_once() -> None:
    now, most = 0, 0

    async def probe(_: Look) -> Evidence:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0)
        now -= 1
        raise NotFound("gone")

    run(*(a_check(f"a.c{i}", a_type(f"T{i}"), probe=probe) for i in range(9)), concurrency=3)
    assert most == 3


def test_what_is_needed_and_open_leaves_its_dependents_open_and_is_named() -> None:
    readings = run(
        a_check("water.warm", Water, probe=gives(Denied("not allowed", permissions=(READ,)))),
        a_check("pipe.whole", Pipe, needs=(Water,)),
        a_check("tap.open", Tap, needs=(Pipe,)),
    )
    for name in ("pipe.whole", "tap.open"):
        unknown = readings[name].unknown
        assert unknown is not None
        assert unknown.kind.slug == "needs-another-answer"
        assert unknown.reason == "needs the answer of water.warm: not allowed"
        assert unknown.permissions == (READ,)


def test_what_is_needed_and_crashed_leaves_its_dependents_open() -> None:
    readings = run(
        a_check("water.warm", Water, probe=gives(KeyError("x"))),
        a_check("pipe.whole", Pipe, needs=(Water,)),
    )
    unknown = readings["pipe.whole"].unknown
    assert unknown is not None
    assert unknown.reason == "needs the answer of water.warm: it failed by a fault of its own"


def test_what_is_needed_and_does_not_apply_makes_its_dependents_not_apply() -> None:
    readings = run(
        a_check("water.warm", Water, probe=gives(NotApplicable("there is no water"))),
        a_check("pipe.whole", Pipe, probe=gives(NotFound("gone"))),
        a_check("tap.open", Tap, needs=(Pipe, Water)),
    )
    assert readings["tap.open"].not_applicable == "there is no water"


def test_what_is_needed_and_left_out_leaves_its_dependents_open() -> None:
    unknown = run(a_check("pipe.whole", Pipe, needs=(Water,)))["pipe.whole"].unknown
    assert unknown is not None
    assert unknown.reason == "needs the answer of a check that was left out (Water)"


def test_what_is_only_wanted_may_be_missing_and_is_remembered() -> None:
    readings = run(
        a_check("water.warm", Water, probe=gives(NotFound("gone"))),
        a_check("pipe.whole", Pipe, probe=gives(NotApplicable("none"))),
        a_check("tap.open", Tap, wants=(Water, Pipe, a_type("Nobodys"))),
    )
    assert readings["tap.open"] == Reading(
        check="tap.open", evidence=Tap(observed_at=NOW), wants_open=("water.warm",)
    )


def test_progress_is_told_when_a_check_begins_and_ends() -> None:
    told: list[Progress] = []
    run(a_check("a.a", Water), a_check("b.b", Pipe, needs=(Water,)), progress=told.append)
    assert told == [
        Progress(0, 2, ("a.a",)),
        Progress(1, 2, ()),
        Progress(1, 2, ("b.b",)),
        Progress(2, 2, ()),
    ]


def test_what_is_read_is_redacted_before_anybody_judges_it() -> None:
    owner = Pipe(observed_at=NOW, owner="https://joe:hunter2@pipes.example")
    assert run(a_check(provides=Pipe, probe=gives(owner)))["water.warm"].evidence == Pipe(
        observed_at=NOW, owner="https://***@pipes.example"
    )


def test_checks_that_wait_for_each_other_are_refused() -> None:
    circle = [
        a_check("a.a", Water, needs=(Pipe,)),
        a_check("b.b", Pipe, wants=(Water,)),
    ]
    with pytest.raises(CatalogueError, match="circle"):
        run(*circle)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_graph_without_a_circle_runs_each_check_once_and_after_its_needs(
    data: st.DataObject,
) -> None:
    size = data.draw(st.integers(1, 8))
    types = [a_type(f"T{i}") for i in range(size)]
    ran: list[int] = []

    def probe_of(number: int) -> Callable[[Look], Any]:
        async def probe(_: Look) -> Evidence:
            ran.append(number)
            return types[number](observed_at=NOW)

        return probe

    checks, before = [], {}
    for i in range(size):
        earlier = data.draw(st.sets(st.integers(0, i - 1)) if i else st.just(set[int]()))
        half = {j for j in earlier if j % 2}
        before[i] = earlier
        checks.append(
            a_check(
                f"a.c{i}",
                types[i],
                needs=tuple(types[j] for j in sorted(half)),
                wants=tuple(types[j] for j in sorted(earlier - half)),
                probe=probe_of(i),
            )
        )
    run(*data.draw(st.permutations(checks)), concurrency=data.draw(st.integers(1, 4)))
    assert sorted(ran) == list(range(size))
    assert all(ran.index(j) < ran.index(i) for i, earlier in before.items() for j in earlier)


def test_the_runner_loads_no_sdk() -> None:
    import subprocess

    program = (
        "import sys, diagnostics.runner; print('azure' in sys.modules, 'aiohttp' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    assert done.stdout.split() == ["False", "False"]
