"""Reads `--since` and `--until`: an instant, or a length of time before now."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from diagnostics.errors import ConfigError

_LENGTH = re.compile(r"(\d{1,6})\s*(s|m|min|h|d|w)", re.IGNORECASE)
_UNITS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86400, "w": 604800}


def instant_before(text: str, now: datetime, option: str) -> datetime:
    """Read one end of the window.

    Args:
        text: `2h`, `30m`, `1d` before now; or an instant like 2027-01-31T14:02, of UTC where it names no zone.
        now: aware.
        option: what the user gave it with.

    Raises:
        ConfigError: if it is neither.
    """
    length = _LENGTH.fullmatch(text.strip())
    try:
        if length:
            return now - timedelta(seconds=int(length[1]) * _UNITS[length[2].lower()])
        at = datetime.fromisoformat(text.strip())
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ConfigError(
            f"{text!r} is no time",
            expected="2h, 30m or 1d (before now), or an instant like 2027-01-31T14:02 (UTC) or 2027-01-31T14:02+01:00",
            source=option,
        ) from None
