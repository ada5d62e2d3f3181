"""Recognises errors in thousands of records as `recognise` does, and does the work once for each shape of a record.

What differs between records of one shape (times, ids) reaches a result only by being copied into it. Where from is found
out by recognising the shape a few more times, filled with characters that tell their own place; a shape for which that
does not hold is recognised anew each time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from itertools import groupby
from typing import Any, NamedTuple

from diagnostics.triage.alike import Alike
from diagnostics.triage.masking import BASE, Masker, filled, hidden_places, is_plain, value_of
from diagnostics.triage.plan import plans_of
from diagnostics.triage.principals import identity_at, identity_in, place_of_identity
from diagnostics.triage.recognise import recognise_planned
from diagnostics.triage.recognised import Recognised, Signature

_MOST_CHARACTERS = 8_000_000  # of all shapes together: two bytes each
_LONGEST = 1 << 15  # characters of a record that is worth remembering
_MOST_DIGITS = 5
_MOST_TRIED = 16  # shapes of one length that are tried before a record's own shape is made
_COPIED = ("excerpt", "account_host", "vault_host", "activity_id", "occurred_at")
_ALIKE = tuple(each.name for each in fields(Recognised) if each.name not in _COPIED)

_Recipe = tuple[str | slice, ...]  # pieces: as they stand, or copied from the record


class _Learnt:
    """What is known of one item of all records of a shape."""

    __slots__ = ("constant", "item", "recipes")

    def __init__(self, item: Recognised, recipes: dict[str, _Recipe]) -> None:
        self.item, self.recipes = item, recipes
        self.constant = {
            each.name: getattr(item, each.name)
            for each in fields(Recognised)
            if each.name not in recipes
        }


class Seen(NamedTuple):
    """What a record says."""

    text: str
    items: tuple[Recognised, ...]
    identity: str  # of the principal that it names; empty = none, or nothing was recognised


class _Shape(NamedTuple):
    """What is known of all records of a shape."""

    items: tuple[_Learnt, ...]
    identity: slice | None

    def seen(self, text: str) -> Seen:
        items = tuple([_copied(learnt, text) for learnt in self.items])
        return Seen(text, items, identity_at(text, self.identity))


class Recogniser:
    """Recognises exactly what `recognise` does."""

    def __init__(self, signatures: Iterable[Signature]) -> None:
        """Prepare the recognition of signatures."""
        known = tuple(signatures)
        self._plans = plans_of(known)
        self._masker = Masker(known)
        self._once: set[str] = set()
        self._characters = 0
        self._shapes: dict[str, _Shape | None] = {}
        self._tried: dict[int, list[tuple[Alike, _Shape]]] = {}  # by length

    def remembered(self, raw: bytes) -> Seen | None:
        """Recognise errors in one record if its shape is quick to tell; None = it is not known to be one of those."""
        tried = self._tried.get(len(raw))
        if tried is None or not raw.isascii():
            return None
        number = int.from_bytes(raw)
        for alike, known in tried:
            if alike.may_fit(number) and alike.fits(text := raw.decode("ascii")):
                return known.seen(text)
        return None

    def of(self, text: str) -> Seen:
        """Recognise errors in the text of one record."""
        if len(text) > _LONGEST or not is_plain(text):
            return self._anew(text)
        shape = self._masker.shape(text)
        if shape in self._shapes:
            learnt = self._shapes[shape]
            return learnt.seen(text) if learnt else self._anew(text)
        found = self._anew(text)
        self._note(shape, text, found)
        return found

    def _anew(self, text: str) -> Seen:
        items = recognise_planned(text, self._plans)
        return Seen(text, items, identity_in(text) if items else "")

    def _note(self, shape: str, text: str, found: Seen) -> None:
        """Remember a shape when it comes the second time: most that come once never come again."""
        if shape not in self._once:
            self._characters += len(shape)
            if self._characters > _MOST_CHARACTERS:
                self._once.clear()
                self._shapes.clear()
                self._tried.clear()
                self._characters = len(shape)
            self._once.add(shape)
            return
        learnt = self._shapes[shape] = self._learnt(shape, text, found.items)
        if learnt and text.isascii():
            alike = Alike.of(self._masker, shape, text)
            tried = self._tried.setdefault(len(text), [])
            if alike and len(tried) < _MOST_TRIED:
                tried.append((alike, learnt))

    def _learnt(self, shape: str, text: str, found: tuple[Recognised, ...]) -> _Shape | None:
        """Find out which parts of a result are copied from where; None = it cannot be told."""
        places = hidden_places(shape)
        digits = next((n for n in range(1, _MOST_DIGITS + 1) if BASE**n >= len(places)), None)
        if digits is None:
            return None
        texts = [filled(shape, places, digit) for digit in range(digits)]
        texts.append(filled(shape, places, 0, shift=BASE // 2))
        others = [recognise_planned(each, self._plans) for each in texts]
        identity = place_of_identity(text) if found else None
        if any(not _are_alike(found, other) for other in others) or any(
            found and place_of_identity(each) != identity for each in texts
        ):
            return None
        learnt: list[_Learnt] = []
        for number, item in enumerate(found):
            recipes = _recipes(item, [other[number] for other in others], places, text)
            if recipes is None:
                return None
            learnt.append(_Learnt(item, recipes))
        return _Shape(tuple(learnt), identity)


def _are_alike(found: tuple[Recognised, ...], other: tuple[Recognised, ...]) -> bool:
    return len(found) == len(other) and all(
        getattr(one, name) == getattr(two, name)
        for one, two in zip(found, other, strict=True)
        for name in _ALIKE
    )


def _recipes(
    item: Recognised, others: list[Recognised], places: list[int], text: str
) -> dict[str, _Recipe] | None:
    made: dict[str, _Recipe] = {}
    for name in _COPIED:
        recipe = _recipe(
            getattr(item, name), [getattr(other, name) for other in others], places, text
        )
        if recipe is None:
            return None
        if any(isinstance(piece, slice) for piece in recipe):
            made[name] = recipe
    return made


def _recipe(own: str, others: list[str], places: list[int], text: str) -> _Recipe | None:
    """Find out how a text was put together, character by character."""
    if any(len(other) != len(own) for other in others):
        return None
    origins: list[str | int] = []
    for char, *written in zip(own, *others, strict=True):
        if written[0] == written[-1]:  # the last filling differs from the first wherever it fills
            if char != written[0]:
                return None
            origins.append(char)
            continue
        number = sum(value_of(each) * BASE**digit for digit, each in enumerate(written[:-1]))
        if not 0 <= number < len(places) or text[places[number]] != char:
            return None
        origins.append(places[number])
    return tuple(_pieces(origins))


def _pieces(origins: list[str | int]) -> Iterable[str | slice]:
    """Join neighbours: characters that stay, and characters that are copied from neighbouring places."""
    numbered = enumerate(origins)
    for key, group in groupby(
        numbered, key=lambda pair: pair[1] - pair[0] if isinstance(pair[1], int) else None
    ):
        run = [origin for _, origin in group]
        if key is None:
            yield "".join(map(str, run))
        else:
            first = int(run[0])
            yield slice(first, first + len(run))


def _copied(learnt: _Learnt, text: str) -> Recognised:
    if not learnt.recipes:
        return learnt.item
    copied = {
        name: "".join([piece if isinstance(piece, str) else text[piece] for piece in recipe])
        for name, recipe in learnt.recipes.items()
    }
    told: dict[str, Any] = {**learnt.constant, **copied}
    return Recognised(**told)
