"""What a report says of known ends."""

from __future__ import annotations

from diagnostics.records import record


@record(frozen=True, slots=True, kw_only=True)
class DateView:
    """Something ends on a known day, soon or in years."""

    code: str  # kind of the finding that tells of it, now or from its day on
    subject: str
    what: str  # "Key https://… expires"
    at: str
    days_left: int  # whole days from the beginning of the run; below 0 it is over
    found: bool  # it is near enough to be a finding; false: only a date
    suppressed: bool  # somebody answers for it
    runbook: str  # path of the page
