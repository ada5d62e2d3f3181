"""What was asked, as it may be shown: one entry per request, none with a secret."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from diagnostics.cloud.asked import Asked, asking
from diagnostics.cloud.scrub import HIDDEN, scrubbed
from diagnostics.outcome import LedgerEntry

# Query parameters whose values the documentation defines and that say what was asked; every other value is hidden.
_SHOWN = {
    *("api-version", "$filter", "$select", "$top", "$expand", "$orderby", "$count"),
    *("count", "page", "limit", "property", "configtype"),  # Adobe's
}
_LONGEST_URL = 600


@lru_cache(1024)  # of one request it is asked for the ledger, and for what is said of its answer
def without_secrets(url: str) -> str:
    """Return the address without user, fragment and unknown query values."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "(an address that cannot be read)"
    user, at, host = parts.netloc.rpartition("@")
    query = "&".join(
        f"{scrubbed(name)}={scrubbed(value) if name.lower() in _SHOWN else HIDDEN}"
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
    )
    shown = f"{parts.scheme}://{HIDDEN + at if user or at else ''}{host}{parts.path or '/'}"
    return scrubbed(shown + (f"?{query}" if query else ""), _LONGEST_URL)


class Ledger:
    """The requests of one session, in the order they ended."""

    def __init__(self) -> None:
        self._entries: list[LedgerEntry] = []
        # By who asked, so that of a hundred runs each finds its own without going through those of all.
        self._places: defaultdict[int, list[int]] = defaultdict(list)
        self._everybodys: list[int] = []

    def add(self, entry: LedgerEntry) -> None:
        """Write one line."""
        place = len(self._entries)
        self._entries.append(entry)
        askers = asking()
        if not askers:
            self._everybodys.append(place)
        for number in askers:
            self._places[number].append(place)

    def entries(self, asked: Asked | None = None) -> tuple[LedgerEntry, ...]:
        """Return what was written so far: for one run what answers it and what nobody asked for, or all."""
        if asked is None:
            return tuple(self._entries)
        mine = {place for number in asked for place in self._places.get(number, ())}
        return tuple(self._entries[place] for place in sorted(mine.union(self._everybodys)))
