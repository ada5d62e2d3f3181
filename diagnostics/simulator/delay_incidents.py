"""What can go wrong on a message's way, as data, and which of it follows from a world's faults."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from diagnostics.errors import ConfigError
from diagnostics.simulator import ids
from diagnostics.simulator.log_refusals import Refusal
from diagnostics.simulator.log_story import Story
from diagnostics.simulator.world import Doc

# Who receives and who sends. Every domain is one for examples (RFC 2606), every address one for documentation (RFC 5737).
DOMAINS: tuple[
    tuple[str, float, float], ...
] = (  # name, share of the mails, usual seconds until it takes one
    ("freemail.example", 0.38, 1.2),
    ("webmail.example", 0.27, 1.8),
    ("inbox.example", 0.18, 2.5),
    ("corp.example", 0.12, 0.9),
    ("poste.example", 0.05, 3.5),
)
OUTBOUND_IPS: tuple[tuple[str, float], ...] = (
    ("192.0.2.10", 0.30),
    ("192.0.2.11", 0.30),
    ("192.0.2.12", 0.25),
    ("192.0.2.13", 0.15),
)
CAMPAIGNS: tuple[tuple[str, float], ...] = (
    (ids.CAMPAIGN, 0.45),
    ("5f0c1c52-0000-4000-8000-00000000c0d1", 0.30),
    ("5f0c1c52-0000-4000-8000-00000000c0d2", 0.15),
    ("5f0c1c52-0000-4000-8000-00000000c0d3", 0.10),
)
# Components of the processing timeline and the usual milliseconds in each; names from Adobe's sample, times from no source.
COMPONENTS: tuple[tuple[str, str, int], ...] = (
    ("JO", "orchestration", 60),
    ("MES", "messaging", 150),
    ("HERALD", "messaging", 220),
    ("SDS", "delivery", 90),
    ("ESS", "delivery", 300),
)


class Verdict(StrEnum):
    """Whose the delay is."""

    OURS = "ours"
    AJO = "ajo"
    DOWNSTREAM = "downstream"


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of incident."""

    dimension: str  # "domain", "outbound_ip", "campaign", "component"
    names: tuple[str, ...]  # where it can be; the first unless told otherwise
    verdict: Verdict
    title: str


_DOMAINS = tuple(name for name, *_ in DOMAINS)
_IPS = tuple(name for name, _ in OUTBOUND_IPS)
_CAMPAIGNS = tuple(name for name, _ in CAMPAIGNS)
_COMPONENTS = ("MES", "JO", "HERALD", "SDS", "ESS")
SORTS: dict[str, Sort] = {
    "provider-slow": Sort(
        "domain", _DOMAINS, Verdict.DOWNSTREAM, "A provider defers mails: they are tried again."
    ),
    "ip-blocked": Sort(
        "outbound_ip",
        _IPS,
        Verdict.DOWNSTREAM,
        "Providers defer or refuse what one address sends.",
    ),
    "hard-bounces": Sort(
        "domain", _DOMAINS, Verdict.DOWNSTREAM, "A provider refuses most mails as undeliverable."
    ),
    "component-slow": Sort(
        "component", _COMPONENTS, Verdict.AJO, "One component of Journey Optimizer is slow."
    ),
    "missing-messages": Sort(
        "campaign", _CAMPAIGNS, Verdict.AJO, "A tenth of the accepted calls never shows feedback."
    ),
    "throttled": Sort(
        "campaign", _CAMPAIGNS, Verdict.OURS, "The campaign's rate is half of what is asked for."
    ),
    "send-time-optimised": Sort(
        "campaign", _CAMPAIGNS, Verdict.OURS, "Messages wait for their optimised send time."
    ),
    "quiet-hours": Sort(
        "campaign", _CAMPAIGNS, Verdict.OURS, "Messages wait until the quiet hours end."
    ),
    "waves": Sort("campaign", _CAMPAIGNS, Verdict.OURS, "The campaign leaves in five waves."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One thing that makes messages late, or keeps them away; instants aware, UTC."""

    kind: str  # of SORTS, or "store-revoked", "calls-refused": there are no new messages
    dimension: str
    name: str
    begin: datetime
    end: datetime
    verdict: Verdict
    rate: float | None = (
        None  # of "throttled": messages a second; None = half of what is asked for
    )
    signatures: tuple[str, ...] = ()  # what a log of the same story says, where it does

    def shown(self) -> Doc:
        """Return it as the truth holds it."""
        shown: Doc = {
            "kind": self.kind,
            "where": {self.dimension: self.name},
            "from": _stamp(self.begin),
            "to": _stamp(self.end),
            "verdict": self.verdict.value,
        }
        if self.rate is not None:
            shown["rate_per_s"] = self.rate
        return shown | ({"signatures": list(self.signatures)} if self.signatures else {})


def incident_of(
    kind: str, name: str, begin: datetime, end: datetime, source: str = "--incident"
) -> Incident:
    """Make an incident of the table's sorts.

    Args:
        kind: of SORTS.
        name: where; empty = the sort's first.
        begin: aware, UTC.
        end: the same.
        source: what a message names.

    Raises:
        ConfigError: if there is no such sort or place.
    """
    sort = SORTS.get(kind)
    if sort is None:
        raise ConfigError(
            f"there is no incident {kind!r}", expected=", ".join(SORTS), source=source
        )
    if name and name not in sort.names:
        raise ConfigError(
            f"{kind} cannot be at {name!r}",
            expected=f"a {sort.dimension.replace('_', ' ')}: {', '.join(sort.names)}",
            source=source,
        )
    return Incident(
        kind=kind,
        dimension=sort.dimension,
        name=name or sort.names[0],
        begin=begin,
        end=end,
        verdict=sort.verdict,
    )


def derived(story: Story, last: datetime) -> tuple[Incident, ...]:
    """Return what the world's faults do to the messages; `last` is the instant after the data's last."""
    end = min(story.until or last, last)
    found: list[Incident] = []
    store, call = story.after.store, story.after.call
    if store is not None:
        found.append(_stop("store-revoked", "account", story.account_host, story, end, store))
    elif call is not None:
        # Journey Optimizer itself refuses the one campaign; what stands before it refuses all.
        name = (
            ids.CAMPAIGN
            if call.signatures[:1] and call.signatures[0].startswith("ajo.")
            else "all"
        )
        found.append(_stop("calls-refused", "campaign", name, story, end, call))
    if story.rate_after is not None and story.rate_after != story.rate_before:
        slow = incident_of("throttled", ids.CAMPAIGN, story.at, end)
        found.append(_with_rate(slow, story.rate_after))
    return tuple(found)


def _with_rate(incident: Incident, rate: float) -> Incident:
    return replace(incident, rate=rate)


def _stop(
    kind: str, dimension: str, name: str, story: Story, end: datetime, why: Refusal
) -> Incident:
    return Incident(
        kind=kind,
        dimension=dimension,
        name=name,
        begin=story.at,
        end=end,
        verdict=Verdict.OURS,
        signatures=why.signatures,
    )


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
