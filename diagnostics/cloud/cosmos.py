"""The Cosmos DB gateway through azure-cosmos: one metadata read, with its own scopes and its own sub-statuses.

The client would read the account four times where it is refused, look for other endpoints, and go to whatever
`writableLocations` names. So it is asked for the one read directly, with endpoint discovery off, and its retry is left
by raising our own exception as soon as an answer is there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from azure.core.exceptions import AzureError

from diagnostics.cloud import ports
from diagnostics.cloud.answers import Reply, document, error_in, failure, parsed
from diagnostics.cloud.credentials import ScopeRefused, SharedCredential
from diagnostics.cloud.gate import COSMOS, NOT_SENT
from diagnostics.cloud.ports import DataPlaneReading
from diagnostics.cloud.reader import Shared
from diagnostics.cloud.scrub import scrubbed
from diagnostics.cloud.sdk import COSMOS_SDK, SdkPipelineResponse, SdkResponse, loaded
from diagnostics.clouds import Cloud
from diagnostics.document import Document
from diagnostics.errors import Unexpected

_ACTIVITY_ID = "x-ms-activity-id"
_REFUSALS_FROM, _THROTTLED, _OK = 400, 429, 200
_LONGEST_MESSAGE = 2000


class _Answered(Exception):
    """Carries the answer out of the client's retries."""

    def __init__(self, reply: Reply, sub_status: int | None) -> None:
        super().__init__(reply.status)
        self.reply = reply
        self.sub_status = sub_status


class CosmosAdapter:
    """The port `Cosmos`."""

    def __init__(self, shared: Shared, cloud: Cloud, *, now: Callable[[], datetime]) -> None:
        """Open nothing; each account is a host of its own."""
        self._shared = shared
        self._cloud = cloud
        self._now = now

    async def read_account(self, endpoint: str) -> DataPlaneReading:
        """Read the account's metadata once; a refusal by the gateway is a reading."""
        host = self._host(endpoint)
        return await self._shared.memory.once((COSMOS, host), lambda: self._read(host))

    def _host(self, endpoint: str) -> str:
        """Return the account's host, if it is one of this cloud's."""
        try:
            url = urlsplit(endpoint)
            host = (url.hostname or "").lower()
            is_ours = (
                url.scheme == "https"
                and url.port in (None, 443)
                and url.username is None
                and url.password is None
                and host.endswith("." + self._cloud.cosmos_suffix)
                and self._cloud.allows(host)
            )
        except ValueError:
            host, is_ours = "", False
        if not is_ours:
            raise Unexpected(
                f"refused before it was sent: {scrubbed(endpoint, 100)!r} is not an account's endpoint in the "
                f"{self._cloud.name} cloud",
                api=COSMOS,
                code=NOT_SENT,
            )
        return host

    async def _read(self, host: str) -> DataPlaneReading:
        credential = SharedCredential(self._shared.tokens)
        sdk = await loaded(COSMOS_SDK)
        client = sdk.CosmosClient(
            f"https://{host}:443/",
            credential=credential,
            transport=self._shared.transport,
            enable_endpoint_discovery=False,
            retry_total=0,
        )
        try:
            await client.client_connection.GetDatabaseAccount(raw_response_hook=self._look(host))
        except _Answered as answered:
            return self._reading(host, answered, credential.last_scope)
        except ScopeRefused as error:
            raise error.refused from None
        except AzureError as error:
            raise Unexpected(
                f"azure-cosmos could not ask: {scrubbed(self._shared.transport.secrets.hidden(str(error)))}",
                api=COSMOS,
            ) from error
        finally:
            await client.close()
        raise Unexpected("azure-cosmos did not ask", api=COSMOS)

    def _look(self, host: str) -> Callable[[SdkPipelineResponse], None]:
        def look(response: SdkPipelineResponse) -> None:
            answer = response.http_response
            reply = self._shared.transport.reply(answer, COSMOS, f"GET https://{host}/")
            raise _Answered(reply, _sub_status(reply, answer))

        return look

    def _reading(self, host: str, answered: _Answered, scope: str) -> DataPlaneReading:
        reply = answered.reply
        account: Document | None = None
        if reply.status == _OK:
            account = document(reply, ports.METADATA_READ)
            account.require_text(
                "id"
            )  # every account's answer has one (Get Database Account, read 2026-11-23)
        elif reply.status == _THROTTLED or reply.status < _REFUSALS_FROM:
            raise failure(reply, (ports.METADATA_READ,))
        return DataPlaneReading(
            observed_at=reply.observed_at,
            endpoint=f"https://{host}/",
            status=reply.status,
            sub_status=answered.sub_status,
            message="" if account else _message(reply),
            activity_id=scrubbed(reply.headers.get(_ACTIVITY_ID, ""), 80),
            scope_used=scope,
            skew_s=self._shared.transport.skew_s(host),
            account=account,
        )


def _sub_status(reply: Reply, answer: SdkResponse) -> int | None:
    """Let azure-cosmos read the sub-status; a header that is no number gives none."""
    from azure.cosmos.exceptions import CosmosHttpResponseError

    if reply.status < _REFUSALS_FROM:
        return None
    try:
        error: Any = CosmosHttpResponseError(message="", response=answer)  # type: ignore[no-untyped-call]
    except ValueError:
        return None
    return error.sub_status if isinstance(error.sub_status, int) else None


def _message(reply: Reply) -> str:
    _, message = error_in(reply.body)
    value = parsed(reply.body)
    whole = value.get("message") if isinstance(value, dict) else None
    if isinstance(whole, str):
        message = whole
    return scrubbed(message or reply.body.decode("utf-8", "replace"), _LONGEST_MESSAGE)
