"""Adobe's published incidents, read without any credential.

The feed stands behind the public status page and is not documented itself; its shape is that of the Status API's `Events`
(statusapi-spec.yaml, read 2026-11-23). Some networks are refused there; that is told, never got around.
"""

from __future__ import annotations

from azure.core.rest import HttpRequest

from diagnostics.cloud.adobe_answers import adobe_document
from diagnostics.cloud.adobe_reader import adobe_pipeline
from diagnostics.cloud.answers import Reply
from diagnostics.cloud.gate import ADOBE_STATUS
from diagnostics.cloud.memory import Memory
from diagnostics.cloud.transport import Transport
from diagnostics.clouds import ADOBE as ADOBE_HOSTS
from diagnostics.document import Document

_URL = f"https://{ADOBE_HOSTS.status}/adobestatus/StatusEvents"


class AdobeStatusAdapter:
    """The port `AdobeStatus`."""

    def __init__(self, transport: Transport, memory: Memory) -> None:
        """Open nothing."""
        self._transport = transport
        self._memory = memory
        self._client = adobe_pipeline(transport, ADOBE_HOSTS.status)

    async def events(self) -> Document:
        """Read the public feed as it stands."""
        return adobe_document(await self._memory.once(ADOBE_STATUS, self._ask))

    async def _ask(self) -> Reply:
        response = await self._client.send_request(HttpRequest("GET", _URL))
        return self._transport.reply(response, ADOBE_STATUS, f"GET {_URL}")
