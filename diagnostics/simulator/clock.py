"""The clocks of the invented services."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

from diagnostics.simulator.world import World

_STOPPED: ContextVar[datetime | None] = ContextVar("stopped", default=None)


@contextmanager
def stopped(at: datetime | None = None) -> Generator[None]:
    """Hold the time still, so that what is made twice inside is made alike; `at` is aware, None = now."""
    token = _STOPPED.set(at or now())
    try:
        yield
    finally:
        _STOPPED.reset(token)


def now() -> datetime:
    """Return the time here, aware, UTC."""
    return _STOPPED.get() or datetime.now(UTC)


def server_now(world: World) -> datetime:
    """Return what the services believe the time is: ours plus `skew_s` of `sim:/clock`."""
    skew = (world.get("sim:/clock") or {}).get("skew_s", 0)
    return now() + timedelta(seconds=float(skew))


def instant(moment: datetime) -> str:
    """Write an instant as most Azure services do: ISO 8601 in UTC with a final Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def days_ago(days: float) -> str:
    """Return the instant so many days before now (negative: ahead)."""
    return instant(now() - timedelta(days=days))


def epoch_days_ago(days: float) -> int:
    """Return the same in seconds since 1970, as keys carry it."""
    return int((now() - timedelta(days=days)).timestamp())
