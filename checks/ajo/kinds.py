"""What can be wrong on Adobe's side, from the token to the accepted call (step A); retired codes stay here as comments.

Sources, read 2026-11-23: Adobe Developer Console, server-to-server authentication (1xx); Experience Platform
troubleshooting, gateway codes (2xx); Journey Optimizer, trigger-campaigns and campaign pages (3xx); Experience Platform,
customer-managed keys (4xx); Adobe Status API (5xx); Journey Optimizer, suppression list (6xx); Journey
Optimizer, page on executing API-triggered campaigns and error codes reference (7xx).
"""

from __future__ import annotations

from diagnostics import Kind, Severity, Step


def _kind(code: str, slug: str, title: str, severity: Severity = Severity.CRITICAL) -> Kind:
    return Kind(code, slug, severity, title, Step.CAMPAIGN)


CLIENT_INVALID = _kind("AJ101", "adobe-client-invalid", "Adobe does not accept the credential")
SCOPE_REFUSED = _kind("AJ102", "adobe-scope-refused", "Adobe refuses the scopes asked for")
JWT_CREDENTIAL = _kind("AJ103", "adobe-jwt-credential", "The credential is of the ended JWT kind")
TOKEN_EXPIRED = _kind("AJ104", "adobe-token-expired", "The Adobe token is expired")
TOKEN_ELSEWHERE = _kind(
    "AJ105",
    "adobe-token-of-another-environment",
    "The Adobe token is of another environment",
)
NOT_SIGNED_IN = _kind(
    "AJ106", "adobe-not-signed-in", "There is no token for Adobe", Severity.WARNING
)

GATEWAY_TOKEN_REFUSED = _kind(
    "AJ201", "gateway-token-refused", "The gateway says that the token is not valid (401013)"
)
GATEWAY_KEY_MISSING = _kind(
    "AJ202", "gateway-key-missing", "The gateway says that x-api-key is missing (403000)"
)
GATEWAY_KEY_INVALID = _kind(
    "AJ203", "gateway-key-invalid", "The gateway says that the client id is invalid (403003)"
)
GATEWAY_TOKEN_MISSING = _kind(
    "AJ204", "gateway-token-missing", "The gateway says that the token is missing (403010)"
)
GATEWAY_PROFILE = _kind(
    "AJ205",
    "gateway-profile-not-valid",
    "The gateway says that the credential is not entitled for the organization (403025)",
)
GATEWAY_REGION = _kind(
    "AJ206",
    "gateway-region-missing",
    "The gateway says that the organization has no region for the credential (403027)",
)
GATEWAY_HEADER = _kind(
    "AJ207", "gateway-header-missing", "The gateway says that a header is missing (400003)"
)
GATEWAY_THROTTLED = _kind(
    "AJ208",
    "gateway-throttled",
    "The gateway says that its quota is used up (429050)",
    Severity.WARNING,
)

SANDBOX_MISSING = _kind(
    "AJ211", "sandbox-missing", "The sandbox is not among those that the credential sees"
)
SANDBOX_INACTIVE = _kind("AJ212", "sandbox-inactive", "The sandbox is not active")
ROLE_MISSING = _kind(
    "AJ213", "adobe-role-missing", "No role of Experience Platform holds the credential"
)

CAMPAIGN_NOT_LIVE = _kind("AJ301", "campaign-not-live", "The campaign is not live")
CAMPAIGN_NOT_STARTED = _kind(
    "AJ302", "campaign-not-started", "The campaign's start lies in the future"
)
CAMPAIGN_ENDED = _kind("AJ303", "campaign-ended", "The campaign's end date has passed")
CAMPAIGN_DATES = _kind("AJ304", "campaign-dates-contradict", "The campaign ends before it starts")
ENDPOINT_UNFIT = _kind(
    "AJ305", "endpoint-does-not-fit", "The called endpoint does not fit the campaign"
)
NAMESPACE_DIFFERS = _kind(
    "AJ306",
    "identity-namespace-differs",
    "The campaign takes another sort of identity than the recipients have",
    Severity.WARNING,
)
PROFILE_NOT_CREATED = _kind(
    "AJ307",
    "profile-not-created",
    "The campaign creates no profile for an unknown recipient",
    Severity.INFO,
)
THROTTLE_LOW = _kind(
    "AJ308", "throttle-rate-low", "The campaign's delivery is throttled", Severity.WARNING
)
VALIDATION_OPEN = _kind(
    "AJ309",
    "campaign-validation-open",
    "The validation of the campaign has open findings",
    Severity.WARNING,
)
CAMPAIGN_MISSING = _kind("AJ310", "campaign-missing", "The campaign is not in the sandbox")
CAMPAIGN_UNDECIDED = _kind(
    "AJ311",
    "campaign-undecided",
    "Whether the campaign takes calls cannot be told",
    Severity.WARNING,
)

CMK_FAILED = _kind(
    "AJ401", "cmk-config-failed", "Setting up the customer-managed key failed at Adobe"
)
CMK_RUNNING = _kind(
    "AJ402",
    "cmk-config-running",
    "Adobe is still setting up the customer-managed key",
    Severity.WARNING,
)
CMK_APPLICATION = _kind(
    "AJ403",
    "cmk-application-differs",
    "The configuration names another application than Adobe uses for the key",
    Severity.WARNING,
)
REGION_DIFFERS = _kind(
    "AJ404",
    "region-differs",
    "The configured region is not that of the sandbox",
    Severity.WARNING,
)
CMK_UNDECIDED = _kind(
    "AJ405",
    "cmk-undecided",
    "What Adobe knows of the customer-managed key cannot be told",
    Severity.WARNING,
)

AJO_UNHEALTHY = _kind(
    "AJ501", "ajo-unhealthy", "Journey Optimizer itself answers that it is not well"
)
PROVIDER_INCIDENT = _kind(
    "AJ502", "provider-incident", "Adobe reports an incident", Severity.WARNING
)
STATUS_UNREAD = _kind(
    "AJ503", "status-unread", "Adobe's published incidents could not be read", Severity.WARNING
)

RECIPIENT_SUPPRESSED = _kind(
    "AJ601",
    "recipient-suppressed",
    "A test recipient is on the suppression list",
    Severity.WARNING,
)

CALL_FAILED = _kind(
    "AJ701",
    "call-failed-inside",
    "Journey Optimizer failed a call (HTTP 500) and gave no reason",
)

# Refusals of the gateway, by its code: Journey Optimizer never saw such a call.
BY_GATEWAY_CODE: dict[str, Kind] = {
    "401013": GATEWAY_TOKEN_REFUSED,
    "403000": GATEWAY_KEY_MISSING,
    "403003": GATEWAY_KEY_INVALID,
    "403010": GATEWAY_TOKEN_MISSING,
    "403025": GATEWAY_PROFILE,
    "403027": GATEWAY_REGION,
    "400003": GATEWAY_HEADER,
    "429050": GATEWAY_THROTTLED,
}
GATEWAY_REFUSALS: tuple[Kind, ...] = tuple(BY_GATEWAY_CODE.values())
