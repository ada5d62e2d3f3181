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

from diagnostics.check import Check, Look
from diagnostics.errors import (
    CatalogueError,
    Denied,
    LookError,
    NotFound,
    NotSignedIn,
    Throttled,
    TimedOut,
    Unexpected,
    Unreachable,
)
from diagnostics.evidence import Evidence, Seen
from diagnostics.finding import NotApplicable
from diagnostics.names import TenantId
from diagnostics.offline import OfflineLook
from diagnostics.outcome import Reading
from diagnostics.permission import Permission
from diagnostics.progress import Progress
from diagnostics.runner import interrupted, read
from tests.support.small import NOW, TARGET, Pipe, Tap, Water, a_check, a_type, gives

READ = Permission("arm", "Microsoft.KeyVault/vaults/read", "Reader", "/subscriptions/s")


def look_at(seen: Seen) -> Look:
    return OfflineLook(TARGET, seen, (), "nothing is asked here")


def run(*checks: Check[Any], deadline_s: float = 30.0, **options: object) -> dict[str, Reading]:
    readings = asyncio.run(read(checks, TARGET, look_at, deadline_s=deadline_s, **options))
    assert [reading.check for reading in readings] == sorted(check.id for check in checks)
    return {reading.check: reading for reading in readings}


def waiting_for(event: Callable[[], asyncio.Event]) -> Callable[[Look], Any]:
    async def probe(_: Look) -> Water:
        await event().wait()
        return Water(observed_at=NOW)

    return probe


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


def waiting_for_pipe(event: asyncio.Event) -> Callable[[Look], Any]:
    async def probe(_: Look) -> Pipe:
        await event.wait()
        return Pipe(observed_at=NOW)

    return probe


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


@pytest.mark.parametrize(
    ("error", "slug"),
    [
        (Denied("no", permissions=(READ,)), "missing-permission"),
        (NotSignedIn("no"), "no-credential"),
        (Throttled("no"), "throttled"),
        (Unreachable("no"), "unreachable"),
        (Unreachable("no", code="TlsNotTrusted"), "tls-intercepted"),
        (TimedOut("no"), "timed-out"),
        (NotFound("no"), "thing-not-found"),
        (Unexpected("no"), "unexpected-answer"),
        (LookError("no"), "unexpected-answer"),
    ],
)
def test_what_the_world_says_is_an_open_question(error: LookError, slug: str) -> None:
    reading = run(a_check(probe=gives(error)))["water.warm"]
    assert reading.unknown is not None
    assert reading.unknown.kind.slug == slug
    assert reading.unknown.reason == "no"
    assert reading.unknown.permissions == error.permissions
    assert reading.unknown.error == type(error).__name__
    assert not reading.crash


@pytest.mark.parametrize(
    ("code", "tenant", "do"),
    [
        ("", None, "az login"),
        (
            "",
            TenantId.parse("11111111-aaaa-4000-8000-000000000001"),
            "az login --tenant 11111111-aaaa-4000-8000-000000000001",
        ),
        ("Offline", None, "name what to look at: --account, --key-uri or a configuration"),
    ],
)
def test_without_a_login_the_line_that_gives_one(
    code: str, tenant: TenantId | None, do: str
) -> None:
    check = a_check(probe=gives(NotSignedIn("no", code=code)))
    target = replace(TARGET, tenant=tenant)
    (reading,) = asyncio.run(read([check], target, look_at, deadline_s=9))
    assert reading.unknown is not None
    assert reading.unknown.do == do


def test_several_failures_of_one_probe_are_its_own_crash() -> None:
    reading = run(a_check(probe=gives(ExceptionGroup("g", [NotFound("a")]))))["water.warm"]
    assert reading.crash.startswith("ExceptionGroup in ")


@pytest.mark.parametrize(
    "error", [ZeroDivisionError("secret 4711"), SystemExit(4711), TimeoutError("4711")]
)
def test_a_crash_is_told_by_type_and_place_and_not_by_its_values(error: BaseException) -> None:
    reading = run(a_check(probe=gives(error)), a_check("pipe.whole", Pipe))
    crash = reading["water.warm"].crash
    assert crash.startswith(f"{type(error).__name__} in tests.support.small.probe, line ")
    assert "4711" not in crash
    assert reading["pipe.whole"].evidence


def test_a_crash_inside_a_library_is_told_at_the_check() -> None:
    async def deeper(_: Look) -> Water:
        __import__("json").loads("{")
        raise AssertionError

    assert ".deeper, line " in run(a_check(probe=deeper))["water.warm"].crash


def test_a_probe_that_cancels_itself_has_crashed() -> None:
    reading = run(a_check(probe=gives(asyncio.CancelledError())))["water.warm"]
    assert reading.crash.startswith("CancelledError in ")


@pytest.mark.parametrize("answer", [None, 7, Pipe(observed_at=NOW), Water])
def test_a_probe_that_gives_something_else_has_crashed(answer: object) -> None:
    reading = run(a_check(probe=gives(answer)))["water.warm"]
    assert "instead of Water" in reading.crash


def test_a_look_that_cannot_be_made_is_a_crash() -> None:
    def broken(_: Seen) -> Look:
        raise RuntimeError

    (reading,) = asyncio.run(read([a_check()], TARGET, broken, deadline_s=9))
    assert reading.crash.startswith("RuntimeError in ")


def test_a_check_has_its_own_time_limit() -> None:
    never = asyncio.Event()
    reading = run(a_check(probe=waiting_for(lambda: never), timeout_s=0.01))["water.warm"]
    assert reading.unknown is not None
    assert (reading.unknown.kind.slug, reading.unknown.reason) == (
        "timed-out",
        "no answer within 0.01 s",
    )


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


def test_a_login_of_the_environment_that_is_refused_must_be_corrected_or_unset() -> None:
    error = NotSignedIn(
        "environment (client secret): AADSTS7000222: expired", code="AADSTS7000222"
    )
    check = a_check(probe=gives(error))
    (reading,) = asyncio.run(read([check], TARGET, look_at, deadline_s=9))
    assert reading.unknown is not None
    assert reading.unknown.do.startswith("correct the AZURE_")
    assert reading.unknown.do.endswith("`az login`")
