"""When it began: the first bad one among everything that was counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from diagnostics.triage.recognised import Certainty, Signature
from diagnostics.triage.triaged import Onset, Row


def onset_of(rows: Iterable[Row], signatures: Mapping[str, Signature]) -> Onset | None:
    """Find the first bad occurrence of what weighs most.

    What becomes a finding goes before what is only recognised, and what is certain before what is only possible: a log
    is full of old noise, and the beginning of the noise is not the beginning of the outage.

    Args:
        rows: of a tally.
        signatures: by id; texts that are no error are passed over.

    Returns:
        the onset, or None where nothing bad bears a time.
    """
    bad = [row for row in rows if row.first and is_bad(row, signatures)]
    best = min(map(_rank, bad), default=None)
    heaviest = [row for row in bad if _rank(row) == best]
    first = min(heaviest, key=lambda row: (row.first, row.recognised.signature_id), default=None)
    if first is None or first.first is None:
        return None
    return Onset(
        at=first.first,
        place=first.first_place,
        signature_id=first.recognised.signature_id,
        account=first.account,
    )


def is_bad(row: Row, signatures: Mapping[str, Signature]) -> bool:
    """Tell whether a row is an error at all."""
    signature = signatures.get(row.recognised.signature_id)
    return signature is None or not signature.harmless


def _rank(row: Row) -> tuple[bool, bool]:
    said = row.recognised
    return (not said.kind, said.certainty is Certainty.POSSIBLE)
