"""Journey Optimizer over plain GETs. Paths and shapes: Adobe's messaging.yaml, campaigns-retrieve.yaml and suppression.yaml, read 2026-11-23."""

from __future__ import annotations

from urllib.parse import quote

from diagnostics.adobe_names import CampaignId
from diagnostics.cloud import adobe_ports as ports
from diagnostics.cloud.addresses import address
from diagnostics.cloud.adobe_answers import answer_of
from diagnostics.cloud.adobe_ports import AdobeAnswer
from diagnostics.cloud.adobe_reader import AdobeReader
from diagnostics.cloud.transport import Transport
from diagnostics.clouds import ADOBE as ADOBE_HOSTS
from diagnostics.document import Document
from diagnostics.permission import Permission

_HOST = ADOBE_HOSTS.platform
_CAMPAIGNS = "/journey/campaigns/service/campaigns"
_SUPPRESSION = "/ajo/config/suppression"
_TRIGGERED = ("property", "campaignType==ApiTriggered")


class AjoAdapter:
    """The port `Ajo`."""

    def __init__(self, reader: AdobeReader, transport: Transport) -> None:
        """Take the reader of one credential, organization and sandbox."""
        self._reader = reader
        self._transport = transport

    async def health(self) -> AdobeAnswer:
        """Ask the messaging API for its health; it takes no sandbox."""
        reply = await self._reader.ask(address(_HOST, "/ajo/im/health"))
        return answer_of(reply, self._transport.skew_s(_HOST))

    async def campaign(self, campaign: CampaignId) -> Document:
        """Read a campaign."""
        return await self._get(f"{_CAMPAIGNS}/{campaign}", ports.CAMPAIGN_READ)

    async def campaigns(self) -> tuple[Document, ...]:
        """Read the API-triggered campaigns, with all pages."""
        return await self._reader.numbered(_CAMPAIGNS, ports.CAMPAIGN_READ, _TRIGGERED)

    async def campaign_versions(self, campaign: CampaignId) -> tuple[Document, ...]:
        """Read its versions, with all pages."""
        path = f"{_CAMPAIGNS}/{campaign}/versions"
        return await self._reader.numbered(path, ports.CAMPAIGN_READ)

    async def validation(self, campaign: CampaignId) -> tuple[Document, ...]:
        """Read what speaks against publishing it, with all pages."""
        path = f"{_CAMPAIGNS}/{campaign}/publish/validation"
        return await self._reader.numbered(path, ports.CAMPAIGN_READ)

    async def suppressed_address(self, address: str) -> Document:
        """Read whether an address is suppressed."""
        return await self._suppressed("addresses", address)

    async def suppressed_domain(self, domain: str) -> Document:
        """Read whether a domain is suppressed."""
        return await self._suppressed("domains", domain)

    async def _suppressed(self, sort: str, name: str) -> Document:
        path = f"{_SUPPRESSION}/{sort}/{quote(name, safe='@')}"
        return await self._get(path, ports.SUPPRESSION_READ)

    async def _get(self, path: str, permission: Permission) -> Document:
        return await self._reader.get(address(_HOST, path), permission, in_sandbox=True)
