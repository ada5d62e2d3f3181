"""Does the data plane answer, and does it agree with the control plane?"""

from __future__ import annotations

from collections.abc import Iterator

from checks.cosmos import kinds as co
from checks.cosmos.data_plane_refusal import explained, number_of
from checks.cosmos.facts import AccountFacts, DataPlaneAnswer, TokenForAccount
from checks.cosmos.revoked import BY_CODE, REVOKED_KINDS, is_confirmed, kind_of
from checks.cosmos.token import host_of
from diagnostics import Check, Look, NotApplicable, Seen, Step, Topology, Verdict, ports

_OK = 200
# Which interface an account speaks; the metadata read over an Entra token exists for NoSQL only (REST reference).
_OTHER_APIS = ("mongo", "cassandra", "gremlin", "table")


async def probe(look: Look) -> DataPlaneAnswer | NotApplicable:
    """Read the account's metadata once, as a caller would; a refusal is evidence."""
    account = look.seen[AccountFacts]
    if not account.exists:
        return NotApplicable("the account was not found (see cosmos.account)")
    other = _other_api(account)
    if other:
        return NotApplicable(f"the account speaks {other}; only NoSQL accounts answer this test")
    token = look.seen[TokenForAccount]
    if not token.account_scope_works and not token.general_scope_works:
        return NotApplicable("no token could be obtained for the account (see cosmos.token)")
    answer = await look.cosmos.read_account(f"https://{host_of(account, look)}:443/")
    return DataPlaneAnswer(
        observed_at=answer.observed_at,
        endpoint=answer.endpoint,
        status=answer.status,
        sub_status=answer.sub_status,
        message=" ".join(answer.message.split()),
        activity_id=answer.activity_id,
        skew_s=answer.skew_s,
    )


def _other_api(account: AccountFacts) -> str:
    words = [account.kind.lower(), *(each.lower() for each in account.capabilities)]
    return next((api for api in _OTHER_APIS if any(api in word for word in words)), "")


def judge(answer: DataPlaneAnswer, seen: Seen) -> Iterator[Verdict]:
    """Status and sub-status together say what it is; then the two planes are held against each other."""
    account = seen[AccountFacts]
    healthy = account.cmk_status is not None and is_confirmed(account.cmk_status)
    revoked = account.cmk_status is not None and kind_of(account.cmk_status) is not None
    if answer.status == _OK:
        if revoked:
            yield _stale_status(answer, account)
        return
    verdict = explained(answer, account)
    if verdict.kind in REVOKED_KINDS and healthy:
        yield _still_propagating(answer, account)
    yield verdict


def _stale_status(answer: DataPlaneAnswer, account: AccountFacts) -> Verdict:
    return co.STATUS_STALE.found(
        account.account,
        f"The data plane of {account.account.name} answers, while its status says revoked: after a repair the status"
        " follows; if the key was lost only now, the data plane does.",
        evidence=(
            f"GET {answer.endpoint} = 200 (data plane)",
            f"properties.customerManagedKeyStatus = {account.cmk_status} ({account.account})",
        ),
    )


def _still_propagating(answer: DataPlaneAnswer, account: AccountFacts) -> Verdict:
    return co.STILL_PROPAGATING.found(
        account.account,
        f"The status of {account.account.name} says that the key can be used, while the data plane refuses"
        f" ({number_of(answer)}): after a repair this takes up to 1 hour; if the key was lost only now, the status follows.",
        evidence=(
            f"GET {answer.endpoint} = {number_of(answer)} (data plane)",
            f"properties.customerManagedKeyStatus = {account.cmk_status} ({account.account})",
        ),
    )


CHECK = Check(
    id="cosmos.data_plane",
    title="The data plane answers this login, and agrees with the account's status",
    provides=DataPlaneAnswer,
    probe=probe,
    judge=judge,
    kinds=(
        *dict.fromkeys((*BY_CODE.values(), co.REVOKED_NO_REASON)),
        co.POSSIBLY_REVOKED,
        co.TOKEN_AUDIENCE,
        co.TOKEN_ISSUER,
        co.TOKEN_REFUSED,
        co.CLOCK_SKEW,
        co.DATA_FIREWALL,
        co.DATA_ACCOUNT_UNKNOWN,
        co.STILL_PROPAGATING,
        co.STATUS_STALE,
        co.DATA_FORBIDDEN,
        co.WRITE_FORBIDDEN,
        co.DATA_OTHER,
        co.DATA_NOT_SEEN,
    ),
    step=Step.RETEST,
    needs=(AccountFacts, TokenForAccount),
    applies_to=frozenset({Topology.OWN_ACCOUNT}),
    permissions=(ports.METADATA_READ,),
)
