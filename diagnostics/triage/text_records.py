"""Finds the lines of text that are one record: from a line with a time to the next, or the lines of one exception."""

from __future__ import annotations

import re

_MOST_LINES = 300
_MOST_OF_EXCEPTION = 60
_BEGINNING = 240  # bytes of a line that tell what it is

_STAMP = (
    rb"(?:\d{4}[-/]\d\d?[-/]\d\d?[T ,]|\d\d?[-/](?:\d\d?|[A-Z][a-z]{2})[-/]\d{2,4}[T :,]"
    rb"|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d|\d\d:\d\d:\d\d|\d{10}(?:\.\d|\d{3}\b))"
)
# A time near the beginning, as log lines have it; not one that a later line of a message tells, as `RequestStartTime: …`.
_HEAD = re.compile(
    rb"(?!\s|at |Trace ID|Correlation)(?:\xef\xbb\xbf)?(?:.{0,60}?[^\w.:/-])?(?<!Time: )(?<!imestamp: )"
    + _STAMP
    + rb"|[IWEF]\d{4} \d\d:\d\d|<\d{1,3}>"
)
_JSON_LINE = re.compile(rb"(?:\xef\xbb\xbf)?\s*[\[{].*[\]}]\s*,?\s*\Z", re.DOTALL)
_TIME_FIELD = re.compile(rb'"@?(?:time|ts|date|eventTime)[\w ]{0,20}"\s*:', re.IGNORECASE)
_GOES_ON = re.compile(
    rb"[ \t]|at |\.\.\. \d|Caused by|Suppressed:|--- |Traceback|During handling|The above exception|[)}\]>\"]"
    rb"|(?:Message|Code|Content|ActivityId|Trace ID|Correlation ID|Timestamp|Reason|Target|Inner\w* ?\w*) ?:"
)
_OPENS = re.compile(
    rb"(?:\*\*)?(?:Caused by: |Unhandled exception\S* )?[\w.$]*(?:Exception|Error)\b"
)


def block(near: bytes, start: int, end: int) -> tuple[int, int]:
    """Find the lines that belong to one line.

    Args:
        near: some text.
        start: where the line begins in it.
        end: where it ends.

    Returns:
        where the record begins and ends.
    """
    if stands_alone(near, start, end):
        return start, end
    head, first = _head_before(near, start)
    if head is not None:
        return head, _end_before_head(near, end)
    opened = _opened(near, start, first)
    if opened is not None:
        return opened, _end_of_exception(near, end)
    return _gone_on_from(near, start, first), _end_gone_on(near, end)


def stands_alone(near: bytes, start: int, end: int) -> bool:
    """Tell whether a line is a record by itself: JSON with a time of its own, or JSON among JSON.

    JSON without a time below a line of text is rather what that line speaks of, as the body of an answer.
    """
    if not _JSON_LINE.match(near, start, end):
        return False
    before = _before(near, start)
    return (
        start == 0
        or _TIME_FIELD.search(near, start, end) is not None
        or _JSON_LINE.match(near, before, start) is not None
    )


def _before(near: bytes, start: int) -> int:
    """Give where the line before one begins."""
    return near.rfind(b"\n", 0, start - 1) + 1 if start > 0 else 0


def _line_end(near: bytes, start: int) -> int:
    end = near.find(b"\n", start)
    return end if end >= 0 else len(near)


def _is_head(near: bytes, start: int, end: int) -> bool:
    return _HEAD.match(near, start, min(start + _BEGINNING, end)) is not None


def _is_empty(near: bytes, start: int, end: int) -> bool:
    return end - start < _BEGINNING and not near[start:end].strip()


def _head_before(near: bytes, start: int) -> tuple[int | None, int]:
    """Go back to the line with a time; else to where the text without times begins."""
    at = start
    for _ in range(_MOST_LINES):
        line_end = _line_end(near, at)
        if _is_head(near, at, line_end) and not stands_alone(near, at, line_end):
            return at, at
        if at < start and stands_alone(near, at, line_end):
            return None, line_end + 1
        if at == 0:
            break
        at = _before(near, at)
    return None, at


def _opened(near: bytes, start: int, first: int) -> int | None:
    """Go back to the line that an exception begins with; an empty line ends it."""
    at = start
    for _ in range(_MOST_OF_EXCEPTION):
        if _OPENS.match(near, at):
            return at
        before = _before(near, at)
        if at <= first or _is_empty(near, before, at):
            return None
        at = before
    return None


def _gone_on_from(near: bytes, start: int, first: int) -> int:
    """Go back as long as a line says by its beginning that it goes on from the one before."""
    at = start
    for _ in range(_MOST_OF_EXCEPTION):
        if at <= first or not _GOES_ON.match(near, at):
            break
        at = _before(near, at)
    return at


def _end_before_head(near: bytes, end: int) -> int:
    """Go on to the line before the next one with a time."""
    for _ in range(_MOST_LINES):
        start = end + 1
        if start >= len(near):
            break
        following = _line_end(near, start)
        if _is_head(near, start, following) or stands_alone(near, start, following):
            break
        end = following
    return end


def _end_of_exception(near: bytes, end: int) -> int:
    """Go on to the line before an empty one, the next exception, or a line with a time."""
    for _ in range(_MOST_OF_EXCEPTION):
        start = end + 1
        if start >= len(near):
            break
        following = _line_end(near, start)
        goes_on = _GOES_ON.match(near, start) is not None
        if (
            _is_empty(near, start, following)
            or _is_head(near, start, following)
            or stands_alone(near, start, following)
            or (not goes_on and _OPENS.match(near, start))
        ):
            break
        end = following
    return end


def _end_gone_on(near: bytes, end: int) -> int:
    """Go on as long as lines say by their beginning that they go on."""
    for _ in range(_MOST_OF_EXCEPTION):
        start = end + 1
        if start >= len(near) or not _GOES_ON.match(near, start):
            break
        following = _line_end(near, start)
        if stands_alone(near, start, following):
            break
        end = following
    return end
