"""Times as people type them, and the pauses between two looks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from diagnostics.errors import ConfigError

_SPAN = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?")
_LONGEST = timedelta(days=7)  # Adobe's caches, the slowest of all, follow within 7 days
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(minutes=5)


def span_of(text: str, source: str = "--wait") -> timedelta:
    """Read a span such as 2h, 90m, 1h30m or 30s.

    Args:
        text: as typed.
        source: the option or field it was given with.

    Raises:
        ConfigError: for anything else, nothing, or more than seven days.
    """
    found = _SPAN.fullmatch(text.strip().lower())
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    too_many = max(hours, minutes, seconds) > _LONGEST.total_seconds()
    span = timedelta(0) if too_many else timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if not timedelta(0) < span <= _LONGEST:
        raise ConfigError(
            f"{text!r} is no time to wait",
            expected="hours, minutes or seconds, at most 7 days: 2h, 90m, 1h30m, 30s",
            source=source,
        )
    return span


def instant_of(text: str, now: datetime | None = None) -> datetime:
    """Read an instant: a clock time of today, or a date with time; without a zone in local time.

    Args:
        text: as typed.
        now: the instant to which "today" belongs; None = now.

    Returns:
        aware, UTC.

    Raises:
        ConfigError: if it is none, or lies ahead.
    """
    present = now or datetime.now(UTC)
    moment = _instant(text.strip(), present.astimezone())
    if moment is None:
        raise _no_instant(text, "this is no time")
    if moment > present:
        raise _no_instant(text, "this lies ahead")
    return moment


def _no_instant(text: str, problem: str) -> ConfigError:
    return ConfigError(
        f"{text!r}: {problem}",
        expected="when it was repaired: 14:05 (today, local time) or 2026-01-31T14:05Z",
        source="--repaired-at",
    )


def _instant(text: str, local: datetime) -> datetime | None:
    clock = _CLOCK.fullmatch(text)
    try:
        if clock:
            hour, minute, second = (int(part or 0) for part in clock.groups())
            naive = local.replace(
                hour=hour, minute=minute, second=second, microsecond=0, tzinfo=None
            )
            return naive.astimezone(UTC)
        if "T" not in text.upper() and " " not in text:
            return None  # a day alone would be midnight, which nobody means
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def pauses() -> Iterator[timedelta]:
    """Give how long to wait before each further look: ten seconds, doubling up to five minutes."""
    pause = FIRST_PAUSE
    while True:
        yield pause
        pause = min(pause * 2, LONGEST_PAUSE)
