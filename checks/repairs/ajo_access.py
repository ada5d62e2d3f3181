"""Let the credential see its sandbox and campaigns: the role, the sandbox.

Source: Journey Optimizer APIs, authentication (product profile and role are both needed); Experience Platform, sandboxes,
read 2026-11-23.
"""

from __future__ import annotations

from checks.repairs.ajo_steps import (
    PERMISSIONS_ADMIN,
    by_hand,
    client_of,
    hand_over,
    plan,
)
from diagnostics import Case, Repair


def give_role(case: Case) -> Repair:
    """Add the credential to a role that reaches the sandbox."""
    return plan(
        case,
        "ajo-give-role",
        "Add the credential to a role that reaches the sandbox",
        by_hand(
            f"Open Experience Platform, Permissions, Roles, the role for sandbox {case.target.sandbox or 'of the campaign'},"
            f" API credentials, and add the credential of client {client_of(case)}; the role needs View Campaigns and View"
            " Sandboxes, and for callers the permissions of the campaign role.",
            PERMISSIONS_ADMIN,
            risk="low: the credential reads what the role allows",
        ),
        notes=("Product profile and role are two things, and both are needed.",),
    )


def correct_sandbox(case: Case) -> Repair:
    """Name the right sandbox, or let the credential see it."""
    return plan(
        case,
        "ajo-correct-sandbox",
        "Name the sandbox as it is, or let the credential see it",
        by_hand(
            f"Compare {case.target.sandbox or 'the sandbox'} with the names (not the titles) under Experience Platform,"
            " Sandboxes, Browse; if it is another one, correct `sandbox` and the callers' x-sandbox-name.",
            PERMISSIONS_ADMIN,
            risk="none: it only reads",
        ),
        by_hand(
            "If the name is right: Permissions, Roles, the credential's role, Sandboxes, and add it.",
            PERMISSIONS_ADMIN,
            risk="low: the role then reaches that sandbox, too",
        ),
    )


def await_sandbox(case: Case) -> Repair:
    """Wait for a sandbox that is being made, or leave one that is gone."""
    return plan(
        case,
        "ajo-await-sandbox",
        "Wait for the sandbox, or use another one",
        by_hand(
            f"Look at Experience Platform, Sandboxes, Browse, for {case.target.sandbox or 'the sandbox'}: one that is being"
            " created or reset becomes active by itself; one that is deleted or failed does not.",
            PERMISSIONS_ADMIN,
            risk="none: it only reads",
            expect="Active",
        ),
        hand_over(),
        notes=("A reset takes everything out of a sandbox, its campaigns too.",),
        works_after="when the sandbox is active: Adobe's pages name no waiting time",
    )
