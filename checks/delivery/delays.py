"""Where do late mails lose their time, as an export of the feedback dataset tells it?

The export was read by `ajo-doctor delays`; its answer is given to a diagnosis as a pasted error is. What it says of a time is
as old as that time.
Source: Journey Optimizer, trigger-campaigns page, section on late e-mail, read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.ajo.facts import CampaignFacts, ProviderIncidents
from checks.delivery.kinds import BY_SLUG, INSIDE, KINDS, THROTTLED, UNDECIDED
from diagnostics import Check, Delay, Evidence, Look, NotApplicable, Seen, Step, Verdict, record

_CANNOT_TELL = "cannot tell"


@record(frozen=True, slots=True, kw_only=True)
class DelayFacts(Evidence):
    """The answer of `ajo-doctor delays`."""

    verdict: str  # "ours", "AJO", "downstream", "no delay", "cannot tell"
    sentence: str
    empty: str  # of "cannot tell": the columns that are empty
    delays: tuple[Delay, ...]


async def probe(look: Look) -> DelayFacts | NotApplicable:
    """Take the answer that was given; no request."""
    told = look.delays
    if told is None:
        return NotApplicable("no answer of `ajo-doctor delays` was given")
    return DelayFacts(
        observed_at=look.now(),
        verdict=told.verdict,
        sentence=told.sentence,
        empty=told.who if told.verdict == _CANNOT_TELL else "",
        delays=told.delays,
    )


def judge(facts: DelayFacts, seen: Seen) -> Iterator[Verdict]:
    """Each delay is a finding; what the campaign itself says, or Adobe publishes, stands beside it."""
    for each in facts.delays:
        kind = BY_SLUG.get(each.kind)
        if kind is None:
            continue
        yield kind.found(
            each.who if each.who != "all" else "all messages of the export",
            each.sentence,
            evidence=(
                *(f"{line} (feedback export)" for line in each.evidence),
                *_beside(each, seen),
            ),
        )
    if facts.verdict == _CANNOT_TELL:
        yield UNDECIDED.unknown(
            facts.sentence,
            do="export these columns too"
            f" ({facts.empty or 'timestamp, feedbackStatus, requestTimestamp, firstAttemptTimestamp'}), or give the caller's"
            " log with --caller-log",
        )


def _beside(each: Delay, seen: Seen) -> Iterator[str]:
    campaign = seen.maybe(CampaignFacts)
    if each.kind == THROTTLED.slug and campaign and campaign.campaign in each.who:
        rate = campaign.throttle_per_s
        yield f"throttleRatePerSec = {'not set' if rate is None else rate} (campaign {campaign.campaign})"
    status = seen.maybe(ProviderIncidents)
    if status and each.kind in {kind.slug for kind in INSIDE}:
        for incident in status.incidents:
            began = (
                incident.started_on is None
                or each.until is None
                or incident.started_on <= each.until
            )
            ended = (
                incident.ended_on is not None
                and each.since is not None
                and incident.ended_on < each.since
            )
            if began and not ended:
                yield f"incident {incident.id} = {incident.severity or 'severity not said'} (Adobe's published incidents)"


CHECK = Check(
    id="delivery.delays",
    title="Mails lose no time that an export would show",
    provides=DelayFacts,
    probe=probe,
    judge=judge,
    kinds=KINDS,
    step=Step.CAMPAIGN,
    weighs=(CampaignFacts, ProviderIncidents),
    is_required=False,
    repeats_text=True,
)
