"""Experience Platform over plain GETs. Paths and shapes: Adobe's sandbox.yaml and audit-query.yaml, and its page Set up customer-managed keys with the API, read 2026-11-23."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import quote

from diagnostics.adobe_names import Region, SandboxName
from diagnostics.cloud import adobe_ports as ports
from diagnostics.cloud.addresses import address
from diagnostics.cloud.adobe_reader import AdobeReader
from diagnostics.clouds import ADOBE as ADOBE_HOSTS
from diagnostics.document import Document

_HOST = ADOBE_HOSTS.platform
_CMK = "/data/infrastructure/manager"
_CMK_KEY = "acp_provisioning"  # this API's own, whatever the credential
_MOST_EVENTS = "1000"  # the API shows no more, whatever is asked


class PlatformAdapter:
    """The port `Platform`."""

    def __init__(
        self, reader: AdobeReader, sandbox: SandboxName | None, region: Region | None
    ) -> None:
        """Take the reader of one credential, and what names the regional host.

        Args:
            reader: of one credential, organization and sandbox.
            sandbox: whose region is taken where none is named.
            region: as the user named it.
        """
        self._reader = reader
        self._sandbox = sandbox
        self._region = region

    async def sandboxes(self) -> tuple[Document, ...]:
        """Read the sandboxes that the credential sees."""
        url = address(_HOST, "/data/foundation/sandbox-management/")
        return await self._reader.linked(url, ports.SANDBOX_READ, "sandboxes")

    async def app_registration(self) -> Document:
        """Read which application Adobe uses for the customer's key, at the host of the region."""
        url = address(await self._cmk_host(), f"{_CMK}/byok/app-registration")
        return await self._reader.get(url, ports.CMK_READ, api_key=_CMK_KEY)

    async def cmk_config(self, name: str) -> Document:
        """Read a customer-managed-key configuration, at the host of the region: named, or that of the sandbox."""
        path = f"{_CMK}/customer/config/{quote(name, safe='')}"
        url = address(await self._cmk_host(), path, [("configType", "BYOK_CONFIG")])
        return await self._reader.get(url, ports.CMK_READ, api_key=_CMK_KEY)

    async def _cmk_host(self) -> str:
        """Return the host of the region: named, or that of the sandbox; another one would know nothing of the key.

        Raises:
            LookError: if no region is named and the sandboxes cannot be read.
        """
        return ADOBE_HOSTS.gateway_of(self._region or await self._region_of_sandbox())

    async def _region_of_sandbox(self) -> str:
        """Return the region of the target's sandbox; empty = it is not there, or has none."""
        if self._sandbox is None:
            return ""
        here = (each for each in await self.sandboxes() if each.text("name") == str(self._sandbox))
        return next((each.text("region") or "" for each in here), "")

    async def audit_events(
        self, since: datetime, until: datetime, *, asset: str = ""
    ) -> tuple[Document, ...]:
        """Read who changed what: the newest thousand of a span; `asset` is an `assetId`."""
        wanted = [
            ("property", f"timestamp>{_instant(since)}"),
            ("property", f"timestamp<{_instant(until)}"),
            *([("property", f"assetId=={asset}")] if asset else []),
        ]
        url = address(_HOST, "/data/foundation/audit/events", [*wanted, ("limit", _MOST_EVENTS)])
        page = await self._reader.get(url, ports.AUDIT_READ, in_sandbox=True)
        return page.require_parts("_embedded.events")


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
