"""What can be wrong with a request to the campaign API before it is sent.

Sources, read 2026-11-23: Journey Optimizer, interactive message execution API (messaging), campaign pages on content, audience,
high throughput and triggering; Experience Platform, API authentication and troubleshooting.
"""

from __future__ import annotations

from diagnostics import Kind, Severity, Step

_CRITICAL, _WARNING = Severity.CRITICAL, Severity.WARNING


def _kind(code: str, slug: str, severity: Severity, title: str) -> Kind:
    return Kind(code, slug, severity, title, Step.CAMPAIGN)


PATH_UNKNOWN = _kind(
    "PL101", "request-path-unknown", _CRITICAL, "The address is none of the three endpoints"
)
OLD_HOST = _kind(
    "PL102", "request-host-of-the-beta", _CRITICAL, "The call goes to the host of the ended beta"
)
STAGE_HOST = _kind(
    "PL103", "request-host-of-the-stage", _WARNING, "The call goes to the stage environment"
)
HOST_UNKNOWN = _kind(
    "PL104",
    "request-host-unknown",
    _CRITICAL,
    "The call goes to a host that does not serve the API",
)
NOT_HTTPS = _kind("PL105", "request-not-https", _CRITICAL, "The call is not encrypted")
METHOD = _kind("PL106", "request-method-not-post", _CRITICAL, "The method is not POST")
HEADER_MISSING = _kind("PL111", "request-header-missing", _CRITICAL, "A header is missing")
HEADER_DOUBLED = _kind("PL112", "request-header-doubled", _CRITICAL, "A header is sent twice")
REQUEST_ID_HEADER = _kind(
    "PL113",
    "request-id-header-sent",
    _WARNING,
    "x-request-id is sent, which the gateway makes itself",
)
CONTENT_TYPE = _kind(
    "PL114", "request-content-type-wrong", _CRITICAL, "The content type is not application/json"
)
HEADER_MALFORMED = _kind(
    "PL115",
    "request-header-malformed",
    _CRITICAL,
    "A header's value does not have the form it needs",
)
BODY_MISSING = _kind("PL121", "payload-missing", _CRITICAL, "The call has no payload")
FIELD_MISSING = _kind("PL122", "payload-field-missing", _CRITICAL, "A required field is missing")
FIELD_TYPE = _kind(
    "PL123",
    "payload-field-of-wrong-type",
    _CRITICAL,
    "A field holds another type than the API takes",
)
RECIPIENT_COUNT = _kind(
    "PL124", "payload-recipient-count", _CRITICAL, "There are not 1 to 20 recipients"
)
RECIPIENT_TWICE = _kind(
    "PL125", "payload-recipient-twice", _CRITICAL, "A userId stands twice in one call"
)
RECIPIENT_TYPE = _kind(
    "PL126",
    "payload-recipient-type",
    _CRITICAL,
    "The type of a recipient does not fit the endpoint",
)
FIELD_UNFIT = _kind(
    "PL127",
    "payload-field-of-another-endpoint",
    _WARNING,
    "A field belongs to another endpoint or type of recipient",
)
FIELD_UNKNOWN = _kind(
    "PL128", "payload-field-unknown", _WARNING, "A field is not one of the API's"
)
CONTEXT_SIZE = _kind(
    "PL131", "payload-context-too-large", _CRITICAL, "The contextual data is larger than 200 KB"
)
CONTEXT_SYSTEM = _kind(
    "PL132", "payload-context-system", _CRITICAL, "context.system is used, which is reserved"
)
NOT_A_STRING = _kind(
    "PL133", "payload-value-not-a-string", _WARNING, "A contextual value is not a string"
)
ADDRESS = _kind("PL134", "payload-address-malformed", _WARNING, "An e-mail address is malformed")
PUSH_SIZE = _kind(
    "PL135",
    "payload-push-too-large",
    _WARNING,
    "The data for a push message is larger than 5 KB in high throughput",
)
REQUEST_ID_REUSED = _kind(
    "PL136", "payload-request-id-reused", _WARNING, "A requestId is used by another request too"
)
KEY_TWICE = _kind("PL137", "payload-key-twice", _CRITICAL, "A key stands twice in one object")
TIMEOUT_SHORT = _kind(
    "PL141", "client-timeout-short", _WARNING, "The client gives up before Adobe's own 60 seconds"
)
BLIND_RETRY = _kind(
    "PL142",
    "client-retries-blindly",
    _WARNING,
    "The client repeats the call without looking at the answer",
)
INSECURE = _kind(
    "PL143",
    "client-checks-no-certificate",
    _WARNING,
    "The client does not check the server's certificate",
)
TOKEN_PASTED = _kind("PL151", "token-pasted", _WARNING, "An access token stands in the text")
SECRET_PASTED = _kind(
    "PL152", "client-secret-pasted", _CRITICAL, "A client secret or password stands in the text"
)
JWT_EXCHANGE = _kind(
    "PL153",
    "token-by-ended-jwt",
    _CRITICAL,
    "The token comes from the JWT exchange, which Adobe has ended",
)
CAMPAIGN_ENDPOINT = _kind(
    "PL161",
    "request-endpoint-not-the-campaigns",
    _CRITICAL,
    "The endpoint does not fit the campaign",
)
CAMPAIGN_NAMESPACE = _kind(
    "PL162",
    "payload-namespace-not-the-campaigns",
    _CRITICAL,
    "The namespace is not the campaign's",
)
CAMPAIGN_ID = _kind(
    "PL163", "payload-campaign-id-differs", _WARNING, "The payload names another campaign"
)
