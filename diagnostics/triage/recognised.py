"""What was recognised in a text."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from diagnostics.records import record


class Certainty(StrEnum):
    """How far a recognition can be trusted."""

    CERTAIN = "certain"
    POSSIBLE = "possible"  # the shape also occurs with other causes
    AMBIGUOUS = "ambiguous"  # two signals disagree


@record(frozen=True, slots=True, kw_only=True)
class Signature:
    """What one error looks like in text, as data.

    `stems` are literal substrings of the *normalised* text (unescaped, folded quotes and spaces, lower case): all of one
    tuple must occur; any tuple is enough. Later they are searched in gigabytes, so they are literals, not expressions.
    """

    id: str  # "cmk.4000", "entra.7000112", "gateway.403003"
    code: str  # "4000"; empty = a family without a number
    category: str  # "token-acquisition", …: what explain groups by
    title: str  # what it means, one sentence
    step: str  # "1" … "4", "0" (right place) or "-" (none of them)
    stems: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...] = ()  # a text with one of these is something else
    certainty: Certainty = Certainty.CERTAIN
    needs_status: int | None = (
        None  # only beside this HTTP status, as 1008 means something else with 410
    )
    meaning: str = ""  # a paragraph
    look_at: tuple[str, ...] = ()  # what to look at, in order
    steps: tuple[str, ...] = ()  # the documented steps, in order
    commands: tuple[tuple[str, ...], ...] = ()  # argv with <placeholders>
    source: str = ""  # page, read when
    kind: str = ""  # the finding's code that a recognised text becomes: "CO101"
    names: tuple[
        str, ...
    ] = ()  # what the service itself calls it, where that is no number: "ForbiddenByRbac"
    harmless: bool = False  # no error: a healthy text, or a recipient who wants no message


@record(frozen=True, slots=True, kw_only=True)
class Logged:
    """How often and when something was found in logs."""

    count: int
    first: datetime | None  # aware, UTC; None = none of them bears a time
    last: datetime | None
    where: (
        str  # of the first: "app.log:1234", or "app.log, byte 98765" where lines were not counted
    )


@record(frozen=True, slots=True, kw_only=True)
class Recognised:
    """One signature that matched, and what stood beside it."""

    signature_id: str
    code: str
    category: str
    certainty: Certainty
    kind: str  # code of the finding it becomes; empty = none
    excerpt: str  # at most 300 characters around the match, redacted
    why: str  # which signal decided, and what disagreed
    http_status: int | None = None
    header_code: str = ""  # number that stood in a header-looking place, where it differs
    account_host: str = ""
    vault_host: str = ""
    activity_id: str = ""
    occurred_at: str = ""  # as it stands in the text
    logged: Logged | None = None  # None = in a text that somebody gave
