"""What a pack's rules for requests are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from diagnostics.finding import Kind, Severity
from diagnostics.requests.record import At, Request


class Remark(NamedTuple):
    """One kind at one place of a request. The message names places and fields, never a value of a recipient."""

    kind: Kind
    at: At
    message: str  # the sentence that proves it
    severity: Severity | None = None  # another one than the kind's, with `because`
    because: str = ""


class CampaignAnswer(NamedTuple):
    """What an answer of the campaign API says, saved or just read; None = the answer does not say."""

    campaign_id: str | None = None
    campaign_type: str | None = None  # "ApiTriggered", "Scheduled", "IpWarmup"
    category: str | None = None  # "Marketing", "Transactional"
    is_high_throughput: bool | None = None
    namespace: str | None = None
    status: str | None = None  # a free text: "live", "stopped" …


class Beside(NamedTuple):
    """What a request is held against."""

    endpoint: str | None = None  # told by the user: "unitary", "highthroughput" or "audience"
    campaign: CampaignAnswer | None = None  # None = none was given, or it could not be read
    earlier: tuple[Request, ...] = ()  # those that were given before it


class Lint(NamedTuple):
    """Rules of one topic; pure."""

    id: str  # the module's path: "ajo.payload.headers"
    title: str  # true when all is well
    kinds: tuple[Kind, ...]  # what it may say, sorted by code
    judge: Callable[[Request, Beside], Iterator[Remark]]
    needs_campaign: bool = (
        False  # it says nothing without one: told as not held where the campaign could not be read
    )
