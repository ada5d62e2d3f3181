"""Times and sizes as they are given to the commands that generate data, and the world before and after its faults."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from diagnostics.cli.serving import world_of
from diagnostics.errors import ConfigError
from diagnostics.simulator import worldfile
from diagnostics.simulator.clock import stopped
from diagnostics.simulator.log_story import Story, tell
from diagnostics.simulator.log_truth import stamp
from diagnostics.simulator.world import Doc, World

DEFAULT_AT = "2026-11-23T08:15:00Z"
_HOUR = timedelta(hours=1)
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*([kmgt]?)i?b?", re.IGNORECASE)
_POWER = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}
_LEAST = 20_000


@dataclass(frozen=True, slots=True)
class Times:
    """When what happens; aware, UTC, whole seconds."""

    at: datetime
    until: datetime | None
    begin: datetime
    end: datetime


def times_of(at: str | None, until: str | None, begin: str | None, end: str | None) -> Times:
    """Read the four times; begin and end are an hour before and after the fault, or the repair, unless given.

    Raises:
        ConfigError: if one is no time, or their order is wrong.
    """
    breaks = instant(at or DEFAULT_AT, "--at")
    heals = instant(until, "--until") if until else None
    first = instant(begin, "--from") if begin else breaks - _HOUR
    last = instant(end, "--to") if end else (heals or breaks) + _HOUR
    if heals is not None and heals <= breaks:
        raise ConfigError(
            "the repair is not after the fault", do="give a later time", source="--until"
        )
    if not first <= breaks < last:
        raise ConfigError(
            f"the fault ({_shown(breaks)}) is not between the first and the last instant",
            expected=f"a time from {_shown(first)} to {_shown(last)}",
            do="give --from and --to around it",
            source="--at",
        )
    return Times(breaks, heals, first, last)


def size_of(given: str) -> int:
    """Read a size such as 500MB or 1GB (powers of 1000).

    Raises:
        ConfigError: if it is none, or too small for a line in each file.
    """
    match = _SIZE.fullmatch(given.strip())
    size = int(float(match[1]) * 1000 ** _POWER[match[2].lower()]) if match else 0
    if size < _LEAST:
        raise ConfigError(
            f"{given!r} is no size that logs can have",
            expected=f"at least {_LEAST // 1000}KB, such as 500MB or 1GB",
            source="--size",
        )
    return size


def story_of(file: Path | None, base: str | None, faults: tuple[str, ...], times: Times) -> Story:
    """Tell the story of a world's faults.

    Raises:
        ConfigError: if there is no such world or fault, or the world is broken from the beginning.
    """
    with stopped(times.at):
        broken = world_of(file, base, faults, times.at)
        healthy = _unbroken(file) if file else world_of(None, base, ())
        return tell(healthy, broken, times.at, times.until)


def head_of(story: Story, times: Times) -> Doc:
    """Return what every truth file says of its story."""
    return {
        "world": story.world,
        "faults": list(story.faults),
        "at": stamp(story.at),
        "until": stamp(story.until),
        "from": stamp(times.begin),
        "to": stamp(times.end),
    }


def _unbroken(file: Path) -> World:
    fields = cast("dict[str, Any]", json.loads(file.read_text(encoding="utf-8")))
    if fields.get("applied"):
        raise ConfigError(
            "this world was broken before it was saved; how it was before is not known",
            do='name its faults under "faults" of a world that works',
            source=str(file),
            field="applied",
        )
    return worldfile.load(json.dumps({**fields, "faults": []}), str(file))


def instant(given: str, option: str) -> datetime:
    """Read an instant, to the second; without a zone it is UTC.

    Raises:
        ConfigError: if it is none.
    """
    try:
        read = datetime.fromisoformat(given)
    except ValueError:
        raise ConfigError(
            f"{given!r} is no time",
            expected="ISO 8601, such as 2026-11-23T08:15:00Z; without a zone it is UTC",
            source=option,
        ) from None
    aware = read if read.tzinfo else read.replace(tzinfo=UTC)
    return aware.astimezone(UTC).replace(microsecond=0)


def _shown(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
