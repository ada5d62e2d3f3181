"""Is the campaign between its start and its end?

Sources, read 2026-11-23: Journey Optimizer, trigger-campaigns and schedule pages (outside the dates calls fail). That a date
counts only if its flag is true is an inference from the retrieval API.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.ajo.behind import need_campaign
from checks.ajo.facts import CampaignFacts, CampaignWindow
from checks.ajo.kinds import (
    CAMPAIGN_DATES,
    CAMPAIGN_ENDED,
    CAMPAIGN_NOT_STARTED,
    CAMPAIGN_UNDECIDED,
)
from checks.ajo.wording import utc
from diagnostics import Check, Deadline, Look, Seen, Step, Verdict


async def probe(look: Look) -> CampaignWindow:
    """Take the dates that count out of the campaign; no request of its own."""
    campaign = look.seen[CampaignFacts]
    need_campaign(campaign)
    unclear = (
        ("startDateEnabled", campaign.starts_on, campaign.start_counts),
        ("endDateEnabled", campaign.ends_on, campaign.end_counts),
    )
    return CampaignWindow(
        observed_at=campaign.observed_at,
        campaign=campaign.campaign,
        starts_on=campaign.starts_on if campaign.start_counts else None,
        ends_on=campaign.ends_on if campaign.end_counts else None,
        not_said=(() if campaign.has_schedule else ("schedule",))
        + tuple(name for name, date, counts in unclear if date and counts is None)
        + tuple(
            name
            for name, date, counts in (
                ("startDate", campaign.starts_on, campaign.start_counts),
                ("endDate", campaign.ends_on, campaign.end_counts),
            )
            if counts and date is None
        ),
    )


def judge(window: CampaignWindow, _seen: Seen) -> Iterator[Verdict]:
    """Two dates that contradict leave no instant at all: that is told instead of either."""
    start, end, now = window.starts_on, window.ends_on, window.observed_at
    if start and end and end <= start:
        yield CAMPAIGN_DATES.found(
            window.campaign,
            f"Campaign {window.campaign} ends on {utc(end)}, before it starts on {utc(start)}: it takes calls at no time.",
            evidence=(
                _evidence(window, "startDate", utc(start)),
                _evidence(window, "endDate", utc(end)),
            ),
        )
    elif end and end <= now:
        yield CAMPAIGN_ENDED.found(
            window.campaign,
            f"Campaign {window.campaign} ended on {utc(end)}: calls fail since then.",
            evidence=(_evidence(window, "endDate", utc(end)),),
        )
    elif start and start > now:
        yield CAMPAIGN_NOT_STARTED.found(
            window.campaign,
            f"Campaign {window.campaign} starts only on {utc(start)}: calls fail until then.",
            evidence=(_evidence(window, "startDate", utc(start)),),
            deadlines=(Deadline(f"Campaign {window.campaign} starts", start),),
        )
    if window.not_said:
        yield CAMPAIGN_UNDECIDED.unknown(
            f"The answer about campaign {window.campaign} does not say {' and '.join(window.not_said)}, so whether its dates"
            " hold cannot be told.",
            do="look at the campaign's schedule in Journey Optimizer",
        )


def _evidence(window: CampaignWindow, name: str, value: str) -> str:
    return f"schedule.{name} = {value}, enabled (GET /journey/campaigns/service/campaigns/{window.campaign})"


CHECK = Check(
    id="ajo.campaign_window",
    title="The campaign is between its start and its end",
    provides=CampaignWindow,
    probe=probe,
    judge=judge,
    kinds=(CAMPAIGN_NOT_STARTED, CAMPAIGN_ENDED, CAMPAIGN_DATES, CAMPAIGN_UNDECIDED),
    step=Step.CAMPAIGN,
    needs=(CampaignFacts,),
)
