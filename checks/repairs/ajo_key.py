"""What Adobe knows of the customer's key: a set-up that failed or runs, another application, another region.

Source: Experience Platform, customer-managed keys (set-up with the API and the interface; a configuration that is there
cannot be taken back), read 2026-11-23.
"""

from __future__ import annotations

from dataclasses import replace

from checks.repairs.ajo_steps import by_hand, hand_over, plan
from diagnostics import Case, Repair, Turn

_KEY_ADMIN = "whoever has Manage Customer Managed Key in Experience Platform"


def set_up_again(case: Case) -> Repair:
    """Mend what the set-up met, then let Adobe run it again."""
    return plan(
        case,
        "ajo-set-up-key-again",
        "Mend what the set-up met, then hand over",
        by_hand(
            "Repair what the checks of steps 1 to 3 find: service principal, role, key and network must be as Adobe needs"
            " them.",
            "as each of those repairs says",
            risk="as each of those repairs says",
        ),
        by_hand(
            f"Look at configuration {case.target.cmk_config or ''} in Experience Platform, Administration, Encryption.",
            _KEY_ADMIN,
            risk="none: it only reads",
        ),
        hand_over(),
        notes=("Once it is on, encryption with one's own key cannot be turned back.",),
        works_after="when Adobe has run the set-up again: Adobe's pages name no waiting time",
    )


def await_set_up(case: Case) -> Repair:
    """Let Adobe finish."""
    return replace(
        plan(
            case,
            "ajo-await-key-set-up",
            "Wait until Adobe has finished, and change nothing",
            by_hand(
                "Leave service principal, role, vault and key as they are until the configuration says COMPLETED.",
                _KEY_ADMIN,
                risk="none: nothing is changed",
                expect="COMPLETED",
            ),
            turn=Turn.ADOBE,
            works_after="when the configuration says COMPLETED: Adobe's pages name no waiting time",
        ),
        passes_by_itself=True,
    )


def name_application(case: Case) -> Repair:
    """Look at the application that Adobe uses."""
    return plan(
        case,
        "ajo-name-application",
        "Look at the application that Adobe uses",
        by_hand(
            f"Set `application` to {case.findings[0].subject}, or leave it out: then it is found by Adobe's registration. Run"
            " the diagnosis again.",
            "whoever keeps the configuration of this program",
            risk="none: it only reads",
        ),
        by_hand(
            "If its service principal is then not found in the tenant, the consent was given in another tenant: open the"
            " applicationRedirectUrl of the registration with the id of the right tenant in place of `common`, and accept.",
            "Cloud Application Administrator",
            risk="low: the application gets no right on the vault by it",
        ),
    )


def name_region(case: Case) -> Repair:
    """Ask the sandbox's region."""
    return plan(
        case,
        "ajo-name-region",
        "Ask the region of the sandbox",
        by_hand(
            "Take `region` out of the configuration, or set it to the sandbox's; let whoever calls the API of customer-managed"
            " keys use that region's host (platform, platform-nld2, platform-aus5).",
            "whoever keeps the configuration of this program",
        ),
    )
