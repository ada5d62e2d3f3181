"""What a cause on Adobe's side keeps from being seen until it is repaired."""

from __future__ import annotations

from checks.ajo import kinds as aj
from diagnostics import Hidden, Kind

_DATES: tuple[Kind, ...] = (aj.CAMPAIGN_NOT_STARTED, aj.CAMPAIGN_ENDED, aj.CAMPAIGN_DATES)
_CAMPAIGN: tuple[Kind, ...] = (
    aj.CAMPAIGN_NOT_LIVE,
    *_DATES,
    aj.ENDPOINT_UNFIT,
    aj.NAMESPACE_DIFFERS,
    aj.PROFILE_NOT_CREATED,
    aj.THROTTLE_LOW,
    aj.VALIDATION_OPEN,
)
_SANDBOX: tuple[Kind, ...] = (aj.SANDBOX_MISSING, aj.SANDBOX_INACTIVE, aj.ROLE_MISSING)
_CMK: tuple[Kind, ...] = (
    aj.CMK_FAILED,
    aj.CMK_RUNNING,
    aj.CMK_APPLICATION,
    aj.REGION_DIFFERS,
)
OF_THE_CAMPAIGN = Hidden(
    "whether the campaign takes calls, when, and at which endpoint", _CAMPAIGN
)
IN_THE_SANDBOX = Hidden(
    "the campaign in the sandbox, and whether recipients are suppressed",
    (aj.CAMPAIGN_MISSING, aj.ROLE_MISSING, aj.RECIPIENT_SUPPRESSED, *_CAMPAIGN),
)
BEHIND_THE_GATEWAY = Hidden(
    "everything behind Adobe's gateway: Journey Optimizer's health, the sandbox, the campaign, what Adobe knows of the key",
    (
        aj.AJO_UNHEALTHY,
        *_SANDBOX,
        aj.CAMPAIGN_MISSING,
        *_CAMPAIGN,
        *_CMK,
        aj.RECIPIENT_SUPPRESSED,
    ),
)
BEHIND_THE_TOKEN = Hidden(
    "everything that needs a token: what it says of itself, the gateway's answer, and all behind it",
    (aj.TOKEN_EXPIRED, aj.TOKEN_ELSEWHERE, *aj.GATEWAY_REFUSALS, *BEHIND_THE_GATEWAY.kinds),
)
OTHER_REFUSALS = Hidden(
    "another refusal of the gateway, which names one at a time", aj.GATEWAY_REFUSALS, perhaps=True
)
