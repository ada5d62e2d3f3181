"""Which time is searched for changes: some days before it began, and back to what is known to have been deleted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from checks.entra.facts import KeyVaultPrincipal, PrincipalFacts, Registration
from checks.keyvault.facts import KeyFacts, VaultFacts
from diagnostics import Look

DAYS = 7
KEPT = timedelta(days=89)  # Activity Log and Adobe keep 90 days, and refuse an earlier beginning
_BEFORE = timedelta(hours=1)  # a deletion's own date may lie a little after its event


def window(look: Look, known: datetime | None = None) -> tuple[datetime, datetime]:
    """Give beginning and end of what is searched; aware, UTC.

    The end is now. The beginning lies a week before the first error that logs told of, before now where none did; and
    before every deletion that was read.

    Args:
        look: whose logs and deletions tell.
        known: when the thing itself says that it was changed last; aware, UTC; None = it does not.
    """
    until = look.now()
    began = [
        until,
        *(each.logged.first for each in look.pasted if each.logged and each.logged.first),
    ]
    since = min(began) - timedelta(days=DAYS)
    changed = (*_deletions(look), *([known] if known else []))
    earliest = min((since, *(at - _BEFORE for at in changed)))
    return max(earliest, until - KEPT), until


def _deletions(look: Look) -> Iterator[datetime]:
    seen = look.seen
    for facts in (
        seen.maybe(KeyFacts),
        seen.maybe(KeyVaultPrincipal),
        seen.maybe(PrincipalFacts),
        seen.maybe(Registration),
        seen.maybe(VaultFacts),
    ):
        if facts and facts.deleted_at:
            yield facts.deleted_at
