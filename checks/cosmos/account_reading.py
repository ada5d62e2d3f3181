"""The account's document, taken apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from checks.cosmos.facts import AccountFacts, AttachedIdentity
from diagnostics import (
    AppId,
    ConfigError,
    DefaultIdentity,
    Document,
    KeyUri,
    ObjectId,
    ResourceId,
    TenantId,
)

T = TypeVar("T")


def facts_of(account: ResourceId, doc: Document) -> AccountFacts:
    """Take the answer of Resource Manager apart; malformed identifiers stay as text for the judge.

    Source: REST reference of databaseAccounts, 2026-03-15; recorded answers: every account has a state. An answer
    without one does not show the account, so that it names no key says nothing.
    """
    state = doc.require_text("properties.provisioningState")
    key = _filled(doc.text("properties.keyVaultKeyUri"))
    default = doc.text("properties.defaultIdentity")
    status = doc.text("properties.customerManagedKeyStatus")
    return AccountFacts(
        observed_at=doc.observed_at,
        account=account,
        exists=True,
        kind=doc.text("kind") or "",
        capabilities=tuple(
            each.text("name") or "" for each in doc.parts("properties.capabilities") or ()
        ),
        endpoint=doc.text("properties.documentEndpoint") or "",
        provisioning_state=state,
        key_uri_text=key,
        key_uri=_or_none(KeyUri.parse, key),
        default_identity_text=default,
        default_identity=_or_none(DefaultIdentity.parse, default),
        cmk_status=status.strip() if status is not None else None,
        identity_type=doc.text("identity.type") or "",
        system_principal_id=_or_none(ObjectId.parse, doc.text("identity.principalId")),
        tenant=_or_none(TenantId.parse, doc.text("identity.tenantId")),
        attached=_attached(doc),
        public_network_access=doc.text("properties.publicNetworkAccess") or "",
        ip_rules=tuple(
            each.text("ipAddressOrRange") or "" for each in doc.parts("properties.ipRules") or ()
        ),
        network_acl_bypass=doc.text("properties.networkAclBypass") or "",
        has_virtual_network_filter=doc.flag("properties.isVirtualNetworkFilterEnabled"),
        local_auth_disabled=doc.flag("properties.disableLocalAuth"),
        location=doc.text("location") or "",
    )


def _attached(doc: Document) -> tuple[AttachedIdentity, ...]:
    found: list[AttachedIdentity] = []
    for name, each in doc.fields("identity.userAssignedIdentities"):
        identity = _or_none(ResourceId.parse, name)
        if identity:
            principal = _or_none(ObjectId.parse, each.text("principalId"))
            client = _or_none(AppId.parse, each.text("clientId"))
            found.append(
                AttachedIdentity(identity=identity, principal_id=principal, client_id=client)
            )
    return tuple(found)


def _filled(text: str | None) -> str | None:
    return text if text and text.strip() else None


def _or_none(parse: Callable[[str], T], text: str | None) -> T | None:
    if not text:
        return None
    try:
        return parse(text)
    except ConfigError:
        return None
