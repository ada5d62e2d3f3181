"""Finds any of many words in a text, so that a hundred thousand cost little more than one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
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
        # How long the words are that begin so and go on, the longest first: with a run of letters and digits, or with a
        # sign. Most names are such a run and nothing else, and stand in `_words` alone.
        self._lengths: dict[str, tuple[int, ...]] = {}
        self._signs: set[str] = set()
        self._starts = _PIECE
        self.add(words)

    def add(self, words: Iterable[str]) -> None:
        """Look for these, too; none is empty."""
        known = len(self._signs)
        new = tuple(words)
        self._words.update(new)
        for word in new:
            if word.isalnum() and word.isascii():
                continue
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

    def find(
        self, text: str, is_sought: Callable[[str], bool] = lambda _: True
    ) -> Iterator[tuple[int, int]]:
        """Give where they stand, in order, none in another.

        Args:
            text: where to look.
            is_sought: of the words those that count; the others are as if they had not been added.
        """
        after = 0
        for found in self._starts.finditer(text):
            start = found.start()
            if start < after:
                continue
            end = self._end(text, start, found.group(), is_sought)
            if end:
                after = end
                yield start, end

    def _end(self, text: str, start: int, piece: str, is_sought: Callable[[str], bool]) -> int:
        """Say where the longest word ends that stands here; 0 = none does."""
        for length in self._lengths.get(piece, ()):
            end = start + length
            word = text[start:end]
            is_there = len(word) == length and word in self._words
            if is_there and not _RUNS_ON.match(text, end - 1) and is_sought(word):
                return end
        return start + len(piece) if piece in self._words and is_sought(piece) else 0
