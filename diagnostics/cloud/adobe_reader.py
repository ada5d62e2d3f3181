"""Reading Adobe's JSON APIs: token, headers, request, memory, pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NoReturn, Protocol

from azure.core import AsyncPipelineClient
from azure.core.pipeline.policies import HeadersPolicy, UserAgentPolicy
from azure.core.rest import HttpRequest
from yarl import URL

from diagnostics.adobe_names import ImsOrg, SandboxName
from diagnostics.cloud.addresses import MOST_PAGES, address, next_page
from diagnostics.cloud.adobe_answers import adobe_document
from diagnostics.cloud.answers import Reply
from diagnostics.cloud.gate import ADOBE
from diagnostics.cloud.ledger import without_secrets
from diagnostics.cloud.memory import Memory
from diagnostics.cloud.reader import USER_AGENT
from diagnostics.cloud.sdk import SdkClient, SdkOption
from diagnostics.cloud.transport import Transport
from diagnostics.clouds import ADOBE as ADOBE_HOSTS
from diagnostics.document import Document
from diagnostics.errors import NotSignedIn, Unexpected
from diagnostics.permission import Permission

_PAGE = 50  # the campaign API's own default (campaigns-retrieve.yaml)


def adobe_pipeline(transport: Transport, host: str) -> SdkClient:
    """Return a client that sends through the shared transport and adds nothing that belongs to Azure."""
    policies = [HeadersPolicy({"Accept": "application/json"}), UserAgentPolicy(USER_AGENT)]
    make: SdkOption = AsyncPipelineClient  # generic in two types that nothing here names
    client: SdkClient = make(f"https://{host}", policies=policies, transport=transport)
    return client


class Signing(Protocol):
    """What gives the token; the adapter of IMS."""

    async def token(self) -> str:
        """Return the access token."""
        ...

    async def api_key(self) -> str:
        """Return the client id."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where in Adobe a target lives: these go along as headers."""

    org: ImsOrg | None
    sandbox: SandboxName | None


class AdobeReader:
    """GETs of Adobe's gateway with one credential, for one organization and sandbox."""

    def __init__(
        self, transport: Transport, memory: Memory, signing: Signing, place: Place
    ) -> None:
        """Open nothing."""
        self._transport = transport
        self._memory = memory
        self._signing = signing
        self._place = place
        self._client = adobe_pipeline(transport, ADOBE_HOSTS.platform)

    async def ask(self, url: str, *, in_sandbox: bool = False, api_key: str = "") -> Reply:
        """Ask once; a second who asks the same gets the same answer, a refusal included.

        Args:
            url: below one of the gateway's hosts.
            in_sandbox: the API takes `x-sandbox-name`.
            api_key: a fixed one where the API has its own; empty = the client id.

        Raises:
            NotSignedIn: if there is no token, or no organization.
            LookError: if no answer came.
        """
        headers = await self._headers(in_sandbox=in_sandbox, api_key=api_key)
        key = (ADOBE, url, *sorted(headers.items()))
        return await self._memory.once(key, lambda: self._send(url, headers))

    async def get(
        self, url: str, permission: Permission, *, in_sandbox: bool = False, api_key: str = ""
    ) -> Document:
        """Read one object."""
        reply = await self.ask(url, in_sandbox=in_sandbox, api_key=api_key)
        return adobe_document(reply, permission)

    async def numbered(
        self, path: str, permission: Permission, *query: tuple[str, str]
    ) -> tuple[Document, ...]:
        """Read a list of the campaign API with all its pages; whether it counts them from 0 or 1, its answer says."""
        found: list[Document] = []
        asked: tuple[tuple[str, str], ...] = ()
        for _ in range(MOST_PAGES):
            url = address(ADOBE_HOSTS.platform, path, (*query, ("count", str(_PAGE)), *asked))
            page = await self.get(url, permission, in_sandbox=True)
            entries = page.require_parts("data")
            found += entries
            number, total = page.number("_page.page"), page.number("_page.totalCount")
            if not entries or (total is not None and len(found) >= total):
                return tuple(found)
            if number is None or total is None:
                return tuple(found) if len(entries) < _PAGE else self._does_not_say_more()
            asked = (("page", str(number + 1)),)
        raise Unexpected(f"a list of {ADOBE} does not end", api=ADOBE, code="NextLink")

    def _does_not_say_more(self) -> NoReturn:
        raise Unexpected(
            f"a list of {ADOBE} was not read to its end: a full page does not say whether more follows",
            api=ADOBE,
            code="NextLink",
        )

    async def linked(self, url: str, permission: Permission, field: str) -> tuple[Document, ...]:
        """Read a list of the platform with all its pages, by their links and from the same host only."""
        found: list[Document] = []
        seen = {url}
        here: str | None = url
        while here:
            page = await self.get(here, permission)
            found += page.require_parts(field)
            here = next_page(
                _absolute(page.text("_links.next.href"), here), URL(url).host or "", seen, ADOBE
            )
        return tuple(found)

    async def _headers(self, *, in_sandbox: bool, api_key: str) -> dict[str, str]:
        if self._place.org is None:
            raise NotSignedIn(
                "no IMS organization is configured: set ims_org", api=ADOBE, code="no_organization"
            )
        headers = {
            "Authorization": f"Bearer {await self._signing.token()}",
            "x-api-key": api_key or await self._signing.api_key(),
            "x-gw-ims-org-id": str(self._place.org),
        }
        if in_sandbox and self._place.sandbox:
            headers["x-sandbox-name"] = str(self._place.sandbox)
        return headers

    async def _send(self, url: str, headers: dict[str, str]) -> Reply:
        response = await self._client.send_request(HttpRequest("GET", url, headers=headers))
        return self._transport.reply(response, ADOBE, f"GET {without_secrets(url)}")


def _absolute(link: str | None, here: str) -> str | None:
    """Complete a link that names only a path; what cannot be read is refused by whoever follows it."""
    try:
        return str(URL(here).join(URL(link))) if link else None
    except ValueError:
        return link
