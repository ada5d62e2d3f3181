"""The call reaches Journey Optimizer, and the campaign does not take it."""

from __future__ import annotations

from checks.ajo import kinds as aj
from checks.causes.ajo_hiding import IN_THE_SANDBOX, OF_THE_CAMPAIGN
from checks.causes.ajo_seen import seen
from checks.repairs import ajo_access, ajo_campaign, ajo_provider
from diagnostics import Cause, Hidden

# What Adobe itself makes of a campaign whose dates have passed, or not begun.
_STATE = (aj.CAMPAIGN_NOT_LIVE,)
_STATE_LATER = Hidden("whether somebody also stopped the campaign", _STATE, perhaps=True)

CAUSES: tuple[Cause, ...] = (
    seen(aj.SANDBOX_MISSING, ajo_access.correct_sandbox, hides=(IN_THE_SANDBOX,)),
    seen(aj.SANDBOX_INACTIVE, ajo_access.await_sandbox, hides=(IN_THE_SANDBOX,)),
    seen(aj.ROLE_MISSING, ajo_access.give_role, hides=(IN_THE_SANDBOX,)),
    seen(aj.CAMPAIGN_MISSING, ajo_campaign.find_campaign, hides=(OF_THE_CAMPAIGN,)),
    seen(aj.CAMPAIGN_NOT_LIVE, ajo_campaign.activate),
    seen(aj.CAMPAIGN_ENDED, ajo_campaign.move_dates, explains=_STATE, hides=(_STATE_LATER,)),
    seen(
        aj.CAMPAIGN_NOT_STARTED, ajo_campaign.await_start, explains=_STATE, hides=(_STATE_LATER,)
    ),
    seen(aj.CAMPAIGN_DATES, ajo_campaign.move_dates),
    seen(aj.ENDPOINT_UNFIT, ajo_campaign.call_right_endpoint),
    seen(aj.NAMESPACE_DIFFERS, ajo_campaign.match_namespace),
    seen(aj.THROTTLE_LOW, ajo_campaign.raise_rate),
    seen(aj.VALIDATION_OPEN, ajo_campaign.settle_validation),
    seen(aj.RECIPIENT_SUPPRESSED, ajo_provider.lift_suppression),
)
