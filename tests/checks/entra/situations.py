"""Builders of plain records: a login, an account, the principal that must reach the key."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from checks.cosmos.facts import AccountFacts, AttachedIdentity
from checks.entra.facts import (
    CredentialDate,
    CredentialDates,
    DefaultPrincipal,
    FederatedCredential,
    FederatedCredentials,
    KeyVaultPrincipal,
    Presence,
    PrincipalFacts,
    Registration,
    RightPlace,
    Role,
    UserAssignedIdentity,
)
from checks.keyvault.facts import VaultFacts
from diagnostics import (
    CLOUDS,
    AppId,
    DefaultIdentity,
    Evidence,
    Finding,
    IdentityKind,
    KeyUri,
    NotApplicable,
    ObjectId,
    ResourceId,
    Seen,
    SignIn,
    SubscriptionId,
    Target,
    TenantId,
    Topology,
    Unknown,
    Verdict,
)
from tests.checks.keyvault.situations import a_vault as any_vault

NOW = datetime(2026, 11, 23, 3, 14, tzinfo=UTC)
TENANT = TenantId("11111111-aaaa-4000-8000-000000000001")
OTHER_TENANT = TenantId("11111111-aaaa-4000-8000-000000000002")
SUBSCRIPTION = SubscriptionId("22222222-bbbb-4000-8000-000000000001")
AJO = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-ajo/providers"
SEC = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-sec/providers"
ACCOUNT = ResourceId(f"{AJO}/Microsoft.DocumentDB/databaseAccounts/cosmos-ajo")
IDENTITY = ResourceId(f"{AJO}/Microsoft.ManagedIdentity/userAssignedIdentities/id-ajo-cmk")
VAULT = ResourceId(f"{SEC}/Microsoft.KeyVault/vaults/kv-ajo")
PRINCIPAL = ObjectId("44444444-0000-4000-8000-000000000001")
RECREATED = ObjectId("44444444-0000-4000-8000-0000000000ff")
CALLER = ObjectId("44444444-0000-4000-8000-0000000000ca")
APPLICATION = AppId("66666666-0000-4000-8000-000000000001")
APPLICATION_OBJECT = ObjectId("66666666-0000-4000-8000-0000000000ab")
KEY_VAULT_APP = AppId(CLOUDS["public"].key_vault_app_id)
ISSUER = f"https://login.microsoftonline.com/{TENANT}/v2.0"
AUDIENCE = "api://AzureADTokenExchange"
A_DAY = timedelta(days=1)


def a_target(topology: Topology = Topology.OWN_ACCOUNT, **fields: object) -> Target:
    standard = {
        "name": "test",
        "topology": topology,
        "topology_reason": "set by the test",
        "tenant": TENANT,
        "account": ACCOUNT if topology is Topology.OWN_ACCOUNT else None,
        "key_uri": KeyUri("kv-ajo.vault.azure.net", "cosmos-cmk"),
        "application": None if topology is Topology.OWN_ACCOUNT else APPLICATION,
    }
    return Target(**{**standard, **fields})


def a_login(**fields: object) -> SignIn:
    standard = {
        "observed_at": NOW,
        "credential": "Azure CLI",
        "passed_over": (),
        "tenant": TENANT,
        "object_id": CALLER,
        "app_id": None,
        "user_name": "ops@contoso.example",
        "is_user": True,
        "is_guest": False,
    }
    return SignIn(**{**standard, **fields})


def a_place(**fields: object) -> RightPlace:
    standard = {
        "observed_at": NOW,
        "token_tenant": TENANT,
        "target_tenant": TENANT,
        "subscription": SUBSCRIPTION,
        "subscription_visible": True,
        "subscription_tenant": TENANT,
        "is_guest": False,
        "login": "ops@contoso.example",
    }
    return RightPlace(**{**standard, **fields})


def an_account(**fields: object) -> AccountFacts:
    default = fields.get("default_identity", DefaultIdentity(IdentityKind.USER_ASSIGNED, IDENTITY))
    standard = {
        "observed_at": NOW,
        "account": ACCOUNT,
        "exists": True,
        "kind": "GlobalDocumentDB",
        "capabilities": (),
        "endpoint": "https://cosmos-ajo.documents.azure.com:443/",
        "provisioning_state": "Succeeded",
        "key_uri_text": "https://kv-ajo.vault.azure.net/keys/cosmos-cmk",
        "key_uri": KeyUri("kv-ajo.vault.azure.net", "cosmos-cmk"),
        "default_identity_text": str(default) if default else None,
        "default_identity": default,
        "cmk_status": "Access to the configured customer managed key confirmed.",
        "identity_type": "UserAssigned",
        "system_principal_id": None,
        "tenant": TENANT,
        "attached": (AttachedIdentity(identity=IDENTITY, principal_id=PRINCIPAL, client_id=None),),
        "public_network_access": "Enabled",
        "ip_rules": (),
        "network_acl_bypass": "None",
        "has_virtual_network_filter": False,
        "local_auth_disabled": True,
        "location": "westeurope",
    }
    return AccountFacts(**{**standard, **fields})


def a_default(role: Role = Role.USER_ASSIGNED, **fields: object) -> DefaultPrincipal:
    managed = role in (Role.USER_ASSIGNED, Role.SYSTEM_ASSIGNED)
    user_assigned = role in (Role.USER_ASSIGNED, Role.FEDERATED_APPLICATION)
    kinds = {
        Role.USER_ASSIGNED: IdentityKind.USER_ASSIGNED,
        Role.FEDERATED_APPLICATION: IdentityKind.USER_ASSIGNED,
        Role.SYSTEM_ASSIGNED: IdentityKind.SYSTEM_ASSIGNED,
        Role.FIRST_PARTY: IdentityKind.FIRST_PARTY,
    }
    standard = {
        "observed_at": NOW,
        "role": role,
        "identity_kind": kinds.get(role),
        "object_id": PRINCIPAL if managed else None,
        "app_id": None if managed else APPLICATION,
        "identity": IDENTITY if user_assigned else None,
        "is_attached": True if user_assigned else None,
        "tenant": TENANT,
        "federated_from": PRINCIPAL if role is Role.FEDERATED_APPLICATION else None,
    }
    return DefaultPrincipal(**{**standard, **fields})


def a_principal(presence: Presence = Presence.PRESENT, **fields: object) -> PrincipalFacts:
    there = presence is Presence.PRESENT
    standard = {
        "observed_at": NOW,
        "presence": presence,
        "object_id": PRINCIPAL,
        "app_id": APPLICATION,
        "display_name": "id-ajo-cmk" if there else "",
        "account_enabled": True if there else None,
        "is_disabled": None,
        "disabled_by_microsoft": None,
        "principal_type": "ManagedIdentity" if there else "",
        "owner_tenant": None,
        "credentials": (),
        "deleted_at": NOW - 2 * A_DAY if presence is Presence.SOFT_DELETED else None,
    }
    return PrincipalFacts(**{**standard, **fields})


def a_key_vault_principal(**fields: object) -> KeyVaultPrincipal:
    standard = {
        "observed_at": NOW,
        "presence": Presence.PRESENT,
        "object_id": RECREATED,
        "app_id": KEY_VAULT_APP,
        "account_enabled": True,
    }
    return KeyVaultPrincipal(**{**standard, **fields})


def an_identity(**fields: object) -> UserAssignedIdentity:
    standard = {
        "observed_at": NOW,
        "identity": IDENTITY,
        "presence": Presence.PRESENT,
        "principal_id": PRINCIPAL,
        "client_id": None,
        "tenant": TENANT,
        "principal_id_on_account": PRINCIPAL,
    }
    return UserAssignedIdentity(**{**standard, **fields})


def a_registration(presence: Presence = Presence.PRESENT, **fields: object) -> Registration:
    standard = {
        "observed_at": NOW,
        "presence": presence,
        "app_id": APPLICATION,
        "object_id": None if presence is Presence.GONE else APPLICATION_OBJECT,
        "display_name": "ajo-cmk",
        "owner_tenant": TENANT,
        "own_tenant": TENANT,
        "credentials": (),
        "deleted_at": NOW - A_DAY if presence is Presence.SOFT_DELETED else None,
    }
    return Registration(**{**standard, **fields})


def a_trust(**fields: object) -> FederatedCredential:
    standard = {
        "id": "fic-1",
        "name": "id-ajo-cmk",
        "issuer": ISSUER,
        "subject": str(PRINCIPAL),
        "audiences": (AUDIENCE,),
    }
    return FederatedCredential(**{**standard, **fields})


def trusts(*credentials: FederatedCredential, **fields: object) -> FederatedCredentials:
    standard = {
        "observed_at": NOW,
        "app_id": APPLICATION,
        "application": APPLICATION_OBJECT,
        "identity": IDENTITY,
        "issuer": ISSUER,
        "subject": PRINCIPAL,
        "audience": AUDIENCE,
        "credentials": credentials,
    }
    return FederatedCredentials(**{**standard, **fields})


def dates(*ends: datetime | None, is_federated: bool = False) -> CredentialDates:
    return CredentialDates(
        observed_at=NOW,
        app_id=APPLICATION,
        display_name="ajo-cmk",
        is_federated=is_federated,
        credentials=tuple(
            CredentialDate(key_id=f"k{number}", kind="secret", ends_on=end)
            for number, end in enumerate(ends)
        ),
    )


def a_vault(**fields: object) -> VaultFacts:
    return any_vault(**({"subscription": None} | fields))


def seen(*records: Evidence) -> Seen:
    return Seen(records)


def codes(verdicts: Iterable[Verdict]) -> list[str]:
    """Findings by their code, open questions by code and a question mark, the rest by a dash."""
    return [
        "-" if isinstance(one, NotApplicable) else one.kind.code + "?" * isinstance(one, Unknown)
        for one in verdicts
    ]


def only(verdicts: Iterable[Verdict]) -> Finding:
    (one,) = verdicts
    assert isinstance(one, Finding)
    return one


def only_open(verdicts: Iterable[Verdict]) -> Unknown:
    (one,) = verdicts
    assert isinstance(one, Unknown)
    return one
