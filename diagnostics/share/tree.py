"""Finds any of many words in a text, so that a hundred thousand cost little more than one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

_Node = dict[str, Any]
_APART: Final = "(?![0-9A-Za-z])"
_PIECE: Final = re.compile("[0-9a-z]+")
_SIMPLE: Final = re.compile("[0-9a-z]+(?:[-_.][0-9a-z]+)*")
_MOST_PIECES = 16


class Words:
    """Words to be found, the longest at each place.

    A word that begins or ends with a letter or digit begins or ends there in the text too: `ajo` is not in `major`.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Look for these, with regard to case."""
        self._simple: set[str] = set()
        others: list[str] = []
        for word in words:
            is_simple = _SIMPLE.fullmatch(word) and word.count("-") < _MOST_PIECES
            self._simple.add(word) if is_simple else others.append(word)
        self._begins = {_PIECE.match(word).group() for word in self._simple}  # type: ignore[union-attr]
        self._others = one_of(others) if others else None

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Give where they stand, in order, none in another."""
        found = sorted((*self._plain(text), *self._odd(text)), key=lambda at: (at[0], -at[1]))
        after = 0
        for start, end in found:
            if start >= after:
                after = end
                yield start, end

    def _odd(self, text: str) -> Iterator[tuple[int, int]]:
        if self._others:
            yield from (each.span() for each in self._others.finditer(text))

    def _plain(self, text: str) -> Iterator[tuple[int, int]]:
        pieces = [each.span() for each in _PIECE.finditer(text)] if self._simple else []
        after = 0
        for at, (start, end) in enumerate(pieces):
            if start < after or text[start:end] not in self._begins:
                continue
            for _, last in reversed(pieces[at : at + _MOST_PIECES]):
                if text[start:last] in self._simple:
                    after = last
                    yield start, last
                    break


def one_of(words: Iterable[str]) -> re.Pattern[str]:
    """Find the longest of these words, with regard to case; as a tree."""
    plain: _Node = {}
    signs: _Node = {}  # begin with a sign: anywhere
    for word in words:
        node = plain if word[0].isascii() and word[0].isalnum() else signs
        for char in word:
            node = node.setdefault(char, {})
        node[""] = {}
    parts = [f"(?<![0-9A-Za-z]){_branch(plain)}"] if plain else []
    parts += [_branch(signs)] if signs else []
    return re.compile("|".join(parts) or r"(?!)")


def _branch(node: _Node, last: str = "") -> str:
    """Write one node; a stretch without branches is written without recursion."""
    written: list[str] = []
    while len(node) == 1 and "" not in node:
        last, node = next(iter(node.items()))
        written.append(re.escape(last))
    end = _APART if last.isascii() and last.isalnum() else ""
    ways = [f"{re.escape(char)}{_branch(below, char)}" for char, below in node.items() if char]
    if "" in node:
        ways.append(end)  # last: the longer word goes first
    written += [ways[0]] if len(ways) == 1 else [f"(?:{'|'.join(ways)})"] if ways else []
    return "".join(written)
