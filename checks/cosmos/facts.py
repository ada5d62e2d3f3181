"""What was read about the account, its token and its data plane."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from diagnostics import (
    AppId,
    DefaultIdentity,
    Evidence,
    KeyUri,
    ObjectId,
    ResourceId,
    TenantId,
    record,
)


@record(frozen=True, slots=True, kw_only=True)
class AttachedIdentity:
    """A user-assigned identity as the account's identity block lists it."""

    identity: ResourceId
    principal_id: ObjectId | None
    client_id: AppId | None


@record(frozen=True, slots=True, kw_only=True)
class AccountFacts(Evidence):
    """What Resource Manager says about the account."""

    account: ResourceId
    exists: bool  # False: 404; believed only after `RightPlace`
    kind: str  # "GlobalDocumentDB", "MongoDB", …
    capabilities: tuple[str, ...]  # "EnableCassandra", …
    endpoint: str  # properties.documentEndpoint
    provisioning_state: str
    key_uri_text: str | None  # as it stands; None = no customer-managed key
    key_uri: KeyUri | None  # None = absent or malformed
    default_identity_text: str | None
    default_identity: DefaultIdentity | None  # None = absent, undefined or malformed
    cmk_status: str | None  # trimmed; None = absent
    identity_type: str  # "None", "SystemAssigned", "UserAssigned", "SystemAssigned,UserAssigned"
    system_principal_id: ObjectId | None
    tenant: TenantId | None  # identity.tenantId
    attached: tuple[AttachedIdentity, ...]
    public_network_access: str  # as it stands; empty = absent
    ip_rules: tuple[str, ...]
    network_acl_bypass: str
    has_virtual_network_filter: bool | None
    local_auth_disabled: bool | None
    location: str = ""

    def for_support(self) -> tuple[tuple[str, str], ...]:
        """Give where the account is and which key it names."""
        known = (
            ("key", self.key_uri.versionless if self.key_uri else None),
            ("subscription", self.account.subscription),
            ("tenant", self.tenant),
        )
        return tuple((label, str(value)) for label, value in known if value)


@record(frozen=True, slots=True, kw_only=True)
class KeyLocation(Evidence):
    """Which key protects the data: from the account where one is read, else from the configuration."""

    key_uri: KeyUri
    origin: str  # "properties.keyVaultKeyUri of …" or "key_uri in the configuration"
    is_managed_hsm: bool
    is_of_cloud: bool  # the host belongs to the chosen cloud
    configured: KeyUri | None = None  # own-account: what the configuration names beside it


@record(frozen=True, slots=True, kw_only=True)
class TokenForAccount(Evidence):
    """Attempts to get a token for the account, by our own login."""

    account_scope: str
    account_scope_works: bool
    account_scope_error: str  # "AADSTS…" or empty
    general_scope: str
    general_scope_works: bool | None  # None = not needed, so not tried
    general_scope_error: str
    audience: str
    issuer: str
    token_tenant: TenantId | None
    skew_s: float | None  # server's clock minus ours
    general_scope_text: str = ""  # first line of Entra's words where a token was refused
    account_scope_text: str = ""


@record(frozen=True, slots=True, kw_only=True)
class DataPlaneAnswer(Evidence):
    """How the gateway answered one metadata read."""

    endpoint: str
    status: int
    sub_status: int | None
    message: str  # redacted
    activity_id: str
    skew_s: float | None

    def for_support(self) -> tuple[tuple[str, str], ...]:
        """Give the activity id of a refused call, with its time."""
        if self.status < HTTPStatus.BAD_REQUEST or not self.activity_id:
            return ()
        code = f"{self.status}/{self.sub_status}" if self.sub_status is not None else self.status
        when = f"{self.observed_at:%Y-%m-%d %H:%M:%S} UTC"
        return (("refused call", f"activity {self.activity_id} (HTTP {code}, {when})"),)


@record(frozen=True, slots=True, kw_only=True)
class PastedError(Evidence):
    """What was recognised in the text the user gave."""

    items: tuple[PastedItem, ...]


@record(frozen=True, slots=True, kw_only=True)
class PastedItem:
    """One recognised error."""

    signature_id: str
    code: str
    category: str
    certainty: str
    kind: str  # code of a kind; empty = none
    excerpt: str
    why: str
    http_status: int | None
    account_host: str
    vault_host: str
    count: int = 1  # how often it stands in the logs; 1 for a pasted text
    first: datetime | None = None  # aware, UTC; None = it bears no time, or the text was pasted
    last: datetime | None = None
    where: str = ""  # file and line of the first; empty = the text was pasted
