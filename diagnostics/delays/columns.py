"""Which physical column of an export is which field of the feedback dataset.

Exports are nested (Parquet, JSON lines) or flattened (CSV), with dots or underscores, with the dataset's spelling
`messageDeliveryfeedback` or the webhook's `messageDeliveryFeedback`. A path is compared by its letters and digits alone, so
that all of these are one. The address of a recipient is no field: where there is no domain, its domain is cut out.

Source: XDM schemas of customer journey management; dataset query examples of Journey Optimizer, read 2026-11-23.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Holds(StrEnum):
    """What a field's values are."""

    TIME = "a time"
    TEXT = "a text"
    NUMBER = "a whole number"
    FLAG = "true or false"
    STATUS = "a feedback status"
    DOMAIN = "a mail domain"
    ADDRESS = "an e-mail address"  # read for its domain alone
    IP = "an IP address"
    NODES = "a list of components with start and end"


@dataclass(frozen=True, slots=True)
class Field:
    """One field that an answer may rest on."""

    name: str
    holds: Holds
    paths: tuple[str, ...]  # below `_experience.customerJourneyManagement`; the first is preferred
    also: tuple[str, ...] = ()  # names of a column of its own, as queries give them


_FEEDBACK = "messageDeliveryfeedback"
FIELDS: tuple[Field, ...] = (
    Field("id", Holds.TEXT, ("_id",)),
    Field("seen_at", Holds.TIME, ("timestamp",)),
    Field(
        "status",
        Holds.STATUS,
        (f"{_FEEDBACK}.feedbackStatus", f"{_FEEDBACK}.feedbackStatus.value"),
        ("feedbackStatus", "status"),
    ),
    Field("requested_at", Holds.TIME, (f"{_FEEDBACK}.requestTimestamp",), ("requestTimestamp",)),
    Field(
        "attempted_at",
        Holds.TIME,
        (f"{_FEEDBACK}.firstAttemptTimestamp",),
        ("firstAttemptTimestamp",),
    ),
    Field("retries", Holds.NUMBER, (f"{_FEEDBACK}.retryCount",), ("retryCount",)),
    Field("domain", Holds.DOMAIN, ("emailChannelContext.domain",), ("domain",)),
    Field("address", Holds.ADDRESS, ("emailChannelContext.address",), ("address",)),
    Field("outbound_ip", Holds.IP, ("emailChannelContext.outboundIP",), ("outboundIP",)),
    Field(
        "campaign",
        Holds.TEXT,
        ("messageExecution.campaignID", "messageExecution.ajoCampaignID"),
        ("campaignID",),
    ),
    Field("channel", Holds.TEXT, ("messageProfile.channel._id",), ("channel",)),
    Field("message_type", Holds.TEXT, ("messageExecution.messageType",), ("messageType",)),
    Field("wave", Holds.TEXT, ("messageExecution.waveID",), ("waveID",)),
    Field(
        "execution",
        Holds.TEXT,
        ("messageExecution.messageExecutionID",),
        ("messageExecutionID", "executionId"),
    ),
    Field("message", Holds.TEXT, ("messageProfile.messageProfileID",), ("messageProfileID",)),
    Field("request", Holds.TEXT, ("messageProfile.requestID",), ("requestID",)),
    Field("is_test", Holds.FLAG, ("messageProfile.isTestExecution",), ("isTestExecution",)),
    Field(
        "is_optimized",
        Holds.FLAG,
        ("messageProfile.isSendTimeOptimized",),
        ("isSendTimeOptimized",),
    ),
    Field(
        "optimized_for",
        Holds.TIME,
        ("messageProfile.optimizedSendTime",),
        ("optimizedSendTime",),
    ),
    Field("failure_type", Holds.TEXT, (f"{_FEEDBACK}.messageFailure.type",)),
    Field("exclusion", Holds.TEXT, (f"{_FEEDBACK}.messageExclusion.code",)),
    Field(
        "nodes",
        Holds.NODES,
        ("processingFlowTimeline.processingNodes",),
        ("processingNodes",),
    ),
)
# Source: XDM field feedbackStatus, read 2026-11-23; out_of_band and async_bounce are seen in webhooks.
STATUSES = frozenset(
    [
        "sent",
        "delay",
        "bounce",
        "error",
        "exclude",
        "duplicate",
        "denylist",
        "delivered",
        "read",
        "unknown",
        "out_of_band",
        "async_bounce",
    ]
)
BY_NAME: Mapping[str, Field] = {each.name: each for each in FIELDS}
_PREFIXES = ("experiencecustomerjourneymanagement", "customerjourneymanagement", "")
# A list flattened into columns: its position stands between the list's name and that of the member.
_POSITION = re.compile(r"processingnodes(\d+)(componentname|servicegroup|starttime|endtime)\Z")
# An export has at least one of these; a file with none is something else.
TELLING = ("seen_at", "status", "requested_at", "attempted_at", "execution")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One physical value of a row."""

    path: tuple[str, ...]  # ("timestamp",), or the members of nested structs
    type: str  # DuckDB's name: "VARCHAR", "TIMESTAMP WITH TIME ZONE", "STRUCT(…)[]"

    @property
    def shown(self) -> str:
        """The name for people."""
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Mapped:
    """Which columns of one file are which fields."""

    fields: Mapping[str, tuple[Leaf, ...]]  # by field; several: the first that is filled counts
    nodes: Mapping[int, Mapping[str, Leaf]] = field(
        default_factory=dict[int, Mapping[str, Leaf]]
    )  # of a list flattened into columns: by position, member

    def without(self, names: Iterable[str]) -> Mapped:
        """Leave fields out."""
        out = set(names)
        kept = {name: leaves for name, leaves in self.fields.items() if name not in out}
        return Mapped(kept, {} if "nodes" in out else self.nodes)


def fold(path: Iterable[str]) -> str:
    """Reduce a path to what two spellings of it share."""
    return re.sub(r"[^a-z0-9]", "", "".join(path).lower())


def mapped(leaves: Iterable[Leaf]) -> Mapped:
    """Find the fields among the columns."""
    by_fold: dict[str, list[Leaf]] = {}
    for leaf in leaves:
        by_fold.setdefault(_bare(fold(leaf.path)), []).append(leaf)
    found: dict[str, tuple[Leaf, ...]] = {}
    for each in FIELDS:
        hits = [leaf for path in each.paths for leaf in by_fold.get(fold((path,)), ())]
        hits = hits or [leaf for name in each.also for leaf in by_fold.get(fold((name,)), ())]
        if hits:
            found[each.name] = tuple(leaf for leaf in hits if _suits(leaf, each))
    return Mapped({name: hits for name, hits in found.items() if hits}, _positions(by_fold))


def _suits(leaf: Leaf, which: Field) -> bool:
    """A struct is no value; lists are only wanted where a list is."""
    is_list = leaf.type.endswith("[]")
    return which.holds is Holds.NODES or not (is_list or leaf.type.startswith(("STRUCT", "MAP")))


def _bare(folded: str) -> str:
    for prefix in _PREFIXES:
        if folded.startswith(prefix):
            return folded[len(prefix) :]
    return folded


def _positions(by_fold: Mapping[str, list[Leaf]]) -> dict[int, dict[str, Leaf]]:
    nodes: dict[int, dict[str, Leaf]] = {}
    for folded, leaves in by_fold.items():
        hit = _POSITION.search(folded)
        if hit:
            nodes.setdefault(int(hit[1]), {})[hit[2]] = leaves[0]
    return nodes
