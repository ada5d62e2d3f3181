"""The truth about generated logs: counted while they are written.

An *event* is one record of the log, counted once under each error that it holds: an answer of Journey Optimizer that
quotes the store counts as two. `hits` is the sum over all errors, `records` that over records.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import TextIO

from diagnostics.simulator.world import Doc


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One record with errors in it, where it was written."""

    path: str
    offset: int  # of its first byte, in the file once it is unpacked
    line: int  # of its first line, from 1
    bytes: int
    at: datetime
    signatures: tuple[str, ...]
    account: str  # host; empty = the record names none
    vault: str  # the same
    identity: str  # application id that a vault's record names; empty = none


@dataclass(slots=True)
class _Event:
    count: int = 0
    first: datetime | None = None
    last: datetime | None = None
    accounts: Counter[str] = field(default_factory=Counter[str])
    vaults: Counter[str] = field(default_factory=Counter[str])
    identities: Counter[str] = field(default_factory=Counter[str])

    def add(self, hit: Hit) -> None:
        self.count += 1
        self.first = min(self.first or hit.at, hit.at)
        self.last = max(self.last or hit.at, hit.at)
        for counter, name in (
            (self.accounts, hit.account),
            (self.vaults, hit.vault),
            (self.identities, hit.identity),
        ):
            if name:
                counter[name] += 1

    def shown(self) -> Doc:
        return {
            "count": self.count,
            "first": stamp(self.first),
            "last": stamp(self.last),
            "accounts": dict(sorted(self.accounts.items())),
            "vaults": dict(sorted(self.vaults.items())),
            "identities": dict(sorted(self.identities.items())),
        }


@dataclass(slots=True)
class Truth:
    """What was written so far."""

    hits_out: TextIO | None = None  # a line of JSON for each hit
    last_good: datetime | None = (
        None  # of wrap and unwrap by the account's identity, before the onset
    )
    records: int = 0
    hits: int = 0
    events: dict[str, _Event] = field(default_factory=dict[str, _Event])
    minutes: Counter[str] = field(default_factory=Counter[str])
    files: list[Doc] = field(default_factory=list[Doc])

    def add(self, hit: Hit) -> None:
        """Count one record."""
        self.records += 1
        for name in hit.signatures:
            self.hits += 1
            self.events.setdefault(name, _Event()).add(hit)
            self.minutes[hit.at.strftime("%Y-%m-%dT%H:%M:00Z")] += 1
            if self.hits_out is not None:
                self.hits_out.write(json.dumps(_line(hit, name)) + "\n")

    def onset(self) -> datetime | None:
        """Return when the first error stands in the logs."""
        return min((one.first for one in self.events.values() if one.first), default=None)

    def shown(self) -> Doc:
        """Return the truth as JSON holds it, without what only the caller knows."""
        return {
            "onset": stamp(self.onset()),
            "last_good": stamp(self.last_good),
            "hits": self.hits,
            "records": self.records,
            "files": self.files,
            "events": {name: one.shown() for name, one in sorted(self.events.items())},
            "minutes": dict(sorted(self.minutes.items())),
        }


def _line(hit: Hit, signature: str) -> Doc:
    return {
        "path": hit.path,
        "offset": hit.offset,
        "line": hit.line,
        "bytes": hit.bytes,
        "signature_id": signature,
        "account": hit.account,
        "vault": hit.vault,
        "identity": hit.identity,
        "at": stamp(hit.at),
    }


def stamp(moment: datetime | None) -> str | None:
    """Write an instant to the millisecond, which every record bears; None stays None."""
    if moment is None:
        return None
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
