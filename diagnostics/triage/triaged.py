"""What a search through logs came to: how often, since when, on what, and what was left out."""

from __future__ import annotations

from datetime import datetime

from diagnostics.records import record
from diagnostics.triage.occurrence import LeftOut, Place
from diagnostics.triage.recognised import Recognised

Minutes = tuple[tuple[datetime, int], ...]  # beginning of each, aware, UTC; in order, none empty


@record(frozen=True, slots=True, kw_only=True)
class Row:
    """One error on one account, vault and identity."""

    recognised: Recognised  # the clearest of them, the first of these
    account: str  # host; empty = none named
    vault: str  # host; empty = none named
    identity: str  # application or object id; empty = none named
    count: int
    ambiguous: int  # of `count`: two signals disagreed
    first: datetime | None  # aware, UTC; None = none bears a time
    last: datetime | None
    first_place: Place  # of the earliest, or of the one read first where none bears a time
    last_place: Place
    minutes: Minutes
    is_rest: bool = False  # all further combinations of this error together; none is named


@record(frozen=True, slots=True, kw_only=True)
class Tallied:
    """The sums over all occurrences; bounded, whatever was read."""

    rows: tuple[Row, ...] = ()  # most first
    minutes: Minutes = ()
    minutes_per_step: int = 1  # more than 1 where the logs span too long for single minutes
    hits: int = 0
    ambiguous: int = 0
    without_time: int = 0
    without_time_at: Place | None = None  # the first of them
    zone_assumed: int = 0  # their times name no zone: taken as UTC
    zone_assumed_at: Place | None = None
    outside: int = 0  # before --since or after --until: counted nowhere else
    first: datetime | None = None
    last: datetime | None = None
    left_out: tuple[LeftOut, ...] = ()
    left_out_more: int = 0  # not listed

    @property
    def is_whole(self) -> bool:
        """Tell whether everything was read."""
        return not self.left_out


@record(frozen=True, slots=True, kw_only=True)
class Onset:
    """The first bad one."""

    at: datetime  # aware, UTC
    place: Place
    signature_id: str
    account: str  # host; empty = none named


@record(frozen=True, slots=True, kw_only=True)
class Access:
    """One wrap or unwrap of a key, as the vault's audit log has it."""

    at: datetime  # aware, UTC
    place: Place
    operation: str  # "KeyWrap" or "KeyUnwrap"
    vault: str  # host, or the vault's name where no address was logged
    key_uri: str  # without version; empty = not logged
    application: str  # client id; empty = not logged
    principal: str  # object id; empty = not logged
    status: int | None  # HTTP; None = not logged
    result: str  # "OK", "Forbidden", …

    @property
    def identity(self) -> str:
        """Name who asked, as one word."""
        return self.application or self.principal


@record(frozen=True, slots=True, kw_only=True)
class Turn:
    """One identity at one vault: when it was last served before the onset, and when first refused after that."""

    vault: str
    identity: str  # application or object id; empty = not logged
    last_good: Access | None
    first_refused: Access | None
    refused: int  # seen, after the last good one
    good_after: Access | None  # the last one that was served after the onset


@record(frozen=True, slots=True, kw_only=True)
class LookedBack:
    """The search for the last good access to the key."""

    turns: tuple[Turn, ...] = ()  # what broke first
    records: int = 0  # of wraps and unwraps that were read
    bytes: int = 0
    seconds: float = 0.0
    stopped_at: tuple[Place, ...] = ()  # where the search ended before a file's beginning


@record(frozen=True, slots=True, kw_only=True)
class Command:
    """One command to go on with."""

    purpose: str
    argv: tuple[str, ...]


@record(frozen=True, slots=True, kw_only=True)
class GoOn:
    """What to run next, and what the logs do not name."""

    commands: tuple[Command, ...] = ()
    notes: tuple[str, ...] = ()


@record(frozen=True, slots=True, kw_only=True)
class Triage:
    """One search, whole or interrupted."""

    inputs: tuple[str, ...]  # as they were given
    tallied: Tallied
    onset: Onset | None
    looked_back: LookedBack
    go_on: GoOn
    files: int
    bytes: int  # read; of packed files, as they lie there
    seconds: float  # of the search alone
    since: datetime | None = None
    until: datetime | None = None
