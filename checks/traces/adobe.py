"""What leaves a change on Adobe's side behind in its audit log, and what leaves nothing there."""

from __future__ import annotations

from checks.ajo.facts import CampaignFacts
from checks.traces.shapes import hinted, shown, unseen
from checks.traces.sorts import adobe_log
from diagnostics import Seen, Trace

_DRAFT = "draft"
_CONSOLE = (
    "credentials, scopes and product profiles are changed in Adobe's Developer Console and Admin Console;"
    " their own logs show it, Experience Platform's audit log does not"
)
_CALL = "it is how the call is made: the caller's own repository shows who changed it"
_CONFIGURED = (
    "or the configuration here names the wrong one: its own repository shows who wrote that"
)
_INSIDE = (
    "it lies inside Adobe's services; Adobe's status page and support know, no audit log does"
)
_SETTING = "it was set so when the campaign was made; its version history in Journey Optimizer shows by whom"
_MAIL = "mail providers decide it by themselves; nobody changed anything on this side"


def _is_draft(seen: Seen) -> str:
    """Say of a draft why nobody changed it into one; empty = it was live, or may have been."""
    campaign = seen.maybe(CampaignFacts)
    is_draft = campaign and campaign.status.casefold() == _DRAFT
    return "the campaign is a draft, which nobody has activated" if is_draft else ""


TRACES: tuple[Trace, ...] = (
    shown(
        "campaign-not-live",
        adobe_log.CAMPAIGN_STOPPED,
        adobe_log.CAMPAIGN_CHANGED,
        unless=_is_draft,
    ),
    shown("campaign-missing", adobe_log.CAMPAIGN_DELETED),
    # A date passes by itself; who set it is what can be found.
    shown("campaign-ended", adobe_log.CAMPAIGN_CHANGED, adobe_log.CAMPAIGN_STOPPED),
    shown("campaign-not-started", adobe_log.CAMPAIGN_CHANGED),
    shown("campaign-dates-contradict", adobe_log.CAMPAIGN_CHANGED),
    shown("endpoint-does-not-fit", adobe_log.CAMPAIGN_CHANGED),
    shown("identity-namespace-differs", adobe_log.CAMPAIGN_CHANGED),
    shown("throttle-rate-low", adobe_log.CAMPAIGN_CHANGED),
    shown("campaign-validation-open", adobe_log.CAMPAIGN_CHANGED),
    shown("sandbox-missing", adobe_log.SANDBOX_DELETED),
    shown("sandbox-inactive", adobe_log.SANDBOX_CHANGED),
    hinted(
        "cmk-config-failed",
        adobe_log.CMK_CHANGED,
        beyond="or it failed inside Adobe: Adobe's support knows",
    ),
    shown("cmk-config-running", adobe_log.CMK_CHANGED),
    shown(
        "cmk-application-differs",
        adobe_log.CMK_APPLICATION_CHANGED,
        adobe_log.CMK_CHANGED,
        beyond=_CONFIGURED,
    ),
    shown("region-differs", adobe_log.CMK_CHANGED, beyond=_CONFIGURED),
    unseen("adobe-client-invalid", _CONSOLE),
    hinted(
        "calls-stopped",
        adobe_log.CAMPAIGN_STOPPED,
        adobe_log.CAMPAIGN_DELETED,
        adobe_log.CAMPAIGN_CHANGED,
    ),
    unseen("adobe-scope-refused", _CONSOLE),
    unseen(
        "adobe-jwt-credential",
        "Adobe itself ended this sort of credential, on a date it had published",
    ),
    unseen("adobe-token-expired", "a token expires by itself"),
    unseen("adobe-token-of-another-environment", _CALL),
    unseen("adobe-role-missing", _CONSOLE),
    unseen("gateway-token-refused", _CONSOLE),
    unseen("gateway-key-missing", _CALL),
    unseen("gateway-key-invalid", _CONSOLE),
    unseen("gateway-token-missing", _CALL),
    unseen("gateway-profile-not-valid", _CONSOLE),
    unseen("gateway-region-missing", _CALL),
    unseen("gateway-header-missing", _CALL),
    unseen("gateway-throttled", _CALL),
    unseen("ajo-unhealthy", _INSIDE),
    unseen("provider-incident", _INSIDE),
    unseen("call-failed-inside", _INSIDE),
    unseen(
        "recipient-suppressed",
        "a bounce or a complaint suppresses an address by itself; Journey Optimizer's suppression list says why",
    ),
    unseen("send-time-optimized", _SETTING),
    hinted("delivery-throttled", adobe_log.CAMPAIGN_CHANGED),
    unseen("held-for-quiet-hours", _SETTING),
    unseen("sent-in-waves", _SETTING),
    unseen(
        "messages-excluded",
        "Journey Optimizer left them out by its rules; the feedback data set says by which",
    ),
    unseen("component-slow", _INSIDE),
    unseen("waiting-inside", _INSIDE),
    hinted("sending-stopped", adobe_log.CAMPAIGN_STOPPED, adobe_log.CAMPAIGN_CHANGED),
    unseen("feedback-missing", _INSIDE),
    unseen("provider-defers", _MAIL),
    unseen("outbound-ip-deferred", _MAIL),
    unseen("deferred-everywhere", _MAIL),
    unseen("hard-bounce-burst", _MAIL),
)
