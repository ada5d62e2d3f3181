"""Is the account there, and does it say that it can use its key?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.cosmos import kinds as co
from checks.cosmos.account_reading import facts_of
from checks.cosmos.facts import AccountFacts
from checks.cosmos.revoked import REVOKED_KINDS, is_confirmed, kind_of, number_in
from checks.entra.facts import RightPlace, unproven_absence
from checks.entra.kinds import PLACE_NOT_SETTLED
from diagnostics import (
    Check,
    IdentityKind,
    Look,
    NotApplicable,
    NotFound,
    ResourceId,
    Seen,
    Severity,
    SignIn,
    Step,
    Topology,
    Verdict,
    ports,
)

# `… is currently revoked because <reason>; for more details … <link> (<number>).` (enum of API version 2023-09-15)
_REASON = re.compile(r"\bbecause (.+?)(?:; for more details|\s*\(40\d\d\)|$)", re.IGNORECASE)
# Passing values of provisioningState (REST reference of databaseAccounts, 2026-03-15).
_BUSY = (
    "initializing",
    "creating",
    "updating",
    "deleting",
    "failingover",
    "onlining",
    "offlining",
    "restoring",
)
# Cross-tenant keys are refused with these two (troubleshooting guide for cross-tenant customer-managed keys, 1.8 and 1.9).
_UNFIT_ACROSS_TENANTS = (IdentityKind.FIRST_PARTY, IdentityKind.SYSTEM_ASSIGNED)


async def probe(look: Look) -> AccountFacts | NotApplicable:
    """Read the account: one GET."""
    account = look.target.account
    if account is None:
        return NotApplicable("no account of your own is named")
    try:
        return facts_of(account, await look.arm.account(account))
    except NotFound:
        return absent(look, account)


def absent(look: Look, account: ResourceId) -> AccountFacts:
    """Say that nothing answered under this id; the judge decides whether to believe it."""
    return AccountFacts(
        observed_at=look.now(),
        account=account,
        exists=False,
        kind="",
        capabilities=(),
        endpoint="",
        provisioning_state="",
        key_uri_text=None,
        key_uri=None,
        default_identity_text=None,
        default_identity=None,
        cmk_status=None,
        identity_type="",
        system_principal_id=None,
        tenant=None,
        attached=(),
        public_network_access="",
        ip_rules=(),
        network_acl_bypass="",
        has_virtual_network_filter=None,
        local_auth_disabled=None,
    )


def judge(account: AccountFacts, seen: Seen) -> Iterator[Verdict]:
    """Existence first, then state, status and default identity: several can be true."""
    if not account.exists:
        yield _missing(account, seen)
        return
    if _is_busy(account):
        yield _busy(account)
    if account.key_uri_text is None and account.cmk_status:
        yield _key_unnamed(account)
        yield from _status(account)
        return
    if account.key_uri_text is None:
        yield _no_key(account)
        return
    yield from _status(account)
    yield from _identity(account)
    yield from _key_uri(account)


def _missing(account: AccountFacts, seen: Seen) -> Verdict:
    unproven = unproven_absence(
        seen.maybe(RightPlace), f"Account {account.account.name}", in_directory=False
    )
    return unproven or co.ACCOUNT_MISSING.found(
        account.account,
        f"Account {account.account.name} does not exist: Resource Manager answered 404 for its id.",
        evidence=(f"GET {account.account} = 404 (Resource Manager)",),
    )


def _is_busy(account: AccountFacts) -> bool:
    return account.provisioning_state.lower() in _BUSY


def _busy(account: AccountFacts) -> Verdict:
    return co.ACCOUNT_BUSY.found(
        account.account,
        f"Account {account.account.name} is being changed: its state is {account.provisioning_state}. Until it is"
        " done, identity and status may show old values.",
        evidence=(
            f"properties.provisioningState = {account.provisioning_state} ({account.account})",
        ),
    )


def _no_key(account: AccountFacts) -> Verdict:
    return co.NO_CUSTOMER_KEY.found(
        account.account,
        f"Account {account.account.name} has no customer-managed key, so no key of yours can revoke it.",
        evidence=(f"properties.keyVaultKeyUri = absent ({account.account})",),
    )


def _key_unnamed(account: AccountFacts) -> Verdict:
    """Doubt an answer that has a status and no key: accounts without a key have neither (recorded answers)."""
    return co.STATUS_UNKNOWN.unknown(
        f"Account {account.account.name} shows no key URI, while its customerManagedKeyStatus speaks of a key.",
        do=f"az cosmosdb show --ids {account.account} --query keyVaultKeyUri",
    )


def _status(account: AccountFacts) -> Iterator[Verdict]:
    text = account.cmk_status
    where = f"properties.customerManagedKeyStatus of {account.account.name}"
    if not text:
        yield co.STATUS_UNKNOWN.unknown(
            f"{where} is absent, although the account has a customer-managed key.",
            do="read the data plane's answer; an older api-version leaves the status out",
        )
    elif is_confirmed(text):
        return
    elif kind := kind_of(text):
        yield kind.found(
            account.account,
            _said(account, text),
            evidence=(f"properties.customerManagedKeyStatus = {text} ({account.account})",),
        )
    else:
        yield co.STATUS_UNKNOWN.unknown(
            f'{where} says something that is not known: "{text}"',
            do="read the text itself, and the data plane's answer",
        )


def _said(account: AccountFacts, text: str) -> str:
    """Say the reason that the status gives; the whole text with its link is evidence."""
    name, number = account.account.name, number_in(text)
    code = f" ({number})" if number else ""
    reason = _REASON.search(" ".join(text.split()))
    if reason is None:
        return f"Account {name} is revoked{code}, and its status gives no reason."
    return f"Account {name} is revoked{code}: {reason[1].rstrip('.')}."


def _identity(account: AccountFacts) -> Iterator[Verdict]:
    default = account.default_identity
    evidence = (
        f"properties.defaultIdentity = {account.default_identity_text!r} ({account.account})",
    )
    if default is None and _is_meant(account):
        works = bool(account.cmk_status) and is_confirmed(account.cmk_status or "")
        yield co.IDENTITY_INVALID.found(
            account.account,
            f"Account {account.account.name} names {account.default_identity_text!r} as its default identity,"
            " which is none of the five forms.",
            evidence=evidence,
            severity=Severity.WARNING if works else None,
            because="the status says that the key can be used all the same" if works else "",
        )
    if default and default.federated_client and default.kind in _UNFIT_ACROSS_TENANTS:
        yield co.CROSS_TENANT_IDENTITY.found(
            account.account,
            f"Account {account.account.name} uses a federated client with {default.kind.value}; only a"
            " user-assigned identity can be used across tenants.",
            evidence=evidence,
        )


def _is_meant(account: AccountFacts) -> bool:
    """Tell whether what stands there is the account's word: it is empty while the account is made (recorded answers)."""
    text = account.default_identity_text
    return text is not None and not (_is_busy(account) and not text.strip())


def _key_uri(account: AccountFacts) -> Iterator[Verdict]:
    evidence = (f"properties.keyVaultKeyUri = {account.key_uri_text} ({account.account})",)
    if account.key_uri is None:
        yield co.KEY_URI_MALFORMED.found(
            account.account,
            f"Account {account.account.name} has {account.key_uri_text!r} as its key URI, which is not of the form"
            " https://<vault>/keys/<name>.",
            evidence=evidence,
        )
    elif account.key_uri.version:
        yield co.KEY_URI_VERSIONED.found(
            account.account,
            f"Account {account.account.name} names version {account.key_uri.version} of its key; a rotated key is"
            " only used after the URI is changed.",
            evidence=evidence,
        )


CHECK = Check(
    id="cosmos.account",
    title="The account exists and says that it can use its key",
    provides=AccountFacts,
    probe=probe,
    judge=judge,
    kinds=(
        *REVOKED_KINDS,
        co.STATUS_UNKNOWN,
        co.ACCOUNT_MISSING,
        co.IDENTITY_INVALID,
        co.CROSS_TENANT_IDENTITY,
        co.ACCOUNT_BUSY,
        co.NO_CUSTOMER_KEY,
        co.KEY_URI_MALFORMED,
        co.KEY_URI_VERSIONED,
        PLACE_NOT_SETTLED,
    ),
    step=Step.CMK,
    needs=(SignIn,),
    weighs=(RightPlace,),
    applies_to=frozenset({Topology.OWN_ACCOUNT}),
    permissions=(ports.ACCOUNT_READ,),
)
