"""Break text into lines by the columns it takes; an identifier is never broken, it gets a line of its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from diagnostics.report import escape

WIDTH = 80


def columns(text: str) -> int:
    """Count the columns of a terminal; East Asian wide characters take two, combining ones none.

    Source: Unicode Standard Annex 11, East Asian Width.
    """
    return sum(_columns_of(char) for char in text)


def _columns_of(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def rows_of(lines: Iterable[str]) -> int:
    """Count the rows that lines take on a terminal of 80 columns."""
    return sum(max(1, -(-columns(line) // WIDTH)) for line in lines)


def wrap(text: str, indent: str = "", first: str | None = None) -> list[str]:
    """Break a text, made visible, into lines; a word longer than a line stands alone and whole.

    Args:
        text: from anywhere; white space counts as one space.
        indent: before each line.
        first: before the first line instead.
    """
    return list(_lines(escape.plain(text).split(), indent, indent if first is None else first))


def _lines(words: list[str], indent: str, first: str) -> Iterator[str]:
    line, is_empty = first, True
    for word in words:
        gap = "" if is_empty else " "
        if not is_empty and columns(line) + len(gap) + columns(word) > WIDTH:
            yield line.rstrip()
            line, gap = indent, ""
        elif is_empty and line.strip() and columns(line) + columns(word) > WIDTH:
            yield line.rstrip()  # only the mark or label fits beside it
            line = indent
        line, is_empty = f"{line}{gap}{word}", False
    yield line.rstrip()


def cut(line: str, width: int) -> str:
    """Take the beginning of a line that fits into so many columns."""
    while columns(line) > width:
        line = line[: min(len(line) - 1, width)]
    return line
