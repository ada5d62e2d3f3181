"""Does the campaign send to unknown profiles, and as fast as it is called?

Sources, read 2026-11-23: Journey Optimizer, API-triggered campaigns (new profiles; at most 20 recipients a call) and
schedule page (throttle from 1 to 2000 a second; an audience must be through in 12 hours, the rest is excluded).
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.ajo.behind import need_campaign
from checks.ajo.facts import CampaignFacts, DeliverySettings
from checks.ajo.kinds import CAMPAIGN_UNDECIDED, PROFILE_NOT_CREATED, THROTTLE_LOW
from diagnostics import Check, Look, Seen, Severity, Step, Verdict

RECIPIENTS_OF_A_CALL = 20
_WINDOW_S = 12 * 60 * 60


async def probe(look: Look) -> DeliverySettings:
    """Take the settings out of the campaign; no request of its own."""
    campaign = look.seen[CampaignFacts]
    need_campaign(campaign)
    return DeliverySettings(
        observed_at=campaign.observed_at,
        campaign=campaign.campaign,
        category=campaign.category,
        creates_profile=campaign.creates_profile,
        high_throughput=campaign.high_throughput,
        throttle_per_s=campaign.throttle_per_s,
    )


def judge(settings: DeliverySettings, _seen: Seen) -> Iterator[Verdict]:
    """Both are choices, no faults: worth knowing where calls fail for some recipients, or messages come late."""
    where = f"GET /journey/campaigns/service/campaigns/{settings.campaign}"
    transactional = settings.category.lower() != "marketing"
    if not_said := _not_said(settings):
        yield CAMPAIGN_UNDECIDED.unknown(
            f"The answer about campaign {settings.campaign} does not say {' and '.join(not_said)}, so whether it sends to unknown"
            " profiles cannot be told.",
            do="look at the campaign in Journey Optimizer",
        )
    elif settings.creates_profile is False and not settings.high_throughput and transactional:
        yield PROFILE_NOT_CREATED.found(
            settings.campaign,
            f"Campaign {settings.campaign} creates no profiles: a call for a recipient of type aep whose profile is unknown"
            " fails.",
            evidence=(f"createNewProfile = false ({where})",),
        )
    rate = settings.throttle_per_s
    is_low = rate is not None and 0 < rate < RECIPIENTS_OF_A_CALL
    if rate and (is_low or not transactional):
        yield THROTTLE_LOW.found(
            settings.campaign,
            f"Campaign {settings.campaign} sends at most {rate} message{'s' * (rate != 1)} a second: {_meaning(settings, rate)}.",
            evidence=(f"throttleRatePerSec = {rate} ({where})",),
            severity=None if is_low else Severity.INFO,
            because=""
            if is_low
            else f"one full call of {RECIPIENTS_OF_A_CALL} recipients leaves within a second",
        )


def _not_said(settings: DeliverySettings) -> tuple[str, ...]:
    """Name the fields that decide on unknown profiles and are absent: marketing and high throughput need none of them."""
    if not settings.category:
        return ("category",)
    if (
        settings.category.lower() == "marketing"
        or settings.high_throughput
        or settings.creates_profile
    ):
        return ()
    told = (
        ("createNewProfile", settings.creates_profile),
        ("highThroughputMode", settings.high_throughput),
    )
    return tuple(name for name, value in told if value is None)


def _meaning(settings: DeliverySettings, rate: int) -> str:
    if settings.category.lower() == "marketing":
        return f"of an audience at most {rate * _WINDOW_S:,} profiles leave in 12 hours, the rest is excluded"
    seconds = -(-RECIPIENTS_OF_A_CALL // rate)
    return f"one full call of {RECIPIENTS_OF_A_CALL} recipients takes {seconds} s, and more calls queue behind it"


CHECK = Check(
    id="ajo.delivery_settings",
    title="The campaign's delivery is not held back",
    provides=DeliverySettings,
    probe=probe,
    judge=judge,
    kinds=(PROFILE_NOT_CREATED, THROTTLE_LOW, CAMPAIGN_UNDECIDED),
    step=Step.CAMPAIGN,
    needs=(CampaignFacts,),
)
