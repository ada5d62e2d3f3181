"""Finds the one JSON record around a place, among many in one line or over many lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

SEVERAL = re.compile(rb"[}\]]\s*,?\s*[{\[]")
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"(\s*:)?|[{}\[\]]', re.DOTALL)
# An object's beginning outside of any text: inside one, its quotation marks would be escaped.
_SURE = re.compile(rb'\{\s*"[\w@$][\w .@$-]*"\s*:')
_TIMES = frozenset(
    (
        *(
            b'"time"',
            b'"timestamp"',
            b'"@timestamp"',
            b'"timegenerated"',
            b'"eventtimestamp"',
            b'"ts"',
            b'"date"',
        ),
        *(
            b'"datetime"',
            b'"createddatetime"',
            b'"activitydatetime"',
            b'"timeunixnano"',
            b'"timegenerated [utc]"',
        ),
    )
)
_OPENING, _CLOSING = (b"{", b"["), (b"}", b"]")
_MOST_TRIES = 64
_ISO = re.compile(rb'"\d{4}-\d\d-\d\d[T ]\d\d:\d\d')


@dataclass(slots=True)
class _Open:
    """An object or array that has not been closed yet."""

    start: int
    is_object: bool
    is_element: bool  # of an array, or not in anything
    has_time: bool = False

    def is_record(self, *, is_outermost: bool) -> bool:
        """Tell whether this is what one calls a record."""
        return (self.has_time and self.is_element) or (is_outermost and self.is_object)


def json_borders(raw: bytes, at: int, *, is_synced: bool) -> tuple[int, int] | None:
    """Find the record around a place: the innermost element with a time of its own, else the outermost object.

    Args:
        raw: some text that holds JSON.
        at: a place in it.
        is_synced: whether it begins outside of any quoted text.

    Returns:
        start and end; None if no record can be told.
    """
    near = _nearest(raw, at)
    if near:
        return near
    start = 0 if is_synced else _sync(raw, at)
    return None if start is None else _outermost(raw, at, start)


def _nearest(raw: bytes, at: int) -> tuple[int, int] | None:
    """Try the beginnings of elements before a place, the nearest first; most records need no other look."""
    start = at + 1
    for _ in range(_MOST_TRIES):
        start = raw.rfind(b"{", 0, start)
        if start < 0:
            return None
        before = raw[max(0, start - 8) : start].rstrip()
        if _SURE.match(raw, start) and (not before or before[-1:] in b",[}"):
            found = _element(raw, at, start)
            if found:
                return found
    return None


def _element(raw: bytes, at: int, start: int) -> tuple[int, int] | None:
    """Read the object that begins at a place; it counts if it has a time and holds the other place."""
    depth, has_time = 0, False
    for match in _TOKEN.finditer(raw, start):
        token = match.group()
        if token in _OPENING:
            depth += 1
        elif token in _CLOSING:
            depth -= 1
            if depth == 0:
                return (start, match.end()) if has_time and match.end() > at else None
        elif depth == 1 and match.group(1):
            has_time = has_time or _is_time(token)
    return None


def _outermost(raw: bytes, at: int, start: int) -> tuple[int, int] | None:
    opened: list[_Open] = []
    for match in _TOKEN.finditer(raw, start):
        token = match.group()
        if token in _OPENING:
            is_element = not opened or not opened[-1].is_object
            opened.append(_Open(match.start(), token == b"{", is_element))
        elif token in _CLOSING and opened:
            closed = opened.pop()
            if closed.start <= at < match.end() and closed.is_record(is_outermost=not opened):
                return closed.start, match.end()
            if match.end() > at and not opened:
                return None
        elif opened:
            _note(opened[-1], token, is_name=bool(match.group(1)))
    return None


def _sync(raw: bytes, at: int) -> int | None:
    found = _SURE.search(raw, 0, at)
    return found.start() if found else None


def _note(inside: _Open, token: bytes, *, is_name: bool) -> None:
    """Mark an object that has a time, or a row of a table that has one."""
    if inside.is_object:
        inside.has_time = inside.has_time or (is_name and _is_time(token))
    elif _ISO.match(token):
        inside.has_time = True


def _is_time(name: bytes) -> bool:
    return name[: name.rfind(b'"') + 1].lower() in _TIMES
