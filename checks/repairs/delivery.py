"""What is done about late mails: settings are changed by whoever owns the campaign, outages are waited out.

Sources, read 2026-11-23: Journey Optimizer, schedule (rate control), quiet hours, retries (84 hours; at least 10 minutes for
transactional and 6 hours for marketing messages), suppression list, dataset query examples (hard bounces of an outage).
"""

from __future__ import annotations

from dataclasses import replace

from checks.repairs.ajo_steps import CAMPAIGN_MANAGER, SYSTEM_ADMIN, by_hand
from checks.repairs.ajo_steps import hand_over as packet
from diagnostics import Case, Repair, RepairStep, Turn

_CHANNELS = "whoever may manage channel configurations in Journey Optimizer"
_NOBODY = "anybody"
_NOTHING = "none: it only reads"
_ESCALATE = "when a new export still shows it: Adobe Customer Care, with the answer of `ajo-doctor delays` and its time window"


def _prove() -> RepairStep:
    return by_hand(
        "Export the feedback of a time after the change and run `ajo-doctor delays` on it: the delay must be gone.",
        "whoever may export datasets of Experience Platform",
        risk=_NOTHING,
        wait="as soon as messages were sent",
    )


def _plan(
    repair_id: str,
    title: str,
    *steps: RepairStep,
    turn: Turn = Turn.OURS,
    works_after: str = "for messages that are asked for after the change",
    notes: tuple[str, ...] = (),
) -> Repair:
    return Repair(
        id=repair_id,
        title=title,
        steps=(*steps, _prove()),
        works_after=works_after,
        escalate=_ESCALATE,
        turn=turn,
        notes=notes,
    )


def _who(case: Case) -> str:
    names = ", ".join(dict.fromkeys(each.subject for each in case.findings))
    return names or "the campaign"


def switch_off_send_time(case: Case) -> Repair:
    """Let messages leave when they are asked for."""
    return _plan(
        "delivery-switch-off-send-time",
        "Switch send-time optimisation off",
        by_hand(
            f"Ask who set send-time optimisation in {_who(case)}; if these messages must not wait, switch it off in a new version.",
            CAMPAIGN_MANAGER,
            risk="messages arrive when they are asked for, not when they are most read",
        ),
        notes=("It is meant for marketing: a transactional message should not have it.",),
    )


def raise_rate(case: Case) -> Repair:
    """Let more leave a second."""
    return _plan(
        "delivery-raise-rate",
        "Raise the throttle rate",
        by_hand(
            f"Ask who throttled {_who(case)} and why (a call centre, a web site behind the links); then open Journey Optimizer, the"
            " campaign, Schedule, Throttle delivery, in a new version: 1 to 2000 a second, or off.",
            CAMPAIGN_MANAGER,
            risk="what the messages lead to gets more visitors at once",
        ),
    )


def move_quiet_hours(case: Case) -> Repair:
    """Take what must not wait out of the quiet hours."""
    return _plan(
        "delivery-move-quiet-hours",
        "Take the campaign out of the quiet hours",
        by_hand(
            f"Open Journey Optimizer, the rule set of quiet hours that holds {_who(case)}, and see whether its hours and its action"
            " (queue or discard) are meant for these messages; if not, take the campaign out.",
            CAMPAIGN_MANAGER,
            risk="people get messages at night",
            wait="a changed rule is in force after up to 20 minutes (quiet hours page)",
        ),
        notes=(
            "Suppression begins 30 minutes before the quiet hours, and what was queued leaves at 5000 a second at most.",
        ),
    )


def drop_waves(case: Case) -> Repair:
    """Send at once."""
    return _plan(
        "delivery-drop-waves",
        "Send without waves",
        by_hand(
            f"Ask who divided {_who(case)} into waves (a new sending address is warmed up so); if it is over, switch them off in a new"
            " version.",
            CAMPAIGN_MANAGER,
            risk="a sending address that is not warmed up yet is deferred by providers",
        ),
    )


def look_at_exclusions(case: Case) -> Repair:
    """See why messages are not sent at all."""
    return _plan(
        "delivery-look-at-exclusions",
        "Remove the reason of the exclusions",
        by_hand(
            f"Look the exclusion codes of {_who(case)} up with `ajo-doctor explain CODE` and remove their reason: consent, suppression,"
            " allow list, address in the profile or in the channel configuration.",
            CAMPAIGN_MANAGER,
            risk="a consent that was withdrawn must stay withdrawn",
        ),
        notes=("The calls themselves were accepted: 202 says nothing of the delivery.",),
    )


def look_at_calls(_case: Case) -> Repair:
    """Find out whether calls failed."""
    return _plan(
        "delivery-look-at-calls",
        "Find out why no messages were asked for",
        by_hand(
            "Look into the caller's log of that time: if calls were answered with an error, give its text to"
            " `ajo-doctor diagnose --error -`; if there were no calls, look at the calling program.",
            "whoever may read the caller's log",
            risk=_NOTHING,
        ),
        works_after="when calls are accepted again",
    )


def hand_over(case: Case) -> Repair:
    """Give Adobe what proves it."""
    return _plan(
        "delivery-hand-over",
        "Hand the times over to Adobe",
        by_hand(
            "Look at https://status.adobe.com for that time; if nothing is published, go on.",
            _NOBODY,
            risk=_NOTHING,
        ),
        replace(
            packet(),
            purpose="Give Adobe Customer Care the answer of `ajo-doctor delays` (--format json): time window, component, percentiles,"
            f" and execution ids of some late messages of {_who(case)}.",
        ),
        turn=Turn.ADOBE,
        works_after="when Adobe has mended it",
    )


def find_missing(_case: Case) -> Repair:
    """Look where the feedback could be, before Adobe is asked."""
    return _plan(
        "delivery-find-missing",
        "Look for the missing messages",
        by_hand(
            "Look whether the export covers the calls: high-throughput campaigns write to the dataset whose name ends in Non Profile, and"
            " a dataset is filled some minutes late; then run `ajo-doctor delays` on both exports.",
            "whoever may export datasets of Experience Platform",
            risk=_NOTHING,
        ),
        replace(
            packet(),
            purpose="Give Adobe Customer Care the execution ids that are missing, from your own log, and their time.",
        ),
        turn=Turn.OURS,
        works_after="when Adobe has found them",
    )


def wait_for_provider(case: Case) -> Repair:
    """Change nothing; do not let old messages arrive."""
    return replace(
        _plan(
            "delivery-wait-for-provider",
            "Wait for the provider",
            by_hand(
                f"Look at the status page and the postmaster pages of {_who(case)}; Journey Optimizer tries again by itself.",
                _NOBODY,
                risk=_NOTHING,
            ),
            by_hand(
                "For one-time codes and the like, shorten the retry window of the channel configuration: a message that arrives hours"
                " late is worse than none (84 hours by default; at least 10 minutes for transactional messages).",
                _CHANNELS,
                risk="messages that a provider would have taken later are given up",
            ),
            works_after="when the provider takes mails again",
        ),
        passes_by_itself=True,
    )


def look_at_address(case: Case) -> Repair:
    """Find out what providers hold against a sending address."""
    return _plan(
        "delivery-look-at-address",
        "Mend the standing of the sending address",
        by_hand(
            f"Look {_who(case)} up in the public blocklists and in the providers' postmaster pages; see whether its traffic, bounces or"
            " complaints rose before that time.",
            "whoever looks after deliverability",
            risk=_NOTHING,
        ),
        replace(
            packet(),
            purpose=f"Ask Adobe Customer Care (deliverability) to look at {_who(case)}, and to move traffic to another address of the pool"
            " meanwhile.",
        ),
        works_after="when providers take its mails again: hours to days",
    )


def look_at_domain(_case: Case) -> Repair:
    """What hits every provider is the sender's own name, or the way out."""
    return _plan(
        "delivery-look-at-domain",
        "Look at the sending domain, then hand over",
        by_hand(
            "See whether SPF, DKIM, DMARC and MX of the sending subdomain are what Journey Optimizer's channel configuration wants, and"
            " whether they changed before that time.",
            SYSTEM_ADMIN,
            risk=_NOTHING,
        ),
        replace(
            packet(),
            purpose="Give Adobe Customer Care the answer of `ajo-doctor delays`: every provider at once speaks of the way out.",
        ),
        works_after="when the records are right again, within their time to live",
    )


def lift_suppressions(case: Case) -> Repair:
    """Give back the addresses that an outage took."""
    return _plan(
        "delivery-lift-suppressions",
        "Take the wrongly bounced addresses off the suppression list",
        by_hand(
            f"Wait until {_who(case)} takes mails again (its status page, or one test message).",
            _NOBODY,
            risk=_NOTHING,
        ),
        by_hand(
            f"Open Journey Optimizer, Administration, Channels, Email settings, Suppression list, and remove the addresses of {_who(case)} that"
            " were added in that time (Adobe's dataset query examples have the query that lists them); then send again what must arrive.",
            "whoever may manage the suppression list",
            risk="addresses that really are wrong bounce again and harm the sender's reputation",
        ),
        works_after="at once for what is asked for afterwards",
    )
