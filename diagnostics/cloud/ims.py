"""Our own Adobe credential: the token that was given, or one token request for each credential of a run.

Request, answer and lifetime: Adobe Developer Console, OAuth server-to-server credential and IMS reference, read 2026-11-23.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from azure.core.rest import HttpRequest

from diagnostics.adobe_login import AdobeLogin
from diagnostics.cloud import claims
from diagnostics.cloud.adobe_answers import adobe_failure
from diagnostics.cloud.adobe_ports import ImsReading
from diagnostics.cloud.adobe_reader import adobe_pipeline
from diagnostics.cloud.adobe_sign_in import AdobeSignIn, Credential, SignedIn
from diagnostics.cloud.answers import Reply, error, parsed
from diagnostics.cloud.gate import IMS
from diagnostics.cloud.ims_token import is_entras, later, reading_of
from diagnostics.cloud.scrub import scrubbed
from diagnostics.cloud.transport import Transport
from diagnostics.clouds import ADOBE as ADOBE_HOSTS
from diagnostics.document import Json
from diagnostics.errors import NotSignedIn, Unexpected

# Shown in Adobe's own credential widget for Experience Platform (getcredential.json, read 2026-11-23).
USUAL_SCOPES = "openid,session,AdobeID,read_organizations,additional_info.projectedProductContext"
CLIENT_CREDENTIALS = "client credentials"
# Our own words for a given token that was not sent.
EXPIRED, FOREIGN = "token_expired", "token_of_entra"
_PATH = "/ims/token/v3"
_ENDS_SOON = timedelta(minutes=5)
_OK, _REFUSALS = 200, (400, 401, 403)


class ImsAdapter:
    """The port `Ims`, for one credential."""

    def __init__(
        self,
        transport: Transport,
        sign_in: AdobeSignIn,
        credential: Credential,
        now: Callable[[], datetime],
    ) -> None:
        """Bind to a credential; opens nothing."""
        self.credential = credential
        self._transport = transport
        self._shared = sign_in
        self._now = now
        self._client = adobe_pipeline(transport, ADOBE_HOSTS.ims)

    async def sign_in(self) -> ImsReading:
        """Take the given token, or ask for one."""
        return (await self._signed_in()).reading

    async def token(self) -> str:
        """Return the token that Adobe's gateway may be shown.

        Raises:
            NotSignedIn: if there is none.
            LookError: if IMS cannot be asked.
        """
        signed = await self._signed_in()
        if not signed.token:
            raise _not_signed_in(signed.reading)
        return signed.token

    async def api_key(self) -> str:
        """Return the client id that goes along as `x-api-key`: the configured one, else the token's.

        Raises:
            NotSignedIn: if neither names one.
            LookError: if IMS cannot be asked.
        """
        if self.credential.client_id:
            return str(self.credential.client_id)
        said = (await self._signed_in()).reading.client_id
        if not said:
            raise NotSignedIn(
                "the client id of the Adobe credential is neither configured nor named by the token: set client_id",
                api=IMS,
                code="no_client_id",
            )
        return said

    async def _signed_in(self) -> SignedIn:
        login = self._shared.login
        if login.token:
            signed = self._given(login)
        elif not (login.secret and self.credential.client_id):
            return self._nothing(login)
        else:
            signed = await self._shared.memory.once(self.credential, self._kept_or_asked)
        if signed.token:
            self._transport.know_adobes(signed.token)
        return signed

    def _given(self, login: AdobeLogin) -> SignedIn:
        """Read a given token; one that has run out, or is Azure's, is not sent anywhere."""
        now = self._now()
        reading = reading_of(login.token, login.source, now, self.credential.client_id)
        if is_entras(login.token):
            error, text = FOREIGN, "it is a token of Microsoft Entra ID and was not sent"
        elif reading.expires_on is not None and reading.expires_on <= now:
            error = EXPIRED
            text = f"it ran out at {reading.expires_on:%Y-%m-%d %H:%M} UTC and was not sent"
        else:
            return SignedIn(reading, login.token)
        return SignedIn(replace(reading, obtained=False, error=error, error_text=text))

    async def _kept_or_asked(self) -> SignedIn:
        """Return what an earlier look of this command obtained, while it lasts."""
        kept = self._shared.obtained.good_until(self._now() + _ENDS_SOON, self.credential)
        return kept or await self._ask()

    def _nothing(self, login: AdobeLogin) -> SignedIn:
        text = (
            "a client secret is there, but no client_id"
            if login.secret
            else "neither an access token nor a client secret was given"
        )
        return SignedIn(
            ImsReading(
                observed_at=self._now(),
                source="",
                obtained=False,
                error_text=text,
                client_id=str(self.credential.client_id or ""),
            )
        )

    async def _ask(self) -> SignedIn:
        """Ask for a token, with the secret in the body: servers write queries into their logs."""
        form = {
            "grant_type": "client_credentials",
            "client_id": str(self.credential.client_id),
            "client_secret": self._shared.login.secret,
            "scope": self.credential.scopes,
        }
        url = f"https://{ADOBE_HOSTS.ims}{_PATH}"
        response = await self._client.send_request(HttpRequest("POST", url, data=form))
        reply = self._transport.reply(response, IMS, f"POST {url}")
        value = parsed(reply.body)
        said: Mapping[str, Json] = value if isinstance(value, dict) else {}
        if reply.status in _REFUSALS and claims.text(said, "error"):
            return SignedIn(self._refusal(reply, said))
        if reply.status != _OK:
            raise adobe_failure(reply)
        return self._obtained(reply, said)

    def _obtained(self, reply: Reply, said: Mapping[str, Json]) -> SignedIn:
        token = claims.text(said, "access_token")
        if not token:
            raise error(Unexpected, f"{IMS} gave no usable token", reply, "NoToken")
        client_id, lasts = self.credential.client_id, said.get("expires_in")
        reading = reading_of(token, CLIENT_CREDENTIALS, reply.observed_at, client_id)
        span = timedelta(seconds=lasts) if isinstance(lasts, int) else None
        ends = reading.expires_on or later(reply.observed_at, span)
        told = replace(reading, status=reply.status, expires_on=ends, skew_s=self._skew())
        signed = SignedIn(told, token)
        self._shared.obtained.keep(self.credential, signed)
        return signed

    def _refusal(self, reply: Reply, said: Mapping[str, Json]) -> ImsReading:
        return ImsReading(
            observed_at=reply.observed_at,
            source=CLIENT_CREDENTIALS,
            obtained=False,
            status=reply.status,
            error=scrubbed(claims.text(said, "error"), 80),
            error_text=scrubbed(claims.text(said, "error_description")),
            client_id=str(self.credential.client_id),
            skew_s=self._skew(),
        )

    def _skew(self) -> float | None:
        return self._transport.skew_s(ADOBE_HOSTS.ims)


def _not_signed_in(reading: ImsReading) -> NotSignedIn:
    what = ": ".join(part for part in (reading.error, reading.error_text) if part)
    return NotSignedIn(
        f"there is no access token for Adobe: {what}",
        api=IMS,
        status=reading.status,
        code=reading.error,
    )
