"""What only Adobe can mend, and a recipient that gets nothing.

Sources, read 2026-11-23: Adobe Status; Journey Optimizer, error codes reference (what a support request needs) and
suppression list.
"""

from __future__ import annotations

from dataclasses import replace

from checks.repairs.ajo_steps import by_hand, hand_over, plan
from diagnostics import Case, Repair, Turn


def hand_over_health(case: Case) -> Repair:
    """Look at incidents, try again, hand over."""
    return plan(
        case,
        "ajo-hand-over-health",
        "Look at Adobe's incidents, then hand over",
        by_hand(
            "Look at https://status.adobe.com for Journey Optimizer and Experience Platform in your region, and run the"
            " diagnosis again after some time.",
            "anybody",
            risk="none: it only reads",
        ),
        hand_over(),
        turn=Turn.ADOBE,
        notes=(
            "Whether this answer turns red when the profile store is revoked is not documented: if a cause of steps 1 to 3 is"
            " named too, repair that one first.",
        ),
        works_after="when Adobe has mended it",
    )


def hand_over_call(case: Case) -> Repair:
    """Find the reason behind a bare 500, then hand over."""
    return plan(
        case,
        "ajo-hand-over-call",
        "Look for the reason behind the 500, then hand over",
        by_hand(
            "Look in the system logs for what stands behind the 500: a 403 of Azure Cosmos DB there is the revoked key. Give it"
            " to the diagnosis with --error.",
            "whoever may read the logs of the calling program",
            risk="none: it only reads",
        ),
        by_hand(
            "Look at https://status.adobe.com for Journey Optimizer and Experience Platform in your region; repeat one call"
            " after some minutes.",
            "anybody",
            risk="the call sends a message: use a test recipient",
        ),
        hand_over(),
        turn=Turn.ADOBE,
        works_after="when Adobe has mended it",
    )


def wait_for_adobe(case: Case) -> Repair:
    """Change nothing during an incident."""
    return replace(
        plan(
            case,
            "ajo-wait-for-adobe",
            "Wait for Adobe",
            by_hand(
                "Change nothing: follow the incident at https://status.adobe.com, and let callers keep what they could not send"
                " instead of retrying blindly.",
                "anybody",
                risk="none: nothing is changed",
            ),
            turn=Turn.ADOBE,
            works_after="when the incident is over",
        ),
        passes_by_itself=True,
    )


def lift_suppression(case: Case) -> Repair:
    """Take the recipient off the list."""
    which = ", ".join(dict.fromkeys(each.subject for each in case.findings)) or "the recipient"
    return plan(
        case,
        "ajo-lift-suppression",
        "Take the recipient off the suppression list",
        by_hand(
            f"Open Journey Optimizer, Administration, Channels, Email settings, Suppression list, look for {which} of the"
            " configuration (address and domain) and the reason; remove it only if the mailbox takes mail again, or name"
            " another test recipient.",
            "whoever may manage the suppression list",
            risk="mails to a dead address harm the sender's reputation",
        ),
        notes=("The call itself is accepted: 202 says nothing of the delivery.",),
    )
