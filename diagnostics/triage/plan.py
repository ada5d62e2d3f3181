"""Prepares signatures once for many texts: which literal is sought first, and what a find of it is worth."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from diagnostics.triage.normalise import stem
from diagnostics.triage.recognised import Signature

NUMBER_STEM = re.compile(r"(?:substatus:|aadsts)\d+")
TEXT_NUMBER = re.compile(r"\((\d{4})\)")


class By(IntEnum):
    """Which sort of literal matched; the lower says more."""

    WORDS = 0
    TEXT_NUMBER = 1  # a number in brackets beside words that stay the same in every language
    HEADER = 2  # a number in a header-looking place, and nothing else


@dataclass(frozen=True, slots=True)
class Plan:
    """One signature, ready to be looked for."""

    signature: Signature
    # How much each alternative says, the text or number without which it cannot stand, and its literals; best first.
    alternatives: tuple[tuple[By, str, tuple[str, ...]], ...]


def plans_of(signatures: Iterable[Signature]) -> tuple[Plan, ...]:
    """Prepare signatures."""
    return tuple(Plan(each, _alternatives(each)) for each in signatures)


def _alternatives(signature: Signature) -> tuple[tuple[By, str, tuple[str, ...]], ...]:
    planned = [(_sort(literals), _sought(literals), literals) for literals in signature.stems]
    return tuple(sorted(planned, key=lambda one: one[0]))  # those of one sort stay in their order


def _sort(literals: tuple[str, ...]) -> By:
    if all(NUMBER_STEM.fullmatch(one) for one in literals):
        return By.HEADER
    return By.TEXT_NUMBER if any(map(TEXT_NUMBER.fullmatch, literals)) else By.WORDS


def _sought(literals: tuple[str, ...]) -> str:
    """Choose what is quickest to be missed: the longest of the words."""
    words = [stem(one) for one in literals if not NUMBER_STEM.fullmatch(one)]
    return max(words, key=len) if words else literals[0]
