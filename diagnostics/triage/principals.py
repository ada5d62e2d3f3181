"""Finds who is meant: the application or object id of the principal that a record names.

The names are those of vault audit records (`identity_claim_appid_g`, `identity.claim.appid`), of Cosmos DB's data plane log
(`aadPrincipalId_g`), of Key Vault's refusal (`Caller: appid=…;oid=…`), of Azure Resource Manager's (`The client '…' with object
id '…'`), of Cosmos DB's (`principal [.…]`), and of Entra's messages (`Application with identifier '…'`, `Application '…'`).
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

_GUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
_BETWEEN = r"""[\\"'\s:=\[(]{1,12}\Z"""
_APPLICATION = re.compile(
    rf"(?:appid(?:_[gs])?|application ?id|client_?id|application with identifier|application){_BETWEEN}",
    re.IGNORECASE,
)
_OBJECT = re.compile(
    r"(?:aadprincipalid(?:_[gs])?|serviceprincipalid|principal_?id|object_?id|object id|\boid(?:_[gs])?|claim_oid_g"
    r"|objectidentifier(?:_[gs])?|\bprincipal|\bclient)" + _BETWEEN,
    re.IGNORECASE,
)
_BEFORE = 48


class _Rank(IntEnum):
    NONE = 0
    OBJECT = 1
    APPLICATION = 2


def identity_in(text: str) -> str:
    """Return the id of the principal, an application's before an object's; empty if none is named."""
    return identity_at(text, place_of_identity(text))


def identity_at(text: str, place: slice | None) -> str:
    """Return the id that stands at a place; empty if there is none."""
    return text[place].lower() if place else ""


def place_of_identity(text: str) -> slice | None:
    """Return where the id of the principal stands; None if none is named."""
    found: slice | None = None
    for match in _GUID.finditer(text):
        start = match.start()
        rank = _rank(text[max(0, start - _BEFORE) : start])
        if rank is _Rank.APPLICATION:
            return slice(*match.span())
        if rank and not found:
            found = slice(*match.span())
    return found


@lru_cache(maxsize=4096)
def _rank(before: str) -> _Rank:
    if _APPLICATION.search(before):
        return _Rank.APPLICATION
    return _Rank.OBJECT if _OBJECT.search(before) else _Rank.NONE
