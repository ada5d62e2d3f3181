"""From Resource Manager's answers to `VaultFacts`.

Sources, read 2026-11-23: Key Vault REST reference (vaults, deletedVaults); recorded answers of both permission models:
a vault with access policies leaves `enableRbacAuthorization` out.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from checks.cosmos.facts import KeyLocation
from checks.entra.facts import Presence
from checks.keyvault.facts import AccessPolicy, VaultFacts
from diagnostics import (
    AppId,
    Denied,
    Document,
    Look,
    NotFound,
    ObjectId,
    ResourceId,
    TenantId,
    Topology,
)


async def read(look: Look, location: KeyLocation) -> VaultFacts:
    """Read what there is at the vault's name; no request for a host that Resource Manager knows nothing about."""
    facts = _nothing(look, location)
    if facts.not_asked:
        return facts
    document = await find(look, location)
    if document is not None:
        return _present(facts, document)
    return await _absent(look, facts, location)


def _nothing(look: Look, location: KeyLocation) -> VaultFacts:
    target = look.target
    return VaultFacts(
        observed_at=look.now(),
        host=location.key_uri.host,
        presence=Presence.CANNOT_TELL,
        vault=None,
        tenant=None,
        location="",
        uses_rbac=None,
        access_policies=(),
        soft_delete=None,
        purge_protection=None,
        public_network_access="",
        has_network_acls=False,
        default_action="",
        bypass="",
        ip_rules=(),
        virtual_networks=0,
        private_endpoints=0,
        deleted_at=None,
        purge_at=None,
        subscription=target.vault_subscription,
        place_is_assumed=target.subscription is None and _named(look, location) is None,
        not_asked=_why_not_asked(look, location),
        adobe_managed=target.topology is Topology.ADOBE_MANAGED,
    )


def _why_not_asked(look: Look, location: KeyLocation) -> str:
    uri = location.key_uri
    if not location.is_of_cloud:
        return (
            f"The host {uri.host} of the key URI is not one of cloud {look.target.cloud.name}"
            f" (*.{look.target.cloud.vault_suffix}), so nothing was asked about it."
        )
    if location.is_managed_hsm:
        return f"{uri.host} is a Managed HSM."
    if look.target.vault_subscription is None:
        return (
            f"No subscription is known in which to look for vault {uri.vault_name}: neither"
            " `subscription` nor `vault` is configured."
        )
    return ""


def _named(look: Look, location: KeyLocation) -> ResourceId | None:
    """Return the configured vault if it can be the one of the key URI."""
    vault = look.target.vault
    fits = vault is not None and vault.name.lower() == location.key_uri.vault_name
    return vault if fits else None


async def place(look: Look, location: KeyLocation) -> ResourceId | None:
    """Say where the vault most likely is, in one request at most, so that others need not wait for its reading."""
    subscription = look.target.vault_subscription
    if _why_not_asked(look, location) or subscription is None:
        return None
    named = _named(look, location)
    return named or await look.arm.find_vault(subscription, location.key_uri.vault_name)


async def find(look: Look, location: KeyLocation) -> Document | None:
    """Read the vault; one that was moved to another group is found under its new id."""
    named = _named(look, location)
    document = await _get(look, named)
    subscription = look.target.vault_subscription
    if document is not None or subscription is None:
        return document
    found = await look.arm.find_vault(subscription, location.key_uri.vault_name)
    return None if found == named else await _get(look, found)


async def _get(look: Look, vault: ResourceId | None) -> Document | None:
    if vault is None:
        return None
    try:
        return await look.arm.vault(vault)
    except NotFound:
        return None


def _present(facts: VaultFacts, document: Document) -> VaultFacts:
    """Take the vault apart; fields may be left out, but not the tenant, without which nothing was shown at all."""
    rules = document.part("properties.networkAcls")
    return replace(
        facts,
        observed_at=document.observed_at,
        presence=Presence.PRESENT,
        vault=ResourceId.parse(document.require_text("id")),
        tenant=TenantId.parse(document.require_text("properties.tenantId")),
        location=document.text("location") or "",
        uses_rbac=bool(document.flag("properties.enableRbacAuthorization")),
        access_policies=tuple(map(_policy, document.parts("properties.accessPolicies") or ())),
        soft_delete=document.flag("properties.enableSoftDelete"),
        purge_protection=document.flag("properties.enablePurgeProtection"),
        public_network_access=document.text("properties.publicNetworkAccess") or "",
        has_network_acls=rules is not None,
        default_action=(rules and rules.text("defaultAction")) or "",
        bypass=(rules and rules.text("bypass")) or "",
        ip_rules=_addresses(rules),
        virtual_networks=len((rules and rules.parts("virtualNetworkRules")) or ()),
        private_endpoints=len(document.parts("properties.privateEndpointConnections") or ()),
    )


def _addresses(rules: Document | None) -> tuple[str, ...]:
    listed = (rules.parts("ipRules") if rules else None) or ()
    return tuple(rule.text("value") or "" for rule in listed)


def _policy(entry: Document) -> AccessPolicy:
    holder, application = entry.text("objectId"), entry.text("applicationId")
    return AccessPolicy(
        tenant=_tenant(entry, "tenantId"),
        object_id=ObjectId.parse(holder) if holder else None,
        application=AppId.parse(application) if application else None,
        keys=tuple(each.lower() for each in entry.texts("permissions.keys") or ()),
    )


def _tenant(document: Document, path: str) -> TenantId | None:
    text = document.text(path)
    return TenantId.parse(text) if text else None


async def _absent(look: Look, facts: VaultFacts, location: KeyLocation) -> VaultFacts:
    """Look among the deleted; without the right to, gone and soft-deleted cannot be told apart."""
    if facts.subscription is None:
        return facts
    try:
        deleted = await look.arm.deleted_vaults(facts.subscription)
    except Denied as error:
        return replace(
            facts, observed_at=look.now(), deleted_not_read=error.reason, deleted_denied=True
        )
    name = location.key_uri.vault_name
    # One that does not say its name could be the one.
    records = [each for each in deleted if each.require_text("name").lower() == name]
    if not records:
        return replace(facts, observed_at=look.now(), presence=Presence.GONE)
    return _soft_deleted(facts, max(records, key=_deletion))


def _deletion(record: Document) -> datetime:
    return record.instant("properties.deletionDate") or datetime.min.replace(tzinfo=UTC)


def _soft_deleted(facts: VaultFacts, record: Document) -> VaultFacts:
    was = record.text("properties.vaultId")
    return replace(
        facts,
        observed_at=record.observed_at,
        presence=Presence.SOFT_DELETED,
        location=record.text("properties.location") or "",
        purge_protection=record.flag("properties.purgeProtectionEnabled"),
        deleted_at=record.instant("properties.deletionDate"),
        purge_at=record.instant("properties.scheduledPurgeDate"),
        deleted_vault=ResourceId.parse(was) if was else None,
    )
