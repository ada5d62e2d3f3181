"""The clocks of the invented services."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from diagnostics.simulator.world import World


def server_now(world: World) -> datetime:
    """Return what the services believe the time is: ours plus `skew_s` of `sim:/clock`."""
    skew = (world.get("sim:/clock") or {}).get("skew_s", 0)
    return datetime.now(UTC) + timedelta(seconds=float(skew))


def instant(moment: datetime) -> str:
    """Write an instant as most Azure services do: ISO 8601 in UTC with a final Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def days_ago(days: float) -> str:
    """Return the instant so many days before now (negative: ahead)."""
    return instant(datetime.now(UTC) - timedelta(days=days))


def epoch_days_ago(days: float) -> int:
    """Return the same in seconds since 1970, as keys carry it."""
    return int((datetime.now(UTC) - timedelta(days=days)).timestamp())
