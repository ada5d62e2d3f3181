r"""Masks in a record what cannot matter to its recognition, so that a thousand records of one shape are recognised once.

Masked are the digits of times, durations and the like, and ids. Kept are all words, all numbers that stand in a signature,
and every number in a place where a status, a code or an escape is read. A mask is as long as what it hides, so that
places in a shape and in its records are the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from diagnostics.triage.recognised import Signature

# One way through a text for all: which of the matches is an id of one case is looked at afterwards. What must not stand
# before it is asked behind its first character, which halves the time.
_ID = re.compile(
    r"[0-9a-fA-F](?<![\w\\].)[0-9a-fA-F]{7,63}(?:-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12})?(?!\w)"
)
_NUMBER = re.compile(r"([0-9]+)")
# What stands before a number that is read: a status, a code, an escape; a number in brackets may be a sub-status.
_READ = re.compile(
    r"(?:(?:status|state|code|http|aadsts|akv|error|msg|cjm[a-z]*)[a-z]{0,8}[^0-9a-z]{0,14}"
    r"|\([^0-9a-z]{0,3}|\\[ux][0-9a-f]{0,3}|&#x?[0-9a-f]{0,6})\Z",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"[-. ]|[0-9a-fA-F]{1,3}")
_LONG = 16  # characters of an id that is none by chance; a shorter one has letters and digits
_NEAR = 12  # characters beside an id in which white space and a digit are looked for
_BLANKS = " \t\r\n\\nrt"
_HEXADECIMAL = frozenset("0123456789abcdefABCDEF")
_BEFORE = 32  # characters before a number that tell what it is
_MOST_BEFORE = 20_000
# What stands for a hidden digit, for a character of an id in small or in capital letters, for a letter in one.
DIGIT, LOWER, UPPER, SMALL, CAPITAL = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"
SIGNS = frozenset((DIGIT, LOWER, UPPER, SMALL, CAPITAL))
_SYMBOLS = {
    DIGIT: ("123456", "123456"),
    LOWER: ("abcdef", "123456"),
    UPPER: ("ABCDEF", "123456"),
    SMALL: ("abcdef", "abcdef"),
    CAPITAL: ("ABCDEF", "ABCDEF"),
}
BASE = 6


class Masker:
    """Masks records, for a fixed set of signatures."""

    def __init__(self, signatures: Iterable[Signature]) -> None:
        """Note the numbers that matter wherever they stand: those that the masks would hide in a literal."""
        self._read_after: dict[str, bool] = {}  # by what stands before a number
        self.numbers: frozenset[str] = frozenset()
        known = tuple(signatures)
        literals = [
            literal.lower()
            for signature in known
            for group in (*signature.stems, signature.unless)
            for literal in group
        ]
        self._short = frozenset(match.group() for each in literals for match in _ID.finditer(each))
        self.numbers = frozenset(
            literal[hidden.start() : hidden.end()]
            for literal in literals
            for hidden in re.finditer(f"{DIGIT}+", self.shape(literal))
        )

    def shape(self, text: str) -> str:
        """Give the shape of a record: as long as the record, equal for all that are recognised alike."""
        parts = _NUMBER.split(_ID.sub(self._hidden, text))
        is_kept = False
        for place in range(1, len(parts), 2):
            before, number = parts[place - 1], parts[place]
            is_kept = (
                self._is_read_after(before[-_BEFORE:])
                or number in self.numbers
                or (is_kept and bool(_GOES_ON.fullmatch(before)))
            )
            if not is_kept:
                parts[place] = DIGIT * len(number)
        return "".join(parts)

    def ids(self, text: str) -> list[tuple[slice, str]] | None:
        """Give what is masked of the ids in a text; None if digits decide whether one of them is an id."""
        found: list[tuple[slice, str]] = []
        for match in _ID.finditer(text):
            span = slice(*match.span())
            hidden = self.hidden(text, span)
            if hidden != text[span]:
                found.append((span, hidden))
            elif len(hidden) < _LONG and not (hidden.isdigit() or hidden.isalpha()):
                return None
        return found

    def hidden(self, text: str, span: slice) -> str:
        """Give what stands for a part of a text that has the form of an id."""
        part = text[span]
        if len(part) < _LONG and (
            part.isdigit()
            or part.isalpha()
            or part.lower() in self._short
            or self._is_read_after(text[max(0, span.start - _BEFORE) : span.start])
        ):
            return part  # a word, a number, or where a code is read
        return _hidden_id(part, text, span)

    def _hidden(self, match: re.Match[str]) -> str:
        return self.hidden(match.string, slice(*match.span()))

    def _is_read_after(self, before: str) -> bool:
        known = self._read_after.get(before)
        if known is None:
            if len(self._read_after) >= _MOST_BEFORE:
                self._read_after.clear()
            known = self._read_after[before] = bool(_READ.search(before))
        return known


def is_id(part: str) -> bool:
    """Tell whether a part of a text has the form of an id."""
    return _ID.fullmatch(part) is not None


def is_plain(text: str) -> bool:
    """Tell whether a text has none of the signs itself."""
    return text.isascii() or not SIGNS.intersection(text)


def _hidden_id(part: str, text: str, span: slice) -> str:
    """Hide an id as one of small letters, of capital letters, or of digits alone.

    White space between two digits is read, so a first or last character there shows whether it is a digit.
    """
    is_lower, is_upper = part == part.lower(), part == part.upper()
    if is_lower and is_upper:
        return _covered(part, DIGIT)
    if not (is_lower or is_upper):
        return part
    sign, letter = (LOWER, SMALL) if is_lower else (UPPER, CAPITAL)
    hidden = _covered(part, sign)
    if text[max(0, span.start - _NEAR) : span.start].rstrip(_BLANKS)[-1:].isdigit():
        hidden = (DIGIT if part[0].isdigit() else letter) + hidden[1:]
    if text[span.stop : span.stop + _NEAR].lstrip(_BLANKS)[:1] in _HEXADECIMAL:
        hidden = hidden[:-1] + (DIGIT if part[-1].isdigit() else letter)
    return hidden


def _covered(part: str, sign: str) -> str:
    return "-".join([sign * len(each) for each in part.split("-")])


def hidden_places(shape: str) -> list[int]:
    """Give the places that are masked."""
    return [place for place, sign in enumerate(shape) if sign in SIGNS]


def filled(shape: str, places: list[int], digit: int, shift: int = 0) -> str:
    """Fill a shape with characters of the right sort that tell, over several fillings, which place each comes from.

    Args:
        shape: from `Masker.shape`.
        places: its masked places.
        digit: which digit of the place's number, in base `BASE`, this filling writes.
        shift: is added to each digit, so that this filling differs from another one everywhere.
    """
    chars = list(shape)
    for number, place in enumerate(places):
        value = (number // BASE**digit + shift) % BASE
        chars[place] = _SYMBOLS[shape[place]][number % 2][value]
    return "".join(chars)


def value_of(char: str) -> int:
    """Give the digit that a character of a filling stands for; -1 = it is from no filling."""
    if char in "123456":
        return ord(char) - ord("1")
    return "abcdef".find(char.lower()) if char else -1
