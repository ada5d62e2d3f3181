"""What was read about identities."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from checks.entra.kinds import PLACE_NOT_SETTLED
from diagnostics import (
    AppId,
    Evidence,
    IdentityKind,
    ObjectId,
    ResourceId,
    SubscriptionId,
    TenantId,
    Unknown,
    record,
)


@record(frozen=True, slots=True, kw_only=True)
class RightPlace(Evidence):
    """Whether the login looks at the tenant and subscription of the target; before that, absence proves nothing."""

    token_tenant: TenantId
    target_tenant: TenantId | None  # configured; None = not said
    subscription: SubscriptionId | None
    subscription_visible: bool | None  # None = no subscription to look at, or not read
    subscription_tenant: TenantId | None
    is_guest: bool | None
    login: str = ""  # who is signed in: a user's name, else the object id
    subscription_answer: str = (
        ""  # how Resource Manager refused: "404 SubscriptionNotFound", …; empty = it answered
    )
    subscription_denied: bool = False  # refused for want of a permission: proves nothing

    @property
    def expected_tenant(self) -> TenantId | None:
        """The tenant of the target, as far as known: configured, else the subscription's."""
        return self.target_tenant or self.subscription_tenant

    @property
    def directory_settled(self) -> bool:
        """An absence in Microsoft Graph can be believed."""
        return self.expected_tenant == self.token_tenant

    @property
    def looks_elsewhere(self) -> bool:
        """The login is known to look at another tenant than the target's."""
        return self.expected_tenant not in (None, self.token_tenant)

    @property
    def resources_settled(self) -> bool:
        """An absence in Resource Manager can be believed."""
        return bool(self.subscription_visible) and not self.looks_elsewhere


class Role(StrEnum):
    """Which principal must reach the key."""

    FIRST_PARTY = "the Azure Cosmos DB first-party application"
    SYSTEM_ASSIGNED = "the account's system-assigned identity"
    USER_ASSIGNED = "a user-assigned identity"
    FEDERATED_APPLICATION = "a multi-tenant application, used through a federated credential"
    CMK_APPLICATION = "Adobe's customer-managed-key application"


@record(frozen=True, slots=True, kw_only=True)
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


@record(frozen=True, slots=True, kw_only=True)
class CredentialDate:
    """One secret or certificate of an application; never its value."""

    key_id: str
    kind: str  # "secret" or "certificate"
    ends_on: datetime | None  # aware, UTC


@record(frozen=True, slots=True, kw_only=True)
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

    def for_support(self) -> tuple[tuple[str, str], ...]:
        """Give both ids and the state of the principal that must reach the key."""
        enabled = "not said" if self.account_enabled is None else str(self.account_enabled).lower()
        is_there = self.presence is Presence.PRESENT
        state = f"{self.presence.value}{f', accountEnabled = {enabled}' if is_there else ''}"
        known = (
            ("application id", self.app_id),
            ("object id", self.object_id),
            ("state of the service principal", state),
        )
        return tuple((label, str(value)) for label, value in known if value)


@record(frozen=True, slots=True, kw_only=True)
class KeyVaultPrincipal(Evidence):
    """The Key Vault service's own principal in the tenant: the resource side of every vault token."""

    presence: Presence
    object_id: ObjectId | None
    app_id: AppId
    account_enabled: bool | None
    deleted_at: datetime | None = None
    deleted_not_read: str = ""  # why the deleted items could not be read; empty = they were


@record(frozen=True, slots=True, kw_only=True)
class UserAssignedIdentity(Evidence):
    """The user-assigned identity as a resource."""

    identity: ResourceId
    presence: Presence  # never SOFT_DELETED: identities cannot be restored
    principal_id: ObjectId | None  # today's
    client_id: AppId | None
    tenant: TenantId | None
    principal_id_on_account: ObjectId | None  # as the account's identity block says


@record(frozen=True, slots=True, kw_only=True)
class Registration(Evidence):
    """The application behind the principal, registered in this tenant."""

    presence: Presence
    app_id: AppId
    object_id: ObjectId | None  # of the application object, not of the service principal
    display_name: str
    owner_tenant: TenantId | None  # as the service principal says; None = it does not
    own_tenant: TenantId | None  # the tenant that was asked; None = not known
    credentials: tuple[CredentialDate, ...]
    deleted_at: datetime | None
    deleted_not_read: str = ""  # why the deleted items could not be read; empty = they were


@record(frozen=True, slots=True, kw_only=True)
class FederatedCredential:
    """One federated credential of an application; compared letter by letter by Entra."""

    id: str
    name: str
    issuer: str
    subject: str
    audiences: tuple[str, ...]


@record(frozen=True, slots=True, kw_only=True)
class FederatedCredentials(Evidence):
    """The application's federated credentials, and what the identity's token will say."""

    app_id: AppId
    application: ObjectId  # of the application object
    identity: ResourceId
    issuer: str | None  # None = the identity's tenant is not known
    subject: ObjectId | None  # the identity's principal id; None = not known
    audience: str
    credentials: tuple[FederatedCredential, ...]


@record(frozen=True, slots=True, kw_only=True)
class CredentialDates(Evidence):
    """When the secrets and certificates of the application behind the principal end."""

    app_id: AppId
    display_name: str
    is_federated: bool  # the account signs in through a federated credential instead
    credentials: tuple[CredentialDate, ...]


@record(frozen=True, slots=True, kw_only=True)
class WorkloadPolicy(Evidence):
    """Where a refused token (4000) was seen; what a policy would look like from here."""

    seen_in: tuple[str, ...]  # "customerManagedKeyStatus of …", "the pasted error", "the logs"


def as_written(at: datetime | None) -> str:
    """Write an instant as Microsoft Graph does; empty where there is none."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else ""


def unproven_absence(place: RightPlace | None, what: str, *, in_directory: bool) -> Unknown | None:
    """Say why an absence proves nothing yet, with the line that would settle it.

    Args:
        place: what was read about login, tenant and subscription; None = it was not read.
        what: the thing that is absent, as the start of a sentence.
        in_directory: whether it was looked for in Microsoft Graph; else in Resource Manager.

    Returns:
        The open question, or None where the absence can be believed.
    """
    if place and (place.directory_settled if in_directory else place.resources_settled):
        return None
    if place is None:
        return PLACE_NOT_SETTLED.unknown(
            f"{what} was not found, which proves nothing yet: tenant and subscription of the login could not be read.",
            do="az login --tenant <tenant id of the vault>",
        )
    expected = place.expected_tenant
    if place.looks_elsewhere:
        why = f"the login looks at tenant {place.token_tenant}, the target is in {expected}"
    elif in_directory:
        why = "no tenant is configured and no subscription was seen that names one"
    else:
        why = f"subscription {place.subscription or '(none is configured)'} was not seen"
    return PLACE_NOT_SETTLED.unknown(
        f"{what} was not found, which proves nothing yet: {why}.",
        do=f"az login --tenant {expected or '<tenant id of the vault>'}",
    )


def foreign_answer(place: RightPlace | None, what: str) -> Unknown | None:
    """Say why an answer found by an application id proves nothing: every tenant has one of its own.

    Args:
        place: what was read about login and tenant; None = it was not read.
        what: the thing that was found, as the start of a sentence.

    Returns:
        The open question where the directory is known to be another one than the target's.
    """
    if place is None or place.expected_tenant in (None, place.token_tenant):
        return None
    return PLACE_NOT_SETTLED.unknown(
        f"{what} was looked up in tenant {place.token_tenant}, but the target is in"
        f" {place.expected_tenant}.",
        do=f"az login --tenant {place.expected_tenant}",
    )
