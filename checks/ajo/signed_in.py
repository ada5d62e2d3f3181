"""Is there a token for Adobe, in date and of the right environment?

Sources, read 2026-11-23: Adobe Developer Console, server-to-server authentication (token endpoint, 24 hours, end of the JWT
kind on 2025-06-30). The words of a refused scope and of a refused grant are OAuth's own; Adobe does not document its.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.ajo.behind import without_org
from checks.ajo.facts import AdobeSignIn
from checks.ajo.kinds import (
    CLIENT_INVALID,
    JWT_CREDENTIAL,
    NOT_SIGNED_IN,
    SCOPE_REFUSED,
    TOKEN_ELSEWHERE,
    TOKEN_EXPIRED,
)
from checks.ajo.wording import utc
from diagnostics import Check, Look, NotApplicable, Seen, Step, Verdict

_PRODUCTION = "ims-na1"
# Our own words for a given token that was not sent anywhere.
_RAN_OUT, _OF_ENTRA = "token_expired", "token_of_entra"
_NO_GRANT = ("unauthorized_client", "unsupported_grant_type")
_GIVE = (
    "set AJO_DOCTOR_ADOBE_CLIENT_SECRET, AJO_DOCTOR_ADOBE_CLIENT_SECRET_FILE or AJO_DOCTOR_ADOBE_TOKEN,"
    " or give --token-file"
)
_WHERE = "POST /ims/token/v3, Adobe IMS"


async def probe(look: Look) -> AdobeSignIn | NotApplicable:
    """Take the given token, or ask for one: at most once a run."""
    left_out = without_org(look.target)
    if left_out:
        return left_out
    login = await look.ims.sign_in()
    return AdobeSignIn(
        observed_at=login.observed_at,
        source=login.source,
        obtained=login.obtained,
        status=login.status,
        error=login.error,
        error_text=login.error_text,
        client=login.client_id,
        configured_client=str(look.target.client_id or ""),
        issued_at=login.issued_at,
        expires_on=login.expires_on,
        scopes=login.scopes,
        environment=login.environment,
        kind=login.kind,
        is_readable=login.is_readable,
    )


def judge(login: AdobeSignIn, _seen: Seen) -> Iterator[Verdict]:
    """A refusal is told by IMS's own word; a token by what it says of itself."""
    if login.obtained or login.error in (_RAN_OUT, _OF_ENTRA):
        yield from _token(login)
    elif not login.source:
        yield NOT_SIGNED_IN.unknown("There is no credential for Adobe.", do=_GIVE)
    else:
        yield _refused(login)


def _refused(login: AdobeSignIn) -> Verdict:
    client = login.client or login.configured_client or "of the given credential"
    said = f"{login.error}{f' ({login.error_text})' if login.error_text else ''}"
    evidence = (f"error = {said}, status {login.status} ({_WHERE})",)
    if login.error == "invalid_client":
        return CLIENT_INVALID.found(
            client,
            f"Adobe IMS does not accept client {client}: {said}. The secret is wrong or was deleted, or there is no such"
            " client id.",
            evidence=evidence,
        )
    if login.error.startswith("invalid_scope"):
        return SCOPE_REFUSED.found(
            client,
            f"Adobe IMS refuses the scopes that are asked for client {client}: {said}.",
            evidence=evidence,
        )
    if login.error in _NO_GRANT:
        return JWT_CREDENTIAL.found(
            client,
            f"Adobe IMS does not let client {client} sign in with client credentials: {said}. That is a credential of the"
            " JWT kind, which ended on 2025-06-30 (concluded from the refused grant).",
            evidence=evidence,
        )
    return NOT_SIGNED_IN.unknown(
        f"Adobe IMS gave client {client} no token: {said or f'status {login.status}'}.",
        do="run again; if it stays, look at https://status.adobe.com",
    )


def _token(login: AdobeSignIn) -> Iterator[Verdict]:
    client = login.client or login.configured_client or "unknown"
    if login.is_expired and login.expires_on:
        yield TOKEN_EXPIRED.found(
            client,
            f"The token of client {client} ({login.source}) expired on {utc(login.expires_on)}.",
            evidence=(f"created_at + expires_in = {utc(login.expires_on)} (the token itself)",),
        )
    if login.error == _OF_ENTRA:
        yield TOKEN_ELSEWHERE.found(
            client,
            f"What was given as a token of Adobe's ({login.source}) is one of Microsoft Entra ID; it was not sent to Adobe.",
            evidence=("iss = Microsoft Entra ID (the token itself)",),
        )
    elif login.environment and login.environment != _PRODUCTION:
        yield TOKEN_ELSEWHERE.found(
            client,
            f"The token of client {client} ({login.source}) is of {login.environment}, not of {_PRODUCTION}: it is not valid"
            " on Adobe's production hosts.",
            evidence=(f"as = {login.environment} (the token itself)",),
        )


CHECK = Check(
    id="ajo.signed_in",
    title="There is a token for Adobe, in date and of production",
    provides=AdobeSignIn,
    probe=probe,
    judge=judge,
    kinds=(
        CLIENT_INVALID,
        SCOPE_REFUSED,
        JWT_CREDENTIAL,
        TOKEN_EXPIRED,
        TOKEN_ELSEWHERE,
        NOT_SIGNED_IN,
    ),
    step=Step.CAMPAIGN,
)
