"""Key Vault's data plane: one read, of a soft-deleted key. No cryptographic operation, no key material.

The vault's address comes from outside, so the vault must first say where its tokens come from (an unauthenticated
request is answered with a challenge); only if that is this cloud's token service, for this cloud's Key Vault, does
our token go there. Source: Key Vault authentication, requests and responses; read 2026-11-23.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from azure.core.rest import HttpRequest

from diagnostics.cloud import claims, ports
from diagnostics.cloud.addresses import address
from diagnostics.cloud.answers import Reply, document
from diagnostics.cloud.gate import KEY_VAULT, NOT_SENT
from diagnostics.cloud.ledger import without_secrets
from diagnostics.cloud.reader import Shared, pipeline
from diagnostics.cloud.scrub import scrubbed
from diagnostics.clouds import Cloud
from diagnostics.document import Document
from diagnostics.errors import Denied, Unexpected
from diagnostics.names import KeyUri
from diagnostics.permission import Permission

API_VERSION = "7.4"
_ONLY_TO_A_TOKEN = (200, 404)  # what is deleted and what is not, a vault says to nobody unknown
_PART = re.compile(r'(\w+)="([^"]*)"')


class KeyVaultAdapter:
    """The port `KeyVault`."""

    def __init__(self, shared: Shared, cloud: Cloud, begin: Callable[[str], object]) -> None:
        """Open nothing; each vault is a host of its own, to which `begin` opens a connection ahead."""
        self._shared = shared
        self._cloud = cloud
        self._begin = begin

    def expect(self, key: KeyUri) -> None:
        """Open a connection to the vault ahead; a host outside the cloud is left alone."""
        if key.vault_suffix == self._cloud.vault_suffix:
            self._begin(key.host)

    async def deleted_key(self, key: KeyUri) -> Document:
        """Read a soft-deleted key; NotFound = it is not soft-deleted."""
        if key.vault_suffix != self._cloud.vault_suffix:
            raise Unexpected(
                f"refused before it was sent: {key.host} is not a vault of the {self._cloud.name} cloud",
                api=KEY_VAULT,
                code=NOT_SENT,
            )
        url = address(key.host, f"/deletedkeys/{key.name}", [("api-version", API_VERSION)])
        permission = ports.DELETED_KEY_READ.at(str(key.versionless))
        reply = await self._shared.memory.once(
            (KEY_VAULT, url), lambda: self._read(url, permission)
        )
        return document(reply, permission)

    async def _read(self, url: str, permission: Permission) -> Reply:
        """Ask without a token, check who is asked for one, ask again; the token is fetched meanwhile."""
        scope = f"{self._cloud.vault_resource}/.default"
        challenge, token = await asyncio.gather(
            self._ask(url), self._shared.tokens.token(scope), return_exceptions=True
        )
        if isinstance(challenge, BaseException):
            raise challenge
        if challenge.status in _ONLY_TO_A_TOKEN:
            raise Unexpected(
                f"{KEY_VAULT} answered {challenge.status} without asking for a token, as no vault does",
                api=KEY_VAULT,
                endpoint=challenge.endpoint,
                status=challenge.status,
                code="NoChallenge",
            )
        if challenge.status != 401:  # noqa: PLR2004 - unauthorized
            return challenge
        tenant = self._challenged(challenge)
        if isinstance(token, BaseException):
            raise token
        ours = claims.text(claims.claims_of(token.token), "tid")
        if tenant and ours and tenant.lower() != ours.lower():
            raise Denied(
                f"the vault belongs to the tenant {tenant}, our login to {ours}: sign in to the vault's tenant",
                api=KEY_VAULT,
                endpoint=challenge.endpoint,
                status=challenge.status,
                code="OtherTenant",
                permissions=(permission,),
            )
        return await self._ask(url, {"Authorization": f"Bearer {token.token}"})

    async def _ask(self, url: str, headers: Mapping[str, str] | None = None) -> Reply:
        client = pipeline(self._shared, urlsplit(url).netloc)
        response = await client.send_request(HttpRequest("GET", url, headers=dict(headers or {})))
        endpoint = f"GET {without_secrets(url)}"
        return self._shared.transport.reply(response, KEY_VAULT, endpoint)

    def _challenged(self, reply: Reply) -> str:
        """Return the tenant that the vault asks a token of.

        Raises:
            Unexpected: if it names another token service or another audience than this cloud's.
        """
        said = dict(_PART.findall(reply.headers.get("www-authenticate", "")))
        authority = said.get("authorization") or said.get("authorization_uri", "")
        audience = (said.get("resource") or said.get("scope", "")).removesuffix("/.default")
        host, tenant = _authority(authority)
        if (
            host not in self._cloud.authorities
            or audience.rstrip("/").lower() != self._cloud.vault_resource
        ):
            raise Unexpected(
                "the vault asked for a token of another service than this cloud's "
                f"({scrubbed(authority, 100)}, for {scrubbed(audience, 100)}); none was sent",
                api=KEY_VAULT,
                endpoint=reply.endpoint,
                status=reply.status,
                code="ForeignChallenge",
            )
        return tenant


def _authority(text: str) -> tuple[str, str]:
    """Return host and tenant of an https authority; empty for anything else."""
    try:
        place = urlsplit(text)
    except ValueError:
        return "", ""
    if place.scheme != "https":
        return "", ""
    return place.netloc.lower(), place.path.strip("/").partition("/")[0]
