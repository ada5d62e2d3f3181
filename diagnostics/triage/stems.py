r"""Derives from the signatures the few byte literals that the first, fast pass over gigabytes looks for.

Every way in which a signature can be recognised holds at least one of these literals, so a text without any of them
holds no known error. They are parts of words, because words survive what logs do to a text: quoting and escaping put
backslashes between them, wrapping puts line ends between them, case is folded by the scanner. Where all words of an
error are ordinary ones, a pair of neighbours is taken, with any gap between the two. Letters beyond ASCII are looked for
in each form in which logs write them: UTF-8, `\uXXXX`, and character references of HTML.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from diagnostics.triage.ordinary import FILLING, ORDINARY
from diagnostics.triage.recognised import Signature

_SHORTEST, _LONGEST = 4, 12
_SHORTEST_NUMBER = 5
_WORD = re.compile(r"[a-z0-9_]+")
_PAIR = re.compile(r"(?<![a-z0-9_.-])(?=([a-z0-9]+) ([a-z0-9]+)(?![a-z0-9_.-]))")
_BEYOND_ASCII = re.compile(r"[\u2e80-\uffff]+")  # writing without spaces between words
_NUMBERED = re.compile(r"(substatus:|aadsts|error_code:)\d+")
# The forms that `recognise` reads a number in: `sub[_-]?status`, where white space counts for nothing.
_LEADS = {
    "substatus:": ("substatus", "sub status"),
    "aadsts": (
        "aadsts",
        "error_code",
    ),  # "error_codes": [7000112] as Entra's token endpoint answers
    "error_code:": ("error_code",),
}
_MORE_FOR_A_STEM = 20.0  # each literal slows the pass down a little
_ORDINARY_COSTS, _NUMBER_COSTS = 2000.0, 30.0
_FILLING_COSTS = (100.0, 300.0, 1500.0)  # of a pair, by how many of its words fill any sentence
_EVERYWHERE = "\n".join(sorted(ORDINARY))
ZERO = re.compile(rb"\x00")
# Between the words of a pair: a space, an underscore, a line end and an indentation, each perhaps escaped.
_GAP = rb"[^a-z0-9].{0,10}?"


def stems(signatures: Iterable[Signature]) -> tuple[bytes, ...]:
    """Choose the literals of the first pass.

    Args:
        signatures: what shall be recognised; of the built-in pack, of plugins, or both.

    Returns:
        lower-case literals, sorted; to be looked for without regard to the case of ASCII letters. A space stands for any
        gap between two words, see `pattern`.
    """
    fixed: set[str] = set()
    open_ones: list[frozenset[str]] = []
    foreign: set[str] = set()
    for alternative in _alternatives(signatures):
        numbered = [match[1] for each in alternative if (match := _NUMBERED.fullmatch(each))]
        parts = frozenset(part for each in alternative for part in _parts(each))
        if numbered:
            fixed.update(_LEADS[numbered[0]])
        elif parts and min(map(_cost, parts)) < _ORDINARY_COSTS:
            open_ones.append(parts)
        elif phrase := "".join(_BEYOND_ASCII.findall("".join(alternative))):
            foreign.add(phrase)
        else:
            open_ones.append(parts or frozenset({_longest(alternative)}))
    chosen = fixed | set(_cover([one for one in open_ones if not one & fixed]))
    return tuple(sorted({*(each.encode() for each in chosen), *_beyond_ascii(foreign)}))


def pattern(stem: bytes) -> bytes:
    """Write a literal as a regular expression for bytes; case and line ends are for the flags to settle."""
    return _GAP.join(re.escape(word) for word in stem.split(b" "))


def wide_pattern(stem: bytes) -> bytes:
    """Write a literal as it stands in UTF-16, of either order of bytes: with a zero byte between two letters."""
    words = (b"\\x00".join(re.escape(bytes([byte])) for byte in word) for word in stem.split(b" "))
    return rb"[\x00-\x2f\x3a-\x60\x7b-\xff].{0,22}?".join(words)


def longest(literals: Iterable[bytes]) -> int:
    """Give the most bytes that one literal can take in a text, in UTF-16 as well."""
    return 2 * max((len(each) + 11 * each.count(b" ") for each in literals), default=1)


def _alternatives(signatures: Iterable[Signature]) -> Iterator[tuple[str, ...]]:
    for signature in signatures:
        for alternative in signature.stems:
            yield tuple(each.lower() for each in alternative)


def _parts(literal: str) -> Iterator[str]:
    """Give every part of every word of a literal that is long enough to be rare, and all pairs of neighbours."""
    for match in _PAIR.finditer(literal):
        yield f"{match[1]} {match[2]}"
    for match in _WORD.finditer(literal):
        word = match.group()
        shortest = _SHORTEST_NUMBER if word.isdigit() else _SHORTEST
        for start in range(len(word)):
            for end in range(start + shortest, min(len(word), start + _LONGEST) + 1):
                yield word[start:end]


def _longest(alternative: tuple[str, ...]) -> str:
    """Fall back to the longest word there is, however short; a literal without one is looked for as it stands."""
    words = [word for each in alternative for word in _WORD.findall(each)]
    return max(words, key=len, default=alternative[0])


def _cost(part: str) -> float:
    """Guess how often a part of a word stands in ordinary logs; only the order matters."""
    if " " in part:
        filling = sum(word in FILLING for word in part.split(" "))
        return _FILLING_COSTS[filling] - len(part)
    if part in _EVERYWHERE:
        return _ORDINARY_COSTS
    if part.isdigit():
        return _NUMBER_COSTS * 10.0 ** (6 - len(part))
    return 3.0 ** (7 - len(part))


def _cover(groups: list[frozenset[str]]) -> Iterator[str]:
    """Choose few and rare parts so that each group has one: always the cheapest for what it newly covers."""
    holders: dict[str, set[int]] = defaultdict(set)
    for number, parts in enumerate(groups):
        for part in parts:
            holders[part].add(number)
    costs = {part: _MORE_FOR_A_STEM + _cost(part) for part in holders}
    left = set(range(len(groups)))
    while left:
        best = min(
            (part for part in holders if holders[part] & left),
            key=lambda part: (costs[part] / len(holders[part] & left), -len(part), part),
        )
        left -= holders[best]
        yield best


def _beyond_ascii(phrases: set[str]) -> Iterator[bytes]:
    """Choose few letters so that each phrase has one, and write each in every form."""
    letters = _cover_letters(phrases)
    for letter in letters:
        number = ord(letter)
        yield f"u{number:04x}".encode()
        yield f"&#x{number:04x}".encode()
        yield f"&#{number}".encode()
        yield letter.encode()


def _cover_letters(phrases: set[str]) -> Iterator[str]:
    left: set[str] = set(phrases)
    while left:
        letters = sorted({letter for phrase in left for letter in phrase})
        best = max(letters, key=lambda letter: (sum(letter in phrase for phrase in left), letter))
        yield best
        left = {phrase for phrase in left if best not in phrase}
