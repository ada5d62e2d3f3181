"""What does the pasted text say, and is it still so?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from checks.cosmos import kinds as co
from checks.cosmos.facts import AccountFacts, DataPlaneAnswer, PastedError, PastedItem
from checks.cosmos.revoked import REVOKED_KINDS, is_confirmed, kind_of
from diagnostics import Check, Kind, Look, NotApplicable, Recognised, Seen, Severity, Step, Verdict

# What a text can say about key, data plane and caller; who may reach a vault is said by the checks that look at it.
_BY_CODE: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        *REVOKED_KINDS,
        co.POSSIBLY_REVOKED,
        co.TOKEN_AUDIENCE,
        co.TOKEN_ISSUER,
        co.CLOCK_SKEW,
        co.DATA_FIREWALL,
        co.DATA_ACCOUNT_UNKNOWN,
        co.DATA_FORBIDDEN,
        co.WRITE_FORBIDDEN,
        co.LOCAL_AUTH_OFF,
    )
}
_OK = 200


async def probe(look: Look) -> PastedError | NotApplicable:
    """Take what was recognised; no request."""
    if not look.pasted:
        return NotApplicable("no error text was given, or nothing in it is known")
    return PastedError(observed_at=look.now(), items=tuple(_item(each) for each in look.pasted))


def _item(each: Recognised) -> PastedItem:
    logged = each.logged
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
        count=logged.count if logged else 1,
        first=logged.first if logged else None,
        last=logged.last if logged else None,
        where=logged.where if logged else "",
    )


def judge(pasted: PastedError, seen: Seen) -> Iterator[Verdict]:
    """A text is as old as it is: where both planes are seen healthy, it speaks of the past or of an old token."""
    account = seen.maybe(AccountFacts)
    for item in pasted.items:
        kind = _BY_CODE.get(item.kind)
        if kind is None:
            continue
        if account and kind in REVOKED_KINDS and _is_over(item, account, seen):
            yield _stale(item, account)
        else:
            yield _found(kind, item, account)


def _is_over(item: PastedItem, account: AccountFacts, seen: Seen) -> bool:
    answer = seen.maybe(DataPlaneAnswer)
    region = account.location.replace(" ", "").lower()
    return (
        _label(item.account_host) in ("", _name(account), f"{_name(account)}-{region}")
        and is_confirmed(account.cmk_status or "")
        and answer is not None
        and answer.status == _OK
    )


def _is_another(item: PastedItem, account: AccountFacts) -> bool:
    """Tell whether the text surely names another account: a host of a region begins with the account's name too."""
    label = _label(item.account_host)
    return bool(label) and label != _name(account) and not label.startswith(f"{_name(account)}-")


def _name(account: AccountFacts) -> str:
    return _label(urlsplit(account.endpoint).hostname or account.account.name)


def _label(host: str) -> str:
    return host.lower().partition(".")[0]


def _found(kind: Kind, item: PastedItem, account: AccountFacts | None) -> Verdict:
    number = f" ({item.code})" if item.code and f"({item.code})" not in kind.title else ""
    another = (
        f" It names {item.account_host}, which is not the account {account.account.name} that was looked at."
        if account and _is_another(item, account)
        else ""
    )
    said_now = _other_reason(kind, account)
    return kind.found(
        item.account_host or _unnamed(item),
        f"{_says(item)}: {kind.title}{number}. It was recognised as {item.certainty}:"
        f" {item.why.rstrip('.')}.{another}",
        evidence=(_quoted(item),),
        severity=Severity.WARNING if said_now else None,
        because=f"the account itself names another reason now: {said_now.title}"
        if said_now
        else "",
    )


def _unnamed(item: PastedItem) -> str:
    return "the account of the logs" if item.where else "the account of the pasted error"


def _says(item: PastedItem) -> str:
    """Say who says it, how often and since when."""
    if not item.where:
        return "The pasted error says"
    often = f"{item.count} times" if item.count > 1 else "once"
    if item.first is None or item.last is None:
        return f"The logs say {often}, without a time"
    if item.first == item.last:
        return f"The logs say {often}, at {_time(item.first)}"
    return f"The logs say {often}, from {_time(item.first)} to {_time(item.last)}"


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"


def _quoted(item: PastedItem) -> str:
    return f'text = "{item.excerpt}" ({item.where or "pasted error"})'


def _other_reason(kind: Kind, account: AccountFacts | None) -> Kind | None:
    """Return the reason that the account gives now, where it is another one: a text may be older than that."""
    now = kind_of(account.cmk_status or "") if account and kind in REVOKED_KINDS else None
    return now if now is not None and now is not kind else None


def _stale(item: PastedItem, account: AccountFacts) -> Verdict:
    return co.STALE_TOKEN.found(
        account.account,
        f"{_says(item)}{':' * bool(item.where)} revoked ({item.code or 'no number'}), but account {account.account.name} is healthy now:"
        " its status is confirmed and the data plane answers. It is over, or a running process still holds an old"
        " token or connection.",
        evidence=(
            _quoted(item),
            f"properties.customerManagedKeyStatus = {account.cmk_status} ({account.account})",
            "GET / = 200 (data plane)",
        ),
    )


CHECK = Check(
    id="cosmos.pasted_error",
    title="The pasted error does not speak of a revoked key or a refused caller",
    provides=PastedError,
    probe=probe,
    judge=judge,
    kinds=(*_BY_CODE.values(), co.STALE_TOKEN),
    step=Step.CMK,
    weighs=(AccountFacts, DataPlaneAnswer),
    is_required=False,
    repeats_text=True,
)
