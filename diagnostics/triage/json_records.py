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
_ISO = re.compile(rb'"\d{4}-\d\d-\d\d[T ]\d\d:\d\d')


@dataclass(slots=True)
class _Open:
    """An object or array that has not been closed yet."""

    start: int
    is_object: bool
    is_element: bool  # of an array, or not in anything
    has_time: bool = False


def json_borders(raw: bytes, at: int, *, is_synced: bool) -> tuple[int, int] | None:
    """Find the record around a place: the innermost element with a time of its own, else the outermost object.

    Args:
        raw: some text that holds JSON.
        at: a place in it.
        is_synced: whether it begins outside of any quoted text.

    Returns:
        start and end; None if no record can be told.
    """
    start = 0 if is_synced else _sync(raw, at)
    if start is None:
        return None
    opened: list[_Open] = []
    for match in _TOKEN.finditer(raw, start):
        token = match.group()
        if token in (b"{", b"["):
            inside = opened[-1] if opened else None
            opened.append(
                _Open(match.start(), token == b"{", inside is None or not inside.is_object)
            )
        elif token in (b"}", b"]"):
            if opened:
                closed = opened.pop()
                if closed.start <= at < match.end() and (
                    (closed.has_time and closed.is_element) or (not opened and closed.is_object)
                ):
                    return closed.start, match.end()
            if match.end() > at and not opened:
                return None
        elif opened:
            _note(opened[-1], token, match)
    return None


def _sync(raw: bytes, at: int) -> int | None:
    found = _SURE.search(raw, 0, at)
    return found.start() if found else None


def _note(inside: _Open, token: bytes, match: re.Match[bytes]) -> None:
    """Mark an object that has a time, or a row of a table that has one."""
    if inside.is_object:
        if match.group(1):
            name = token[: token.rfind(b'"') + 1].lower()
            inside.has_time = inside.has_time or name in _TIMES
    elif _ISO.match(token):
        inside.has_time = True
