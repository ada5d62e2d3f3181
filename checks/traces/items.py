"""Elements of lists that records hold, by the names that people give them."""

from __future__ import annotations

from checks.ajo.facts import (
    CampaignValidation,
    ValidationItem,
)
from checks.cosmos.facts import AccountFacts, AttachedIdentity
from checks.entra.facts import (
    CredentialDate,
    CredentialDates,
    FederatedCredential,
    FederatedCredentials,
    PrincipalFacts,
    Registration,
)
from checks.keyvault.facts import AccessPolicy, KeyFacts, KeyVersion, VaultFacts
from checks.rbac.facts import (
    DataRoles,
    DenyAssignment,
    KeyGrants,
    RoleAssignment,
    RoleDefinition,
)
from checks.rbac.scopes import place
from diagnostics import Item


def role_item(assignment: RoleAssignment, grants: KeyGrants | DataRoles) -> Item:
    """Name a role that somebody has."""
    names = {each.id: each.name for each in grants.definitions}
    role = names.get(assignment.role_id) or assignment.role_id
    return Item(
        name=f"role assignment {role!r} for {assignment.principal} at {place(assignment.scope)}",
        subject=assignment.id,
        concerns=(assignment.scope, str(assignment.principal)),
    )


def definition_item(definition: RoleDefinition, grants: KeyGrants | DataRoles) -> Item:
    """Name a role by what it is defined to allow."""
    scope = grants.scope if isinstance(grants, KeyGrants) else grants.account
    return Item(name=f"role {definition.name!r}, as it is defined", subject=str(scope))


def deny_item(refusal: DenyAssignment, _: KeyGrants) -> Item:
    """Name a deny assignment."""
    return Item(
        name=f"deny assignment {refusal.name!r} at {place(refusal.scope)}",
        subject=refusal.id,
        concerns=(refusal.scope, *map(str, refusal.principals)),
    )


def policy_item(policy: AccessPolicy, vault: VaultFacts) -> Item:
    """Name an access policy."""
    whom = policy.object_id or "nobody"
    return Item(
        name=f"access policy for {whom} of vault {vault.host}",
        subject=str(vault.vault or vault.host),
        concerns=(str(policy.object_id),) if policy.object_id else (),
    )


def version_item(version: KeyVersion, key: KeyFacts) -> Item:
    """Name a version of a key."""
    uri = f"{key.key_uri.versionless}/{version.version}"
    return Item(name=f"key version {uri}", subject=uri)


def credential_item(credential: CredentialDate, record: CredentialDates | Registration) -> Item:
    """Name a secret or certificate of an application."""
    return Item(
        name=f"{credential.kind} {credential.key_id} of application {record.app_id}",
        subject=str(record.app_id),
    )


def own_credential_item(credential: CredentialDate, record: PrincipalFacts) -> Item:
    """Name a secret or certificate of a service principal."""
    return Item(
        name=f"{credential.kind} {credential.key_id} of service principal {record.display_name}".rstrip(),
        subject=str(record.object_id or record.app_id),
    )


def federated_item(credential: FederatedCredential, record: FederatedCredentials) -> Item:
    """Name a federated credential."""
    return Item(
        name=f"federated credential {credential.name} of application {record.app_id}",
        subject=credential.id,
        concerns=(str(record.app_id), str(record.application)),
    )


def attached_item(identity: AttachedIdentity, account: AccountFacts) -> Item:
    """Name an identity in the identity block of an account."""
    return Item(
        name=f"identity {identity.identity.name} in the identity block of {account.account.name}",
        subject=str(account.account),
        concerns=(str(identity.identity),),
    )


def validation_item(item: ValidationItem, record: CampaignValidation) -> Item:
    """Name what a validation found."""
    return Item(name=f"{item.level} of {item.source}: {item.text}", subject=record.campaign)
