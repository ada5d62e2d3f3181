"""Which principal does the account use to reach Key Vault, and is it attached?"""

from __future__ import annotations

from collections.abc import Iterator

from checks.cosmos.facts import AccountFacts, AttachedIdentity
from checks.entra.facts import DefaultPrincipal, Role
from checks.entra.kinds import IDENTITY_NOT_ATTACHED, PRINCIPAL_UNKNOWN, SYSTEM_IDENTITY_OFF
from diagnostics import (
    AppId,
    Check,
    DefaultIdentity,
    IdentityKind,
    Look,
    NotApplicable,
    Seen,
    Step,
    Topology,
    Verdict,
)

_DELEGATED = (IdentityKind.DELEGATED_SYSTEM_ASSIGNED, IdentityKind.DELEGATED_USER_ASSIGNED)


async def probe(look: Look) -> DefaultPrincipal | NotApplicable:
    """Read it out of the account; no request of its own."""
    account = look.seen[AccountFacts]
    if not account.exists:
        return NotApplicable("the account does not exist")
    if account.key_uri_text is None:
        return NotApplicable("the account has no customer-managed key")
    default = _default(account)
    if default is None:
        return NotApplicable("the account names no valid default identity (see cosmos.account)")
    if default.federated_client and default.kind is not IdentityKind.USER_ASSIGNED:
        return NotApplicable(
            "a federated client needs a user-assigned identity (see cosmos.account)"
        )
    return _principal(look, account, default)


def _default(account: AccountFacts) -> DefaultIdentity | None:
    """Give the default identity; unset means the first-party one (Cosmos DB page on setting up such keys)."""
    if account.default_identity_text is None:
        return DefaultIdentity(IdentityKind.FIRST_PARTY)
    return account.default_identity


def _principal(look: Look, account: AccountFacts, default: DefaultIdentity) -> DefaultPrincipal:
    attached = _attached(account, default)
    own = default.federated_client is None
    system = default.kind is IdentityKind.SYSTEM_ASSIGNED
    first_party = default.kind is IdentityKind.FIRST_PARTY
    of_account = account.system_principal_id if system else None
    of_identity = attached.principal_id if attached else None
    client = attached.client_id if attached else None
    return DefaultPrincipal(
        observed_at=account.observed_at,
        role=_role(default),
        identity_kind=default.kind,
        object_id=(of_account or of_identity) if own else None,
        app_id=AppId.parse(look.target.cloud.cosmos_app_id)
        if first_party
        else default.federated_client or client,
        identity=default.identity,
        is_attached=bool(attached) if default.kind is IdentityKind.USER_ASSIGNED else None,
        tenant=account.tenant if own else look.target.tenant,
        federated_from=None if own else of_identity,
    )


def _role(default: DefaultIdentity) -> Role:
    if default.federated_client:
        return Role.FEDERATED_APPLICATION
    if default.identity:
        return Role.USER_ASSIGNED
    return Role.FIRST_PARTY if default.kind is IdentityKind.FIRST_PARTY else Role.SYSTEM_ASSIGNED


def _attached(account: AccountFacts, default: DefaultIdentity) -> AttachedIdentity | None:
    return next((each for each in account.attached if each.identity == default.identity), None)


def judge(principal: DefaultPrincipal, seen: Seen) -> Iterator[Verdict]:
    """The default identity must be one that the account really has."""
    account = seen[AccountFacts]
    if principal.identity_kind and principal.identity_kind in _DELEGATED:
        yield PRINCIPAL_UNKNOWN.unknown(
            f"The default identity of {account.account.name} is a {principal.identity_kind.value}:"
            " it is delegated by another service, and the account does not say which principal it is.",
            do="ask the owner of the service that delegates it",
        )
    elif principal.is_attached is False and not _tells_identities(account):
        yield PRINCIPAL_UNKNOWN.unknown(
            f"The answer about account {account.account.name} does not say which identities it has, so whether it"
            f" has its default identity {_name(principal)} cannot be told.",
            do=_show_identities(account),
        )
    elif principal.is_attached is False:
        yield _not_attached(principal, account)
    elif principal.identity_kind is IdentityKind.SYSTEM_ASSIGNED:
        yield from _system(principal, account)


def _tells_identities(account: AccountFacts) -> bool:
    """Tell whether the identity block is whole: a type, and a list where the type speaks of one (recorded answers)."""
    speaks_of_a_list = "userassigned" in account.identity_type.lower()
    return bool(account.identity_type) and speaks_of_a_list == bool(account.attached)


def _show_identities(account: AccountFacts) -> str:
    of = account.account
    return (
        f"az cosmosdb identity show --name {of.name} --resource-group {of.group}"
        f" --subscription {of.subscription}"
    )


def _not_attached(principal: DefaultPrincipal, account: AccountFacts) -> Verdict:
    listed = ", ".join(each.identity.name for each in account.attached) or "none"
    return IDENTITY_NOT_ATTACHED.found(
        principal.identity,
        f"Account {account.account.name} uses identity {_name(principal)} as its default, but its"
        f" identity block does not list it (it lists: {listed}).",
        evidence=(
            f"properties.defaultIdentity = {account.default_identity_text} ({account.account})",
            f"identity.type = {account.identity_type} ({account.account})",
            f"identity.userAssignedIdentities = {listed} ({account.account})",
        ),
    )


def _system(principal: DefaultPrincipal, account: AccountFacts) -> Iterator[Verdict]:
    if account.identity_type and "systemassigned" not in account.identity_type.lower():
        yield SYSTEM_IDENTITY_OFF.found(
            account.account,
            f"Account {account.account.name} uses its system-assigned identity as the default, but"
            f" that identity is switched off: identity.type is {account.identity_type}.",
            evidence=(
                f"properties.defaultIdentity = {account.default_identity_text} ({account.account})",
                f"identity.type = {account.identity_type} ({account.account})",
            ),
        )
    elif principal.object_id is None:
        yield PRINCIPAL_UNKNOWN.unknown(
            f"Account {account.account.name} uses its system-assigned identity, but its answer names no"
            " principal id.",
            do=_show_identities(account),
        )


def _name(principal: DefaultPrincipal) -> str:
    return principal.identity.name if principal.identity else "of an unknown name"


CHECK = Check(
    id="entra.default_principal",
    title="The account's default identity is one that the account has",
    provides=DefaultPrincipal,
    probe=probe,
    judge=judge,
    kinds=(IDENTITY_NOT_ATTACHED, SYSTEM_IDENTITY_OFF, PRINCIPAL_UNKNOWN),
    step=Step.IDENTITY,
    needs=(AccountFacts,),
    applies_to=frozenset({Topology.OWN_ACCOUNT}),
)
