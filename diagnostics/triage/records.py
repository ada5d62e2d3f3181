"""Finds the borders of the record around a place, so that neighbours lend each other no words.

A record is a line; of several JSON records in one line, or of one that goes over several lines, the one record; of text
whose records begin with a time, all lines up to the next such line, as stack traces need it; elsewhere the lines of one
exception.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from diagnostics.triage.json_records import SEVERAL, json_borders
from diagnostics.triage.views import View

NEAR = 1 << 13  # bytes that are read on each side at first
FAR = 1 << 16  # bytes on each side that a record may have
CUT = 1 << 12  # bytes on each side where a record has no border within reach
_MOST_LINES = 200
_MOST_OF_EXCEPTION = 60
_BEGINNING = 240  # bytes of a line that tell what it is

_STAMP = (
    rb"(?:\d{4}[-/]\d\d?[-/]\d\d?[T ,]|\d\d?[-/](?:\d\d?|[A-Z][a-z]{2})[-/]\d{2,4}[T :,]"
    rb"|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d|\d\d:\d\d:\d\d|\d{10}(?:\.\d|\d{3}\b))"
)
# A time near the beginning, as log lines have it; not in the last lines of Entra's answers.
_HEAD = re.compile(
    rb"(?!\s|at |Timestamp|Trace ID|Correlation)(?:\xef\xbb\xbf)?(?:.{0,60}?[^\w.:/-])?"
    + _STAMP
    + rb"|[IWEF]\d{4} \d\d:\d\d|<\d{1,3}>\d? ?"
)
_JSON_LINE = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{].*[\]}]\s*,?\s*\Z", re.DOTALL)
_GOES_ON = re.compile(
    rb"\s|at |\.\.\. \d|Caused by|Suppressed:|--- |Traceback|During handling|The above exception|[)}\]>\"]"
    rb"|(?:Message|Code|Content|ActivityId|Trace ID|Correlation ID|Timestamp|Reason|Target|Inner\w* ?\w*) ?:"
)
_OPENS = re.compile(
    rb"(?:\*\*)?(?:Caused by: |Unhandled exception\S* )?[\w.$]*(?:Exception|Error)\b"
)


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
        after: where the last record ended that was cut off: no word before it is read twice.
    """
    for reach in (NEAR, FAR):
        base = max(0, place - reach)
        near = view.read(base, place + reach)
        at = place - base
        start, end = near.rfind(b"\n", 0, at) + 1, near.find(b"\n", at)
        if (base == 0 or start > 0) and (end >= 0 or len(near) < at + reach):
            return _of_line(near, base, start, end if end >= 0 else len(near), at)
    return _of_long_line(near, base, at, after)


def _of_long_line(near: bytes, base: int, at: int, after: int) -> Record:
    found = json_borders(near, at, is_synced=base == 0)
    if found:
        return Record(base + found[0], base + found[1], near[slice(*found)])
    start, end = max(0, at - CUT, after - base), min(at + CUT, len(near))
    return Record(base + start, base + end, near[start:end], is_cut=True)


def _of_line(near: bytes, base: int, start: int, end: int, at: int) -> Record:
    if not _JSON_LINE.match(near, start, end):
        start, end = _block(near, start, end)
    if SEVERAL.search(near, start, end):
        found = json_borders(near[start:end], at - start, is_synced=True)
        if found:
            start, end = start + found[0], start + found[1]
    return Record(base + start, base + end, near[start:end])


def _block(near: bytes, start: int, end: int) -> tuple[int, int]:
    """Find the lines that belong to one line of text."""
    head, first = _head_before(near, start)
    if head is not None:
        return head, _end_before_head(near, end, _MOST_LINES, always=True)
    opened = _opened(near, start, first)
    limit = _MOST_OF_EXCEPTION if opened is not None else _MOST_LINES
    return (
        opened if opened is not None else _gone_on_from(near, start, first),
        _end_before_head(near, end, limit, always=opened is not None),
    )


def _head_before(near: bytes, start: int) -> tuple[int | None, int]:
    """Go back to the line with a time; else to where the text without times begins."""
    at = start
    for _ in range(_MOST_LINES):
        line_end = near.find(b"\n", at)
        if _is_json_line(near, at, line_end):
            return None, line_end + 1
        if _HEAD.match(near, at, min(at + _BEGINNING, line_end if line_end >= 0 else len(near))):
            return at, at
        if at == 0:
            break
        at = near.rfind(b"\n", 0, at - 1) + 1
    return None, at


def _is_json_line(near: bytes, start: int, end: int) -> bool:
    return bool(_JSON_LINE.match(near, start, end if end >= 0 else len(near)))


def _opened(near: bytes, start: int, first: int) -> int | None:
    """Go back to the line that an exception begins with; an empty line ends it."""
    at = start
    for _ in range(_MOST_OF_EXCEPTION):
        if _OPENS.match(near, at):
            return at
        before = near.rfind(b"\n", 0, at - 1) + 1 if at else 0
        if at <= first or not near[before:at].strip():
            return None
        at = before
    return None


def _gone_on_from(near: bytes, start: int, first: int) -> int:
    """Go back as long as a line says by its beginning that it goes on from the one before."""
    at = start
    for _ in range(_MOST_LINES):
        if at <= first or not _GOES_ON.match(near, at):
            break
        at = near.rfind(b"\n", 0, at - 1) + 1 if at else 0
    return at


def _end_before_head(near: bytes, end: int, most: int, *, always: bool) -> int:
    """Go on to the end of the block: before a line with a time, a JSON record, or one that does not go on."""
    for _ in range(most):
        start = end + 1
        if start >= len(near):
            break
        following = near.find(b"\n", start)
        following = following if following >= 0 else len(near)
        if _HEAD.match(near, start, min(start + _BEGINNING, following)):
            break
        if _is_json_line(near, start, following):
            break
        if not _GOES_ON.match(near, start) and (not always or _OPENS.match(near, start)):
            break
        end = following
    return end
