"""What a refusal of the Cosmos DB gateway means: by its words and sub-status together with the status.

Sources: sub-status codes of the .NET, Java, Python and Rust drivers; the pages on 401 and 403 answers; both
troubleshooting guides for customer-managed keys (read 2026-11-23). No recording of a refusal was found: the shapes are
from documentation.
"""

from __future__ import annotations

from checks.cosmos import kinds as co
from checks.cosmos.facts import AccountFacts, DataPlaneAnswer
from checks.cosmos.revoked import BY_CODE, is_confirmed, kind_of, number_in
from diagnostics import Finding, Kind, Unknown

_NO_ROLE = "this login's data-plane role does not permit the operation"
_TOKEN = "the token is not accepted"  # noqa: S105 - a sentence
_PERIMETER = "a network security perimeter does not let this login in"
_BY_PAIR: dict[tuple[int, int], tuple[Kind, str]] = {
    (403, 3): (co.WRITE_FORBIDDEN, "writes are refused in this region, or the account is revoked"),
    (403, 1008): (co.DATA_ACCOUNT_UNKNOWN, "this endpoint does not know the account"),
    (401, 5002): (co.DATA_OTHER, "logins with Entra are switched off on this account"),
    (401, 5003): (co.TOKEN_REFUSED, "the token is malformed"),
    (401, 5004): (co.TOKEN_REFUSED, "the token's signature is not accepted"),
    (401, 5005): (co.CLOCK_SKEW, "the token is not valid yet: a clock is wrong"),
    (401, 5006): (co.CLOCK_SKEW, "the token is expired: a clock is wrong, or the token is old"),
    (401, 5007): (
        co.TOKEN_ISSUER,
        "the token comes from a tenant that the account does not trust",
    ),
    (401, 5008): (co.TOKEN_AUDIENCE, "the token is meant for another audience"),
    **{(401, code): (co.TOKEN_REFUSED, _TOKEN) for code in (5009, 5010, 5011)},
    (401, 5013): (
        co.TOKEN_REFUSED,
        "this login's token was revoked, which has nothing to do with the key: sign in anew",
    ),
    (403, 5300): (co.DATA_FORBIDDEN, "this operation cannot be authorized by an Entra token"),
    (403, 5301): (co.DATA_FORBIDDEN, "this login lacks a data-plane role with readMetadata"),
    **{(403, code): (co.DATA_FORBIDDEN, _NO_ROLE) for code in (5302, 5303, 5304, 5305, 5306)},
    **{(403, code): (co.DATA_FIREWALL, _PERIMETER) for code in range(5307, 5314)},
    (403, 5400): (co.DATA_FORBIDDEN, "the data-plane roles do not authorize this login"),
}
_FIREWALL = ("blocked by your cosmos db account firewall", "request originated from")
_LEGACY_REVOKED = "blocked due to customer managed key not being accessible"
# Disguises of the revoked state, all without a sub-status (guide for cross-tenant keys, 2.2 to 2.4).
_DISGUISES = (401, 408, 500)
# Answers that clients are told to try again: time-out, conflict, a partition on the move, retry with (.NET SDK's page on
# resilient applications). They refuse nobody.
_PASSING = (408, 409, 410, 449)
_FORBIDDEN, _SERVER = 403, 500
_LONGEST = 300


def explained(answer: DataPlaneAnswer, account: AccountFacts) -> Finding | Unknown:
    """Name what a refusal is; an answer that is the gateway's own fault refuses nothing."""
    kind, meaning = _classify(answer, account)
    sentence = f"The data plane of {account.account.name} answers {number_of(answer)}: {meaning}."
    if kind is co.DATA_NOT_SEEN:
        return kind.unknown(sentence, do="run the diagnosis again in some minutes")
    return kind.found(
        account.account,
        sentence,
        evidence=(
            f"GET {answer.endpoint} = {number_of(answer)} (data plane, activity {answer.activity_id or 'not given'})",
            f"message = {answer.message[:_LONGEST]} (data plane)",
        ),
    )


def number_of(answer: DataPlaneAnswer) -> str:
    """Write status and sub-status as people quote them: 403/4000."""
    return f"{answer.status}/{answer.sub_status}" if answer.sub_status else str(answer.status)


def _classify(answer: DataPlaneAnswer, account: AccountFacts) -> tuple[Kind, str]:
    code = answer.sub_status or 0
    revoked = _revoked(answer)
    if revoked:
        return revoked
    if (answer.status, code) in _BY_PAIR:
        return _BY_PAIR[answer.status, code]
    if answer.status == _FORBIDDEN and any(text in answer.message.lower() for text in _FIREWALL):
        return co.DATA_FIREWALL, "the account's firewall does not let this machine in"
    if answer.status in _DISGUISES and not code and _may_be_revoked(account):
        return co.POSSIBLY_REVOKED, "with a customer-managed key this can be the revoked state"
    said = answer.message[:_LONGEST].rstrip(".") or "no reason given"
    if answer.status in _PASSING or answer.status >= _SERVER:
        return (
            co.DATA_NOT_SEEN,
            f"a fault of its own, so nothing is said about key or login ({said})",
        )
    if not (code or answer.activity_id):
        # The gateway numbers every answer (common response headers of Azure Cosmos DB, read 2026-11-23).
        return (
            co.DATA_NOT_SEEN,
            f"without an activity id, as no gateway does: a proxy or a portal may have answered for it ({said})",
        )
    return co.DATA_OTHER, said


def _revoked(answer: DataPlaneAnswer) -> tuple[Kind, str] | None:
    """Name the revoked state: the number inside the text goes before that of the header."""
    code = answer.sub_status or 0
    spoken = kind_of(answer.message)
    if spoken:
        number = number_in(answer.message)
        differs = number and code in BY_CODE and number != code
        return spoken, (
            f"access is revoked; its text says {number}, its header {code}"
            if differs
            else f"access is revoked ({number or code})"
            if number or code
            else "access is revoked, and no reason is given"
        )
    if answer.status == _FORBIDDEN and code in BY_CODE:
        return BY_CODE[code], f"access is revoked ({code})"
    if _LEGACY_REVOKED in answer.message.lower():
        return co.REVOKED_NO_REASON, "the customer-managed key is not accessible"
    return None


def _may_be_revoked(account: AccountFacts) -> bool:
    """Tell whether a disguise is worth a thought: with a key, and not where the account itself says that all is well."""
    return account.key_uri_text is not None and not is_confirmed(account.cmk_status or "")
