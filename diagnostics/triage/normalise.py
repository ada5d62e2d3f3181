"""Brings a text into the one form in which errors are looked for, however often it was quoted, escaped or wrapped.

Two forms are kept. `plain` is what a person would read: unescaped, without control characters. `squeezed` is what is
searched: lower case, without accents, and without everything that quoting, emphasis and wrapping add or take away, that
is white space, quotation marks, asterisks and backslashes. Both have linear cost and bounded memory.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property, lru_cache
from html import unescape

# Each round takes off one layer of quoting; real logs have at most four.
_LAYERS = 12
# Long enough for the longest quoted form of one error with its surroundings; neighbours overlap by that much.
WINDOW, OVERLAP = 200_000, 16_000

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_PAIR = re.compile(r"\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\"'/\\bfnrt]))")
# An escape that a terminal broke in two; a shell's continued line is indented, so it is left alone.
_BROKEN_ESCAPE = re.compile(
    r"(?:(?<=\\)\n(?=[\"'\\/bfnrtu])|(?<=\\u)\n(?=[0-9a-fA-F]{4})"
    r"|(?<=\\u[0-9a-fA-F])\n(?=[0-9a-fA-F]{3})|(?<=\\u[0-9a-fA-F]{2})\n(?=[0-9a-fA-F]{2})"
    r"|(?<=\\u[0-9a-fA-F]{3})\n(?=[0-9a-fA-F]))"
)
_BROKEN_ENTITY = re.compile(r"(&#?[0-9A-Za-z]{0,8})\n([0-9A-Za-z#]{0,8};)")
_CONTROLS = {"b": " ", "f": " ", "n": "\n", "r": " ", "t": " "}
_LONG_RUN = re.compile(r"\\{17,}")  # four layers of JSON make fifteen of one
_COLOUR = re.compile(r"\x1b\[[0-9;]{0,20}[A-Za-z]")
_QUOTED = re.compile(r"^[ \t]{0,20}(?:[>|][ \t]{0,4}){1,10}", re.MULTILINE)
_BETWEEN_DIGITS = re.compile(r"(?<=\d)\s(?=\s{0,200}\d)")
# A line that a terminal broke inside a short number; a date or a time in the next line is left alone.
_BROKEN_NUMBER = re.compile(r"(?<!\d)(\d{1,3})\n(\d{1,3})(?![\d:/.,-])")
_BROKEN_CODE = re.compile(r"(aadsts\d{0,8})\n(\d{1,8}:)", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\x0b\x0c\x85\xa0]+")

_INVISIBLE = (0xAD, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A))
# Straight quotation marks, asterisk, backslash, grave accent; then acute accent, guillemets, the letter apostrophe,
# typographic quotation marks, primes, angle and corner brackets, full-width marks.
_MARKS = (
    *map(ord, "\"'*\\`"),
    *(0xB4, 0xAB, 0xBB, 0x2BC),
    *range(0x2018, 0x2020),
    *(0x2032, 0x2033, 0x2039, 0x203A),
    *range(0x300C, 0x3010),
    *(0xFF02, 0xFF07),
)


def _plain_table() -> dict[int, str | None]:
    """Map control characters to spaces, invisible ones and lone surrogates to nothing."""
    table: dict[int, str | None] = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), " ")
    table |= dict.fromkeys((*_INVISIBLE, *range(0xD800, 0xE000)))
    return table | {0x0A: "\n", 0x2028: "\n", 0x2029: "\n"}


def _squeeze_table() -> dict[int, str | None]:
    """Map letters with accents to those without, and what wrapping and quoting leave behind to nothing."""
    table: dict[int, str | None] = {}
    for number in range(0xC0, 0x250):
        base = unicodedata.normalize("NFD", chr(number))[0]
        if base.isascii():
            table[number] = base.lower()
    table |= {number: chr(number - 0xFEE0).lower() for number in range(0xFF01, 0xFF5F)}
    table |= {number: chr(number + 32) for number in range(ord("A"), ord("Z") + 1)}
    table |= dict.fromkeys((*range(0x300, 0x370), *_INVISIBLE, *_MARKS))
    spaces = (number for number in range(0x3001) if chr(number).isspace())
    return table | dict.fromkeys(spaces)


_PLAIN, _SQUEEZE = _plain_table(), _squeeze_table()
_GONE = frozenset(chr(number) for number, to in _SQUEEZE.items() if to is None)


def plain(text: str) -> str:
    """Return the text as a person would read it, layer after layer of quoting taken off."""
    text = _LONG_RUN.sub(r"\\", text.replace("\r\n", "\n").replace("\r", "\n"))
    for _ in range(_LAYERS):
        peeled = _peel(text)
        if peeled == text:
            break
        text = peeled
    text = _COLOUR.sub("", text)
    text = _QUOTED.sub("", text.translate(_PLAIN))
    text = _BROKEN_CODE.sub(r"\1\2", _BROKEN_NUMBER.sub(_joined, text))
    return _SPACES.sub(" ", text)


def _peel(text: str) -> str:
    if "&" in text:
        text = _BROKEN_ENTITY.sub(r"\1\2", text)
        text = _ENTITY.sub(lambda match: unescape(match.group()), text)
    if "\\" in text:
        if "\n" in text:
            text = _BROKEN_ESCAPE.sub("", text)
        text = _PAIR.sub(_from_pair, text)
        text = _ESCAPE.sub(_from_escape, text)
    return text


def _from_pair(match: re.Match[str]) -> str:
    high, low = int(match.group(1), 16), int(match.group(2), 16)
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def _from_escape(match: re.Match[str]) -> str:
    number = match.group(1) or match.group(2)
    if number:
        return chr(int(number, 16))
    return _CONTROLS.get(match.group(3), match.group(3))


def _joined(match: re.Match[str]) -> str:
    """Join the parts of a four-digit number; anything else stays in two lines."""
    whole = match.group(1) + match.group(2)
    return whole if len(whole) == 4 else match.group()  # noqa: PLR2004 - a sub-status has four digits


@lru_cache(maxsize=4096)
def stem(text: str) -> str:
    """Return a literal of a signature in the form in which it is searched."""
    return text.translate(_SQUEEZE)


class Page:
    """One window of a text in both forms."""

    def __init__(self, text: str) -> None:
        """Normalise a window."""
        # White space between two digits keeps them apart, one character for one.
        self.plain = _BETWEEN_DIGITS.sub(";", plain(text))
        self.squeezed = self.plain.translate(_SQUEEZE)

    @cached_property
    def _kept(self) -> list[int]:
        """The place in `plain` of each character of `squeezed`."""
        return [place for place, char in enumerate(self.plain) if char not in _GONE]

    def in_plain(self, place: int) -> int:
        """Return where a place of `squeezed` lies in `plain`."""
        return self._kept[place] if place < len(self._kept) else len(self.plain)


def pages(text: str) -> Iterator[Page]:
    """Cut a text into overlapping windows."""
    step = WINDOW - OVERLAP
    for start in range(0, max(len(text) - OVERLAP, 1), step):
        yield Page(text[start : start + WINDOW])
