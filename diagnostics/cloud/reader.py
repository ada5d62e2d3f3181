"""Reading one JSON API: token, request, memory, pages."""

from __future__ import annotations

from dataclasses import dataclass, field

from azure.core import AsyncPipelineClient
from azure.core.pipeline.policies import (
    AsyncBearerTokenCredentialPolicy,
    HeadersPolicy,
    RequestIdPolicy,
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


def pipeline(shared: Shared, host: str, *more: SdkOption) -> SdkClient:
    """Return an azure-core client that sends through the shared transport."""
    policies = [
        RequestIdPolicy(),
        HeadersPolicy({"Accept": "application/json"}),
        UserAgentPolicy(USER_AGENT),
        *more,
    ]
    make: SdkOption = AsyncPipelineClient  # generic in two types that nothing here names
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
