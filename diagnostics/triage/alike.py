"""Tells whether a record has a shape that is known, for a tenth of what it costs to make the record's own.

Most records of a log are of some dozens of shapes. What a shape shows must stand in the record, which two operations on
whole numbers tell; and each place that it masks must be masked in the record as well. Then the record's shape is that
one: where ids and numbers begin and end, and what is read before them, follows from what the shape shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from diagnostics.triage.masking import DIGIT, SIGNS, Masker, is_id


class Alike:
    """One shape."""

    __slots__ = ("_ids", "_keep", "_masker", "_numbers", "_shown")

    def __init__(
        self,
        masker: Masker,
        keep: int,
        shown: int,
        numbers: tuple[slice, ...],
        ids: Sequence[tuple[slice, str]],
    ) -> None:
        """Note what is asked of a record; see `of`."""
        self._masker, self._keep, self._shown = masker, keep, shown
        self._numbers, self._ids = numbers, tuple(ids)

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
        if ids is None:
            return None
        keep = int.from_bytes(bytes(0 if sign in SIGNS else 0xFF for sign in shape))
        inside = {place for span, _ in ids for place in range(span.start, span.stop)}
        numbers: list[slice] = []
        place = shape.find(DIGIT)
        while place >= 0:
            end = place
            while shape[end : end + 1] == DIGIT:
                end += 1
            if place not in inside:
                numbers.append(slice(place, end))
            place = shape.find(DIGIT, end)
        return cls(masker, keep, number_of(text) & keep, tuple(numbers), ids)

    def fits(self, text: str, number: int) -> bool:
        """Tell whether a record has this shape.

        Args:
            text: the record; ASCII, as long as the shape.
            number: from `number_of`, once for all shapes that are tried.
        """
        if number & self._keep != self._shown:
            return False
        known = self._masker.numbers
        for span in self._numbers:
            digits = text[span]
            if digits in known or not digits.isdigit():
                return False
        return all(
            is_id(text[span]) and self._masker.hidden(text, span) == mask
            for span, mask in self._ids
        )


def number_of(text: str) -> int:
    """Give a text of ASCII as one whole number."""
    return int.from_bytes(text.encode("ascii"))
