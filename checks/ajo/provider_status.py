"""Does Adobe report an incident of what the calls run through?

Sources, read 2026-11-23: Adobe Status API (shape of events, states, severities); the public feed behind the status page is
known from public code only, and may refuse a program: a refusal is an open question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from checks.ajo.behind import without_org
from checks.ajo.facts import Incident, ProviderIncidents
from checks.ajo.kinds import PROVIDER_INCIDENT, STATUS_UNREAD
from checks.ajo.status_feed import incidents
from checks.ajo.wording import utc
from diagnostics import Check, Look, LookError, NotApplicable, Recognised, Seen, Step, Verdict

_WHERE = "https://data.status.adobe.com/adobestatus/StatusEvents"
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:Z|[+-]\d\d:\d\d)?")


async def probe(look: Look) -> ProviderIncidents | NotApplicable:
    """Read the public feed; without a credential.

    Reads: GET https://data.status.adobe.com/adobestatus/StatusEvents.
    """
    left_out = without_org(look.target)
    if left_out:
        return left_out
    errors_at = tuple(sorted({at for each in look.pasted for at in _instant(each)}))
    try:
        feed = await look.adobe_status.events()
        found = incidents(feed)
    except LookError as error:
        return ProviderIncidents(
            observed_at=look.now(), incidents=(), errors_at=errors_at, refused=error.reason
        )
    return ProviderIncidents(observed_at=feed.observed_at, incidents=found, errors_at=errors_at)


def _instant(item: Recognised) -> Iterator[datetime]:
    """Read the time of a pasted error, where it is one; of logged ones, the first and the last."""
    if item.logged:
        yield from (at for at in (item.logged.first, item.logged.last) if at)
        return
    found = _INSTANT.search(item.occurred_at)
    if found:
        at = datetime.fromisoformat(found[0])
        yield (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def judge(status: ProviderIncidents, _seen: Seen) -> Iterator[Verdict]:
    """An incident counts that goes on now, or that lasted when the pasted errors happened."""
    if status.refused:
        yield STATUS_UNREAD.unknown(
            f"Adobe's published incidents could not be read: {status.refused.rstrip('.')}.",
            do="look at https://status.adobe.com",
        )
    for incident in status.incidents:
        if _lasted(incident, status.observed_at) or any(
            _lasted(incident, at) for at in status.errors_at
        ):
            yield _found(incident)


def _lasted(incident: Incident, at: datetime) -> bool:
    began = incident.started_on is None or incident.started_on <= at
    return began and (incident.ended_on is None or at <= incident.ended_on)


def _found(incident: Incident) -> Verdict:
    since = f" since {utc(incident.started_on)}" if incident.started_on else ""
    until = f" until {utc(incident.ended_on)}" if incident.ended_on else ""
    where = f" in {', '.join(incident.regions)}" if incident.regions else ""
    return PROVIDER_INCIDENT.found(
        incident.id,
        f"Adobe reports incident {incident.id} of {incident.product}{where}{since}{until}"
        f" (severity {incident.severity or 'not said'}, impact on {incident.impact or 'what is not said'}).",
        evidence=(
            f"incident {incident.id} = {incident.severity or 'severity not said'} ({_WHERE})",
        ),
    )


CHECK = Check(
    id="ajo.provider_status",
    title="Adobe reports no incident of Journey Optimizer or Experience Platform",
    provides=ProviderIncidents,
    probe=probe,
    judge=judge,
    kinds=(PROVIDER_INCIDENT, STATUS_UNREAD),
    step=Step.CAMPAIGN,
    is_required=False,
)
