"""Recognises errors in a text by their words and numbers.

Words decide; numbers confirm, refine or contradict. A number in a header-looking place (`Substatus:`, `x-ms-substatus=`,
`subStatusCode`) that differs from what the text itself says is reported and not followed. The HTTP status never decides
alone: it only tells apart numbers that mean something else with another status.

Literals of one signature must stand close together; a log may hold many errors that have nothing to do with each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from diagnostics.triage.excerpt import around, status_near
from diagnostics.triage.normalise import Page, pages, stem
from diagnostics.triage.plan import NUMBER_STEM, TEXT_NUMBER, By, Plan, plans_of
from diagnostics.triage.recognised import Certainty, Recognised, Signature

_REACH = 1500  # in squeezed characters: the longest quoted form of one error is about that long
_MOST_PLACES = 300  # of one literal in one window
_MOST_TOKENS = 2000
_SUB_STATUS = re.compile(r"sub[_-]?status(?:code)?[=:\[(]{0,4}(\d{1,7})(?!\d)")
_ENTRA = re.compile(r"(?:aadsts|error_codes:\[)(\d{4,9})(?!\d)")
_NO_SUB_STATUS = "0"


@dataclass(frozen=True, slots=True)
class _Hit:
    """One signature in one window."""

    signature: Signature
    place: int  # in the squeezed text
    by: By
    header: str = ""  # a sub-status beside the words that contradicts them
    number: str = ""  # a number that stands with the words; empty = none


def recognise(text: str, signatures: Iterable[Signature]) -> tuple[Recognised, ...]:
    """Recognise errors in a text of any shape.

    Args:
        text: as it was pasted: escaped, wrapped, quoted, of any length.
        signatures: what can be recognised.

    Returns:
        one item a signature, the most certain first; empty if nothing is known.
    """
    return recognise_planned(text, plans_of(signatures))


def recognise_planned(text: str, plans: Sequence[Plan]) -> tuple[Recognised, ...]:
    """Recognise errors as `recognise` does, with signatures that were prepared once for many texts."""
    found: dict[str, Recognised] = {}
    for page in pages(text):
        for item in _on_page(page, plans):
            found.setdefault(item.signature_id, item)
    return tuple(_without_disguises(found.values()))


def _without_disguises(items: Iterable[Recognised]) -> list[Recognised]:
    """Leave out what only might be an error where one is certain; order by how much can be built on it."""
    ranks = (Certainty.CERTAIN, Certainty.AMBIGUOUS, Certainty.POSSIBLE)
    ordered = sorted(items, key=lambda item: (not item.kind, ranks.index(item.certainty)))
    sure = any(item.kind and item.certainty is not Certainty.POSSIBLE for item in ordered)
    return [
        item
        for item in ordered
        if not (sure and item.certainty is Certainty.POSSIBLE and item.kind)
    ]


def _on_page(page: Page, plans: Sequence[Plan]) -> list[Recognised]:
    tokens = _tokens(page)
    hits = [hit for one in plans if (hit := _hit(page, one, tokens))]
    resolved = sorted(_resolved(page, hits, tokens), key=lambda hit: hit.place)
    return [_recognised(page, hit) for hit in resolved]


def _tokens(page: Page) -> dict[str, list[int]]:
    """Find numbers that stand in a place that says what they are; by canonical form, as places in the squeezed text."""
    tokens: dict[str, list[int]] = {}
    for prefix, pattern in (("substatus:", _SUB_STATUS), ("aadsts", _ENTRA)):
        for count, match in enumerate(pattern.finditer(page.squeezed)):
            if count >= _MOST_TOKENS:
                break
            number = match.group(1).lstrip("0") or _NO_SUB_STATUS
            tokens.setdefault(prefix + number, []).append(match.start())
    return tokens


def _hit(page: Page, plan: Plan, tokens: dict[str, list[int]]) -> _Hit | None:
    """Find a signature; its words go before its number."""
    text, signature = page.squeezed, plan.signature
    for by, sought, literals in plan.alternatives:
        if not (sought in tokens if by is By.HEADER else sought in text):
            continue
        for place in _places(page, literals, tokens):
            if _fits(page, signature, place, by):
                return _Hit(signature, place, by)
    return None


def _places(page: Page, stems: tuple[str, ...], tokens: dict[str, list[int]]) -> Iterator[int]:
    """Go through the places of the first literal that have all the others near them."""
    first, *others = stems
    for place in _occurrences(page.squeezed, first, tokens):
        if all(_is_near(page.squeezed, place, other, tokens) for other in others):
            yield place


def _occurrences(text: str, literal: str, tokens: dict[str, list[int]]) -> Iterator[int]:
    if NUMBER_STEM.fullmatch(literal):
        yield from tokens.get(literal, [])[:_MOST_PLACES]
        return
    sought = stem(literal)
    place, seen = text.find(sought), 0
    while place >= 0 and seen < _MOST_PLACES:
        if _ends_there(text, place, sought):
            yield place
        seen += 1
        place = text.find(sought, place + 1)


def _ends_there(text: str, place: int, sought: str) -> bool:
    """A number in a literal is a whole number in the text."""
    end = place + len(sought)
    return not (
        (sought[-1].isdigit() and text[end : end + 1].isdigit())
        or (sought[0].isdigit() and text[place - 1 : place].isdigit())
    )


def _is_near(text: str, place: int, literal: str, tokens: dict[str, list[int]]) -> bool:
    if NUMBER_STEM.fullmatch(literal):
        return any(abs(other - place) <= _REACH for other in tokens.get(literal, ()))
    start = max(0, place - _REACH)
    return next(_occurrences(text[start : place + _REACH], literal, {}), None) is not None


def _fits(page: Page, signature: Signature, place: int, by: By) -> bool:
    """Hold a place against what must not and what must stand near it; words need no status, but bear no other."""
    if signature.unless:
        near = page.squeezed[max(0, place - _REACH) : place + _REACH]
        if any(stem(one) in near for one in signature.unless):
            return False
    if signature.needs_status is None:
        return True
    status = status_near(page.plain, page.in_plain(place))
    return status == signature.needs_status or (status is None and by is not By.HEADER)


def _resolved(page: Page, hits: list[_Hit], tokens: dict[str, list[int]]) -> Iterator[_Hit]:
    """Let words and the numbers beside them settle what they mean together."""
    spoken = _spoken(hits)
    numbered = {hit.signature.code: hit for hit in hits if hit.by is By.HEADER}
    codes = {hit.signature.code for hit in spoken} - {""}
    taken: set[str] = set()
    for hit in spoken:
        beside = [] if _is_envelope(hit.signature) else _beside(tokens, hit.place)
        strange = [] if hit.signature.code in beside else [n for n in beside if n not in codes]
        taken.update(strange)
        refining = [n for n in strange if n in numbered and _refines(hit, numbered[n])]
        if refining:
            yield replace(numbered[refining[0]], place=hit.place, by=hit.by, number=refining[0])
        else:
            yield _with_number(page, hit, strange, beside)
    yield from (hit for code, hit in numbered.items() if code not in taken)


def _is_envelope(signature: Signature) -> bool:
    """A code of letters is an envelope's own: no number inside it contradicts it, nor is it explained by it."""
    return bool(signature.code) and not signature.code.isdigit()


def _spoken(hits: list[_Hit]) -> list[_Hit]:
    """Give what the text itself says: words, and numbers in brackets where the words name none."""
    words = [hit for hit in hits if hit.by is By.WORDS]
    spoken = list(words)
    for hit in (one for one in hits if one.by is By.TEXT_NUMBER):
        # Of the same family alone: the code of Adobe's envelope says nothing of what is inside it.
        near = [
            one for one in words if abs(one.place - hit.place) <= _REACH and _same_family(one, hit)
        ]
        if not any(one.signature.code for one in near):
            spoken.append(hit)
            spoken = [one for one in spoken if one not in near]
    return spoken


def _same_family(one: _Hit, other: _Hit) -> bool:
    families = {hit.signature.id.partition(".")[0] for hit in (one, other)}
    return len(families) == 1


def _beside(tokens: dict[str, list[int]], place: int) -> list[str]:
    """Give the sub-status numbers that stand near a place; zero says nothing."""
    return [
        token.removeprefix("substatus:")
        for token, places in tokens.items()
        if token.startswith("substatus:")
        and token != f"substatus:{_NO_SUB_STATUS}"
        and any(abs(other - place) <= _REACH for other in places)
    ]


def _refines(hit: _Hit, number: _Hit) -> bool:
    """A number says more than words that name no number of their own, or that are only possibly an error."""
    if hit.signature.certainty is Certainty.POSSIBLE:
        return True
    return not hit.signature.code and _same_family(hit, number)


def _with_number(page: Page, hit: _Hit, strange: list[str], beside: list[str]) -> _Hit:
    inside = TEXT_NUMBER.search(page.squeezed, hit.place, hit.place + _REACH // 2)
    number = inside.group(1) if inside else ""
    if not number and hit.signature.code in beside:
        number = hit.signature.code
    return replace(hit, header=strange[0] if strange else "", number=number)


def _recognised(page: Page, hit: _Hit) -> Recognised:
    signature = hit.signature
    found = around(page.plain, page.in_plain(hit.place))
    differs = bool(signature.code and hit.number and hit.number != signature.code)
    disagrees = differs and not _is_envelope(signature)
    certainty = Certainty.AMBIGUOUS if hit.header or disagrees else signature.certainty
    return Recognised(
        signature_id=signature.id,
        code=signature.code or hit.number,
        category=signature.category,
        certainty=certainty,
        kind=signature.kind,
        excerpt=found.excerpt,
        why=_why(hit, disagrees=disagrees),
        http_status=found.http_status,
        header_code=hit.header,
        account_host=found.account_host,
        vault_host=found.vault_host,
        activity_id=found.activity_id,
        occurred_at=found.occurred_at,
    )


def _why(hit: _Hit, *, disagrees: bool) -> str:
    code = hit.signature.code
    if hit.header:
        said = code or "something without a number"
        return f"the text says {said}, but sub-status {hit.header} stands beside it; the text was preferred"
    if hit.number and _is_envelope(hit.signature):
        return f"its words; it is the envelope, and the error inside it carries the number {hit.number}"
    if disagrees:
        return f"the words say {code}, but the number in the text is {hit.number}; the words were preferred"
    if hit.signature.certainty is Certainty.POSSIBLE:
        return "this shape also occurs for other reasons"
    if hit.by is By.HEADER:
        return f"recognised by the number {code} alone"
    if hit.number:
        return f"its words and the number {hit.number} agree"
    return "recognised by its words; no number stands with them"
