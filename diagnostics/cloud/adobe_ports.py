"""What a probe may ask Adobe, as reading methods only; the permission of each call stands with its method.

Every method but the two that give a reading raises a `LookError` whose `code` is the gateway's `error_code` or the last
part of the problem's `type`. Paths and shapes: Adobe's OpenAPI files and pages, read 2026-11-23 (each method names its own).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from diagnostics.adobe_names import CampaignId
from diagnostics.document import Document
from diagnostics.permission import Permission

CAMPAIGN_READ = Permission(
    "adobe", "View Campaigns", "a role with the API credential in Permissions"
)
SANDBOX_READ = Permission(
    "adobe", "View Sandboxes", "a role with the API credential in Permissions"
)
CMK_READ = Permission(
    "adobe", "Manage Customer Managed Key", "a role with the API credential in Permissions"
)
AUDIT_READ = Permission(
    "adobe", "View User Activity Log", "a role with the API credential in Permissions"
)
SUPPRESSION_READ = Permission(
    "adobe", "View Suppression List", "a role with the API credential in Permissions"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImsReading:
    """Where the access token came from, and what it says; the token itself stays inside."""

    observed_at: datetime  # aware, UTC
    source: str  # "AJO_DOCTOR_ADOBE_TOKEN", "--token-file FILE", "client credentials"; empty = there is nothing to sign in with
    obtained: bool
    status: int | None = None  # HTTP, of the token request; None = none was sent
    error: str = ""  # "invalid_client", "invalid_scope", …
    error_text: str = ""  # `error_description`, redacted
    client_id: str = ""  # of the token, else of the credential
    issued_at: datetime | None = None  # `created_at`
    expires_on: datetime | None = None  # `created_at` + `expires_in` (milliseconds in the token)
    scopes: tuple[str, ...] = ()
    environment: str = ""  # `as` of the token: "ims-na1", "ims-na1-stg1", …
    kind: str = ""  # `type` of the token: "access_token", …
    is_readable: bool = False  # it is a JWT whose payload was read
    skew_s: float | None = None  # server's clock minus ours


@dataclass(frozen=True, slots=True, kw_only=True)
class AdobeAnswer:
    """How one request was answered, refusals included."""

    observed_at: datetime  # aware, UTC
    endpoint: str  # verb and URL without secrets
    status: int
    error_code: str = ""  # the gateway's, `error_code`
    problem: str = ""  # last part of a problem's `type`: "CJMRT-000013-401"
    message: str = ""
    request_id: str = ""  # x-request-id, which Adobe's support asks for
    retry_after_s: float | None = None
    is_json: bool = False
    skew_s: float | None = None


class Ims(Protocol):
    """Our own Adobe credential."""

    async def sign_in(self) -> ImsReading:
        """Take the given token, or ask for one: at most once a run. POST /ims/token/v3. A refusal is a reading."""
        ...


class Ajo(Protocol):
    """Journey Optimizer; base https://platform.adobe.io."""

    async def health(self) -> AdobeAnswer:
        """Ask the messaging API for its health; a refusal is a reading. Reads: GET /ajo/im/health (messaging.yaml)."""
        ...

    async def campaign(self, campaign: CampaignId) -> Document:
        """Read a campaign. Reads: GET /journey/campaigns/service/campaigns/{id} (campaigns-retrieve.yaml)."""
        ...

    async def campaigns(self) -> tuple[Document, ...]:
        """Read the API-triggered campaigns, with all pages. Reads: GET …/campaigns?property=campaignType==ApiTriggered."""
        ...

    async def campaign_versions(self, campaign: CampaignId) -> tuple[Document, ...]:
        """Read its versions. Reads: GET …/campaigns/{id}/versions."""
        ...

    async def validation(self, campaign: CampaignId) -> tuple[Document, ...]:
        """Read what speaks against publishing it. Reads: GET …/campaigns/{id}/publish/validation."""
        ...

    async def suppressed_address(self, address: str) -> Document:
        """Read whether an address is suppressed. Reads: GET /ajo/config/suppression/addresses/{address} (suppression.yaml). NotFound = it is not."""
        ...

    async def suppressed_domain(self, domain: str) -> Document:
        """Read whether a domain is suppressed. Reads: GET /ajo/config/suppression/domains/{domain}. NotFound = it is not."""
        ...


class Platform(Protocol):
    """Experience Platform."""

    async def sandboxes(self) -> tuple[Document, ...]:
        """Read the sandboxes that the credential sees. Reads: GET /data/foundation/sandbox-management/ (sandbox.yaml)."""
        ...

    async def app_registration(self) -> Document:
        """Read which application Adobe uses for the customer's key. Reads: GET /data/infrastructure/manager/byok/app-registration; x-api-key acp_provisioning; regional host, for which the sandboxes are read if no region is named."""
        ...

    async def cmk_config(self, name: str) -> Document:
        """Read a customer-managed-key configuration. Reads: GET /data/infrastructure/manager/customer/config/{name}?configType=BYOK_CONFIG; regional host, as above."""
        ...

    async def audit_events(
        self, since: datetime, until: datetime, *, asset: str = ""
    ) -> tuple[Document, ...]:
        """Read who changed what. Reads: GET /data/foundation/audit/events (audit-query.yaml)."""
        ...


class AdobeStatus(Protocol):
    """Adobe's published incidents."""

    async def events(self) -> Document:
        """Read the public feed as it stands. Reads: GET https://data.status.adobe.com/adobestatus/StatusEvents; no credential."""
        ...
