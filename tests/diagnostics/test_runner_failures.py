"""A probe that fails, crashes or takes too long is an open question of its own, and of no other."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from diagnostics.check import Look
from diagnostics.errors import (
    Denied,
    LookError,
    NotFound,
    NotSignedIn,
    Throttled,
    TimedOut,
    Unexpected,
    Unreachable,
)
from diagnostics.evidence import Seen
from diagnostics.names import TenantId
from diagnostics.runner import read
from tests.support.running import READ, look_at, run, waiting_for
from tests.support.small import NOW, TARGET, Pipe, Water, a_check, gives


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


def test_a_login_of_the_environment_that_is_refused_must_be_corrected_or_unset() -> None:
    error = NotSignedIn(
        "environment (client secret): AADSTS7000222: expired", code="AADSTS7000222"
    )
    check = a_check(probe=gives(error))
    (reading,) = asyncio.run(read([check], TARGET, look_at, deadline_s=9))
    assert reading.unknown is not None
    assert reading.unknown.do.startswith("correct the AZURE_")
    assert reading.unknown.do.endswith("`az login`")
