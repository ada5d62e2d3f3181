"""What an access token of Adobe says about itself. It is read, never trusted: only Adobe can check it.

Source: the JWTs that IMS gives out; `created_at` and `expires_in` are milliseconds, as texts. Read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from diagnostics.adobe_names import ClientId
from diagnostics.cloud import claims
from diagnostics.cloud.adobe_ports import ImsReading
from diagnostics.cloud.scrub import scrubbed
from diagnostics.document import Json

_EPOCH = datetime.fromtimestamp(0, UTC)
_LONGEST_SCOPES = 600


def reading_of(
    token: str, source: str, observed_at: datetime, client_id: ClientId | None
) -> ImsReading:
    """Return what a token says; `client_id` is the configured one, for a token that names none."""
    said = claims.claims_of(token)
    issued_at = later(_EPOCH, _milliseconds(said.get("created_at")))
    scopes = _shown(said, "scope", _LONGEST_SCOPES).split(",")
    return ImsReading(
        observed_at=observed_at,
        source=source,
        obtained=True,
        client_id=_shown(said, "client_id") or str(client_id or ""),
        issued_at=issued_at,
        expires_on=later(issued_at, _milliseconds(said.get("expires_in"))),
        scopes=tuple(part.strip() for part in scopes if part.strip()),
        environment=_shown(said, "as"),
        kind=_shown(said, "type"),
        is_readable=bool(said),
    )


def is_entras(token: str) -> bool:
    """Tell whether a token is Azure's, given here by mistake: it names a tenant, which none of Adobe's does."""
    return bool(claims.text(claims.claims_of(token), "tid"))


def later(start: datetime | None, lasts: timedelta | None) -> datetime | None:
    """Add a span; None where one is not known, or beyond the end of all calendars."""
    try:
        return start + lasts if start is not None and lasts is not None else None
    except OverflowError:
        return None


def _shown(said: Mapping[str, Json], name: str, limit: int = 120) -> str:
    return scrubbed(claims.text(said, name), limit)


def _milliseconds(value: Json) -> timedelta | None:
    """Read a claim that is a number of milliseconds, as a text or a number."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    try:
        return timedelta(milliseconds=int(value))
    except (ValueError, OverflowError):
        return None
