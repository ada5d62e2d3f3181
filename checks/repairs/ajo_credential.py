"""Bring the Adobe credential back: its secret, its scopes, its kind, its token.

Source: Adobe Developer Console, server-to-server authentication (secrets are rotated by add, switch, delete; a deleted one
does not come back; tokens live about 24 hours), read 2026-11-23.
"""

from __future__ import annotations

from checks.repairs.ajo_steps import CONSOLE, DEVELOPER, by_hand, client_of, plan
from diagnostics import Case, Repair

_GIVE = (
    "Give the new secret to every caller that uses this client, and to this program as AJO_DOCTOR_ADOBE_CLIENT_SECRET or in"
    " the file that AJO_DOCTOR_ADOBE_CLIENT_SECRET_FILE names."
)
_CACHE = "Callers keep a token for its life of about a day and get a new one before its end; each run of the doctor asks for one."


def renew_secret(case: Case) -> Repair:
    """Compare the client, then add a secret."""
    return plan(
        case,
        "ajo-renew-secret",
        "Add a new client secret",
        by_hand(
            f"Open {CONSOLE}, Projects, your project, OAuth Server-to-Server, and compare the client id with"
            f" {client_of(case)}. If it is another one, correct `client_id` and the callers; nothing else is broken then.",
            DEVELOPER,
            risk="none: it only reads",
        ),
        by_hand(
            "On the same page choose Add new client secret and copy it: a deleted secret cannot be restored.",
            DEVELOPER,
            risk="none: the other secrets stay valid",
        ),
        by_hand(
            _GIVE, "whoever runs the callers", risk="none: both secrets work until one is deleted"
        ),
        notes=(
            "Delete the old secret only after its last use, which the console shows beside it.",
        ),
    )


def correct_scopes(case: Case) -> Repair:
    """Ask for the scopes of the project."""
    return plan(
        case,
        "ajo-correct-scopes",
        "Ask for the scopes that the credential has",
        by_hand(
            f"Open {CONSOLE}, Projects, your project, OAuth Server-to-Server, and copy its scopes into `scopes` of the"
            f" configuration and into the callers of client {client_of(case)}: comma-separated, as they stand there.",
            DEVELOPER,
            risk="none: it only reads",
        ),
        notes=(
            "If a scope is missing there, its API is not added to the project: Add to Project, API.",
            "Adobe does not document its answer to a wrong scope; the words are OAuth's own.",
        ),
    )


def migrate(case: Case) -> Repair:
    """Replace a JWT credential."""
    return plan(
        case,
        "ajo-migrate-credential",
        "Replace the JWT credential by OAuth Server-to-Server",
        by_hand(
            f"Open {CONSOLE}, Projects, your project, Service Account (JWT) of client {client_of(case)}, and add an OAuth"
            " Server-to-Server credential to the project.",
            DEVELOPER,
        ),
        by_hand(
            "Let every caller ask https://ims-na1.adobelogin.com/ims/token/v3 with grant_type=client_credentials instead of"
            " exchanging a JWT; its expires_in is in seconds, the old one's was in milliseconds.",
            "whoever runs the callers",
            risk="a caller that reads milliseconds keeps the token too long or asks each time",
        ),
        notes=(
            "Credentials of the JWT kind ended on 2025-06-30; the last ones broke by 2026-03-01.",
        ),
    )


def new_token(case: Case) -> Repair:
    """Get a token that is in date and of production."""
    return plan(
        case,
        "ajo-new-token",
        "Get a new token of production",
        by_hand(
            "Get a new token from https://ims-na1.adobelogin.com/ims/token/v3, or let this program ask for one: unset"
            " AJO_DOCTOR_ADOBE_TOKEN, leave out --token-file and give the client secret instead.",
            "whoever holds the client secret",
            risk="none: tokens that are out stay valid; Adobe slows down who asks for very many",
        ),
        by_hand(
            f"Look at how callers of client {client_of(case)} renew theirs: a token is asked for before the old one ends, and"
            " from the environment that is called.",
            "whoever runs the callers",
            risk="none: it only reads",
        ),
        notes=(_CACHE,),
    )
