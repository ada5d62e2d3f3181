"""A text in pieces that are left out whole, the least useful first, until it fits into the field of a ticket.

Nothing is ever cut but the sentence of the headline, and that before it is escaped: so no code block, link, escape or
character is broken, whatever the limit.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum

from diagnostics.records import record


class Worth(IntEnum):
    """What a piece is worth to a reader who sees nothing but this text; the least is left out first."""

    ENVIRONMENT = 10
    INCIDENT = 15  # says again what the first page says
    PREVENTION = 20
    DETAIL = 25  # the evidence of a finding; who may run a step, its proof and undo
    AROUND = 30
    PASTED = 40
    FINDING = 45
    NOTE = 50
    STEPS = 52
    OPEN = 55
    HANDOFF = 60
    CLOCK = 65
    PROOF = 70
    CHANGE = 75  # who did it
    LATER = 78  # of the first page: when it works, when to escalate
    OTHER_REPAIR = 79  # the commands of the second cause and of those after it
    REPAIR = 80
    FIRST_PAGE = 90
    VERDICT = 100


_ROOM_FOR_NAMES = 1000  # bytes; below it the commands need the room


@record(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some lines that are left out together."""

    of: str  # what the note calls them
    worth: Worth
    lines: tuple[str, ...]
    heading: tuple[str, ...] = ()  # stands before the first of its pieces that is there
    short: tuple[
        str, ...
    ] = ()  # without details, which are left out before the piece is; empty = it has none
    details: str = ""  # what the note calls these
    detail_worth: Worth = Worth.DETAIL  # less than its own


def listed(of: str, worth: Worth, title: str, items: Iterable[str]) -> Iterator[Piece]:
    """Make a piece of each item of a list below a heading."""
    heading = ("", f"## {title}", "")
    yield from (Piece(of=of, worth=worth, lines=(f"* {item}",), heading=heading) for item in items)


def text_of(pieces: Iterable[Piece]) -> str:
    """Write all of them."""
    return "\n".join(_lines((piece.heading, piece.lines) for piece in pieces)) + "\n"


def fitted(pieces: Sequence[Piece], room: int, note: Note) -> str | None:
    """Write as many of them as fit, and what was left out; None = not even the verdicts do.

    Args:
        pieces: in their order.
        room: bytes of UTF-8.
        note: writes what was left out.
    """
    whole = text_of(pieces)
    if len(whole.encode()) <= room:
        return whole
    kept = {at: piece.lines for at, piece in enumerate(pieces)}
    least = sum(map(_size, kept.values()))  # headings and note come on top
    left_out: Counter[str] = Counter()
    for at, is_whole in _by_worth(pieces):
        piece = pieces[at]
        least -= _size(kept[at])
        left_out[piece.of if is_whole else piece.details] += 1
        if is_whole:
            left_out[piece.details] -= bool(piece.short) and kept[at] is piece.short
            del kept[at]
        else:
            kept[at] = piece.short
            least += _size(piece.short)
        if least <= room:
            text = _written(pieces, kept, note(+left_out))
            if len(text.encode()) <= room:
                return text
    return None


class Note:
    """Says what was left out, and how to get it."""

    def __init__(self, room: int) -> None:
        self._room = room

    def __call__(self, left_out: Counter[str]) -> str:
        """Name what was left out, and how often."""
        if self._room < _ROOM_FOR_NAMES:
            return self.least
        named = (f"{of} ({count})" if count > 1 else of for of, count in left_out.items())
        return (
            f"**Shortened** to {self._room} bytes. Left out: {', '.join(named)}. All of it:"
            " `ajo-doctor report BUNDLE --format markdown`, with the bundle that this run kept."
        )

    @property
    def least(self) -> str:
        """The note where there is no room for names."""
        return f"**Shortened** to {self._room} bytes, most is left out; all: `ajo-doctor report BUNDLE`."


def shortened(text: str, length: int) -> str:
    """Take the beginning of a text, to the end of a word where one is near, and not between a letter and its marks."""
    if len(text) <= length:
        return text
    end = length
    while end and (unicodedata.combining(text[end]) or text[end] in "\u200d\ufe0f"):
        end -= 1
    space = text.rfind(" ", 0, end)
    return f"{text[: space if space > end // 2 else end].rstrip()}…"


def _by_worth(pieces: Sequence[Piece]) -> Iterator[tuple[int, bool]]:
    """Give what is left out next: the place of a piece, and whether all of it or its details."""
    steps = [(piece.worth, -at, True) for at, piece in enumerate(pieces)]
    steps += [(piece.detail_worth, -at, False) for at, piece in enumerate(pieces) if piece.short]
    for worth, at, is_whole in sorted(steps):
        if worth < Worth.VERDICT:
            yield -at, is_whole


def _written(pieces: Sequence[Piece], kept: dict[int, tuple[str, ...]], note: str) -> str:
    lines = _lines((pieces[at].heading, kept[at]) for at in sorted(kept))
    return "\n".join((*lines, "", note)) + "\n"


def _size(lines: tuple[str, ...]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)


def _lines(pieces: Iterable[tuple[tuple[str, ...], tuple[str, ...]]]) -> Iterator[str]:
    last: tuple[str, ...] = ()
    for heading, lines in pieces:
        if heading is not last:
            yield from heading
        last = heading
        yield from lines
