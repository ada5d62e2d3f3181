"""What was read about the vault and the key."""

from __future__ import annotations

from datetime import datetime

from checks.entra.facts import Presence
from diagnostics import (
    AppId,
    Evidence,
    KeyUri,
    ObjectId,
    ResourceId,
    SubscriptionId,
    TenantId,
    record,
)


def utc(at: datetime) -> str:
    """Write an instant for a message."""
    return f"{at:%Y-%m-%d %H:%M} UTC"


@record(frozen=True, slots=True, kw_only=True)
class AccessPolicy:
    """One entry of the vault's access policies; permissions in lower case."""

    tenant: TenantId | None
    object_id: ObjectId | None
    application: AppId | None  # compound identity: only together with this application
    keys: tuple[str, ...]


@record(frozen=True, slots=True, kw_only=True)
class VaultFacts(Evidence):
    """What Resource Manager says about the vault."""

    host: str
    presence: Presence
    vault: ResourceId | None  # None = not found
    tenant: TenantId | None
    location: str
    uses_rbac: bool | None  # None = the answer does not say
    access_policies: tuple[AccessPolicy, ...]
    soft_delete: bool | None
    purge_protection: bool | None  # None or absent = off (REST reference); kept apart here
    public_network_access: str  # as it stands; empty = absent
    has_network_acls: bool
    default_action: str
    bypass: str
    ip_rules: tuple[str, ...]
    virtual_networks: int
    private_endpoints: int
    deleted_at: datetime | None
    purge_at: datetime | None
    deleted_not_read: str = (
        ""  # why the deleted vaults could not be read; empty = they were, or were not needed
    )
    deleted_denied: bool = False  # they could not be read for want of a permission
    deleted_vault: ResourceId | None = None  # what the soft-deleted vault was called
    subscription: SubscriptionId | None = None  # where it was looked for
    place_is_assumed: bool = False  # that is the account's subscription, for want of a better one
    not_asked: str = ""  # why no request was sent; empty = one was
    adobe_managed: bool = False  # Adobe's requirements hold besides Azure's


@record(frozen=True, slots=True, kw_only=True)
class VaultReach(Evidence):
    """Who must get through the vault's network rules; the rules themselves stand in `VaultFacts`."""

    host: str
    callers: tuple[str, ...]
    static_address: str | None  # must be let in by name besides; None = nobody's


@record(frozen=True, slots=True, kw_only=True)
class VaultName(Evidence):
    """What name resolution says here; Cosmos DB asks a resolver of its own."""

    host: str
    resolved: bool | None  # None = could not be tried from here; `reason` says why
    addresses: tuple[str, ...]
    reason: str


@record(frozen=True, slots=True, kw_only=True)
class KeyVersion:
    """One version of the key; instants aware, UTC; None = never, or not said."""

    version: str
    enabled: bool | None
    not_before: datetime | None
    expires_on: datetime | None
    created_on: datetime | None
    updated_on: datetime | None


@record(frozen=True, slots=True, kw_only=True)
class KeyFacts(Evidence):
    """What Resource Manager says about the key."""

    key_uri: KeyUri
    presence: Presence
    current: KeyVersion | None  # the version the account uses: the named one, else the newest
    versions: tuple[KeyVersion, ...]  # newest first; may be empty where they could not be read
    key_type: str  # "RSA", "RSA-HSM", "EC", …; empty = not said
    key_size: int | None  # bits
    operations: tuple[str, ...] | None  # None = not said
    deleted_at: datetime | None
    purge_at: datetime | None
    deleted_not_read: str = (
        ""  # why the deleted keys could not be read; empty = they were, or were not needed
    )
    versions_not_read: str = ""  # why the versions could not be read
    deleted_denied: bool = False  # for want of a permission
    versions_denied: bool = False  # for want of a permission
    key: ResourceId | None = None  # the key's ARM path
    adobe_managed: bool = False  # Adobe's requirements hold besides Azure's
