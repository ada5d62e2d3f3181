"""What stands on the way from a target's caller to its key, by every identifier that a log may call it."""

from __future__ import annotations

from collections.abc import Iterator

from checks.ajo.facts import CmkConfig, CmkRegistration
from checks.cosmos.facts import AccountFacts, KeyLocation
from checks.entra.facts import (
    DefaultPrincipal,
    KeyVaultPrincipal,
    PrincipalFacts,
    Registration,
    UserAssignedIdentity,
)
from checks.keyvault.facts import KeyFacts, VaultFacts
from checks.rbac.facts import DataRoles, KeyGrants
from diagnostics import Evidence, Link, ObjectId, OnPath, ResourceId, Seen, SignIn, Target

_KEY_IN_VAULT = "keys"
READ_FROM: tuple[type[Evidence], ...] = (
    AccountFacts,
    CmkConfig,
    CmkRegistration,
    DataRoles,
    DefaultPrincipal,
    KeyFacts,
    KeyGrants,
    KeyLocation,
    KeyVaultPrincipal,
    PrincipalFacts,
    Registration,
    SignIn,
    UserAssignedIdentity,
    VaultFacts,
)  # the evidence that names what stands on the way


def on_path(target: Target, seen: Seen) -> OnPath:
    """Name everything on the way; what was not read and is not configured is not there."""
    found: dict[Link, set[str]] = {}
    for link, each in _named(target, seen):
        if each is not None and str(each):
            found.setdefault(link, set()).add(str(each).casefold().rstrip("/") or "/")
    for link, groups in _groups(seen):
        if groups:
            found.setdefault(link, set()).update([each.value.casefold() for each in groups])
    return {link: frozenset(ids) for link, ids in found.items()}


def _groups(seen: Seen) -> Iterator[tuple[Link, tuple[ObjectId, ...] | None]]:
    """Give the groups that somebody is in, of which there may be very many."""
    if grants := seen.maybe(KeyGrants):
        yield Link.GROUP, grants.groups
    if roles := seen.maybe(DataRoles):
        yield Link.CALLER, roles.groups


def _named(target: Target, seen: Seen) -> Iterator[tuple[Link, object]]:
    yield from _principal(target, seen)
    yield from _key(target, seen)
    yield from _account(target, seen)
    yield from _adobe(target, seen)


def _principal(target: Target, seen: Seen) -> Iterator[tuple[Link, object]]:
    yield Link.APPLICATION, target.application
    if default := seen.maybe(DefaultPrincipal):
        yield Link.PRINCIPAL, default.object_id
        yield Link.PRINCIPAL, default.federated_from
        yield Link.APPLICATION, default.app_id
        yield Link.IDENTITY, default.identity
    if facts := seen.maybe(PrincipalFacts):
        yield Link.PRINCIPAL, facts.object_id
        yield Link.PRINCIPAL, facts.app_id  # what is gone has no other name
        yield Link.APPLICATION, facts.app_id
    if identity := seen.maybe(UserAssignedIdentity):
        yield Link.IDENTITY, identity.identity
        yield Link.PRINCIPAL, identity.principal_id
        yield Link.PRINCIPAL, identity.principal_id_on_account
    if registration := seen.maybe(Registration):
        yield Link.APPLICATION, registration.app_id
        yield Link.APPLICATION, registration.object_id
    if service := seen.maybe(KeyVaultPrincipal):
        yield Link.VAULT_SERVICE, service.object_id
        yield Link.VAULT_SERVICE, service.app_id
    if registered := seen.maybe(CmkRegistration):
        yield Link.APPLICATION, registered.application
        yield Link.CMK_CONFIG, registered.name
    if grants := seen.maybe(KeyGrants):
        yield Link.PRINCIPAL, grants.principal
        yield from ((Link.PRINCIPAL, each) for each in grants.vanished)


def _key(target: Target, seen: Seen) -> Iterator[tuple[Link, object]]:
    location, facts, vault = seen.maybe(KeyLocation), seen.maybe(KeyFacts), seen.maybe(VaultFacts)
    for uri in (
        target.key_uri,
        location.key_uri if location else None,
        facts.key_uri if facts else None,
    ):
        if uri:
            yield Link.KEY, uri
            yield Link.KEY, uri.versionless
            yield Link.VAULT, uri.host
            yield Link.VAULT, f"https://{uri.host}"
    names = {uri.name for uri in (target.key_uri, facts.key_uri if facts else None) if uri}
    if facts and facts.key:
        yield Link.KEY, facts.key
        yield from ((Link.KEY_SCOPE, each) for each in _upwards(facts.key))
    for each in (target.vault, vault.vault if vault else None, _deleted(vault)):
        if each:
            yield Link.VAULT, each
            yield from ((Link.KEY, each.child(_KEY_IN_VAULT, name)) for name in names)
            yield from ((Link.KEY_SCOPE, each.child(_KEY_IN_VAULT, name)) for name in names)
            yield from ((Link.KEY_SCOPE, above) for above in _upwards(each))
    if grants := seen.maybe(KeyGrants):
        yield Link.KEY_SCOPE, grants.scope
        if grants.scope:
            # What is effective holds at the key's scope or above, management groups among them.
            yield from ((Link.KEY_SCOPE, each.scope) for each in grants.effective)


def _deleted(vault: VaultFacts | None) -> ResourceId | None:
    return vault.deleted_vault if vault else None


def _upwards(resource: ResourceId) -> Iterator[str]:
    """Give a resource and everything it lies in, up to the whole tenant."""
    parts = str(resource).split("/")[1:]
    yield from (f"/{'/'.join(parts[:count])}" for count in range(2, len(parts) + 1, 2))
    yield "/"


def _account(target: Target, seen: Seen) -> Iterator[tuple[Link, object]]:
    yield Link.ACCOUNT, target.account
    if (login := seen.maybe(SignIn)) and login.is_guest:
        yield Link.CALLER, login.object_id
    if facts := seen.maybe(AccountFacts):
        yield Link.ACCOUNT, facts.account
        yield from ((Link.IDENTITY, each.identity) for each in facts.attached)
        if facts.default_identity and facts.default_identity.identity:
            yield Link.IDENTITY, facts.default_identity.identity
    if roles := seen.maybe(DataRoles):
        yield Link.CALLER, roles.principal


def _adobe(target: Target, seen: Seen) -> Iterator[tuple[Link, object]]:
    yield Link.CAMPAIGN, target.campaign
    yield Link.SANDBOX, target.sandbox
    yield Link.CMK_CONFIG, target.cmk_config
    yield Link.ADOBE_CREDENTIAL, target.client_id
    if config := seen.maybe(CmkConfig):
        yield Link.CMK_CONFIG, config.name
