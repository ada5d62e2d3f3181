"""What was asked, as it may be shown: one entry per request, none with a secret."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from diagnostics.cloud.asked import Asked, Asker
from diagnostics.cloud.scrub import HIDDEN, scrubbed
from diagnostics.outcome import LedgerEntry

# Query parameters whose values the documentation defines and that say what was asked; every other value is hidden.
_SHOWN = {
    *("api-version", "$filter", "$select", "$top", "$expand", "$orderby", "$count"),
    *("count", "page", "limit", "property", "configtype"),  # Adobe's
}
_LONGEST_URL = 600


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
        self._entries: list[tuple[LedgerEntry, Asker]] = []

    def add(self, entry: LedgerEntry) -> None:
        """Write one line."""
        self._entries.append((entry, Asker()))

    def entries(self, asked: Asked | None = None) -> tuple[LedgerEntry, ...]:
        """Return what was written so far: for one run, or for all."""
        return tuple(
            entry for entry, asker in self._entries if asked is None or asker.is_of(asked)
        )
