"""What a refusal of the Cosmos DB gateway means: by status and sub-status, then by its words.

Sources: sub-status codes of the .NET, Java, Python and Rust drivers; the pages on 401 and 403 answers (read 2026-11-23).
"""

from __future__ import annotations

from checks.cosmos import kinds as co
from checks.cosmos.facts import AccountFacts, DataPlaneAnswer
from checks.cosmos.revoked import BY_CODE, kind_of
from diagnostics import Finding, Kind

_BY_PAIR: dict[tuple[int, int], tuple[Kind, str]] = {
    (403, 3): (co.WRITE_FORBIDDEN, "writes are refused in this region, or the account is revoked"),
    (403, 1008): (co.DATA_ACCOUNT_UNKNOWN, "this endpoint does not know the account"),
    (401, 5003): (co.TOKEN_REFUSED, "the token is malformed"),
    (401, 5004): (co.TOKEN_REFUSED, "the token's signature is not accepted"),
    (401, 5005): (co.CLOCK_SKEW, "the token is not valid yet: a clock is wrong"),
    (401, 5006): (co.CLOCK_SKEW, "the token is expired: a clock is wrong, or the token is old"),
    (401, 5007): (
        co.TOKEN_ISSUER,
        "the token comes from a tenant that the account does not trust",
    ),
    (401, 5008): (co.TOKEN_AUDIENCE, "the token is meant for another audience"),
    (403, 5300): (co.DATA_FORBIDDEN, "this operation cannot be authorized by an Entra token"),
    (403, 5301): (co.DATA_FORBIDDEN, "this login lacks a data-plane role with readMetadata"),
    (403, 5302): (co.DATA_FORBIDDEN, "this login's data-plane role does not permit the operation"),
    (403, 5303): (co.DATA_FORBIDDEN, "this login's data-plane role does not permit the operation"),
    (403, 5307): (co.DATA_FIREWALL, "a network security perimeter does not let this login in"),
    (403, 5400): (co.DATA_FORBIDDEN, "the data-plane roles do not authorize this login"),
}
_FIREWALL = ("blocked by your cosmos db account firewall", "request originated from")
_LEGACY_REVOKED = "blocked due to customer managed key not being accessible"
_DISGUISES = (401, 408, 500)


def refusal(answer: DataPlaneAnswer, account: AccountFacts) -> Finding:
    """Name what a refusal is."""
    kind, meaning = _classify(answer, account)
    number = f"{answer.status}/{answer.sub_status}" if answer.sub_status else str(answer.status)
    return kind.found(
        account.account,
        f"The data plane of {account.account.name} answers {number}: {meaning}.",
        evidence=(
            f"GET {answer.endpoint} = {number} (data plane, activity {answer.activity_id or 'not given'})",
            f"message = {answer.message[:300]} (data plane)",
        ),
    )


def _classify(answer: DataPlaneAnswer, account: AccountFacts) -> tuple[Kind, str]:
    code = answer.sub_status or 0
    words = answer.message.lower()
    if answer.status == 403 and code in BY_CODE:  # noqa: PLR2004 - HTTP status
        return BY_CODE[code], f"access is revoked ({code})"
    spoken = kind_of(answer.message)
    if spoken:
        return spoken, "access is revoked"
    if _LEGACY_REVOKED in words:
        return co.REVOKED_NO_REASON, "the customer-managed key is not accessible"
    if (answer.status, code) in _BY_PAIR:
        return _BY_PAIR[answer.status, code]
    if any(text in words for text in _FIREWALL):
        return co.DATA_FIREWALL, "the account's firewall does not let this machine in"
    if answer.status in _DISGUISES and account.key_uri_text:
        return co.POSSIBLY_REVOKED, "with a customer-managed key this can be the revoked state"
    return co.DATA_OTHER, answer.message[:120] or "no reason given"
