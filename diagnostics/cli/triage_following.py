"""A search that goes on with what is written: one line for each new error and each new minute of it, as it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from diagnostics.report.escape import plain
from diagnostics.triage.logged import place_text
from diagnostics.triage.occurrence import LeftOut, Occurrence
from diagnostics.triage.tally import Window

_MOST = 10_000  # errors and accounts of which the last minute is remembered


def telling(
    found: Iterator[Occurrence | LeftOut | None], tell: Callable[[str], None], window: Window
) -> Iterator[Occurrence | LeftOut]:
    """Pass on what is found, and tell of it.

    Args:
        found: as it comes; None after each look, where there is nothing more for now.
        tell: takes one line.
        window: what lies outside is passed on and not told.
    """
    lines = Lines()
    for each in found:
        if each is None:
            continue
        if isinstance(each, LeftOut):
            tell(plain(f"left out: {place_text(each.place)}: {each.reason}"))
        elif window.holds(each.at):
            line = lines.of(each)
            if line:
                tell(line)
        yield each


class Lines:
    """Says when there is something new."""

    def __init__(self) -> None:
        """Nothing was seen yet."""
        self._last: dict[tuple[str, str], tuple[datetime | None, int]] = {}

    def of(self, each: Occurrence) -> str:
        """Give the line of an occurrence; empty = its error was already told of in this minute."""
        said = each.recognised
        key = (said.signature_id, said.account_host)
        minute = each.at.replace(second=0, microsecond=0) if each.at else None
        before = self._last.pop(key, None)
        is_new = before is None or before[0] != minute
        self._last[key] = (minute, 1 if before is None or is_new else before[1] + 1)
        if len(self._last) > _MOST:
            del self._last[next(iter(self._last))]
        if not is_new:
            return ""
        earlier = f"({before[1]} in the last minute with any)" if before else "(new)"
        when = f"{each.at:%Y-%m-%d %H:%M:%S} UTC" if each.at else "without a time"
        words = (when, said.code or said.signature_id, said.kind, said.account_host, earlier)
        return plain("  ".join(word for word in (*words, place_text(each.place)) if word))
