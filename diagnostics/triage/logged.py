"""What was found in logs, as the evidence that a pasted text would be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from diagnostics.triage.occurrence import Place
from diagnostics.triage.onset import is_bad
from diagnostics.triage.recognised import Certainty, Logged, Recognised, Signature
from diagnostics.triage.triaged import Row

MOST = 30  # errors that are judged; what is rarer stands in the table
_CLEARER = (Certainty.CERTAIN, Certainty.AMBIGUOUS, Certainty.POSSIBLE)


def as_evidence(
    rows: Iterable[Row], signatures: Mapping[str, Signature], *, most: int = MOST
) -> tuple[Recognised, ...]:
    """Give one item an error and account: what becomes a finding first, the most frequent first.

    What is only possibly an error of an account is left out where a certain one of the same account stands beside it, as
    in a pasted text.

    Args:
        rows: of a tally.
        signatures: by id; texts that are no error are no evidence of one.
        most: how many items.
    """
    items = [_joined(group) for group in _grouped(rows, signatures)]
    sure = {item.account_host for item in items if _is_sure(item)}
    kept = [item for item in items if _is_sure(item) or not item.kind or not _hides(sure, item)]
    return tuple(sorted(kept, key=_order)[:most])


def _grouped(rows: Iterable[Row], signatures: Mapping[str, Signature]) -> Iterator[list[Row]]:
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if is_bad(row, signatures):
            groups.setdefault((row.recognised.signature_id, row.account), []).append(row)
    yield from groups.values()


def _joined(group: list[Row]) -> Recognised:
    clearest = min(group, key=lambda row: _CLEARER.index(row.recognised.certainty)).recognised
    first = min((row for row in group if row.first), key=_first, default=group[0])
    vaults = {row.vault for row in group}
    return replace(
        clearest,
        account_host=group[0].account,
        vault_host=vaults.pop() if len(vaults) == 1 else "",
        logged=Logged(
            count=sum(row.count for row in group),
            first=first.first,
            last=max((row.last for row in group if row.last), default=None),
            where=place_text(first.first_place),
        ),
    )


def together(parts: Iterable[Logged]) -> Logged:
    """Add up how often and when one error stands in logs, on whatever accounts; at least one part."""
    listed = list(parts)
    first = min((each for each in listed if each.first), key=_begin, default=listed[0])
    return Logged(
        count=sum(each.count for each in listed),
        first=first.first,
        last=max((each.last for each in listed if each.last), default=None),
        where=first.where,
    )


def _begin(part: Logged) -> datetime:
    assert part.first is not None  # noqa: S101 - chosen so
    return part.first


def rows_of(rows: Iterable[Row], signature_id: str) -> Iterator[Logged]:
    """Give how often and when each row of one error stands in the logs."""
    for row in rows:
        if row.recognised.signature_id == signature_id:
            yield Logged(
                count=row.count,
                first=row.first,
                last=row.last,
                where=place_text(row.first_place),
            )


def _first(row: Row) -> datetime:
    assert row.first is not None  # noqa: S101 - chosen so
    return row.first


def _is_sure(item: Recognised) -> bool:
    return bool(item.kind) and item.certainty is not Certainty.POSSIBLE


def _hides(sure: set[str], item: Recognised) -> bool:
    return item.account_host in sure or (bool(sure) and not item.account_host)


def _order(item: Recognised) -> tuple[bool, int, int, str, str]:
    count = item.logged.count if item.logged else 1
    certainty = _CLEARER.index(item.certainty)
    return (not item.kind, certainty, -count, item.signature_id, item.account_host)


def place_text(place: Place) -> str:
    """Write a place as editors read it; where lines were not counted, by its byte."""
    name = "standard input" if place.path == "-" else place.path
    if place.line is not None:
        return f"{name}:{place.line}"
    return f"{name}, byte {place.offset}" if place.offset else name
