"""What leaves a broken account behind in logs, and what may be behind each of its symptoms."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

from checks.cosmos.data_plane_refusal import explained
from checks.cosmos.facts import AccountFacts, DataPlaneAnswer
from checks.cosmos.revoked import REVOKED_KINDS, kind_of
from checks.traces.roles import TRACES as _ROLE_TRACES
from checks.traces.shapes import hinted, shown, unseen
from checks.traces.sorts import activity_log, entra_audit, vault_log
from checks.traces.sorts.shapes import account_written, by_manager
from diagnostics import Becomes, Fate, Kind, Link, Rule, Seen, Thing, Trace

_ACCOUNT_DELETED = by_manager(
    Thing.ACCOUNT,
    "it deleted the account",
    "microsoft.documentdb/databaseaccounts/delete",
    about=Link.ACCOUNT,
    fate=Fate.VANISHED,
)
_ACCOUNT_WRITTEN = replace(
    account_written("it is the change that the account is busy with"), is_under_way=True
)
_FIREWALL = account_written(
    "it changed whom the account's firewall lets in",
    Becomes(name="iprules"),
    Becomes(name="publicnetworkaccess", to=("disabled",)),
    Becomes(name="isvirtualnetworkfilterenabled", to=("true",)),
    Becomes(name="hasvirtualnetworkfilter", to=("true",)),
    Becomes(name="virtualnetworkrules"),
)
_LOCAL_AUTH = account_written(
    "it switched off sign-in by the account's keys",
    Becomes(name="disablelocalauth", to=("true",)),
    Becomes(name="localauthdisabled", to=("true",)),
)
_PERIMETER = by_manager(
    Thing.OTHER,
    "it put the account into a network perimeter",
    "microsoft.network/networksecurityperimeters/resourceassociations/write",
    about=Link.ACCOUNT,
)


def _rules_of(cause: str) -> tuple[Rule, ...]:
    return next(trace.rules for trace in _ROLE_TRACES if trace.cause == cause)


_NO_TOKEN = (
    entra_audit.PRINCIPAL_SWITCHED_OFF,
    entra_audit.PRINCIPAL_DELETED,
    entra_audit.APPLICATION_DELETED,
    activity_log.IDENTITY_DELETED,
    activity_log.IDENTITY_BLOCK,
    activity_log.DEFAULT_IDENTITY,
    entra_audit.FEDERATION_TAKEN,
    entra_audit.FEDERATION_CHANGED,
    entra_audit.VAULT_SERVICE_OFF,
    entra_audit.VAULT_SERVICE_DELETED,
    entra_audit.SIGN_IN_POLICY,
)
_NO_ACCESS = _rules_of("key-access-missing")
_KEY = (
    vault_log.KEY_SWITCHED_OFF,
    vault_log.KEY_DELETED,
    vault_log.KEY_PURGED,
    vault_log.KEY_LIMITED,
)
_VAULT = (
    activity_log.VAULT_DELETED,
    activity_log.VAULT_PURGED,
    activity_log.VAULT_MOVED,
    activity_log.KEY_URI,
)
_ANY = (*_NO_TOKEN, *_NO_ACCESS, *_KEY, *_VAULT)
_OURS = (
    "it is how this caller signs in, not a change at the account: the caller's own repository shows who changed that,"
    " no audit log does"
)
_CALLER = "the caller's own clock, token or code is behind it, and no log of Azure's shows those"


def _of_status(seen: Seen) -> Trace | None:
    """Give the trace of the reason that the account's status names; what was repaired was broken by that."""
    account = seen.maybe(AccountFacts)
    return _of_reason(kind_of(account.cmk_status or "") if account else None)


def _of_answer(seen: Seen) -> Trace | None:
    """Give the trace of the reason that the data plane refuses with."""
    account, answer = seen.maybe(AccountFacts), seen.maybe(DataPlaneAnswer)
    if account is None or answer is None or answer.status < HTTPStatus.BAD_REQUEST:
        return None
    return _of_reason(explained(answer, account).kind)


def _of_reason(kind: Kind | None) -> Trace | None:
    if kind not in REVOKED_KINDS:
        return None
    return next((trace for trace in TRACES if trace.cause == kind.slug), None)


TRACES: tuple[Trace, ...] = (
    shown("account-missing", _ACCOUNT_DELETED),
    shown("account-being-updated", _ACCOUNT_WRITTEN),
    shown("default-identity-invalid", activity_log.DEFAULT_IDENTITY),
    shown("cross-tenant-identity-unfit", activity_log.DEFAULT_IDENTITY),
    shown("key-uri-malformed", activity_log.KEY_URI),
    shown("key-uri-differs", activity_log.KEY_URI),
    shown("cosmos-firewall-blocks-caller", _FIREWALL, _PERIMETER),
    shown(
        "local-authorization-off",
        _LOCAL_AUTH,
        beyond="or the caller began to use them: its own repository shows who changed that",
    ),
    hinted("revoked-token-acquisition", *_NO_TOKEN),
    hinted("revoked-identity-unauthorized", *_NO_ACCESS, *_KEY),
    hinted(
        "revoked-key-not-found", vault_log.KEY_DELETED, vault_log.KEY_PURGED, activity_log.KEY_URI
    ),
    hinted("revoked-vault-not-found", *_VAULT),
    hinted("revoked-key-disabled-or-expired", vault_log.KEY_SWITCHED_OFF, vault_log.KEY_DATED),
    hinted(
        "revoked-identity-undefined", activity_log.DEFAULT_IDENTITY, activity_log.IDENTITY_BLOCK
    ),
    hinted("revoked-key-uri-improper", activity_log.KEY_URI),
    hinted("revoked-unwrap-failed", *_KEY, vault_log.KEY_MADE),
    hinted(
        "revoked-vault-name-unresolved",
        *_VAULT,
        beyond="or the name is there and does not resolve: the zone's own log, or who runs the resolver, knows why",
    ),
    hinted("revoked-perimeter-outbound", _PERIMETER),
    hinted("revoked-without-reason", *_ANY),
    hinted("possibly-revoked", *_ANY),
    hinted("data-plane-forbidden", *_rules_of("cosmos-data-role-elsewhere"), _FIREWALL),
    hinted("write-forbidden", *_ANY),
    hinted("data-plane-refuses", *_ANY, _FIREWALL),
    hinted(
        "data-plane-account-unknown",
        _ACCOUNT_DELETED,
        beyond="or it lies inside Azure Cosmos DB: Resource Health shows that, no audit log does",
    ),
    # What is repaired was changed before, and by the repair: the first is what broke it.
    hinted("repaired-still-propagating", *_ANY, narrower=_of_answer),
    hinted("status-still-revoked", *_ANY, narrower=_of_status),
    unseen(
        "revoked-service-side",
        "the fault lies inside a service of Microsoft's; its status page and Resource Health show it, no audit log does",
    ),
    hinted("cosmos-token-refused", entra_audit.SIGN_IN_POLICY, entra_audit.COSMOS_SERVICE_OFF),
    unseen("cosmos-token-general-scope", _OURS),
    unseen("cosmos-token-audience", _OURS),
    unseen("cosmos-token-issuer", _OURS),
    unseen("clock-skew", _CALLER),
    unseen("stale-token-elsewhere", _CALLER),
)
