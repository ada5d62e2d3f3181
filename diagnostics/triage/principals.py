"""Finds who is meant: the application or object id of the principal that a record names."""

from __future__ import annotations

import re

_GUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_SAID = re.compile(
    rf"""(?:\bappid|aadprincipalid(?:_g)?|identity_claim_appid_g|identity_claim_oid_g|\boid|serviceprincipalid|"""
    rf"""objectid|object id|client id|principal|application with identifier|application|\bclient)"""
    rf"""[\\"'\s:=\[(]{{1,12}}({_GUID})""",
    re.IGNORECASE,
)
_ORDER = ("appid", "claim_appid")


def identity_in(text: str) -> str:
    """Return the id of the principal, an application id before an object id; empty if none is named."""
    first = ""
    for match in _SAID.finditer(text):
        if "appid" in match.group().lower():
            return match[1].lower()
        first = first or match[1].lower()
    return first
