"""Finds any of many words in a text, so that a hundred thousand cost little more than one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

_PIECE: Final = re.compile("[0-9A-Za-z]+")
_RUNS_ON: Final = re.compile("[0-9A-Za-z]{2}")


class Words:
    """Words to be found, the longest at each place.

    A word that begins or ends with a letter or digit begins or ends there in the text too: `ajo` is not in `major`.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        """Look for these, with regard to case."""
        self._words: set[str] = set()
        # How long the words are that begin so, the longest first: with a run of letters and digits, or with a sign.
        self._lengths: dict[str, tuple[int, ...]] = {}
        self._signs: set[str] = set()
        self._starts = _PIECE
        self.add(words)

    def add(self, words: Iterable[str]) -> None:
        """Look for these, too; none is empty."""
        known = len(self._signs)
        for word in words:
            self._words.add(word)
            piece = _PIECE.match(word)
            start = piece.group() if piece else word[0]
            if not piece:
                self._signs.add(start)
            lengths = self._lengths.get(start)
            if lengths is None:
                self._lengths[start] = (len(word),)
            elif len(word) not in lengths:
                self._lengths[start] = tuple(sorted((*lengths, len(word)), reverse=True))
        if len(self._signs) > known:
            signs = "".join(map(re.escape, sorted(self._signs)))
            self._starts = re.compile(f"{_PIECE.pattern}|[{signs}]")

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Give where they stand, in order, none in another."""
        after = 0
        for found in self._starts.finditer(text):
            lengths = self._lengths.get(found.group())
            if lengths is None or found.start() < after:
                continue
            end = self._end(text, found.start(), lengths)
            if end:
                after = end
                yield found.start(), end

    def _end(self, text: str, start: int, lengths: tuple[int, ...]) -> int:
        """Say where the longest word ends that stands here; 0 = none does."""
        for length in lengths:
            end = start + length
            is_there = end <= len(text) and text[start:end] in self._words
            if is_there and not _RUNS_ON.match(text, end - 1):
                return end
        return 0
