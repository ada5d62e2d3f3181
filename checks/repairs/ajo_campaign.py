"""Let the campaign take calls: its state, its dates, its endpoint, its recipients, its settings.

Sources, read 2026-11-23: Journey Optimizer, managing campaigns (a live campaign cannot be edited, a stopped one not be
reactivated: both are duplicated or get a new version), trigger-campaigns, high throughput, schedule.
"""

from __future__ import annotations

from checks.repairs.ajo_steps import CAMPAIGN_MANAGER, by_hand, campaign_of, plan
from diagnostics import Case, Repair

_NEW_ID = (
    "A duplicate has an id of its own: correct `campaign` and the callers' campaignId, with the cURL that the screen of the live"
    " campaign shows."
)
_CURL = (
    "The sample cURL on the screen of the live campaign shows endpoint, campaign id and variables."
)
_APPROVAL = "An approval policy may hold the activation back until somebody approves."


def activate(case: Case) -> Repair:
    """Bring it to Live, or make another one."""
    return plan(
        case,
        "ajo-activate-campaign",
        "Activate the campaign, or duplicate it",
        by_hand(
            f"Open Journey Optimizer, Campaigns, API triggered, {campaign_of(case)}: a draft is activated with Review to"
            " activate, then Activate; one that is stopped, completed or archived cannot come back: More actions, Duplicate,"
            " then activate the duplicate.",
            CAMPAIGN_MANAGER,
            risk="calls send messages again: ask first why it was ended",
            expect="Live",
        ),
        by_hand(
            _NEW_ID, "whoever runs the callers", risk="none while the old campaign takes no calls"
        ),
        notes=(_APPROVAL,),
    )


def move_dates(case: Case) -> Repair:
    """Give it dates that hold now."""
    return plan(
        case,
        "ajo-move-dates",
        "Give the campaign dates that hold",
        by_hand(
            f"Open Journey Optimizer, Campaigns, API triggered, {campaign_of(case)}: a live campaign cannot be edited, so choose"
            " Modify campaign for a new version, or Duplicate where it is completed; set Schedule, start and end, so that now"
            " lies between them, or take the end out; then activate it.",
            CAMPAIGN_MANAGER,
            risk="calls send messages again: ask first whether the end was wanted",
            expect="Live, with dates around now",
        ),
        by_hand(
            _NEW_ID, "whoever runs the callers", risk="none while the old campaign takes no calls"
        ),
        notes=(_APPROVAL,),
    )


def await_start(case: Case) -> Repair:
    """Wait for the start, or move it."""
    return plan(
        case,
        "ajo-move-start",
        "Wait for the campaign's start, or move it",
        by_hand(
            f"Ask who set the start of {campaign_of(case)}: either let callers wait for it, or open Journey Optimizer,"
            " Campaigns, API triggered, the campaign, and set Schedule, start, to an earlier time in a new version.",
            CAMPAIGN_MANAGER,
            risk="calls send messages before the date that somebody wanted",
        ),
        notes=(_APPROVAL,),
        works_after="at the start, or once the new version is live",
    )


def call_right_endpoint(case: Case) -> Repair:
    """Call what the campaign takes."""
    return plan(
        case,
        "ajo-call-right-endpoint",
        "Call the endpoint of the campaign's sample cURL",
        by_hand(
            f"Open Journey Optimizer, Campaigns, API triggered, {campaign_of(case)}, and compare the sample cURL with the"
            " callers: address, and type of the recipients (high throughput takes `external` only). Correct the callers, and"
            " `endpoint` of the configuration.",
            "whoever runs the callers",
            risk="low: test with one recipient first",
        ),
        notes=(
            _CURL,
            "One campaign cannot serve standard and high-throughput mode: each needs one of its own.",
        ),
    )


def match_namespace(case: Case) -> Repair:
    """Use one sort of identity on both sides."""
    return plan(
        case,
        "ajo-match-namespace",
        "Call with the campaign's sort of identity",
        by_hand(
            f"Open Journey Optimizer, Campaigns, API triggered, {campaign_of(case)}, Audience, Identity type: let callers send"
            " that namespace with identities of it, and name such an identity among `test_recipients`.",
            "whoever runs the callers",
        ),
        notes=(
            "A campaign takes one sort of identity; the namespace of the request must be the same.",
        ),
    )


def raise_rate(case: Case) -> Repair:
    """Let messages out faster."""
    return plan(
        case,
        "ajo-raise-rate",
        "Raise the campaign's rate",
        by_hand(
            f"Ask who throttled {campaign_of(case)} and why (a call centre, a web site behind the links); then open Journey"
            " Optimizer, the campaign, Schedule, Throttle delivery, in a new version: 1 to 2000 a second, or off.",
            CAMPAIGN_MANAGER,
            risk="what the messages lead to gets more visitors at once",
        ),
    )


def settle_validation(case: Case) -> Repair:
    """Answer what the validation says."""
    return plan(
        case,
        "ajo-settle-validation",
        "Settle what the validation says",
        by_hand(
            f"Open Journey Optimizer, Campaigns, API triggered, {campaign_of(case)}, Alerts: correct what each entry names"
            " (channel configuration, content, audience), in a new version where the campaign is live.",
            CAMPAIGN_MANAGER,
        ),
        notes=("Whether calls of a live campaign fail by such an entry is not documented.",),
    )


def find_campaign(case: Case) -> Repair:
    """Name the campaign that is there."""
    return plan(
        case,
        "ajo-find-campaign",
        "Name the campaign as it is",
        by_hand(
            f"Look for {campaign_of(case)} in Journey Optimizer, Campaigns, API triggered: if it lies in another sandbox,"
            " correct `sandbox` and x-sandbox-name; if it was deleted, make it anew and correct `campaign` and the callers'"
            " campaignId.",
            CAMPAIGN_MANAGER,
        ),
        notes=(_CURL,),
    )
