"""Dated records of what was read; no adjectives, no opinion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from diagnostics.records import record

T = TypeVar("T", bound="Evidence")


@record(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What every record has."""

    observed_at: datetime  # aware, UTC: when the answer came; judges take their "now" from here

    def for_support(self) -> tuple[tuple[str, str], ...]:
        """Give what of this record a support request asks for, label and value; most records have nothing."""
        return ()


class Status(StrEnum):
    """How one check ended."""

    OK = "ok"  # looked, nothing wrong
    FOUND = "found"
    UNKNOWN = "unknown"  # could not look, or cannot tell
    SKIPPED = "skipped"  # not applicable, or deselected
    CRASHED = "crashed"  # our bug


class Seen(Mapping[type[Evidence], Evidence]):
    """Evidence by type: `seen[VaultFacts]` is a `VaultFacts`."""

    def __init__(self, records: Iterable[Evidence] = ()) -> None:
        """Hold the records; of two of one type the later wins."""
        self._records: dict[type[Evidence], Evidence] = {
            type(record): record for record in records
        }

    def __getitem__(self, kind: type[T]) -> T:
        """Return the record of that type.

        Raises:
            KeyError: if none was read; a check meets this only for a type it did not declare.
        """
        record = self._records[kind]
        assert isinstance(record, kind)  # noqa: S101 - the constructor put it there by its type
        return record

    def maybe(self, kind: type[T]) -> T | None:
        """Return the record of that type, or None if none was read."""
        record = self._records.get(kind)
        return record if isinstance(record, kind) else None

    def __iter__(self) -> Iterator[type[Evidence]]:
        """Go through the types."""
        return iter(self._records)

    def __len__(self) -> int:
        """Count the records."""
        return len(self._records)
