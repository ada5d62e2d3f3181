"""Builders of plain occurrences."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from diagnostics.triage.occurrence import Occurrence, Place
from diagnostics.triage.recognised import Certainty, Recognised

BEGAN = datetime(2026, 11, 23, 14, 2, 11, tzinfo=UTC)
ACCOUNT = "cosmos-ajo.documents.azure.com"
VAULT = "kv-ajo.vault.azure.net"
APPLICATION = "11111111-aaaa-4000-8000-000000000001"

REVOKED = Recognised(
    signature_id="cmk.4000",
    code="4000",
    category="cmk_token_acquisition",
    certainty=Certainty.CERTAIN,
    kind="CO101",
    excerpt="Access to your account is currently revoked (4000).",
    why="its words and the number 4000 agree",
    http_status=403,
)


def recognised(signature_id: str = "cmk.4000", **other: object) -> Recognised:
    return replace(REVOKED, signature_id=signature_id, **other)


def an_occurrence(
    after_s: float | None = 0.0,
    *,
    line: int = 1,
    path: str = "app.log",
    identity: str = "",
    zone_assumed: bool = False,
    said: Recognised = REVOKED,
) -> Occurrence:
    """One occurrence so many seconds after BEGAN; None = without a time."""
    return Occurrence(
        recognised=said,
        place=Place(path=path, offset=100 * line, line=line),
        at=None if after_s is None else BEGAN + timedelta(seconds=after_s),
        zone_assumed=zone_assumed,
        identity=identity,
    )
