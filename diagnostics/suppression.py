"""A finding that somebody answers for until a day: it stays in the report and does not count."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from diagnostics.records import record


@record(frozen=True, slots=True, kw_only=True)
class Suppression:
    """Who answers for one kind of finding at one subject, why, and until when."""

    kind: str  # code or slug
    subject: str  # the full identifier, as a report shows it; compared without case
    owner: str
    reason: str
    until: date  # the last day it holds, in UTC
    is_shared: bool = False  # it stands above several targets, and may be meant for another one


class Standing(StrEnum):
    """What became of a suppression in one run."""

    HOLDS = "holds"  # something was found, and does not count
    ENDED = "ended"  # its day is over: what it was for counts again
    UNMATCHED = "matches nothing"  # all was asked that finds such a thing, and it was not found
    NOT_SEEN = "not seen"  # what finds such a thing was not asked, or did not answer
    ELSEWHERE = "elsewhere"  # nothing here; it stands above several targets


@record(frozen=True, slots=True, kw_only=True)
class Settled:
    """One suppression and what became of it."""

    suppression: Suppression
    standing: Standing
    found: bool  # what it is for was found
