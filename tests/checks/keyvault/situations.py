"""Builders of plain records: a vault, a key, and what else was read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from checks.cosmos.facts import AccountFacts, KeyLocation
from checks.entra.facts import DefaultPrincipal, Presence, RightPlace, Role
from checks.keyvault.facts import KeyFacts, KeyVersion, VaultFacts
from diagnostics import (
    DefaultIdentity,
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

NOW = datetime(2026, 11, 23, 3, 14, tzinfo=UTC)
TENANT = TenantId("11111111-aaaa-4000-8000-000000000001")
OTHER_TENANT = TenantId("11111111-aaaa-4000-8000-000000000002")
SUBSCRIPTION = SubscriptionId("22222222-bbbb-4000-8000-000000000001")
SECURITY = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-sec/providers"
VAULT = ResourceId.parse(f"{SECURITY}/Microsoft.KeyVault/vaults/kv-ajo")
KEY = VAULT.child("keys", "cosmos-cmk")
ACCOUNT = ResourceId.parse(
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-ajo/providers/Microsoft.DocumentDB/databaseAccounts/cosmos-ajo"
)
URI = KeyUri("kv-ajo.vault.azure.net", "cosmos-cmk")
PRINCIPAL = ObjectId("44444444-0000-4000-8000-000000000001")
NEW, OLD, OLDER = "a" * 32, "b" * 32, "c" * 32
CONFIRMED = "Access to the configured customer managed key confirmed. "
REVOKED_4017 = (
    "Access to your account is currently revoked because the correspondent Azure Key Vault was not"
    " found; for more details about this error (4017)."
)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def a_location(**other: object) -> KeyLocation:
    facts = KeyLocation(
        observed_at=NOW,
        key_uri=URI,
        origin="key_uri in the configuration",
        is_managed_hsm=False,
        is_of_cloud=True,
    )
    return replace(facts, **other)


def a_place(**other: object) -> RightPlace:
    facts = RightPlace(
        observed_at=NOW,
        token_tenant=TENANT,
        target_tenant=TENANT,
        subscription=SUBSCRIPTION,
        subscription_visible=True,
        subscription_tenant=TENANT,
        is_guest=None,
    )
    return replace(facts, **other)


def an_account(**other: object) -> AccountFacts:
    facts = AccountFacts(
        observed_at=NOW,
        account=ACCOUNT,
        exists=True,
        kind="GlobalDocumentDB",
        capabilities=(),
        endpoint="https://cosmos-ajo.documents.azure.com:443/",
        provisioning_state="Succeeded",
        key_uri_text=str(URI),
        key_uri=URI,
        default_identity_text="SystemAssignedIdentity",
        default_identity=DefaultIdentity(IdentityKind.SYSTEM_ASSIGNED),
        cmk_status="",
        identity_type="SystemAssigned",
        system_principal_id=PRINCIPAL,
        tenant=TENANT,
        attached=(),
        public_network_access="Enabled",
        ip_rules=(),
        network_acl_bypass="None",
        has_virtual_network_filter=False,
        local_auth_disabled=True,
    )
    return replace(facts, **other)


def a_vault(**other: object) -> VaultFacts:
    facts = VaultFacts(
        observed_at=NOW,
        host=URI.host,
        presence=Presence.PRESENT,
        vault=VAULT,
        tenant=TENANT,
        location="westeurope",
        uses_rbac=True,
        access_policies=(),
        soft_delete=True,
        purge_protection=True,
        public_network_access="Enabled",
        has_network_acls=False,
        default_action="",
        bypass="",
        ip_rules=(),
        virtual_networks=0,
        private_endpoints=0,
        deleted_at=None,
        purge_at=None,
        subscription=SUBSCRIPTION,
    )
    return replace(facts, **other)


def an_absent_vault(presence: Presence = Presence.GONE, **other: object) -> VaultFacts:
    return a_vault(presence=presence, vault=None, tenant=None, **other)


def a_version(version: str = NEW, **other: object) -> KeyVersion:
    facts = KeyVersion(
        version=version,
        enabled=True,
        not_before=None,
        expires_on=None,
        created_on=NOW - 200 * DAY,
        updated_on=NOW - 200 * DAY,
    )
    return replace(facts, **other)


def a_key(current: KeyVersion | None = None, *older: KeyVersion, **other: object) -> KeyFacts:
    version = current or a_version()
    facts = KeyFacts(
        observed_at=NOW,
        key_uri=URI,
        presence=Presence.PRESENT,
        current=version,
        versions=(version, *older),
        key_type="RSA",
        key_size=3072,
        operations=("wrapKey", "unwrapKey"),
        deleted_at=None,
        purge_at=None,
        key=KEY,
    )
    return replace(facts, **other)


def an_absent_key(presence: Presence, **other: object) -> KeyFacts:
    empty: dict[str, object] = {
        "current": None,
        "versions": (),
        "key_type": "",
        "operations": None,
    }
    return a_key(presence=presence, **empty, **other)


def a_principal() -> DefaultPrincipal:
    return DefaultPrincipal(
        observed_at=NOW,
        role=Role.SYSTEM_ASSIGNED,
        identity_kind=IdentityKind.SYSTEM_ASSIGNED,
        object_id=PRINCIPAL,
        app_id=None,
        identity=None,
        is_attached=None,
        tenant=TENANT,
    )


def seen(*more: Evidence) -> Seen:
    """Everything well; of two records of one type the later wins."""
    return Seen((a_location(), a_place(), a_principal(), *more))


def a_target(topology: Topology = Topology.OWN_ACCOUNT, **other: object) -> Target:
    own = topology is Topology.OWN_ACCOUNT
    target = Target(
        name="production",
        topology=topology,
        topology_reason="set in the configuration",
        account=ACCOUNT if own else None,
        key_uri=None if own else URI,
        subscription=SUBSCRIPTION,
    )
    return replace(target, **other)
