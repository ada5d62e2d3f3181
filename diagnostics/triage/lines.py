"""Counts the lines before the places that are shown, so that an editor opens them; nobody else needs them counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from diagnostics.triage.decoding import encoding_of
from diagnostics.triage.occurrence import Place
from diagnostics.triage.triaged import Access, LookedBack, Onset, Row, Tallied, Turn

FAR = 64_000_000  # bytes of a file that are counted through: some hundredths of a second; behind it stands the byte
_BLOCK = 1 << 20
_PACKED = (b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"PK\x03\x04")

Lines = Mapping[
    Place, Place
]  # a place without its line, and with it; what could not be counted is not there


def counted(places: Iterable[Place]) -> Lines:
    """Count the lines of places in plain files; those in packed ones and far behind stay as they are."""
    by_path: dict[str, set[int]] = {}
    for place in places:
        if place.line is None and place.offset <= FAR:
            by_path.setdefault(place.path, set()).add(place.offset)
    return {
        Place(path=path, offset=offset): Place(path=path, offset=offset, line=line)
        for path, offsets in by_path.items()
        for offset, line in _lines(path, sorted(offsets)).items()
    }


def _lines(path: str, offsets: list[int]) -> dict[int, int]:
    try:
        with Path(path).open("rb", buffering=0) as file:
            head = file.read(4096)
            if head.startswith(_PACKED) or encoding_of(head):
                return {}
            file.seek(0)
            found: dict[int, int] = {}
            at, line = 0, 1
            for offset in offsets:
                while at < offset:
                    block = file.read(min(_BLOCK, offset - at))
                    if not block:
                        return found
                    at += len(block)
                    line += block.count(b"\n")
                found[offset] = line
            return found
    except OSError:
        return {}


def places_of(
    tallied: Tallied, onset: Onset | None, back: LookedBack, most_rows: int
) -> list[Place]:
    """Collect the places that a report shows of a search."""
    rows = [each for row in tallied.rows[:most_rows] for each in (row.first_place, row.last_place)]
    others = (tallied.without_time_at, tallied.zone_assumed_at, onset.place if onset else None)
    seen = (turn for turn in back.turns[:most_rows])
    accesses = [each.place for turn in seen for each in _accesses(turn)]
    return [*rows, *(place for place in others if place), *accesses]


def _accesses(turn: Turn) -> list[Access]:
    return [each for each in (turn.last_good, turn.first_refused, turn.good_after) if each]


def in_tallied(tallied: Tallied, lines: Lines) -> Tallied:
    """Put the lines into sums."""
    return replace(
        tallied,
        rows=tuple(_row(row, lines) for row in tallied.rows),
        without_time_at=_known(tallied.without_time_at, lines),
        zone_assumed_at=_known(tallied.zone_assumed_at, lines),
    )


def _row(row: Row, lines: Lines) -> Row:
    return replace(
        row,
        first_place=lines.get(row.first_place, row.first_place),
        last_place=lines.get(row.last_place, row.last_place),
    )


def in_onset(onset: Onset | None, lines: Lines) -> Onset | None:
    """Put the line into an onset."""
    return replace(onset, place=lines.get(onset.place, onset.place)) if onset else None


def in_looked_back(back: LookedBack, lines: Lines) -> LookedBack:
    """Put the lines into what was found before the onset."""
    return replace(back, turns=tuple(_turn(turn, lines) for turn in back.turns))


def _turn(turn: Turn, lines: Lines) -> Turn:
    return replace(
        turn,
        last_good=_access(turn.last_good, lines),
        first_refused=_access(turn.first_refused, lines),
        good_after=_access(turn.good_after, lines),
    )


def _access(access: Access | None, lines: Lines) -> Access | None:
    return replace(access, place=lines.get(access.place, access.place)) if access else None


def _known(place: Place | None, lines: Lines) -> Place | None:
    return lines.get(place, place) if place else None
