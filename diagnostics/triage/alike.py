"""Tells whether a record has a shape that is known, for a tenth of what it costs to make the record's own.

Most records of a log are of some dozens of shapes. What a shape shows must stand in the record, which two operations on
whole numbers tell; and each place that it masks must be masked in the record as well. Then the record's shape is that
one: where ids and numbers begin and end, and what is read before them, follows from what the shape shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Self

from diagnostics.triage.masking import DIGIT, SIGNS, Masker, is_id

_DIGITS = re.compile(f"{DIGIT}+")


class Alike:
    """One shape."""

    __slots__ = (
        "_digits",
        "_ids",
        "_keep",
        "_lower",
        "_masker",
        "_shown",
        "_six",
        "_sixteen",
        "_told",
        "_upper",
    )

    def __init__(
        self, masker: Masker, shape: str, text: str, ids: Sequence[tuple[slice, str]]
    ) -> None:
        """Note what is asked of a record; see `of`."""
        self._masker, self._ids = masker, tuple(ids)
        inside = {place for span, _ in ids for place in range(span.start, span.stop)}
        numbers = [
            slice(*run.span()) for run in _DIGITS.finditer(shape) if run.start() not in inside
        ]
        lengths = {len(each) for each in masker.numbers}
        self._told = tuple(span for span in numbers if span.stop - span.start in lengths)
        self._keep = _whole(sign not in SIGNS for sign in shape) * 0xFF
        self._shown = int.from_bytes(text.encode("ascii")) & self._keep
        digits = {place for span in numbers for place in range(span.start, span.stop)}
        ones = _whole(place in digits for place in range(len(shape)))
        # Of a digit, 0x30 to 0x39, the upper half is 3, and the lower one and 6 make no 16.
        self._upper, self._digits = ones * 0xF0, ones * 0x30
        self._lower, self._six, self._sixteen = ones * 0x0F, ones * 6, ones * 0x10

    @classmethod
    def of(cls, masker: Masker, shape: str, text: str) -> Self | None:
        """Prepare a shape.

        Args:
            masker: that made it.
            shape: of the record.
            text: the record; ASCII.

        Returns:
            None if a record of this shape cannot be told without making its own.
        """
        ids = masker.ids(text)
        return None if ids is None else cls(masker, shape, text, ids)

    def may_fit(self, number: int) -> bool:
        """Tell whether all stands in a record that the shape shows, and digits where it masks numbers.

        Args:
            number: the record's bytes as one whole number; ASCII, as long as the shape.
        """
        return (
            number & self._keep == self._shown
            and number & self._upper == self._digits
            and not ((number & self._lower) + self._six) & self._sixteen
        )

    def fits(self, text: str) -> bool:
        """Tell whether a record that may fit has this shape."""
        known = self._masker.numbers
        return all(text[span] not in known for span in self._told) and all(
            is_id(text[span]) and self._masker.hidden(text, span) == mask
            for span, mask in self._ids
        )


def _whole(ones: Iterable[bool]) -> int:
    """Give the whole number with a byte of 1 for each place that holds, and one of 0 for the others."""
    return int.from_bytes(bytes(ones))
