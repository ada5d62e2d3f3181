"""Break text into lines by the columns it takes; an identifier is never broken, it gets a line of its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from diagnostics.report import escape

WIDTH = 80


def columns(text: str) -> int:
    """Count the columns of a terminal; East Asian wide characters take two, combining ones none.

    Source: Unicode Standard Annex 11, East Asian Width.
    """
    return len(text) if text.isascii() else sum(_columns_of(char) for char in text)


def _columns_of(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def rows_of(lines: Iterable[str]) -> int:
    """Count the rows that lines take on a terminal of 80 columns."""
    return sum(max(1, -(-columns(line) // WIDTH)) for line in lines)


def wrap(
    text: str, indent: str = "", first: str | None = None, *, width: int = WIDTH
) -> list[str]:
    """Break a text, made visible, into lines; a word longer than a line stands alone and whole.

    Args:
        text: from anywhere; white space counts as one space.
        indent: before each line.
        first: before the first line instead.
        width: columns of a line.
    """
    lines = [indent if first is None else first]
    is_empty = True  # of the last line, apart from what stands before it
    for word in escape.plain(text).split():
        gap = "" if is_empty else " "
        fits = columns(lines[-1]) + len(gap) + columns(word) <= width
        if fits or (is_empty and not lines[-1].strip()):
            lines[-1] += gap + word
        else:
            lines.append(indent + word)
        is_empty = False
    return [line.rstrip() for line in lines]


def cut(line: str, width: int) -> str:
    """Take the beginning of a line that fits into so many columns."""
    while columns(line) > width:
        line = line[: min(len(line) - 1, width)]
    return line
