"""What leaves a change on Adobe's side behind in its audit log, and what leaves nothing there."""

from __future__ import annotations

from checks.ajo.facts import CampaignFacts
from checks.traces.shapes import hinted, shown, unseen
from checks.traces.sorts import by_adobe
from diagnostics import Becomes, Fate, Link, Seen, Thing, Trace

_DRAFT = "draft"
_STOPPED = by_adobe(
    Thing.CAMPAIGN,
    "it stopped the campaign, or took it out of use",
    "*stop*",
    "*deactivate*",
    "*disable*",
    "*archive*",
    "*unpublish*",
    "*close*",
    about=Link.CAMPAIGN,
    becomes=(),
)
_DELETED = by_adobe(
    Thing.CAMPAIGN,
    "it deleted the campaign",
    "*delete*",
    about=Link.CAMPAIGN,
    fate=Fate.VANISHED,
)
_CHANGED = by_adobe(
    Thing.CAMPAIGN,
    "it changed the campaign",
    "*update*",
    "*edit*",
    "*modify*",
    "*publish*",
    "*activate*",
    "*create*",
    about=Link.CAMPAIGN,
    becomes=(
        Becomes(name="status"),
        Becomes(name="startson"),
        Becomes(name="endson"),
        Becomes(name="startdate"),
        Becomes(name="enddate"),
        Becomes(name="throttlepers"),
        Becomes(name="throttleratepersec"),
        Becomes(name="highthroughput"),
        Becomes(name="highthroughputmode"),
        Becomes(name="identitynamespace"),
        Becomes(name="category"),
        Becomes(name="campaigntype"),
        Becomes(name="items"),
    ),
)
_SANDBOX_GONE = by_adobe(
    Thing.SANDBOX,
    "it deleted the sandbox",
    "*delete*",
    about=Link.SANDBOX,
    fate=Fate.VANISHED,
)
_SANDBOX_CHANGED = by_adobe(
    Thing.SANDBOX,
    "it reset or changed the sandbox",
    "*reset*",
    "*update*",
    "*disable*",
    about=Link.SANDBOX,
    becomes=(Becomes(name="state"),),
)
_CMK = by_adobe(
    Thing.CMK_CONFIG,
    "it changed the set-up of the customer-managed key at Adobe",
    "*",
    about=Link.CMK_CONFIG,
)
_CMK_APPLICATION = by_adobe(
    Thing.CMK_CONFIG,
    "it changed the application that Adobe reaches the key with",
    "*",
    about=Link.CMK_CONFIG,
    becomes=(Becomes(name="application"),),
)
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
    shown("campaign-not-live", _STOPPED, _CHANGED, unless=_is_draft),
    shown("campaign-missing", _DELETED),
    # A date passes by itself; who set it is what can be found.
    shown("campaign-ended", _CHANGED, _STOPPED),
    shown("campaign-not-started", _CHANGED),
    shown("campaign-dates-contradict", _CHANGED),
    shown("endpoint-does-not-fit", _CHANGED),
    shown("identity-namespace-differs", _CHANGED),
    shown("throttle-rate-low", _CHANGED),
    shown("campaign-validation-open", _CHANGED),
    shown("sandbox-missing", _SANDBOX_GONE),
    shown("sandbox-inactive", _SANDBOX_CHANGED),
    hinted(
        "cmk-config-failed",
        _CMK,
        beyond="or it failed inside Adobe: Adobe's support knows",
    ),
    shown("cmk-config-running", _CMK),
    shown("cmk-application-differs", _CMK_APPLICATION, _CMK, beyond=_CONFIGURED),
    shown("region-differs", _CMK, beyond=_CONFIGURED),
    unseen("adobe-client-invalid", _CONSOLE),
    hinted("calls-stopped", _STOPPED, _DELETED, _CHANGED),
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
    hinted("delivery-throttled", _CHANGED),
    unseen("held-for-quiet-hours", _SETTING),
    unseen("sent-in-waves", _SETTING),
    unseen(
        "messages-excluded",
        "Journey Optimizer left them out by its rules; the feedback data set says by which",
    ),
    unseen("component-slow", _INSIDE),
    unseen("waiting-inside", _INSIDE),
    hinted("sending-stopped", _STOPPED, _CHANGED),
    unseen("feedback-missing", _INSIDE),
    unseen("provider-defers", _MAIL),
    unseen("outbound-ip-deferred", _MAIL),
    unseen("deferred-everywhere", _MAIL),
    unseen("hard-bounce-burst", _MAIL),
)
