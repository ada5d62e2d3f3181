"""What Adobe's gateway and Journey Optimizer itself say.

Sources, read 2026-11-23: Adobe Experience Platform troubleshooting (gateway codes), Journey Optimizer error codes
reference; 429050 is known from public clients only. A body with `error_code` died at the gateway; one with a `type` of
ns.adobe.com was answered by Journey Optimizer (an inference).
"""

from __future__ import annotations

from checks.signatures import wording as w
from checks.signatures.ims import IMS
from diagnostics import Signature

# code, words, title, what to do
_GATEWAY: tuple[tuple[str, str, str, str], ...] = (
    (
        "403010",
        "oauth token is missing",
        "The call carries no token",
        "Add the Authorization header.",
    ),
    (
        "401013",
        "oauth token is not valid",
        "The token is expired, mangled or of another environment",
        "Get a new token; compare stage with production.",
    ),
    (
        "403000",
        "api key is required",
        "The call carries no x-api-key",
        "Add the header x-api-key.",
    ),
    (
        "403003",
        "api key is invalid",
        "The client id is wrong, or the API is not added to the project",
        "Add the API to the project in the Developer Console.",
    ),
    ("400003", "missing header", "A header is missing", "Add the header x-gw-ims-org-id."),
    (
        "403025",
        "profile is not valid",
        "The credential is not entitled for this organisation",
        "Check organisation id and product profile.",
    ),
    (
        "403027",
        "user region is missing",
        "The organisation id is wrong, or the credential is in no product profile",
        "Check organisation id and product profile.",
    ),
    (
        "429050",
        "too many requests",
        "The gateway's quota is used up",
        "Slow down; honour Retry-After.",
    ),
)

# codes, title, what to do
_JOURNEY: tuple[tuple[str, str, str], ...] = (
    (
        "CJMRT-000013-401",
        "Not authorised while the message was executed: expired token or missing permission",
        "Get a new token; check roles and product profile.",
    ),
    (
        "CJMRT-000071-400",
        "Bad parameters, or the campaign is inactive or missing",
        "Read the body; check the campaign's id and state.",
    ),
    (
        "CJMRT-030012-422",
        "Invalid input: unknown audience, event or attribute",
        "Check the payload.",
    ),
    (
        "CJMRT-080605-400",
        "A channel, template or feature was removed or renamed",
        "Refresh the references.",
    ),
    (
        "CJMRT-080608-400",
        "The delegation of the domain is not complete",
        "Check the subdomain's DNS; up to 72 h.",
    ),
    (
        "CJMRT-110001-500",
        "A step used up its retries",
        "Look at Adobe's status page, then hand over to Adobe with the request id.",
    ),
    (
        "CJMRT-110100-500",
        "A fault of data or configuration behind Journey Optimizer",
        "Look for the inner error: a 403 of Azure Cosmos DB there is the revoked key. Else retry, then hand over (`ajo-doctor explain AJ701`).",
    ),
    (
        "CJMRT-130004-400 CJMRT-170016-400",
        "References are broken or missing",
        "Publish the campaign again.",
    ),
    ("CJMRT-000032-409", "The id or name exists already", "Use unique ids."),
    (
        "CJMPTS-1310-500",
        "Rendering failed, mostly by the template",
        "Simplify and validate the template.",
    ),
    (
        "CJMPTS-1410-500 CJMPTS-1510-500 CJMPTS-1023-500",
        "The channel's provider failed",
        "Retry; look at the provider's status.",
    ),
    (
        "CJMPTS-1006-404",
        "The channel configuration is not found",
        "Check the channel configuration.",
    ),
    (
        "CJMTL-010011-422",
        "A field of the payload or contact is not valid",
        "Correct the recipient's data.",
    ),
    ("CJMTL-010018-422", "A link with a personalised domain is refused", "Use a fixed domain."),
    (
        "CJMCMP-2050-400",
        "The campaign names a policy or segment that is not valid",
        "Audit the campaign.",
    ),
    (
        "CJMCMP-6003-400 CJMCMP-2003-400 CJMCMP-3001-400",
        "The campaign's content, experiment or channel is not valid",
        "Build that part of the campaign anew.",
    ),
    (
        "CJMMAS-1149-400 CJMMAS-2073-422 CJMMAS-2001-200",
        "The message is not complete or not valid",
        "Correct it where it was written.",
    ),
    (
        "CJMMAS-1300-500 CJMMAS-1069-500 CJMMAS-1732-500",
        "Writing the message failed inside",
        "Try again; publish its assets; then hand over to Adobe.",
    ),
    ("CJMMAS-1603-403", "The permission to write the message is missing", "Check roles."),
    ("CJMOC-6100-400", "The orchestrated campaign is not live", "Activate it."),
    (
        "CJMOC-1001-403 CJMOC-1215-403",
        "The permission for the orchestrated campaign is missing",
        "Check roles and labels of the campaign.",
    ),
    ("CJMOC-1200-404", "The orchestrated campaign is not found", "Check its id."),
    ("CJMOC-6104-429", "The orchestrated campaign was triggered within the last hour", "Wait."),
    (
        "MSG-000052-400",
        "The request to the messaging API is not valid",
        "Check the payload and campaign id.",
    ),
)


# code, title, what to do; errors of writing and activating a campaign, not of triggering it
_CAMPAIGN: tuple[tuple[str, str, str], ...] = (
    ("CJMCMP-2000-400", "An audience is required", "Choose an audience."),
    (
        "CJMCMP-2025-400",
        "The audience of an activated campaign cannot change",
        "Duplicate the campaign.",
    ),
    (
        "CJMCMP-2028-400",
        "A label denies the audience",
        "Have the labels of the audience checked.",
    ),
    (
        "CJMCMP-2031-400",
        "Access to an object of the campaign is denied by its labels",
        "Check labels and roles.",
    ),
    (
        "CJMCMP-2060-200",
        "The audience is not evaluated yet (a warning)",
        "Wait until it is evaluated.",
    ),
    (
        "CJMCMP-2061-400",
        "A permission is missing, such as Manage or Publish campaigns",
        "Add it to the role that holds the credential.",
    ),
    (
        "CJMCMP-2075-400",
        "Audiences of a composition are blocked under Healthcare or Privacy Shield",
        "Use another sort of audience.",
    ),
)


def _gateway(code: str, words: str, title: str, do: str) -> Signature:
    return Signature(
        id=f"gateway.{code}",
        code=code,
        category=f"adobe_gateway_{code}",
        title=f"Adobe's gateway: {title[:1].lower()}{title[1:]}",
        step="-",
        stems=((f"error_code:{code}",), (f"({code})", words)),
        meaning=f"The call died at Adobe's gateway, before Journey Optimizer saw it: {words}.",
        look_at=("The headers of the call.",),
        steps=(do,),
        source=w.GATEWAY_PAGE,
    )


def _journey(code: str, title: str, do: str) -> Signature:
    return Signature(
        id=f"ajo.{code.lower()}",
        code=code,
        category="ajo_error",
        title=f"Journey Optimizer: {title[:1].lower()}{title[1:]}",
        step="-",
        stems=((code,),),
        meaning=f"Journey Optimizer answered {code}: {title[:1].lower()}{title[1:]}.",
        look_at=("The response's body and x-request-id.",),
        steps=(do,),
        source=w.CJM_PAGE,
    )


def _campaign(code: str, title: str, do: str) -> Signature:
    return Signature(
        id=f"ajo.{code.lower()}",
        code=code,
        category="ajo_campaign_error",
        title=f"Journey Optimizer: {title[:1].lower()}{title[1:]}",
        step="-",
        stems=((code,),),
        meaning=f"{code} is said while a campaign is written or activated, not when it is triggered: {title[:1].lower()}{title[1:]}.",
        look_at=("The campaign's validation in the user interface.",),
        steps=(do,),
        source=w.CAMPAIGN_ERRORS_PAGE,
    )


ADOBE: tuple[Signature, ...] = (
    *(_gateway(*row) for row in _GATEWAY),
    *(_journey(code, title, do) for codes, title, do in _JOURNEY for code in codes.split()),
    Signature(
        id="gateway.content-type",
        code="",
        category="adobe_gateway_content_type",
        title="Adobe's gateway: the content type is missing or wrong",
        step="-",
        stems=(("a valid content-type must be specified",),),
        meaning="The call died before Journey Optimizer saw it: a POST needs Content-Type: application/json.",
        look_at=("The headers of the call.",),
        steps=("Add the header Content-Type: application/json.",),
        source=w.GATEWAY_PAGE,
    ),
    Signature(
        id="gateway.proxy",
        code="",
        category="adobe_gateway_proxy",
        title="The proxy in front of Adobe's gateway refused the request",
        step="-",
        stems=(("400 bad request", "openresty"),),
        meaning="An HTML page of openresty instead of JSON: the request itself is malformed, for example with two"
        " Authorization headers (seen in public code only).",
        look_at=("Each header of the call: does one stand twice?",),
        steps=("Send each header once; `ajo-doctor lint` finds doubled ones.",),
        source=f"{w.GATEWAY_PAGE}; public clients",
    ),
    *(_campaign(*row) for row in _CAMPAIGN),
    *IMS,
)
