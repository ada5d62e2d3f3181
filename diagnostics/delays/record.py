"""What was measured in exports, and the answer that rules gave: plain records, which a chart, a check and JSON start from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum


class Side(StrEnum):
    """Whose the delay is."""

    OURS = "ours"  # configuration: send time, rate, quiet hours, waves, retry window
    AJO = "AJO"
    DOWNSTREAM = "downstream"  # mail providers, and what they think of a sending address


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Something about a file that the reader must know."""

    path: str
    line: int | None  # from 1; None = the whole file, or not counted
    text: str  # a sentence
    do: str  # what would make it readable; empty = nothing to do
    left_out: bool  # something of the file is not in the answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """One field of the feedback dataset in what was read."""

    field: str  # "requested_at"
    column: str  # as it is called in the file; empty = there is none
    share: float  # of the rows, 0 to 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Percentiles of one time, in seconds; exact to 1.1 % of each."""

    count: int
    p50: float
    p95: float
    p99: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What the messages of one provider, address, campaign, channel or hour have in common."""

    dimension: str  # "all", "domain", "outbound_ip", "campaign", "channel", "hour"
    name: str  # of an hour its beginning, ISO 8601
    events: int
    inside: (
        Spread | None
    )  # request (or optimised send time) to first attempt; None = cannot be told
    downstream: Spread | None  # first attempt to sent
    total: Spread | None  # request to sent
    intended: Spread | None  # request to optimised send time
    # Counts; None = the column that tells is empty.
    retried: int | None  # events with at least one retry
    delayed: int | None  # events that say `delay`
    bounced: int | None
    hard: int | None  # of these, hard
    excluded: int | None
    open: (
        int | None
    )  # messages that were delayed and have no end yet; None = which, cannot be told


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One quantity over time: of charts, and of the search for when it began."""

    what: str  # "inside", "downstream" (p95, seconds), "retried", "hard", "excluded", "optimized", "missing" (shares), "component" (p95)
    dimension: str  # as in Group; of "component" always "component"
    name: str
    values: tuple[float | None, ...]  # one an interval; None = no rows, or too few to say a share
    bad: tuple[
        int, ...
    ]  # how many of these were slow, retried, bounced …: what a beginning is looked for in
    counts: tuple[int, ...]  # rows behind each value


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One component inside Journey Optimizer."""

    name: str
    spread: Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """How one campaign's messages were asked for and left, minute by minute or slower."""

    campaign: str
    step_s: int
    requested: tuple[int, ...]  # by the time of the request
    wanted: tuple[int, ...]  # by the optimised send time, where there is one
    attempted: tuple[int, ...]  # by the time of the first attempt


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """One wave of a campaign."""

    campaign: str
    name: str
    messages: int
    requested_at: datetime
    first_at: datetime  # of its first attempts
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """The caller's log held against the feedback."""

    called: int  # executions of the log that are judged
    logged: int  # all of it; those before the feedback begins, and those of its last minutes, are not judged
    missing: int  # of these, without any feedback
    first: Spread | None  # call to first feedback
    examples: tuple[str, ...]  # hashes of executions that are missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """One incident that Adobe's saved status feed names."""

    id: str
    product: str
    since: datetime | None
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Everything that rules may look at."""

    files: tuple[str, ...]
    since: datetime | None  # of the first message; None = no row has a time
    until: datetime | None
    interval_s: int  # of the lines; the first begins at `since` rounded down to it
    read: int  # rows
    events: int  # rows that count: no test, no second copy, inside the window
    duplicates: int  # rows that repeat an `_id`
    tests: int  # rows of test executions
    outside: int  # rows outside --since, --until or --campaign, or without any time
    assumed_utc: bool  # some time named no zone
    filled: tuple[Filled, ...]
    groups: tuple[Group, ...]
    lines: tuple[Line, ...]
    hops: tuple[Hop, ...]
    flows: tuple[Flow, ...]
    waves: tuple[Wave, ...]
    exclusions: tuple[tuple[str, int], ...]  # code, events
    statuses: tuple[tuple[str, int], ...]
    longest_retry: Spread | None  # first `delay` to the end, of messages that were delayed
    missing: Missing | None  # None = no caller's log was given
    published: tuple[Published, ...]
    remarks: tuple[Remark, ...]
    interrupted: bool = False  # not every question was asked

    @property
    def start(self) -> datetime | None:
        """When the first interval of the lines begins."""
        if self.since is None:
            return None
        seconds = int(self.since.timestamp()) // self.interval_s * self.interval_s
        return datetime.fromtimestamp(seconds, UTC)

    def has(self, field: str) -> bool:
        """Tell whether any row has this field."""
        return any(each.field == field and each.share > 0 for each in self.filled)

    def lacks(self, field: str) -> bool:
        """Tell whether there is no column for this field; one without a value says that none had any."""
        return any(each.field == field and not each.column for each in self.filled)

    def of(self, dimension: str) -> tuple[Group, ...]:
        """Give the groups of one dimension, the largest first."""
        return tuple(each for each in self.groups if each.dimension == dimension)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delay:
    """One thing that made messages late, or kept them away."""

    kind: str  # the slug of the kind that says it
    side: Side
    who: str  # "gmail.example", "192.0.2.10", a component, a campaign; "all" = everybody at once
    dimension: str  # "domain", "outbound_ip", "campaign", "component", "channel", "all"
    since: datetime | None  # None = from the beginning of what was read
    until: datetime | None  # None = to its end
    messages: int  # in that time, of whom it hit
    sentence: str
    evidence: tuple[str, ...]  # the numbers behind it


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the exports say."""

    verdict: str  # "ours", "AJO", "downstream", "no delay" or "cannot tell"
    who: str  # of the first delay; of "cannot tell" the fields that are empty
    sentence: str
    step: str  # of the source page
    delays: tuple[Delay, ...]  # intended first, then inside AJO, then downstream
    measured: Measured
