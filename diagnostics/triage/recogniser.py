"""Recognises errors in records, fast enough for thousands of them."""

from __future__ import annotations

from collections.abc import Iterable

from diagnostics.triage.recognise import recognise
from diagnostics.triage.recognised import Recognised, Signature


class Recogniser:
    """Recognises exactly what `recognise` does."""

    def __init__(self, signatures: Iterable[Signature]) -> None:
        """Prepare the recognition of signatures."""
        self._signatures = tuple(signatures)

    def of(self, text: str) -> tuple[Recognised, ...]:
        """Recognise errors in the text of one record."""
        return recognise(text, self._signatures)
