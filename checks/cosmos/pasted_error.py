"""What does the pasted text say, and is it still so?"""

from __future__ import annotations

from collections.abc import Iterator

from checks.cosmos import kinds as co
from checks.cosmos.facts import AccountFacts, DataPlaneAnswer, PastedError, PastedItem
from checks.cosmos.revoked import REVOKED_KINDS, is_confirmed
from diagnostics import Check, Kind, Look, NotApplicable, Recognised, Seen, Step, Verdict

_BY_CODE: dict[str, Kind] = {
    kind.code: kind
    for kind in (*REVOKED_KINDS, co.POSSIBLY_REVOKED, co.WRITE_FORBIDDEN, co.LOCAL_AUTH_OFF)
}
_OK = 200


async def probe(look: Look) -> PastedError | NotApplicable:
    """Take what was recognised; no request."""
    if not look.pasted:
        return NotApplicable("no error text was given, or nothing in it is known")
    return PastedError(observed_at=look.now(), items=tuple(_item(each) for each in look.pasted))


def _item(each: Recognised) -> PastedItem:
    return PastedItem(
        signature_id=each.signature_id,
        code=each.code,
        category=each.category,
        certainty=each.certainty.value,
        kind=each.kind,
        excerpt=each.excerpt,
        why=each.why,
        http_status=each.http_status,
        account_host=each.account_host,
        vault_host=each.vault_host,
    )


def judge(pasted: PastedError, seen: Seen) -> Iterator[Verdict]:
    """A text is as old as it is: where both planes are seen healthy, it speaks of the past or of an old token."""
    for item in pasted.items:
        kind = _BY_CODE.get(item.kind)
        if kind is None:
            continue
        if kind in REVOKED_KINDS and _is_healthy_now(seen):
            yield _stale(item, seen)
        else:
            yield _found(kind, item)


def _is_healthy_now(seen: Seen) -> bool:
    account, answer = seen.maybe(AccountFacts), seen.maybe(DataPlaneAnswer)
    confirmed = (
        account is not None and account.cmk_status is not None and is_confirmed(account.cmk_status)
    )
    return confirmed and answer is not None and answer.status == _OK


def _subject(item: PastedItem) -> str:
    return item.account_host or "the account of the pasted error"


def _found(kind: Kind, item: PastedItem) -> Verdict:
    number = f" ({item.code})" if item.code else ""
    return kind.found(
        _subject(item),
        f"The pasted error says: {kind.title}{'' if number and number in kind.title else number}. It was"
        f" recognised as {item.certainty}: {item.why}",
        evidence=(f'text = "{item.excerpt}" (pasted error)',),
    )


def _stale(item: PastedItem, seen: Seen) -> Verdict:
    account = seen[AccountFacts]
    return co.STALE_TOKEN.found(
        account.account,
        f"The pasted error says revoked ({item.code or 'no number'}), but account {account.account.name} is healthy now:"
        " its status is confirmed and the data plane answers. It is over, or a running process still holds an old"
        " token or connection.",
        evidence=(
            f'text = "{item.excerpt}" (pasted error)',
            f"properties.customerManagedKeyStatus = {account.cmk_status} ({account.account})",
            "GET / = 200 (data plane)",
        ),
    )


CHECK = Check(
    id="cosmos.pasted_error",
    title="The pasted error does not speak of a revoked key",
    provides=PastedError,
    probe=probe,
    judge=judge,
    kinds=(*_BY_CODE.values(), co.STALE_TOKEN),
    step=Step.CMK,
    weighs=(AccountFacts, DataPlaneAnswer),
    is_required=False,
)
