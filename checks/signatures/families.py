"""What the parts of an Adobe or Azure code say, for codes that no page lists: data.

Sources, read 2026-11-23: Journey Optimizer, error codes reference ("the list is not complete"), messaging API sample
(MSG), orchestrated-campaign API (CJMOC); Experience Platform troubleshooting (gateway); Cosmos DB drivers (sub-status).
"""

from __future__ import annotations

from typing import NamedTuple

from checks.signatures import wording as w

_LOOKUP = "look the number up at https://login.microsoftonline.com/error?code={number}; programs should not depend on it"


class Family(NamedTuple):
    """Codes that are built alike."""

    pattern: str  # of the whole code in upper case; groups: number, http
    shown: str  # how a code of it is written; {number} and {http} are put in
    title: str
    meaning: str  # with {number} and {http}
    steps: tuple[str, ...]  # with the same
    source: str


_CJM = (
    ("CJMRT", "runtime and API"),
    ("CJMPTS", "push and transport"),
    ("CJMMAS", "message authoring"),
    ("CJMCMP", "campaign"),
    ("CJMTL", "transport layer"),
    ("CJMRPS", "reporting and provisioning"),
    ("CJMOC", "orchestrated campaigns"),
    ("MSG", "messaging API"),
)
_CJM_STEPS = (
    "Read title, message and report of the answer's body.",
    "Note x-request-id and the time, and hand over to Adobe Customer Care if it stays.",
)


def _cjm(service: str, name: str) -> Family:
    return Family(
        rf"{service}-(?P<number>\d{{1,9}})-(?P<http>\d{{3}})",
        f"{service}-{{number}}-{{http}}",
        f"Journey Optimizer, {name}",
        f"An error of Journey Optimizer: service {service} ({name}), its number {{number}}, HTTP status {{http}}.",
        _CJM_STEPS,
        w.CJM_PAGE,
    )


FAMILIES: tuple[Family, ...] = (
    *(_cjm(*row) for row in _CJM),
    Family(
        r"(?:CJMRT-)?(?P<number>050\d{3})(?:-(?P<http>\d{3}))?",
        "{number}",
        "Journey Optimizer, exclusion of a recipient",
        "The call was accepted and one recipient was left out; the reason has the number {number}.",
        (
            "Read messageExclusion of the feedback event: its reason stands in words beside the code.",
        ),
        w.EXCLUSION_PAGE,
    ),
    Family(
        r"(?P<number>(?P<http>40[0-9]|429|50[0-9])\d{3})",
        "{number}",
        "Adobe's gateway",
        "If it stands in error_code, the call died at Adobe's gateway before Journey Optimizer saw it; its first three"
        " digits are the HTTP status {http} (an inference from the listed codes).",
        (
            "Read the message beside error_code.",
            "Check token, x-api-key and x-gw-ims-org-id of the call.",
        ),
        w.GATEWAY_PAGE,
    ),
    Family(
        r"AADSTS(?P<number>\d{5,9})",
        "AADSTS{number}",
        "Microsoft Entra ID",
        "Microsoft Entra ID gave no token; its number for the reason is {number}.",
        (f"Read the sentence behind the number; {_LOOKUP}.",),
        w.ENTRA_PAGE,
    ),
    Family(
        r"(?P<number>40[0-9]{2})",
        "{number}",
        "Azure Cosmos DB, customer-managed key",
        "As a sub-status of Azure Cosmos DB beside 403, 4000 to 4019 are those of the customer-managed key; {number} is not"
        " among them.",
        ("Read customerManagedKeyStatus of the account.",),
        w.DRIVERS,
    ),
    Family(
        r"(?P<number>5[0-6][0-9]{2})",
        "{number}",
        "Azure Cosmos DB, token or permission of the caller",
        "As a sub-status of Azure Cosmos DB beside 401 or 403, {number} lies among those of the caller's token (50xx),"
        " its data-plane role (53xx) or its certificate (56xx).",
        ("Read the message beside the number.",),
        w.DRIVERS,
    ),
)

# What a bare HTTP status of a trigger call says. The specification lists 202, 400 and 401 alone.
STATUSES: tuple[tuple[str, str, str], ...] = (
    ("202", "accepted", "The call was taken; whether a message left is told by the feedback data alone."),
    ("400", "the request is not valid", "Payload, headers, endpoint, or a campaign that is not live: `ajo-doctor lint` holds the request against the rules."),
    ("401", "the token is not accepted", "With error_code 401013 the gateway refused it; with a type of ns.adobe.com Journey Optimizer did."),
    ("403", "a permission is missing", "With error_code the gateway refused the key or the organisation; else role or product profile are missing. In a log beside Azure Cosmos DB it is the account's: look for its sub-status."),
    ("404", "the path or the thing is not there", "Check path, campaign id and x-sandbox-name."),
    ("409", "the id is taken", "Use ids that are unique."),
    ("422", "the input is understood and not valid", "Check recipients and references of the payload."),
    ("429", "too many calls", "Slow down and honour Retry-After; its format is not documented for this API."),
    ("500", "a fault behind the API", "Look for a 403 of Azure Cosmos DB in the logs: with a revoked customer-managed key every call ends so. Else wait, retry once, then hand over to Adobe with x-request-id."),
)  # fmt: skip
STATUS_SOURCE = f"{w.ADOBE_PAGE}; {w.CJM_PAGE}; {w.GATEWAY_PAGE}"
