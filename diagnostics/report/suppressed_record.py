"""What a report says of suppressions."""

from __future__ import annotations

from diagnostics.records import record


@record(frozen=True, slots=True, kw_only=True)
class SuppressedView:
    """Who answers for a finding, and until which day; it does not count until then."""

    owner: str
    reason: str
    until: str  # the last day


@record(frozen=True, slots=True, kw_only=True)
class SuppressionView:
    """One suppression of the configuration, and what became of it."""

    kind: str  # as the configuration says it
    subject: str
    owner: str
    reason: str
    until: str  # the last day
    standing: str  # "holds", "ended", "matches nothing", "not seen", or "elsewhere": it stands above several targets
    found: bool
