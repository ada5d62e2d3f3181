"""Reading one JSON API: token, request, memory, pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from azure.core import AsyncPipelineClient
from azure.core.pipeline.policies import (
    AsyncBearerTokenCredentialPolicy,
    SansIOHTTPPolicy,
    UserAgentPolicy,
)
from azure.core.rest import HttpRequest

from diagnostics.cloud.addresses import next_page
from diagnostics.cloud.answers import Reply, document
from diagnostics.cloud.credentials import ScopeRefused, SharedCredential, Tokens
from diagnostics.cloud.ledger import without_secrets
from diagnostics.cloud.memory import Memory
from diagnostics.cloud.sdk import SdkClient, SdkOption
from diagnostics.cloud.transport import Transport
from diagnostics.document import Document
from diagnostics.permission import Permission
from diagnostics.version import __version__

USER_AGENT = f"ajo-doctor/{__version__}"


@dataclass(frozen=True, slots=True)
class Shared:
    """What all adapters of one session have in common."""

    transport: Transport
    tokens: Tokens
    memory: Memory = field(default_factory=Memory)


class _Introduction(SansIOHTTPPolicy[Any, Any]):
    """Says in what form we read, who asks, and which request it is: in one seat what the SDK's policies do in three."""

    def __init__(self) -> None:
        self._headers = {
            "Accept": "application/json",
            "User-Agent": UserAgentPolicy(USER_AGENT).user_agent,
        }

    def on_request(self, request: Any) -> None:  # noqa: ANN401 - the SDK's form
        """Write the headers."""
        number = str(uuid4())  # the SDK's own takes the clock and a lock for it
        request.http_request.headers.update({**self._headers, "x-ms-client-request-id": number})


def pipeline(shared: Shared, host: str, *more: SdkOption) -> SdkClient:
    """Return an azure-core client that sends through the shared transport."""
    make: SdkOption = AsyncPipelineClient  # generic in two types that nothing here names
    policies = [_Introduction(), *more]
    client: SdkClient = make(f"https://{host}", policies=policies, transport=shared.transport)
    return client


class Reader:
    """GETs of one API with the login's token for it."""

    def __init__(self, shared: Shared, *, api: str, host: str, scope: str) -> None:
        """Open nothing; the scope's token goes to this host only."""
        self._shared = shared
        self._api = api
        self._host = host
        self._scope = scope
        self._client = pipeline(
            shared, host, AsyncBearerTokenCredentialPolicy(SharedCredential(shared.tokens), scope)
        )

    async def get(self, url: str, permission: Permission) -> Document:
        """Read one object; a second reader gets the same answer, with its own permission in the error."""
        key = (self._api, self._scope, url)
        reply = await self._shared.memory.once(key, lambda: self._ask(url))
        return document(reply, permission)

    async def pages(
        self, url: str, permission: Permission, *, link: str = "nextLink"
    ) -> tuple[Document, ...]:
        """Read a list with all its pages, from the same host only."""
        found: list[Document] = []
        seen = {url}
        here: str | None = url
        while here:
            page = await self.get(here, permission)
            found += page.require_parts("value")
            here = next_page(page.data.get(link), self._host, seen, self._api)
        return tuple(found)

    async def _ask(self, url: str) -> Reply:
        try:
            response = await self._client.send_request(HttpRequest("GET", url))
        except ScopeRefused as error:
            raise error.refused from None
        return self._shared.transport.reply(response, self._api, f"GET {without_secrets(url)}")
