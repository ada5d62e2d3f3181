"""Counts the line of a place: only of the few places that are shown, as it means reading the file up to there."""

from __future__ import annotations

from dataclasses import replace

from diagnostics.triage.occurrence import Place
from diagnostics.triage.reading import is_plain

_BLOCK = 1 << 20


def with_line(place: Place) -> Place:
    """Return the place with its line; as it was, where the file is packed, in UTF-16, or no longer there."""
    try:
        if not is_plain(place.path):
            return place
        with open(place.path, "rb", buffering=0) as file:  # noqa: PTH123
            lines, left = 1, place.offset
            while left > 0 and (part := file.read(min(_BLOCK, left))):
                lines += part.count(b"\n")
                left -= len(part)
    except OSError:
        return place
    return place if left > 0 else replace(place, line=lines)
