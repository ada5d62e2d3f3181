"""The one transport that every client shares: gate, limits, retries, ledger, trust, proxy and clock in one seat.

azure-cosmos hands its own `connection_verify` down with every request (and switches TLS verification off for
localhost), so the settings of a client cannot be relied on: this class overrides them for all. It is also the only
place that opens a socket to a cloud.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

from azure.core.exceptions import AzureError
from azure.core.pipeline.transport import AioHttpTransport
from yarl import URL

from diagnostics.cloud.answers import Reply, checked_token_answer, request_id
from diagnostics.cloud.connections import Connections
from diagnostics.cloud.failures import is_lost_connection, network_failure, timed_out
from diagnostics.cloud.gate import ENTRA, IMS, LOCAL_TOKENS, Gate
from diagnostics.cloud.ledger import Ledger, without_secrets
from diagnostics.cloud.limiter import (
    AT_A_TIME,
    LONGEST_PAUSE_S,
    MOST_RETRIES,
    Limiter,
    pause_asked,
)
from diagnostics.cloud.scrub import OwnSecrets
from diagnostics.cloud.sdk import SdkOption, SdkRequest, SdkResponse
from diagnostics.errors import Unexpected
from diagnostics.outcome import LedgerEntry

_ASK_AGAIN = {429, 503}
# Resource Manager's; "Understand how Azure Resource Manager throttles requests", read 2026-11-29.
_READINGS_LEFT = "x-ms-ratelimit-remaining-subscription-reads"


@dataclass(slots=True)
class _Request:
    """One request on its way, with what the ledger will say of it."""

    url: URL
    api: str
    verb: str
    endpoint: str
    attempt: int = 0

    @property
    def host(self) -> str:
        return self.url.raw_host or ""

    @property
    def most_retries(self) -> int:
        """How often it may be sent again: Adobe throttles who asks for many tokens, so that is done once a run."""
        return 0 if self.api == IMS else MOST_RETRIES


class Transport(AioHttpTransport):  # type: ignore[misc] # azure-core hides its type behind a lazy import
    """Sends what the gate lets pass; raises a `LookError` where no answer came."""

    def __init__(
        self,
        gate: Gate,
        connections: Connections,
        *,
        now: Callable[[], datetime],
        request_timeout_s: float,
        secrets: OwnSecrets,
        at_a_time: int = AT_A_TIME,
    ) -> None:
        """Share the connections of a session; closing a client does not close them."""
        super().__init__(  # pyright: ignore[reportUnknownMemberType]
            session=connections.session, session_owner=False, use_env_settings=False
        )
        self.ledger = Ledger()
        self.secrets = secrets
        self._clocks: dict[str, tuple[str, datetime]] = {}  # by host: its word, and our time of it
        self._gate = gate
        self._connections = connections
        self.now = now
        self._limit_s = request_timeout_s
        self._limiters: defaultdict[str, Limiter] = defaultdict(lambda: Limiter(at_a_time))

    def slowed(self) -> str:
        """Name an API that asked to slow down a moment ago; empty = none did."""
        return next((api for api, limiter in self._limiters.items() if limiter.is_slowed), "")

    def know_adobes(self, token: str) -> None:
        """Let a token of Adobe's go to its gateway, and hide it wherever it comes back."""
        if self._gate.sides.is_adobes(token):
            self.secrets.add(token)  # once: it is kept in many forms

    async def send(self, request: SdkRequest, **_: SdkOption) -> SdkResponse:
        """Send one request; the settings that a client passes are replaced by the session's.

        Raises:
            LookError: if the gate refuses it, or no answer came.
        """
        on_its_way = self._checked(request)
        async with self._limiters[on_its_way.api].slot():
            try:
                async with asyncio.timeout(self._limit_s):
                    return await self._send_patiently(request, on_its_way)
            except TimeoutError:
                raise timed_out(on_its_way.api, on_its_way.host, on_its_way.endpoint) from None

    def _checked(self, request: SdkRequest) -> _Request:
        verb = str(request.method).upper()
        endpoint = f"{verb} {without_secrets(request.url)}"
        try:
            url, api = self._gate.pass_through(verb, request.url, request.headers)
        except Unexpected as refused:
            self._note(_Request(URL(), refused.api, verb, endpoint), None, 0.0, "refused")
            raise
        return _Request(url, api, verb, endpoint)

    async def _send_patiently(self, request: SdkRequest, way: _Request) -> SdkResponse:
        """Ask again where the service says so or the connection broke, twice at most."""
        while True:
            try:
                response = await self._send_once(request, way)
            except AzureError as error:
                if way.attempt >= way.most_retries or not is_lost_connection(error):
                    raise network_failure(error, way.api, way.host, way.endpoint) from error
                pause_s = pause_asked(None, way.attempt, self.now())
            else:
                pause_s = pause_asked(response.headers.get("Retry-After"), way.attempt, self.now())
                if not self._is_worth_another(response.status_code, way, pause_s):
                    self._check_token_answer(response, way)
                    return response
            way.attempt += 1
            await asyncio.sleep(pause_s)
            await self._limiters[way.api].turn()

    def _is_worth_another(self, status: int, way: _Request, pause_s: float) -> bool:
        if status not in _ASK_AGAIN:
            return False
        self._limiters[way.api].pause(min(pause_s, LONGEST_PAUSE_S))
        return way.attempt < way.most_retries and pause_s < min(LONGEST_PAUSE_S, self._limit_s)

    async def _send_once(self, request: SdkRequest, way: _Request) -> SdkResponse:
        base: Any = super()
        await self._connections.arriving(way.host)
        started = time.monotonic()
        response: SdkResponse = None
        note = f"retry {way.attempt}" if way.attempt else ""
        try:
            response = await base.send(
                request,
                stream=False,
                proxy=self._connections.proxy_url(way.host) if way.api != LOCAL_TOKENS else None,
                connection_verify=True,  # the connector's own TLS settings
                connection_timeout=self._limit_s,
                read_timeout=self._limit_s,
            )
        except asyncio.CancelledError:
            note = "given up"
            self._connections.is_cut_off = True
            raise
        except AzureError as error:
            note = type(error.inner_exception or error).__name__
            raise
        finally:
            self._note(way, response, time.monotonic() - started, note)
        self._limiters[way.api].left(response.headers.get(_READINGS_LEFT))
        if told := response.headers.get("Date"):
            half_s = (time.monotonic() - started) / 2
            self._clocks[way.host] = told, self.now() - timedelta(seconds=half_s)
        return response

    def _note(self, way: _Request, response: SdkResponse, seconds: float, note: str) -> None:
        self.ledger.add(
            LedgerEntry(
                verb=way.verb,
                url=way.endpoint.partition(" ")[2],
                api=way.api,
                status=response.status_code if response is not None else None,
                duration_ms=round(seconds * 1000),
                request_id=self.secrets.hidden(
                    request_id(response.headers) if response is not None else ""
                ),
                note=note,
            )
        )

    def skew_s(self, host: str) -> float | None:
        """Give a server's clock minus ours, seconds; None = it did not tell.

        Its header has whole seconds, so half of one is added.
        """
        told, ours = self._clocks.get(host, ("", self.now()))
        try:
            theirs = parsedate_to_datetime(told) + timedelta(seconds=0.5)
            return round((theirs - ours).total_seconds(), 1)
        except (ValueError, TypeError):
            return None

    def _check_token_answer(self, response: SdkResponse, way: _Request) -> None:
        if way.api == ENTRA and way.verb == "POST":
            checked_token_answer(self.reply(response, way.api, way.endpoint))

    def reply(self, response: SdkResponse, api: str, endpoint: str) -> Reply:
        """Return what an answer says, apart from the library that carried it."""
        return Reply(
            api=api,
            endpoint=endpoint,
            status=response.status_code,
            headers=self.secrets.hidden_each(
                {name.lower(): value for name, value in response.headers.items()}
            ),
            body=self.secrets.hidden_in(body_of(response)),
            observed_at=self.now(),
        )


def body_of(response: SdkResponse) -> bytes:
    """Return the body, unpacked, of either generation of azure-core's responses."""
    body = response.body() if callable(getattr(response, "body", None)) else response.content
    return body if isinstance(body, bytes) else b""
