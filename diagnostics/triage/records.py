"""Finds the borders of the record around a place, so that neighbours lend each other no words.

A record is a line; of several JSON records in one line, or of one that goes over several lines, the one record; of text
whose records begin with a time, all lines up to the next such line, as stack traces need it; elsewhere the lines of one
exception.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from diagnostics.triage.json_records import SEVERAL, json_borders
from diagnostics.triage.text_records import block
from diagnostics.triage.views import View

NEAR = 1 << 13  # bytes that are read on each side at first
FAR = 1 << 16  # bytes on each side that a record may have
CUT = 1 << 12  # bytes on each side where a record has no border within reach

# Where records stand behind one another in one endless line of text, each begins with its time.
_TIME_INSIDE = re.compile(rb"(\s)\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d")


@dataclass(frozen=True, slots=True)
class Record:
    """A record, or the part of it that is near a place."""

    start: int
    end: int  # behind its last byte
    raw: bytes
    is_cut: bool = False  # it goes on at one end or both


def record_around(view: View, place: int, after: int = 0) -> Record:
    """Find the record that holds a place.

    Args:
        view: what is read.
        place: an offset inside the record.
        after: where the last record ended: nothing before it is read twice.
    """
    near, base, at = b"", 0, 0
    for reach in (NEAR, FAR):
        base = max(after, place - reach, 0)
        near = view.read(base, place + reach)
        at = place - base
        starts, ends = base in {after, 0}, len(near) < at + reach
        start, end = near.rfind(b"\n", 0, at) + 1, near.find(b"\n", at)
        if (start == 0 and not starts) or (end < 0 and not ends):
            continue
        first, last = block(near, start, end if end >= 0 else len(near))
        if reach == FAR or ((first > 0 or starts) and (last < len(near) or ends)):
            return _of_lines(near, base, first, last, at)
    return _of_long_line(near, base, at)


def _of_lines(near: bytes, base: int, start: int, end: int, at: int) -> Record:
    """Take a record of whole lines, and of several JSON records in them the one that is meant."""
    if SEVERAL.search(near, start, end):
        found = json_borders(near[start:end], at - start, is_synced=start > 0 or base == 0)
        if found:
            start, end = start + found[0], start + found[1]
    return Record(base + start, base + end, near[start:end])


def _of_long_line(near: bytes, base: int, at: int) -> Record:
    found = json_borders(near, at, is_synced=base == 0)
    if found:
        return Record(base + found[0], base + found[1], near[slice(*found)])
    start, end = max(0, at - CUT), min(at + CUT, len(near))
    times = [match.end(1) for match in _TIME_INSIDE.finditer(near, start, end)]
    start = max((each for each in times if each <= at), default=start)
    end = min((each for each in times if each > at), default=end)
    return Record(base + start, base + end, near[start:end], is_cut=True)
