"""One error found in logs: what it is, where it stands, when and to whom it happened."""

from __future__ import annotations

from datetime import datetime

from diagnostics.records import record
from diagnostics.triage.recognised import Recognised


@record(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something stands in what was read."""

    path: str  # as it was named; "-" for standard input, "logs.zip!app.log" for a member of an archive
    offset: int  # in bytes, from the beginning of the file as it lies there once it is unpacked
    line: int | None = None  # from 1; None = not counted


@record(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One error of one record of a log."""

    recognised: Recognised
    place: Place
    at: datetime | None  # aware, UTC; None = the record bears no time
    zone_assumed: bool = False  # the record's time names no zone, so UTC was taken
    identity: str = (
        ""  # application or object id of the principal that the record names; empty = none
    )


@record(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Something that could not be read; what stands beside it was."""

    place: Place
    reason: str  # a sentence
    do: str  # what would make it readable
