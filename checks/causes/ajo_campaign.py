"""The call reaches Journey Optimizer, and the campaign does not take it."""

from __future__ import annotations

from checks.ajo import kinds as aj
from checks.causes.ajo_hiding import IN_THE_SANDBOX, OF_THE_CAMPAIGN
from checks.causes.of_kind import cause_of
from checks.repairs import ajo_access, ajo_campaign, ajo_provider
from diagnostics import Cause, Hidden

# What Adobe itself makes of a campaign whose dates have passed, or not begun.
_STATE = (aj.CAMPAIGN_NOT_LIVE,)
_STATE_LATER = Hidden("whether somebody also stopped the campaign", _STATE, perhaps=True)

CAUSES: tuple[Cause, ...] = (
    cause_of(aj.SANDBOX_MISSING, ajo_access.correct_sandbox, hides=(IN_THE_SANDBOX,)),
    cause_of(aj.SANDBOX_INACTIVE, ajo_access.await_sandbox, hides=(IN_THE_SANDBOX,)),
    cause_of(aj.ROLE_MISSING, ajo_access.give_role, hides=(IN_THE_SANDBOX,)),
    cause_of(aj.CAMPAIGN_MISSING, ajo_campaign.find_campaign, hides=(OF_THE_CAMPAIGN,)),
    cause_of(aj.CAMPAIGN_NOT_LIVE, ajo_campaign.activate),
    cause_of(aj.CAMPAIGN_ENDED, ajo_campaign.move_dates, explains=_STATE, hides=(_STATE_LATER,)),
    cause_of(
        aj.CAMPAIGN_NOT_STARTED, ajo_campaign.await_start, explains=_STATE, hides=(_STATE_LATER,)
    ),
    cause_of(aj.CAMPAIGN_DATES, ajo_campaign.move_dates),
    cause_of(aj.ENDPOINT_UNFIT, ajo_campaign.call_right_endpoint),
    cause_of(aj.NAMESPACE_DIFFERS, ajo_campaign.match_namespace),
    cause_of(aj.THROTTLE_LOW, ajo_campaign.raise_rate),
    cause_of(aj.VALIDATION_OPEN, ajo_campaign.settle_validation),
    cause_of(aj.RECIPIENT_SUPPRESSED, ajo_provider.lift_suppression),
)
