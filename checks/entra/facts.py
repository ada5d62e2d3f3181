"""What was read about identities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from diagnostics import (
    AppId,
    Evidence,
    IdentityKind,
    ObjectId,
    ResourceId,
    SubscriptionId,
    TenantId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RightPlace(Evidence):
    """Whether the login looks at the tenant and subscription of the target; before that, absence proves nothing."""

    token_tenant: TenantId
    target_tenant: TenantId | None  # configured; None = not said
    subscription: SubscriptionId | None
    subscription_visible: bool | None  # None = no subscription to look at, or not read
    subscription_tenant: TenantId | None
    is_guest: bool | None

    @property
    def expected_tenant(self) -> TenantId | None:
        """The tenant of the target, as far as known: configured, else the subscription's."""
        return self.target_tenant or self.subscription_tenant

    @property
    def directory_settled(self) -> bool:
        """An absence in Microsoft Graph can be believed."""
        return self.expected_tenant == self.token_tenant

    @property
    def resources_settled(self) -> bool:
        """An absence in Resource Manager can be believed."""
        return bool(self.subscription_visible) and self.expected_tenant in (
            None,
            self.token_tenant,
        )


class Role(StrEnum):
    """Which principal must reach the key."""

    FIRST_PARTY = "the Azure Cosmos DB first-party application"
    SYSTEM_ASSIGNED = "the account's system-assigned identity"
    USER_ASSIGNED = "a user-assigned identity"
    FEDERATED_APPLICATION = "a multi-tenant application, used through a federated credential"
    CMK_APPLICATION = "Adobe's customer-managed-key application"


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultPrincipal(Evidence):
    """Which principal the account uses to reach Key Vault; says who, not how it is."""

    role: Role
    identity_kind: IdentityKind | None  # None in the adobe-managed topology
    object_id: ObjectId | None  # None = only the application is known
    app_id: AppId | None
    identity: ResourceId | None  # of a user-assigned identity
    is_attached: (
        bool | None
    )  # user-assigned: listed in the account's identity block; None = not applicable
    tenant: TenantId | None  # where the principal lives, as far as the account says
    federated_from: ObjectId | None = None  # the managed identity behind a federated application


class Presence(StrEnum):
    """Whether something is there."""

    PRESENT = "present"
    SOFT_DELETED = "soft-deleted"
    GONE = "gone"
    CANNOT_TELL = "cannot tell"  # absent, and nobody could look among the deleted


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialDate:
    """One secret or certificate of an application; never its value."""

    key_id: str
    kind: str  # "secret" or "certificate"
    ends_on: datetime | None  # aware, UTC


@dataclass(frozen=True, slots=True, kw_only=True)
class PrincipalFacts(Evidence):
    """What Microsoft Graph says about the principal that must reach the key."""

    presence: Presence
    object_id: ObjectId | None
    app_id: AppId | None
    display_name: str
    account_enabled: bool | None  # None = the answer does not say
    is_disabled: bool | None
    disabled_by_microsoft: str | None  # the field's text; None or "NotDisabled" = no
    principal_type: str  # "Application", "ManagedIdentity", "Legacy"; empty = absent
    owner_tenant: TenantId | None  # where the application is registered
    credentials: tuple[CredentialDate, ...]
    deleted_at: datetime | None
    deleted_not_read: str = ""  # why the deleted items could not be read; empty = they were


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyVaultPrincipal(Evidence):
    """The Key Vault service's own principal in the tenant: the resource side of every vault token."""

    presence: Presence
    object_id: ObjectId | None
    app_id: AppId
    account_enabled: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserAssignedIdentity(Evidence):
    """The user-assigned identity as a resource."""

    identity: ResourceId
    presence: Presence  # never SOFT_DELETED: identities cannot be restored
    principal_id: ObjectId | None  # today's
    client_id: AppId | None
    tenant: TenantId | None
    principal_id_on_account: ObjectId | None  # as the account's identity block says
