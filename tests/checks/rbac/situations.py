"""Builders of plain records: a vault, a principal, and what is given to it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from checks.cosmos.facts import KeyLocation
from checks.entra.facts import DefaultPrincipal, Presence, PrincipalFacts, Role
from checks.keyvault.facts import AccessPolicy, VaultFacts
from checks.rbac.facts import Block, DenyAssignment, KeyGrants, RoleAssignment, RoleDefinition
from diagnostics import (
    AppId,
    Evidence,
    IdentityKind,
    KeyUri,
    ObjectId,
    ResourceId,
    Seen,
    SubscriptionId,
    Target,
    TenantId,
    Topology,
)
from tests.checks.keyvault.situations import a_vault as any_vault

NOW = datetime(2026, 11, 23, 3, 14, tzinfo=UTC)
TENANT = TenantId("11111111-aaaa-4000-8000-000000000001")
OTHER_TENANT = TenantId("11111111-aaaa-4000-8000-000000000002")
SUBSCRIPTION = "/subscriptions/22222222-bbbb-4000-8000-000000000001"
GROUP = f"{SUBSCRIPTION}/resourceGroups/rg-sec"
VAULT = f"{GROUP}/providers/Microsoft.KeyVault/vaults/kv-ajo"
KEY = f"{VAULT}/keys/cosmos-cmk"
OTHER_KEY = f"{VAULT}/keys/reports"
OTHER_VAULT = f"{GROUP}/providers/Microsoft.KeyVault/vaults/kv-other"
MANAGEMENT_GROUP = "/providers/Microsoft.Management/managementGroups/contoso"
PRINCIPAL = ObjectId("44444444-0000-4000-8000-000000000001")
OLD = ObjectId("44444444-0000-4000-8000-0000000000ff")
STRANGER = ObjectId("44444444-0000-4000-8000-000000000002")
TEAM = ObjectId("55555555-0000-4000-8000-000000000001")
EVERYONE = ObjectId("00000000-0000-0000-0000-000000000000")
APPLICATION = AppId("66666666-0000-4000-8000-000000000001")

READ = "Microsoft.KeyVault/vaults/keys/read"
WRAP = "Microsoft.KeyVault/vaults/keys/wrap/action"
UNWRAP = "Microsoft.KeyVault/vaults/keys/unwrap/action"
ALL_THREE = (READ, WRAP, UNWRAP)


def a_block(
    data: tuple[str, ...] = (),
    without: tuple[str, ...] = (),
    actions: tuple[str, ...] = (),
    not_actions: tuple[str, ...] = (),
) -> Block:
    return Block(
        actions=actions, not_actions=not_actions, data_actions=data, not_data_actions=without
    )


def a_role(name: str, *blocks: Block) -> RoleDefinition:
    return RoleDefinition(id=f"id-of-{name.lower().replace(' ', '-')}", name=name, blocks=blocks)


ENCRYPTION_USER = a_role("Key Vault Crypto Service Encryption User", a_block(ALL_THREE))
CRYPTO_OFFICER = a_role("Key Vault Crypto Officer", a_block(("Microsoft.KeyVault/vaults/keys/*",)))
KEY_VAULT_READER = a_role("Key Vault Reader", a_block(("Microsoft.KeyVault/vaults/*/read",)))
RELEASE_USER = a_role(
    "Key Vault Crypto Service Release User",
    a_block(("Microsoft.KeyVault/vaults/keys/release/action",)),
)
WITHOUT_UNWRAP = a_role(
    "Contoso wrapper", a_block(("Microsoft.KeyVault/vaults/keys/*",), (UNWRAP,))
)
UNWRAP_ONLY = a_role("Contoso unwrapper", a_block((UNWRAP,)))
OWNER = a_role("Owner", a_block(actions=("*",)))
READER = a_role("Reader", a_block(actions=("*/read",)))
KEY_VAULT_CONTRIBUTOR = a_role("Key Vault Contributor", a_block(actions=("Microsoft.KeyVault/*",)))
BLOB_READER = a_role(
    "Storage Blob Data Reader", a_block(("Microsoft.Storage/storageAccounts/blobServices/read",))
)
ROLES = (
    ENCRYPTION_USER,
    CRYPTO_OFFICER,
    KEY_VAULT_READER,
    RELEASE_USER,
    WITHOUT_UNWRAP,
    UNWRAP_ONLY,
    OWNER,
    READER,
    KEY_VAULT_CONTRIBUTOR,
    BLOB_READER,
)


def given(
    role: RoleDefinition | str,
    scope: str = VAULT,
    principal: ObjectId = PRINCIPAL,
    *,
    condition: str | None = None,
    kind: str = "ServicePrincipal",
) -> RoleAssignment:
    role_id = role if isinstance(role, str) else role.id
    return RoleAssignment(
        id=f"{scope}/providers/Microsoft.Authorization/roleAssignments/{role_id}-{principal}",
        principal=principal,
        principal_type=kind,
        role_id=role_id,
        scope=scope,
        condition=condition,
        created_on=None,
    )


def a_deny(scope: str = VAULT, **other: object) -> DenyAssignment:
    fields: dict[str, Any] = {
        "id": f"{scope}/providers/Microsoft.Authorization/denyAssignments/d1",
        "name": "managed application lock",
        "scope": scope,
        "blocks": (a_block(("Microsoft.KeyVault/vaults/keys/*",)),),
        "principals": (EVERYONE,),
        "excluded": (),
        "spares_children": False,
        "condition": None,
    }
    return DenyAssignment(**(fields | other))


def grants(*effective: RoleAssignment, **other: object) -> KeyGrants:
    fields: dict[str, Any] = {
        "observed_at": NOW,
        "principal": PRINCIPAL,
        "scope": KEY,
        "effective": effective,
        "others": effective,
        "elsewhere": (),
        "definitions": ROLES,
        "denies": (),
        "groups": None,
    }
    return KeyGrants(**(fields | other))


def a_policy(
    *keys: str,
    who: ObjectId = PRINCIPAL,
    tenant: TenantId = TENANT,
    application: AppId | None = None,
) -> AccessPolicy:
    return AccessPolicy(tenant=tenant, object_id=who, application=application, keys=keys)


def a_vault(*policies: AccessPolicy, rbac: bool | None = True, **other: object) -> VaultFacts:
    given = {"access_policies": policies, "uses_rbac": rbac, "subscription": None}
    return any_vault(**(given | other))


def a_principal(**other: object) -> PrincipalFacts:
    fields: dict[str, Any] = {
        "observed_at": NOW,
        "presence": Presence.PRESENT,
        "object_id": PRINCIPAL,
        "app_id": APPLICATION,
        "display_name": "id-ajo-cmk",
        "account_enabled": True,
        "is_disabled": None,
        "disabled_by_microsoft": None,
        "principal_type": "ManagedIdentity",
        "owner_tenant": None,
        "credentials": (),
        "deleted_at": None,
    }
    return PrincipalFacts(**(fields | other))


def the_default_principal() -> DefaultPrincipal:
    return DefaultPrincipal(
        observed_at=NOW,
        role=Role.USER_ASSIGNED,
        identity_kind=IdentityKind.USER_ASSIGNED,
        object_id=PRINCIPAL,
        app_id=APPLICATION,
        identity=ResourceId.parse(
            f"{GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-ajo-cmk"
        ),
        is_attached=True,
        tenant=TENANT,
    )


def the_location() -> KeyLocation:
    return KeyLocation(
        observed_at=NOW,
        key_uri=KeyUri("kv-ajo.vault.azure.net", "cosmos-cmk"),
        origin="key_uri in the configuration",
        is_managed_hsm=False,
        is_of_cloud=True,
    )


def seen(vault: VaultFacts | None = None, *more: Evidence) -> Seen:
    return Seen(
        (the_default_principal(), a_principal(), the_location(), vault or a_vault(), *more)
    )


def a_target(topology: Topology = Topology.OWN_ACCOUNT) -> Target:
    return Target(
        name="production",
        topology=topology,
        topology_reason="set in the configuration",
        tenant=TENANT,
        subscription=SubscriptionId("22222222-bbbb-4000-8000-000000000001"),
    )
