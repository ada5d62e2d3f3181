"""What a workspace counted, as occurrences that are added up like those of a local search."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from diagnostics.triage.occurrence import Occurrence, Place
from diagnostics.triage.recognise import recognise
from diagnostics.triage.recognised import Certainty, Recognised, Signature


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One row of a counting query."""

    table: str
    signature_id: str
    is_ambiguous: bool
    account: str  # host; empty = none named
    vault: str
    identity: str
    count: int
    first: datetime  # aware, UTC; of one minute, as is `last`
    last: datetime


def counted_in(rows: Iterable[Mapping[str, object]]) -> tuple[Counted, ...]:
    """Read the rows of a counting query; one without a time or a count is none of ours and left out."""
    found: list[Counted] = []
    for row in rows:
        first, last, count = row.get("First"), row.get("Last"), row.get("Count")
        if not (
            isinstance(first, datetime) and isinstance(last, datetime) and isinstance(count, int)
        ):
            continue
        found.append(
            Counted(
                table=_text(row, "Table"),
                signature_id=_text(row, "Signature"),
                is_ambiguous=bool(row.get("Ambiguous")),
                account=_text(row, "Account"),
                vault=_text(row, "Vault"),
                identity=_text(row, "Identity"),
                count=count,
                first=first,
                last=last,
            )
        )
    return tuple(found)


def samples_in(
    rows: Iterable[Mapping[str, object]], signatures: Iterable[Signature]
) -> dict[tuple[str, bool], Recognised]:
    """Recognise the sample of each signature again, here: by signature and whether it is ambiguous."""
    known = tuple(signatures)
    found: dict[tuple[str, bool], Recognised] = {}
    for row in rows:
        name, is_ambiguous = _text(row, "Signature"), bool(row.get("Ambiguous"))
        for item in recognise(_text(row, "Sample"), known):
            if (
                item.signature_id == name
                and (item.certainty is Certainty.AMBIGUOUS) is is_ambiguous
            ):
                found[name, is_ambiguous] = item
    return found


def occurrences(
    counted: Iterable[Counted],
    samples: Mapping[tuple[str, bool], Recognised],
    signatures: Iterable[Signature],
    workspace: str,
) -> Iterator[tuple[Occurrence, int]]:
    """Give each row as occurrences that are alike, with their number: the first, and the last where it is another."""
    known = {signature.id: signature for signature in signatures}
    for each in counted:
        signature = known.get(each.signature_id)
        if signature is None:
            continue
        said = samples.get((each.signature_id, each.is_ambiguous)) or _unseen(signature, each)
        said = replace(said, account_host=each.account, vault_host=each.vault)
        place = Place(path=f"workspace {workspace}, {each.table}", offset=0)
        has_two = each.count > 1 and each.last != each.first
        for at, times in ((each.first, each.count - has_two), (each.last, int(has_two))):
            if times:
                yield (
                    Occurrence(
                        recognised=replace(said, occurred_at=at.isoformat()),
                        place=place,
                        at=at,
                        identity=each.identity,
                    ),
                    times,
                )


def _unseen(signature: Signature, each: Counted) -> Recognised:
    """Say what the workspace counted where no record of it was fetched."""
    return Recognised(
        signature_id=signature.id,
        code=signature.code,
        category=signature.category,
        certainty=Certainty.AMBIGUOUS if each.is_ambiguous else signature.certainty,
        kind=signature.kind,
        excerpt="",
        why="counted by the workspace; no record of it was fetched",
    )


def _text(row: Mapping[str, object], name: str) -> str:
    value = row.get(name)
    return value if isinstance(value, str) else ""
