r"""Lets go of records that hold no known error, for a hundredth of what it costs to recognise that.

The first pass stops at a literal, and healthy logs are full of some of them (`isRbacAuthorized`). An error is only there
if each phrase of one of its forms stands in the record, so the phrases are looked for as the first pass looks for
literals. What logs do to a phrase is undone here as far as it can break one: case, wrapping, quoting. Where more than
that may have happened (letters beyond ASCII, written out or escaped; colours), nothing is let go of.

Only worth its while with Hyperscan: without it, `sieve_of` gives none, and every record is looked at.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import product

from diagnostics.triage.normalise import stem
from diagnostics.triage.plan import NUMBER_STEM
from diagnostics.triage.recognised import Signature

_PHRASE = re.compile(r"[a-z0-9]+")
# What `normalise` takes out of a text or turns into a space (white space, controls, quoting, emphasis), and what may
# stand between `sub` and `status`.
_DROPPED = bytes((*range(0x21), 0x7F, *b"\"'*\\`>|_-"))
_SMALL = bytes(range(256)).lower()
# Escapes of ASCII punctuation break no phrase; any other may stand for a space or a letter inside of one.
_PUNCTUATION = rb"(?:2[1-9a-f]|3[a-f]|40|5[b-f]|60|7[b-e])"
_WRITTEN_OUT = re.compile(
    rb"\\u(?!00" + _PUNCTUATION + rb")[0-9a-f]{4}|\\x(?!" + _PUNCTUATION + rb")[0-9a-f]{2}"
    rb"|&(?!(?:quot|apos|lt|gt|amp);)(?:#|[a-z]{2,8};)|&amp;[#a-z]|\x1b",
    re.IGNORECASE,
)
_ESCAPED = re.compile(rb"\\+(?:u[0-9a-f]{4}|x[0-9a-f]{2})|&(?:quot|apos|lt|gt|amp);")
_SHORT_ESCAPES = tuple(b"\\" + bytes((letter,)) for letter in b"bfnrt")
_GONE = b"\1"  # is dropped like the others
_SUB_STATUS = re.compile(
    rb"substatus(?:code)?[=:\[(]{0,4}0*([0-9]{1,7})"
)  # as `recognise` reads it

_Form = tuple[bytes, ...]  # its phrases, the longest first
_Finder = Callable[[bytes], Iterable[int]]  # numbers of the phrases that stand in a text


class Sieve:
    """Tells which records are worth a closer look."""

    def __init__(
        self, signatures: Iterable[Signature], finder: Callable[[list[bytes]], _Finder]
    ) -> None:
        """Note what no form of any signature can stand without.

        Args:
            signatures: what is recognised.
            finder: makes of literals what finds them.
        """
        forms: dict[bytes, set[_Form]] = defaultdict(set)
        for signature in signatures:
            for literals in signature.stems:
                for first, *others in _forms(literals):
                    forms[first].add(tuple(others))
        self._forms = [tuple(others) for others in forms.values()]
        self._find = finder(list(forms))

    def passes(self, raw: bytes) -> bool:
        """Tell whether a record may hold a known error."""
        if not raw.isascii() or b"\0" in raw:
            return True
        is_escaped = b"\\" in raw or b"&" in raw
        if (is_escaped or b"\x1b" in raw) and _WRITTEN_OUT.search(raw):
            return True
        text = raw.translate(_SMALL, _DROPPED)
        if is_escaped:
            # A backslash with an n may be a line's end, or a folder's name: each phrase stands in one of the two.
            text += b" " + _without_escapes(raw.lower()).translate(None, _DROPPED)
        if b"substatus" in text:
            text += b"".join(_numbers(text))
        # Loops, as a generator for each form would cost as much again.
        for number in self._find(text):
            for others in self._forms[number]:
                for phrase in others:
                    if phrase not in text:
                        break
                else:
                    return True
        return False


def _without_escapes(small: bytes) -> bytes:
    """Take escapes and entities out of a text in small letters; the most frequent ones without an expression."""
    for escape in _SHORT_ESCAPES:
        small = small.replace(escape, _GONE)
    if b"\\u" in small or b"\\x" in small or b"&" in small:
        return _ESCAPED.sub(_GONE, small)
    return small


def _numbers(text: bytes) -> Iterator[bytes]:
    """Give each number that may stand as a sub-status, as a phrase; without spaces it is not seen where one ends."""
    for digits in _SUB_STATUS.findall(text):
        for length in range(1, len(digits) + 1):
            yield b"substatus#%s#" % digits[:length]


def sieve_of(signatures: Iterable[Signature]) -> Sieve | None:
    """Make a sieve; None = it would cost more than it spares here."""
    try:
        from diagnostics.triage.scanner_hyperscan import finder
    except ImportError:
        return None
    return Sieve(signatures, finder)


def _forms(literals: tuple[str, ...]) -> Iterator[_Form]:
    """Give the phrases of which one set stands in every text that has all literals.

    They are in small letters, without spaces. Those beyond ASCII are left out, and nothing is given where there is no
    other: such a text is never sifted.
    """
    for ways in product(*map(_ways, literals)):
        phrases = {phrase.encode() for way in ways for phrase in way}
        if phrases:
            yield tuple(sorted(phrases, key=lambda each: (-len(each), each)))


def _ways(literal: str) -> tuple[tuple[str, ...], ...]:
    """Give the ways in which a literal is written, each as its phrases."""
    if not NUMBER_STEM.fullmatch(literal):
        return (tuple(_PHRASE.findall(stem(literal))),)
    lead, number = literal.rstrip("0123456789"), literal.lstrip("abcdefghijklmnopqrstuvwxyz:")
    # As `recognise` reads numbers.
    if lead == "aadsts":
        return ((lead + number,), ("errorcodes", number))
    return ((f"substatus#{number}#",),)
