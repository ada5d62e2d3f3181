"""The built-in roles that matter here, with Azure's own ids.

Source: "Azure built-in roles" (security, databases, privileged) and "Cosmos DB data plane security reference" on Microsoft
Learn, read 2026-11-23; Key Vault Administrator after a recorded answer of azure-cli; identities, locks, monitoring and event
subscriptions after published listings of the same page, read 2026-11-24.
"""

from __future__ import annotations

from typing import NamedTuple

OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
CONTRIBUTOR = "b24988ac-6180-42a0-ab88-20f7382dd24c"
READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
USER_ACCESS_ADMINISTRATOR = "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9"
CRYPTO_SERVICE_ENCRYPTION_USER = "e147488a-f6f5-4113-8e2d-b22465e65bf6"
CRYPTO_USER = "12338af0-0e69-4776-bea7-57ae8d297424"
CRYPTO_OFFICER = "14b46e9e-c2b7-41b4-b07b-48a6ebf60603"
KEY_VAULT_ADMINISTRATOR = "00482a5a-887f-4fb3-b363-3b7fe8e74483"
KEY_VAULT_READER = "21090545-7ca7-4776-b22c-e363652d74d2"
KEY_VAULT_CONTRIBUTOR = "f25e0fa2-a7c8-4377-a976-54943a77a395"
KEY_VAULT_CERTIFICATE_USER = "db79e9a7-68ee-4b58-9aeb-b90e7c24fcba"
KEY_VAULT_DATA_ACCESS_ADMINISTRATOR = "8b54135c-b56d-4d72-a534-26097cfdc8d8"
CRYPTO_SERVICE_RELEASE_USER = "08bbd89e-9f13-488c-ac41-acfcb10c90ab"
DOCUMENTDB_ACCOUNT_CONTRIBUTOR = "5bd9cd88-fe45-4216-938b-f97437e15450"
COSMOS_DB_OPERATOR = "230815da-be43-4aae-9cb4-875f7bd000aa"
COSMOS_DB_ACCOUNT_READER = "fbdf93bf-df7d-467e-a4d2-9458aa1360c8"
MANAGED_IDENTITY_CONTRIBUTOR = "e40ec5ca-96e0-45a2-b4ff-59039f2c2b59"
MANAGED_IDENTITY_OPERATOR = "f1a07417-d97a-45cb-824c-7a7467783830"
MONITORING_CONTRIBUTOR = "749f88d5-cbae-40b8-bcfc-e573ddc772fa"
LOCKS_CONTRIBUTOR = "28bf596f-4eb7-45ce-b5bc-6cf482fec137"
EVENT_SUBSCRIPTION_CONTRIBUTOR = "428e0ff0-5e57-4d9c-a221-2c70d0e0a443"

COSMOS_DATA_READER = "00000000-0000-0000-0000-000000000001"
COSMOS_DATA_CONTRIBUTOR = "00000000-0000-0000-0000-000000000002"

_KEYS = "Microsoft.KeyVault/vaults/keys"
_DB = "Microsoft.DocumentDB/databaseAccounts"
_IDENTITIES = "Microsoft.ManagedIdentity/userAssignedIdentities"
_COMMON = (
    "Microsoft.Authorization/*/read",
    "Microsoft.Insights/alertRules/*",
    "Microsoft.Resources/deployments/*",
    "Microsoft.Resources/subscriptions/resourceGroups/read",
    "Microsoft.Support/*",
)
_VAULT_READS = (
    "Microsoft.KeyVault/checkNameAvailability/read",
    "Microsoft.KeyVault/deletedVaults/read",
    "Microsoft.KeyVault/locations/*/read",
    "Microsoft.KeyVault/vaults/*/read",
    "Microsoft.KeyVault/operations/read",
)


class BuiltIn(NamedTuple):
    """One role: what it lets do, and what it does not."""

    name: str
    actions: tuple[str, ...] = ()
    not_actions: tuple[str, ...] = ()
    data_actions: tuple[str, ...] = ()


BUILT_IN: dict[str, BuiltIn] = {
    OWNER: BuiltIn("Owner", ("*",)),
    CONTRIBUTOR: BuiltIn(
        "Contributor",
        ("*",),
        (
            "Microsoft.Authorization/*/Delete",
            "Microsoft.Authorization/*/Write",
            "Microsoft.Authorization/elevateAccess/Action",
            "Microsoft.Blueprint/blueprintAssignments/write",
            "Microsoft.Blueprint/blueprintAssignments/delete",
            "Microsoft.Compute/galleries/share/action",
        ),
    ),
    READER: BuiltIn("Reader", ("*/read",)),
    USER_ACCESS_ADMINISTRATOR: BuiltIn(
        "User Access Administrator",
        ("*/read", "Microsoft.Authorization/*", "Microsoft.Support/*"),
    ),
    CRYPTO_SERVICE_ENCRYPTION_USER: BuiltIn(
        "Key Vault Crypto Service Encryption User",
        (
            "Microsoft.EventGrid/eventSubscriptions/write",
            "Microsoft.EventGrid/eventSubscriptions/read",
            "Microsoft.EventGrid/eventSubscriptions/delete",
        ),
        (),
        (f"{_KEYS}/read", f"{_KEYS}/wrap/action", f"{_KEYS}/unwrap/action"),
    ),
    CRYPTO_USER: BuiltIn(
        "Key Vault Crypto User",
        data_actions=(
            f"{_KEYS}/read",
            f"{_KEYS}/update/action",
            f"{_KEYS}/backup/action",
            f"{_KEYS}/encrypt/action",
            f"{_KEYS}/decrypt/action",
            f"{_KEYS}/wrap/action",
            f"{_KEYS}/unwrap/action",
            f"{_KEYS}/sign/action",
            f"{_KEYS}/verify/action",
        ),
    ),
    CRYPTO_OFFICER: BuiltIn(
        "Key Vault Crypto Officer", _COMMON + _VAULT_READS, (), (f"{_KEYS}/*",)
    ),
    KEY_VAULT_ADMINISTRATOR: BuiltIn(
        "Key Vault Administrator", _COMMON + _VAULT_READS, (), ("Microsoft.KeyVault/vaults/*",)
    ),
    KEY_VAULT_READER: BuiltIn(
        "Key Vault Reader",
        _COMMON + _VAULT_READS,
        (),
        (
            "Microsoft.KeyVault/vaults/*/read",
            "Microsoft.KeyVault/vaults/secrets/readMetadata/action",
        ),
    ),
    KEY_VAULT_CONTRIBUTOR: BuiltIn(
        "Key Vault Contributor",
        (*_COMMON, "Microsoft.KeyVault/*"),
        (
            "Microsoft.KeyVault/locations/deletedVaults/purge/action",
            "Microsoft.KeyVault/hsmPools/*",
            "Microsoft.KeyVault/managedHsms/*",
        ),
    ),
    KEY_VAULT_CERTIFICATE_USER: BuiltIn(
        "Key Vault Certificate User",
        data_actions=(
            "Microsoft.KeyVault/vaults/certificates/read",
            "Microsoft.KeyVault/vaults/secrets/getSecret/action",
            "Microsoft.KeyVault/vaults/secrets/readMetadata/action",
            f"{_KEYS}/read",
        ),
    ),
    KEY_VAULT_DATA_ACCESS_ADMINISTRATOR: BuiltIn(
        "Key Vault Data Access Administrator",
        (
            "Microsoft.Authorization/roleAssignments/write",
            "Microsoft.Authorization/roleAssignments/delete",
            "Microsoft.Authorization/*/read",
            "Microsoft.Resources/deployments/*",
            "Microsoft.Resources/subscriptions/resourceGroups/read",
            "Microsoft.Resources/subscriptions/read",
            "Microsoft.Management/managementGroups/read",
            "Microsoft.Support/*",
            "Microsoft.KeyVault/vaults/*/read",
        ),
    ),
    CRYPTO_SERVICE_RELEASE_USER: BuiltIn(
        "Key Vault Crypto Service Release User", data_actions=(f"{_KEYS}/release/action",)
    ),
    DOCUMENTDB_ACCOUNT_CONTRIBUTOR: BuiltIn(
        "DocumentDB Account Contributor",
        (
            *_COMMON,
            "Microsoft.DocumentDb/databaseAccounts/*",
            "Microsoft.ResourceHealth/availabilityStatuses/read",
            "Microsoft.Network/virtualNetworks/subnets/joinViaServiceEndpoint/action",
        ),
    ),
    COSMOS_DB_OPERATOR: BuiltIn(
        "Cosmos DB Operator",
        (*_COMMON, "Microsoft.DocumentDb/databaseAccounts/*"),
        (
            f"{_DB}/dataTransferJobs/*",
            f"{_DB}/readonlyKeys/*",
            f"{_DB}/regenerateKey/*",
            f"{_DB}/listKeys/*",
            f"{_DB}/listConnectionStrings/*",
            f"{_DB}/sqlRoleDefinitions/write",
            f"{_DB}/sqlRoleDefinitions/delete",
            f"{_DB}/sqlRoleAssignments/write",
            f"{_DB}/sqlRoleAssignments/delete",
        ),
    ),
    COSMOS_DB_ACCOUNT_READER: BuiltIn(
        "Cosmos DB Account Reader Role",
        (
            "Microsoft.Authorization/*/read",
            "Microsoft.DocumentDB/*/read",
            f"{_DB}/readonlykeys/action",
            "Microsoft.Insights/MetricDefinitions/read",
            "Microsoft.Insights/Metrics/read",
            "Microsoft.Resources/subscriptions/resourceGroups/read",
            "Microsoft.Support/*",
        ),
    ),
    MANAGED_IDENTITY_CONTRIBUTOR: BuiltIn(
        "Managed Identity Contributor",
        (
            f"{_IDENTITIES}/read",
            f"{_IDENTITIES}/write",
            f"{_IDENTITIES}/delete",
            f"{_IDENTITIES}/federatedIdentityCredentials/read",
            f"{_IDENTITIES}/federatedIdentityCredentials/write",
            f"{_IDENTITIES}/federatedIdentityCredentials/delete",
            f"{_IDENTITIES}/revokeTokens/action",
            *_COMMON,
        ),
    ),
    # Azure writes `/*/` in this role for operations with nothing in between; both forms are kept.
    MANAGED_IDENTITY_OPERATOR: BuiltIn(
        "Managed Identity Operator",
        (
            f"{_IDENTITIES}/*/read",
            f"{_IDENTITIES}/read",
            f"{_IDENTITIES}/*/assign/action",
            f"{_IDENTITIES}/assign/action",
            *_COMMON,
        ),
    ),
    MONITORING_CONTRIBUTOR: BuiltIn(
        "Monitoring Contributor",
        (
            "*/read",
            "Microsoft.AlertsManagement/*",
            "Microsoft.Insights/ActivityLogAlerts/*",
            "Microsoft.Insights/AlertRules/*",
            "Microsoft.Insights/DiagnosticSettings/*",
            "Microsoft.OperationalInsights/workspaces/write",
            "Microsoft.OperationalInsights/workspaces/sharedKeys/action",
            "Microsoft.Support/*",
        ),
    ),
    LOCKS_CONTRIBUTOR: BuiltIn(
        "Locks Contributor",
        (
            "Microsoft.Authorization/locks/read",
            "Microsoft.Authorization/locks/write",
            "Microsoft.Authorization/locks/delete",
        ),
    ),
    EVENT_SUBSCRIPTION_CONTRIBUTOR: BuiltIn(
        "EventGrid EventSubscription Contributor",
        (
            *_COMMON,
            "Microsoft.EventGrid/eventSubscriptions/*",
            "Microsoft.EventGrid/systemTopics/eventSubscriptions/*",
            "Microsoft.EventGrid/topicTypes/eventSubscriptions/read",
            "Microsoft.EventGrid/locations/eventSubscriptions/read",
        ),
    ),
}
DATA_ROLES: dict[str, tuple[str, tuple[str, ...]]] = {
    COSMOS_DATA_READER: (
        "Cosmos DB Built-in Data Reader",
        (
            f"{_DB}/readMetadata",
            f"{_DB}/sqlDatabases/containers/items/read",
            f"{_DB}/sqlDatabases/containers/executeQuery",
            f"{_DB}/sqlDatabases/containers/readChangeFeed",
        ),
    ),
    COSMOS_DATA_CONTRIBUTOR: (
        "Cosmos DB Built-in Data Contributor",
        (
            f"{_DB}/readMetadata",
            f"{_DB}/sqlDatabases/containers/*",
            f"{_DB}/sqlDatabases/containers/items/*",
        ),
    ),
}
