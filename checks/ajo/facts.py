"""What was read on Adobe's side. Tokens, secrets and recipients' addresses are not among it."""

from __future__ import annotations

from datetime import datetime

from checks.ajo.kinds import BY_GATEWAY_CODE
from diagnostics import AppId, Evidence, record

_SERVER_FAULT = 500


@record(frozen=True, slots=True, kw_only=True)
class AdobeSignIn(Evidence):
    """Where the access token came from and what it says."""

    source: (
        str  # variable, option or "client credentials"; empty = there is nothing to sign in with
    )
    obtained: bool
    status: int | None  # HTTP, of the request for it; None = none was sent
    error: str  # "invalid_client", "invalid_scope", …; empty = none
    error_text: str
    client: str  # client id, of the token or the credential
    configured_client: str  # empty = the configuration names none
    issued_at: datetime | None  # aware, UTC
    expires_on: datetime | None  # aware, UTC
    scopes: tuple[str, ...]
    environment: str  # "ims-na1", …; empty = not said
    kind: str  # "access_token", …; empty = not said
    is_readable: bool  # its claims were read

    @property
    def is_expired(self) -> bool:
        """The instant of its own end has passed."""
        return self.expires_on is not None and self.expires_on <= self.observed_at


@record(frozen=True, slots=True, kw_only=True)
class GatewayAnswer(Evidence):
    """How the messaging API's health was answered, and by whom."""

    endpoint: str
    status: int
    error_code: str  # the gateway's own; empty = the gateway let the request through
    problem: str  # Journey Optimizer's own, "CJMRT-000013-401"
    message: str
    request_id: str
    retry_after_s: float | None  # seconds
    is_json: bool
    org: str  # that was asked for
    client: str  # that asked

    @property
    def refusal(self) -> str:
        """The gateway's code, if it refused; what stands behind it was then not asked."""
        return self.error_code if self.error_code in BY_GATEWAY_CODE else ""

    @property
    def is_server_fault(self) -> bool:
        """Journey Optimizer, or what serves it, answered with a fault of its own."""
        return self.status >= _SERVER_FAULT and not self.error_code

    def for_support(self) -> tuple[tuple[str, str], ...]:
        """Give the number under which Adobe finds this request."""
        if not self.request_id:
            return ()
        return (("x-request-id", f"{self.request_id} ({self.endpoint})"),)


@record(frozen=True, slots=True, kw_only=True)
class SandboxFacts(Evidence):
    """The sandbox among those that the credential sees."""

    name: str
    is_listed: bool
    is_denied: bool  # the list may not be read
    listed: tuple[str, ...]  # names of all that are seen
    state: str  # "active", …; empty = absent or not said
    region: str  # "va7"; empty = absent or not said


@record(frozen=True, slots=True, kw_only=True)
class Package:
    """One channel of a campaign."""

    channel: str
    status: str


@record(frozen=True, slots=True, kw_only=True)
class CampaignFacts(Evidence):
    """The campaign as the retrieval API shows it; None and empty = the answer does not say."""

    campaign: str
    sandbox: str
    exists: bool
    is_denied: bool  # it may not be read
    name: str = ""
    status: str = ""
    campaign_type: str = ""  # "ApiTriggered", "Scheduled", "IpWarmup"
    category: str = ""  # "Marketing", "Transactional"
    high_throughput: bool | None = None
    identity_namespace: str = ""
    creates_profile: bool | None = None
    throttle_per_s: int | None = None
    has_schedule: bool = False
    starts_on: datetime | None = None  # aware, UTC; counts only if its flag is true
    start_counts: bool | None = None
    ends_on: datetime | None = None  # aware, UTC; counts only if its flag is true
    end_counts: bool | None = None
    live_version: str = ""
    draft_version: str = ""
    packages: tuple[Package, ...] = ()

    def for_support(self) -> tuple[tuple[str, str], ...]:
        """Give the version that takes the calls."""
        if not self.live_version:
            return ()
        return (("campaign version", self.live_version),)


@record(frozen=True, slots=True, kw_only=True)
class CampaignWindow(Evidence):
    """When the campaign takes calls; None = that side is open."""

    campaign: str
    starts_on: datetime | None  # aware, UTC
    ends_on: datetime | None  # aware, UTC
    not_said: tuple[str, ...]  # dates of which the answer does not say whether they count


@record(frozen=True, slots=True, kw_only=True)
class EndpointFit(Evidence):
    """What the campaign is, and which endpoint and recipients it is called with."""

    campaign: str
    endpoint: str  # configured: "unitary", …; empty = not
    campaign_type: str
    category: str
    high_throughput: bool | None
    identity_namespace: str
    recipients: tuple[str, ...]  # what each configured one looks like: "email", "phone", "other"


@record(frozen=True, slots=True, kw_only=True)
class DeliverySettings(Evidence):
    """What decides on unknown profiles and on speed."""

    campaign: str
    category: str
    creates_profile: bool | None
    high_throughput: bool | None
    throttle_per_s: int | None  # messages a second; None = not throttled


@record(frozen=True, slots=True, kw_only=True)
class ValidationItem:
    """One finding of the campaign's own validation."""

    level: str  # "ERROR", "WARNING"; empty = not said
    source: str  # "MESSAGE", "SURFACE", …
    text: str


@record(frozen=True, slots=True, kw_only=True)
class CampaignValidation(Evidence):
    """What speaks against publishing the campaign."""

    campaign: str
    items: tuple[ValidationItem, ...]


@record(frozen=True, slots=True, kw_only=True)
class CmkRegistration(Evidence):
    """Which application Adobe uses to reach the customer's key."""

    application: AppId | None  # None = the answer does not say
    name: str
    configured: AppId | None  # None = the configuration names none


@record(frozen=True, slots=True, kw_only=True)
class CmkConfig(Evidence):
    """The set-up of the customer-managed key at Adobe."""

    name: str
    is_there: bool
    status: str  # "COMPLETED", …; empty = absent or not said
    vault_uri: str
    key_name: str
    region_asked: str  # configured; empty = concluded from the sandbox
    region_of_sandbox: str  # empty = not known


@record(frozen=True, slots=True, kw_only=True)
class Incident:
    """One published incident of a product that the calls run through."""

    id: str
    product: str
    severity: str  # "Major", …; empty = not said
    impact: str  # "Availability", …; empty = not said
    regions: tuple[str, ...]
    started_on: datetime | None  # aware, UTC
    ended_on: datetime | None  # aware, UTC; None = it goes on


@record(frozen=True, slots=True, kw_only=True)
class ProviderIncidents(Evidence):
    """Adobe's public feed."""

    incidents: tuple[Incident, ...]  # of Journey Optimizer and Experience Platform alone
    errors_at: tuple[datetime, ...]  # aware, UTC: when the pasted errors happened
    refused: str = ""  # why it could not be read; empty = it was


@record(frozen=True, slots=True, kw_only=True)
class RecipientFacts:
    """One configured test recipient; never its address."""

    ordinal: int  # from 1, as configured
    domain: str  # empty = it is no e-mail address
    suppressed_as: str  # "address", "domain"; empty = it is not
    reason: str  # "MANUAL", "HARD", "SOFT"; empty = not said or not suppressed


@record(frozen=True, slots=True, kw_only=True)
class RecipientsFacts(Evidence):
    """Whether the test recipients can be sent anything."""

    recipients: tuple[RecipientFacts, ...]


@record(frozen=True, slots=True, kw_only=True)
class FailedCall(Evidence):
    """A pasted answer of Journey Optimizer that tells of a failure inside, and of no reason."""

    code: str  # "CJMRT-110100-500"
    excerpt: str  # redacted
    why: str  # which words decided
