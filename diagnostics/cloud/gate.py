"""What may leave this process: which verbs, to which hosts. Asked before the socket, for every request of every client.

Three rules. Only readings: GET and HEAD, and the POSTs of one small table. Only hosts of the chosen cloud and of Adobe,
over TLS on the usual port. No token of the one side goes to the other. The one exception to the second are the token endpoints that Azure places beside a workload (169.254.169.254, and
what App Service, Arc or Cloud Shell name in the environment): plain HTTP, but only on this machine or this link.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import cast

from yarl import URL

from diagnostics.cloud.ledger import without_secrets
from diagnostics.cloud.sides import Sides
from diagnostics.clouds import ADOBE as ADOBE_HOSTS
from diagnostics.clouds import Cloud
from diagnostics.errors import Unexpected

ENTRA = "Microsoft Entra ID"
ARM = "Azure Resource Manager"
GRAPH = "Microsoft Graph"
KEY_VAULT = "Azure Key Vault"
COSMOS = "Azure Cosmos DB"
LOG_ANALYTICS = "Azure Monitor Logs"
IMS = "Adobe IMS"
ADOBE = "Adobe Experience Platform gateway"
ADOBE_STATUS = "Adobe Status"
LOCAL_TOKENS = "managed identity endpoint"
ELSEWHERE = "another host"

NOT_SENT = "NotSent"  # the error code of everything this module refuses

# POSTs that only read, by API. Entra: OAuth 2.0 token requests (Microsoft identity platform reference, read
# 2026-11-23). Cloud Shell's MSI_ENDPOINT takes its token request as a POST (azure-identity, cloud_shell.py). Adobe IMS:
# OAuth server-to-server credential (Adobe Developer Console, read 2026-11-23). Azure Monitor Logs: a query may be longer than
# an address, so it goes in the body; the query language has no statement that writes, and the management commands that
# do are not taken at this path (Azure Monitor Logs API, request format, read 2026-11-28).
READING_POSTS: dict[str, re.Pattern[str]] = {
    ENTRA: re.compile(r"/[0-9A-Za-z][0-9A-Za-z.-]*/oauth2/v2\.0/token"),
    LOCAL_TOKENS: re.compile(r"/oauth2/token"),
    IMS: re.compile(r"/ims/token/v3"),
    LOG_ANALYTICS: re.compile(r"/v1/workspaces/[0-9a-fA-F-]{36}/query"),
}
_READING_VERBS = {"GET", "HEAD"}
# What two URL parsers could read differently: control characters and backslashes; before the query blanks (in it
# azure-mgmt-authorization puts some) and segments that climb; in the host other alphabets.
_STRANGE = re.compile(
    r"[\\\x00-\x1f\x7f]|^[^?]*(?:\s|/(?:\.|%2[eE]){1,2}(?:[/?#]|$))|^[^/?#]*/*[^/?#]*[^\x00-\x7f][^/?#]*(?:[/?#]|$)"
)
# Headers by which some services let a GET stand for another verb (OData; Google's and IBM's conventions).
_OTHER_VERB = {"x-http-method", "x-http-method-override", "x-method-override"}


@dataclass(frozen=True, slots=True)
class Gate:
    """The three rules for one cloud."""

    cloud: Cloud
    local_tokens: frozenset[str] = field(
        default=frozenset()
    )  # origins, e.g. http://169.254.169.254
    sides: Sides = field(default_factory=Sides, compare=False, repr=False)

    def pass_through(self, verb: str, text: str, headers: Iterable[str] = ()) -> tuple[URL, str]:
        """Return the address and the API it belongs to; `headers` are those that go along, or their names.

        Raises:
            Unexpected: with the code `NotSent`, if the request must not leave.
        """
        try:
            url = URL(text)
            reason = (
                "" if not _STRANGE.search(text) else "the address has characters no address has"
            )
        except ValueError:
            url, reason = URL(), "the address cannot be read"
        api = self.api_of(url)
        reason = reason or self._wrong_place(url, api) or _wrong_verb(verb, url, api)
        reason = reason or _disguised(headers)
        if isinstance(headers, Mapping):
            reason = reason or self.sides.misplaced(
                cast("Mapping[str, str]", headers),
                is_gateway=api == ADOBE,
                takes_none=api in (IMS, ADOBE_STATUS),
            )
        if reason:
            endpoint = f"{verb.upper()} {without_secrets(text)}"
            raise Unexpected(
                f"refused before it was sent: {reason} ({endpoint})",
                api=api,
                endpoint=endpoint,
                code=NOT_SENT,
            )
        return url, api

    def api_of(self, url: URL) -> str:
        """Name the API that a host of this cloud or of Adobe serves."""
        host = (url.raw_host or "").lower().rstrip(".")
        if _origin(url) in self.local_tokens:
            return LOCAL_TOKENS
        if ADOBE_HOSTS.allows(host):
            return {ADOBE_HOSTS.ims: IMS, ADOBE_HOSTS.status: ADOBE_STATUS}.get(host, ADOBE)
        if not self.cloud.allows(host):
            return ELSEWHERE
        exact = {
            self.cloud.arm: ARM,
            self.cloud.graph: GRAPH,
            self.cloud.log_analytics: LOG_ANALYTICS,
        }
        exact.update(dict.fromkeys(self.cloud.authorities, ENTRA))
        return exact.get(host) or (
            COSMOS if host.endswith("." + self.cloud.cosmos_suffix) else KEY_VAULT
        )

    def _wrong_place(self, url: URL, api: str) -> str:
        if url.raw_user is not None or url.raw_password is not None:
            return "the address carries a user name, which hides the real host"
        if api == LOCAL_TOKENS:
            return (
                "" if _is_near(url) else "a local token endpoint must be on this machine or link"
            )
        if (url.raw_host or "").endswith("."):
            return "the host ends with a dot"
        if api == ELSEWHERE:
            return f"{url.raw_host or 'that'} is not a host of the {self.cloud.name} cloud"
        if url.scheme != "https":
            return "only https is spoken"
        return "" if url.port == 443 else "only port 443 is used"  # noqa: PLR2004 - https


def _wrong_verb(verb: str, url: URL, api: str) -> str:
    verb = verb.upper()
    listed = READING_POSTS.get(api)
    if (verb in _READING_VERBS and api != IMS) or (
        verb == "POST" and listed and listed.fullmatch(url.raw_path)
    ):
        return ""
    return f"{verb} is not a reading verb here; this program changes nothing"


def _disguised(headers: Iterable[str]) -> str:
    found = next((name for name in headers if name.lower() in _OTHER_VERB), "")
    return f"the header {found} lets one verb stand for another" if found else ""


def _origin(url: URL) -> str:
    return f"{url.scheme}://{url.raw_host}:{url.port}"


def local_origin(text: str) -> str:
    """Return the origin of a local token endpoint in the form the gate compares; empty = not usable."""
    try:
        url = URL(text)
    except ValueError:
        return ""
    return _origin(url) if url.scheme in ("http", "https") and _is_near(url) else ""


def _is_near(url: URL) -> bool:
    if url.raw_host == "localhost":
        return True
    try:
        address = ipaddress.ip_address(url.raw_host or "")
    except ValueError:
        return False
    return address.is_loopback or address.is_link_local
