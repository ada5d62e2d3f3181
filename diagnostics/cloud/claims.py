"""What a token says about itself. It is read, never trusted: only the service that it is meant for can check it.

Source: Microsoft identity platform, access token claims reference, read 2026-11-23.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TypeVar, cast

from diagnostics.document import Json
from diagnostics.errors import ConfigError
from diagnostics.names import Guid

G = TypeVar("G", bound=Guid)
_TOLD = ("aud", "iss", "ver", "idtyp", "nbf", "iat", "exp", "appidacr")


def claims_of(token: str) -> Mapping[str, Json]:
    """Return the claims of a JSON Web Token; empty for anything else."""
    parts = token.split(".")
    if len(parts) != 3:  # noqa: PLR2004 - header, claims, signature
        return {}
    try:
        value = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return {}
    return cast("Mapping[str, Json]", value) if isinstance(value, dict) else {}


def text(claims: Mapping[str, Json], *names: str) -> str:
    """Return the first of the claims that is a text; empty = none."""
    found = (claims.get(name) for name in names)
    return next((value for value in found if isinstance(value, str) and value), "")


def texts(claims: Mapping[str, Json], name: str) -> tuple[str, ...]:
    """Return a claim that is a list of texts, or one text with spaces between."""
    value = claims.get(name)
    if isinstance(value, str):
        return tuple(value.split())
    return (
        tuple(part for part in value if isinstance(part, str)) if isinstance(value, list) else ()
    )


def instant(claims: Mapping[str, Json], name: str) -> datetime | None:
    """Return a claim that is a number of seconds since 1970."""
    value = claims.get(name)
    try:
        return datetime.fromtimestamp(value, UTC) if isinstance(value, int) else None
    except (OverflowError, OSError, ValueError):
        return None


def identifier(claims: Mapping[str, Json], kind: type[G], *names: str) -> G | None:
    """Return a claim that is a GUID."""
    try:
        return kind.parse(text(claims, *names))
    except ConfigError:
        return None


def told(claims: Mapping[str, Json]) -> tuple[tuple[str, str], ...]:
    """Return the claims that a report may show: audience, issuer, times."""
    return tuple((name, str(claims[name])) for name in _TOLD if name in claims)


def is_user(claims: Mapping[str, Json]) -> bool:
    """Tell whether a person is signed in: `idtyp` where it is given, else a delegated scope."""
    kind = text(claims, "idtyp")
    return kind == "user" if kind else bool(text(claims, "scp", "upn", "unique_name"))


def is_guest(claims: Mapping[str, Json]) -> bool | None:
    """Tell whether the person belongs to another tenant; None = the token does not say.

    `acct` is 1 for guests where the token has it. `idp` names who authenticated the person; where it is missing,
    that was the issuer itself.
    """
    if not is_user(claims):
        return False
    if "acct" in claims:
        return str(claims["acct"]) == "1"
    if "#EXT#" in text(claims, "upn", "unique_name", "preferred_username").upper():
        return True
    issuer = text(claims, "iss")
    return text(claims, "idp") not in ("", issuer) if issuer else None
