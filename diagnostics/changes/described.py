"""How the difference of two runs speaks of evidence: data that a pack of knowledge brings along."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from diagnostics.changes.change import Thing
from diagnostics.evidence import Evidence
from diagnostics.records import record


@record(frozen=True, slots=True, kw_only=True)
class Item:
    """One of several things that a record lists."""

    name: str  # "role Key Vault Crypto User of 1111… at …/vaults/kv"
    subject: str  # its identifier
    concerns: tuple[str, ...] = ()  # identifiers of what else it touches


@record(frozen=True, slots=True, kw_only=True)
class Saying:
    """What one field of a record says."""

    field: str  # its path: "account_enabled", "current.enabled", "effective"
    became: tuple[
        tuple[str, str], ...
    ] = ()  # value, what became of the thing: ("false", "was disabled")
    gone: tuple[str, ...] = ()  # values with which the thing is not there
    absent: str = ""  # what it means that the field is not there; empty = it is not said
    thing: Thing | None = None  # where the field is about another thing than its record
    item: Callable[[Any, Any], Item] | None = None  # of a list's element and its record


@record(frozen=True, slots=True, kw_only=True)
class Described:
    """One record of evidence."""

    record: type[Evidence]
    thing: Thing
    subject: Callable[[Any], object]  # what it is about; its `str()` is the identifier
    name: Callable[[Any], str] | None = None  # how it is called; None = thing and subject
    sayings: tuple[Saying, ...] = ()
