"""Get past Adobe's gateway: the project's API, the product profile, the organization, the headers, the quota.

Source: Experience Platform, troubleshooting guide (codes of the gateway) and API authentication, read 2026-11-23.
"""

from __future__ import annotations

from checks.repairs.ajo_steps import (
    CONSOLE,
    DEVELOPER,
    SYSTEM_ADMIN,
    by_hand,
    client_of,
    plan,
)
from diagnostics import Case, Repair


def add_api(case: Case) -> Repair:
    """Add the API to the project of the client."""
    return plan(
        case,
        "ajo-add-api",
        "Add the API to the Developer Console project",
        by_hand(
            f"Open {CONSOLE}, Projects, the project of client {client_of(case)}: the client id in x-api-key must be this one,"
            " and Journey Optimizer and Experience Platform must be among its APIs. If not: Add to Project, API, Adobe Journey"
            " Optimizer, OAuth Server-to-Server, then choose the product profiles.",
            DEVELOPER,
        ),
        notes=("403003 is not 403000: the header was there, and its value is not accepted.",),
    )


def entitle(case: Case) -> Repair:
    """Put the credential into a product profile of the right organization."""
    return plan(
        case,
        "ajo-entitle",
        "Put the credential into a product profile of the organization",
        by_hand(
            f"Compare {case.target.ims_org or 'the organization id'} with the one that {CONSOLE} shows beside client"
            f" {client_of(case)}; if it is another one, correct `ims_org` and the callers' x-gw-ims-org-id.",
            DEVELOPER,
            risk="none: it only reads",
        ),
        by_hand(
            "Open https://adminconsole.adobe.com, Products, Adobe Experience Platform, a product profile, API credentials, and"
            " add the credential; or choose the profile where the API is configured in the Developer Console.",
            SYSTEM_ADMIN,
            risk="low: the credential reads what the profile allows",
        ),
        notes=("Product profile and role are two things, and both are needed.",),
    )


def new_token_or_header(case: Case) -> Repair:
    """Correct what a request carries."""
    return plan(
        case,
        "ajo-correct-headers",
        "Send the headers that the gateway asks for",
        by_hand(
            "Let every request carry Authorization: Bearer with a token in date, x-api-key with the client id"
            f" {client_of(case)}, and x-gw-ims-org-id {case.target.ims_org or ''}; a proxy in between must not take them out or"
            " double them.",
            "whoever runs the callers",
        ),
        notes=(
            "This program sends all three: if it is refused so, something in between changes its requests.",
        ),
    )


def new_token(case: Case) -> Repair:
    """Replace a token that the gateway does not take, though it looks in date."""
    return plan(
        case,
        "ajo-replace-token",
        "Replace the token",
        by_hand(
            "Get a new token of production (https://ims-na1.adobelogin.com/ims/token/v3) for client"
            f" {client_of(case)}, and compare stage with production: a token of one is not valid for the other.",
            "whoever holds the client secret",
            risk="none: tokens that are out stay valid",
        ),
    )


def wait(case: Case) -> Repair:
    """Slow down."""
    return plan(
        case,
        "ajo-slow-down",
        "Slow down, then spread the calls",
        by_hand(
            "Let callers wait as long as Retry-After says, else about a minute, and retry with growing pauses; spread the calls"
            " or ask Adobe Customer Care for another quota.",
            "whoever runs the callers",
            risk="messages come later; a blind retry makes it worse",
        ),
        notes=(
            "429050 is not on Adobe's page of gateway codes; it is known from public clients.",
            "Standard mode takes up to 500 calls a second, high-throughput mode up to 5000.",
        ),
        works_after="when the calls are fewer than the quota: Adobe's pages name no waiting time",
    )
