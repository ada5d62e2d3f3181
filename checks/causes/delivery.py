"""Why mails are late: each kind of delay is its own cause, unless something seen on Adobe's side or at the key explains it."""

from __future__ import annotations

from dataclasses import replace

from checks.ajo import kinds as aj
from checks.causes.of_kind import cause_of
from checks.cosmos import kinds as co
from checks.delivery import kinds as dl
from checks.repairs import delivery
from diagnostics import Cause, Kind

# What makes every call fail, so that no message is asked for; a campaign that takes no calls does so too.
_STOP_CALLS: frozenset[Kind] = frozenset(
    {co.POSSIBLY_REVOKED, *aj.GATEWAY_REFUSALS, aj.TOKEN_EXPIRED, aj.CLIENT_INVALID}
    | {aj.CAMPAIGN_NOT_LIVE, aj.CAMPAIGN_ENDED, aj.SANDBOX_MISSING, aj.SANDBOX_INACTIVE}
)
# By the slug of a cause: the delays that it accounts for.
_EXPLAINED: dict[str, tuple[Kind, ...]] = {
    aj.THROTTLE_LOW.slug: (dl.THROTTLED,),
    aj.PROVIDER_INCIDENT.slug: dl.EVERYTHING_LATE,
    aj.AJO_UNHEALTHY.slug: dl.EVERYTHING_LATE,
    aj.RECIPIENT_SUPPRESSED.slug: (dl.EXCLUDED,),
}


def explaining_delays(cause: Cause) -> Cause:
    """Let a cause of another room account for the delays that come from it."""
    more = _EXPLAINED.get(cause.id, ())
    if _STOP_CALLS & {*cause.requires, *cause.explains} and not cause.is_fallback:
        more = (*more, dl.CALLS_STOPPED)
    return replace(cause, explains=(*cause.explains, *more)) if more else cause


_BY_PATTERN = "the export shows the pattern, not the setting behind it"
_BY_TIMES = "the export's own times say so; which outage is behind them it does not say"

CAUSES: tuple[Cause, ...] = (
    cause_of(dl.SEND_TIME, delivery.switch_off_send_time),
    cause_of(dl.THROTTLED, delivery.raise_rate, unsure=_BY_PATTERN, is_fallback=True),
    cause_of(dl.QUIET_HOURS, delivery.move_quiet_hours, unsure=_BY_PATTERN),
    cause_of(dl.WAVES, delivery.drop_waves),
    cause_of(dl.EXCLUDED, delivery.look_at_exclusions, is_fallback=True),
    cause_of(
        dl.CALLS_STOPPED,
        delivery.look_at_calls,
        unsure="whether calls failed or nobody called, feedback alone does not say",
        is_fallback=True,
    ),
    cause_of(dl.COMPONENT_SLOW, delivery.hand_over, is_fallback=True),
    cause_of(dl.WAITING_INSIDE, delivery.hand_over, unsure=_BY_TIMES, is_fallback=True),
    cause_of(dl.SENDING_STOPPED, delivery.hand_over, unsure=_BY_TIMES, is_fallback=True),
    cause_of(
        dl.FEEDBACK_MISSING,
        delivery.find_missing,
        unsure="an export of another dataset, or of another time, looks the same",
        is_fallback=True,
    ),
    cause_of(dl.PROVIDER_DEFERS, delivery.wait_for_provider, unsure=_BY_TIMES),
    cause_of(dl.IP_DEFERRED, delivery.look_at_address, unsure=_BY_TIMES),
    cause_of(dl.DEFERRED_EVERYWHERE, delivery.look_at_domain, unsure=_BY_TIMES, is_fallback=True),
    cause_of(
        dl.HARD_BOUNCES,
        delivery.lift_suppressions,
        unsure="a list of bad addresses at one domain looks the same",
    ),
)
