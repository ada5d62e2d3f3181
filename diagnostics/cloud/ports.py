"""What a probe may ask, as reading methods only; the permission of each call stands with its method.

Every method raises a `LookError`; a `Denied` carries the permission named here. `NotFound` is raised for a 404 and the
probe decides whether that is evidence. API versions and permissions: the REST references of each service, read 2026-11-23.
"""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from typing import Protocol

from diagnostics.document import Document
from diagnostics.names import AppId, KeyUri, ObjectId, ResourceId, SubscriptionId, TenantId
from diagnostics.permission import Permission
from diagnostics.records import record

READER = "Reader"
APPLICATION_READ = Permission(
    "graph", "Application.Read.All", "admin consent, or the role Directory Readers"
)
GROUP_READ = Permission(
    "graph", "GroupMember.Read.All", "admin consent, or the role Directory Readers"
)
ACCOUNT_READ = Permission("arm", "Microsoft.DocumentDB/databaseAccounts/read", READER)
SQL_ASSIGNMENTS_READ = Permission(
    "arm", "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments/read", READER
)
SQL_DEFINITIONS_READ = Permission(
    "arm", "Microsoft.DocumentDB/databaseAccounts/sqlRoleDefinitions/read", READER
)
VAULT_READ = Permission("arm", "Microsoft.KeyVault/vaults/read", READER)
VAULT_FIND = Permission("arm", "Microsoft.Resources/subscriptions/resources/read", READER)
DELETED_VAULT_READ = Permission("arm", "Microsoft.KeyVault/deletedVaults/read", READER)
KEY_READ = Permission("arm", "Microsoft.KeyVault/vaults/keys/read", READER)
KEY_VERSIONS_READ = Permission("arm", "Microsoft.KeyVault/vaults/keys/versions/read", READER)
SUBSCRIPTION_READ = Permission("arm", "Microsoft.Resources/subscriptions/read", READER)
IDENTITY_READ = Permission("arm", "Microsoft.ManagedIdentity/userAssignedIdentities/read", READER)
FEDERATED_READ = Permission(
    "arm",
    "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/read",
    READER,
)
ROLE_ASSIGNMENTS_READ = Permission("arm", "Microsoft.Authorization/roleAssignments/read", READER)
ROLE_DEFINITIONS_READ = Permission("arm", "Microsoft.Authorization/roleDefinitions/read", READER)
DENY_ASSIGNMENTS_READ = Permission("arm", "Microsoft.Authorization/denyAssignments/read", READER)
DELETED_KEY_READ = Permission(
    "keyvault", "Microsoft.KeyVault/vaults/keys/read", "Key Vault Reader"
)
LOGS_QUERY = Permission(
    "arm", "Microsoft.OperationalInsights/workspaces/query/read", "Log Analytics Reader"
)
METADATA_READ = Permission(
    "cosmos",
    "Microsoft.DocumentDB/databaseAccounts/readMetadata",
    "Cosmos DB Built-in Data Reader",
)


@record(frozen=True, slots=True, kw_only=True)
class SignInReading:
    """Which credential was used, and what its token says about the login; the token itself stays inside."""

    observed_at: datetime  # aware, UTC
    credential: str  # "Azure CLI", "environment (client secret)", …
    passed_over: tuple[
        tuple[str, str], ...
    ]  # (credential, why it was not used), in the order they were tried
    tenant: TenantId
    object_id: ObjectId
    app_id: AppId | None  # the client that asked
    user_name: str | None  # None for applications
    is_user: bool
    is_guest: bool | None  # None = the token does not say
    claims: tuple[tuple[str, str], ...] = ()  # audience, issuer, times: nothing secret
    server_skew_s: float | None = None  # server's clock minus ours; None = no Date header


@record(frozen=True, slots=True, kw_only=True)
class TokenReading:
    """One attempt to get a token for a scope, for our own login."""

    observed_at: datetime  # aware, UTC
    scope: str
    obtained: bool
    error_code: str = ""  # "AADSTS500011"; empty = none given
    error_text: str = ""  # first line of the description, redacted
    audience: str = ""
    issuer: str = ""
    tenant: TenantId | None = None
    object_id: ObjectId | None = None
    not_before: datetime | None = None
    expires_on: datetime | None = None
    roles: tuple[str, ...] = ()  # application permissions
    scopes: tuple[str, ...] = ()  # delegated permissions
    directory_roles: tuple[str, ...] = ()  # `wids`: role template ids
    server_skew_s: float | None = None  # server's clock minus ours, seconds


@record(frozen=True, slots=True, kw_only=True)
class DataPlaneReading:
    """How the Cosmos DB gateway answered one metadata read."""

    observed_at: datetime  # aware, UTC
    endpoint: str
    status: int  # HTTP; 200 = answered
    sub_status: int | None
    message: str  # the service's own text; empty on success
    activity_id: str
    scope_used: str
    skew_s: float | None = None  # server's clock minus ours, seconds
    account: Document | None = None  # on success


@record(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What name resolution says."""

    observed_at: datetime
    host: str
    resolved: bool | None  # None = a proxy resolves for us, so nobody here can know
    addresses: tuple[str, ...] = ()
    reason: str = ""


@record(frozen=True, slots=True, kw_only=True)
class CallerActions:
    """What the present login may do at one scope."""

    scope: str
    observed_at: datetime
    permissions: tuple[Document, ...] = field(
        default=()
    )  # actions, notActions, dataActions, notDataActions


class Entra(Protocol):
    """Our own login."""

    async def sign_in(self) -> SignInReading:
        """Get a Resource Manager token and say who we are. Raises NotSignedIn."""
        ...

    async def token(self, scope: str) -> TokenReading:
        """Try to get a token for a scope; a refusal by Entra is a reading, not an error. The Graph token's claims tell directory roles."""
        ...


class Arm(Protocol):
    """Azure Resource Manager."""

    async def get(self, path: str, api_version: str, *, permission: Permission) -> Document:
        """Read one resource by its path below the endpoint."""
        ...

    async def list(
        self,
        path: str,
        api_version: str,
        *,
        permission: Permission,
        filter: str = "",  # noqa: A002 - ARM's word
    ) -> tuple[Document, ...]:
        """Read a list with all its pages; `nextLink` must stay on the same origin."""
        ...

    async def subscription(self, subscription: SubscriptionId) -> Document:
        """Read `tenantId`, `state`, `displayName`. Reads: GET /subscriptions/{s} 2022-12-01."""
        ...

    async def account(self, account: ResourceId) -> Document:
        """Read a Cosmos DB account. Reads: GET {id} 2026-03-15."""
        ...

    async def sql_role_assignments(self, account: ResourceId) -> tuple[Document, ...]:
        """Read the data-plane role assignments. Reads: GET {id}/sqlRoleAssignments 2026-03-15."""
        ...

    async def sql_role_definitions(self, account: ResourceId) -> tuple[Document, ...]:
        """Read the data-plane role definitions. Reads: GET {id}/sqlRoleDefinitions 2026-03-15."""
        ...

    async def find_vault(self, subscription: SubscriptionId, name: str) -> ResourceId | None:
        """Find a vault by its name. Reads: GET /subscriptions/{s}/resources?$filter=… 2021-04-01."""
        ...

    async def vault(self, vault: ResourceId) -> Document:
        """Read a vault. Reads: GET {id} 2026-02-01."""
        ...

    async def deleted_vaults(self, subscription: SubscriptionId) -> tuple[Document, ...]:
        """Read the soft-deleted vaults. Reads: GET /subscriptions/{s}/providers/Microsoft.KeyVault/deletedVaults 2026-02-01."""
        ...

    async def key(self, vault: ResourceId, name: str) -> Document:
        """Read a key's current attributes through ARM (no data-plane right, no firewall). Reads: GET {id}/keys/{k} 2026-02-01."""
        ...

    async def key_versions(self, vault: ResourceId, name: str) -> tuple[Document, ...]:
        """Read all versions' attributes. Reads: GET {id}/keys/{k}/versions 2026-02-01."""
        ...

    async def identity(self, identity: ResourceId) -> Document:
        """Read a user-assigned identity. Reads: GET {id} 2024-11-30."""
        ...

    async def federated_credentials(self, identity: ResourceId) -> tuple[Document, ...]:
        """Read its federated credentials. Reads: GET {id}/federatedIdentityCredentials 2024-11-30."""
        ...


class Graph(Protocol):
    """Microsoft Graph v1.0."""

    async def get(self, path: str, *, permission: Permission) -> Document:
        """Read one object by its path below `/v1.0`."""
        ...

    async def service_principal(self, object_id: ObjectId) -> Document:
        """Read a service principal. Reads: GET /servicePrincipals/{id}."""
        ...

    async def service_principal_of(self, app_id: AppId) -> Document:
        """Read an application's service principal. Reads: GET /servicePrincipals(appId='{id}')."""
        ...

    async def deleted_service_principals(self) -> tuple[Document, ...]:
        """Read the soft-deleted ones. Reads: GET /directory/deletedItems/microsoft.graph.servicePrincipal."""
        ...

    async def application(self, app_id: AppId) -> Document:
        """Read an application registered in this tenant. Reads: GET /applications(appId='{id}')."""
        ...

    async def deleted_applications(self) -> tuple[Document, ...]:
        """Read the soft-deleted ones. Reads: GET /directory/deletedItems/microsoft.graph.application."""
        ...

    async def federated_credentials(self, application_object_id: ObjectId) -> tuple[Document, ...]:
        """Read an application's federated credentials. Reads: GET /applications/{id}/federatedIdentityCredentials."""
        ...

    async def groups_of(self, object_id: ObjectId) -> tuple[ObjectId, ...]:
        """Read the groups a service principal belongs to, transitively. Reads: GET /servicePrincipals/{id}/transitiveMemberOf."""
        ...


class Authorization(Protocol):
    """Azure RBAC, through azure-mgmt-authorization 2022-04-01."""

    async def role_assignments(
        self, scope: str, *, assigned_to: ObjectId | None = None
    ) -> tuple[Document, ...]:
        """Read assignments at a scope and above; with `assigned_to` those of a principal and its groups, transitively. Filter: atScope(), assignedTo('…')."""
        ...

    async def role_definitions(self, scope: str) -> tuple[Document, ...]:
        """Read all role definitions usable at a scope."""
        ...

    async def deny_assignments(self, scope: str) -> tuple[Document, ...]:
        """Read deny assignments at a scope and above."""
        ...

    async def running_roles(self, scope: str) -> tuple[Document, ...]:
        """Read what Privileged Identity Management gives at a scope and above. Reads: roleAssignmentScheduleInstances 2020-10-01, atScope()."""
        ...

    async def caller_actions(self, resource: ResourceId) -> CallerActions:
        """Read what the present login may do on a resource; needs no right of its own."""
        ...


class KeyVault(Protocol):
    """Key Vault's data plane; one read, never a cryptographic operation."""

    def expect(self, key: KeyUri) -> None:
        """Open a connection to the vault ahead, in case a deleted key is read next; sends nothing and raises nothing."""
        ...

    async def deleted_key(self, key: KeyUri) -> Document:
        """Read a soft-deleted key. Reads: GET /deletedkeys/{name} 7.4. NotFound = not soft-deleted."""
        ...


class Cosmos(Protocol):
    """The Cosmos DB gateway, through azure-cosmos."""

    async def read_account(self, endpoint: str) -> DataPlaneReading:
        """Read the account's metadata once (GET /); a refusal by the gateway is a reading, not an error."""
        ...


class Names(Protocol):
    """Name resolution."""

    async def resolve(self, host: str) -> Resolution:
        """Resolve a host name; behind a proxy the answer is None, said why."""
        ...
