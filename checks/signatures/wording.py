"""Sentences and commands that several signatures share; names in angle brackets are to be filled in.

Sources, read 2026-11-23: the pages named below; commands as azure-cli 2.91.0 takes them.
"""

from __future__ import annotations

GUIDE = "Azure Cosmos DB, CMK troubleshooting guide, read 2026-11-23"
CROSS_TENANT_GUIDE = (
    "Azure Cosmos DB, troubleshoot cross-tenant CMK (troubleshoot-cmk), read 2026-11-23"
)
REST_PAGE = "Azure Cosmos DB REST reference, HTTP status codes, read 2026-11-23"
DRIVERS = (
    "sub-status names of the Azure Cosmos DB drivers for .NET, Rust and Java, read 2026-11-23"
)
FORBIDDEN_PAGE = "Azure Cosmos DB, troubleshoot forbidden (403), read 2026-11-23"
ENTRA_PAGE = "Microsoft identity platform, error code reference, read 2026-11-23"
KEY_VAULT_PAGE = "Azure Key Vault, REST API error codes, read 2026-11-23"
RBAC_PAGE = "Azure RBAC, troubleshoot, read 2026-11-23"
ADOBE_PAGE = "Adobe Journey Optimizer, trigger campaigns using APIs, read 2026-11-23"
GATEWAY_PAGE = "Adobe Experience Platform, troubleshooting guide, read 2026-11-23"
CJM_PAGE = "Adobe Journey Optimizer, error codes reference, read 2026-11-23"
CAMPAIGN_ERRORS_PAGE = (
    "Adobe Journey Optimizer, troubleshoot campaigns, campaign errors, read 2026-11-23"
)
EXCLUSION_PAGE = "Adobe Journey Optimizer, exclusion list, read 2026-11-23"
IMS_PAGE = "Adobe Developer Console, server-to-server authentication, read 2026-11-23"

WAIT = "Wait up to 1 hour after the repair; after 2 hours open a support request."
ADOBE_WAIT = (
    "Where the account is Adobe's: primary stores follow within minutes to 24 hours, caches within 7 days;"
    " hand over to Adobe Customer Care if all on your side is healthy."
)
RETEST = "Repeat one call of the campaign with a test recipient."
ONLY_IDENTITY_UPDATES = (
    "While the account is revoked it accepts only a change of its identities, and its deletion."
)

_ACCOUNT = ("--name", "<account>", "--resource-group", "<group>")
_KEY = ("--vault-name", "<vault>", "--name", "<key>")
STATUS = ("az", "cosmosdb", "show", *_ACCOUNT, "--query", "customerManagedKeyStatus")
DEFAULT_IDENTITY = ("az", "cosmosdb", "show", *_ACCOUNT, "--query", "defaultIdentity")
SET_DEFAULT_IDENTITY = (
    *("az", "cosmosdb", "update", *_ACCOUNT),
    *("--default-identity", "UserAssignedIdentity=<resource id of the identity>"),
)
SHOW_KEY_URI = ("az", "cosmosdb", "show", *_ACCOUNT, "--query", "keyVaultKeyUri")
SET_KEY_URI = (
    *("az", "cosmosdb", "update", *_ACCOUNT),
    *("--key-uri", "https://<vault>.vault.azure.net/keys/<key>"),
)
SHOW_FIREWALL = ("az", "cosmosdb", "show", *_ACCOUNT, "--query", "[publicNetworkAccess, ipRules]")
SHOW_PRINCIPAL = ("az", "ad", "sp", "show", "--id", "<object id>", "--query", "accountEnabled")
ENABLE_PRINCIPAL = (
    *("az", "ad", "sp", "update", "--id", "<object id>"),
    *("--set", "accountEnabled=true"),
)
CREATE_PRINCIPAL = ("az", "ad", "sp", "create", "--id", "<application id>")
LIST_DELETED_PRINCIPALS = (
    *("az", "rest", "--method", "get", "--url"),
    "https://graph.microsoft.com/v1.0/directory/deletedItems/microsoft.graph.servicePrincipal",
)
GRANT_KEY = (
    *("az", "role", "assignment", "create", "--role", "e147488a-f6f5-4113-8e2d-b22465e65bf6"),
    *("--assignee-object-id", "<object id>", "--assignee-principal-type", "ServicePrincipal"),
    *("--scope", "<resource id of the vault>"),
)
SET_POLICY = (
    *("az", "keyvault", "set-policy", "--name", "<vault>", "--object-id", "<object id>"),
    *("--key-permissions", "get", "wrapKey", "unwrapKey"),
)
LIST_GRANTS = (
    *("az", "role", "assignment", "list", "--assignee", "<object id>"),
    *("--scope", "<resource id of the vault>", "--include-inherited"),
)
SHOW_KEY = ("az", "keyvault", "key", "show", *_KEY, "--query", "attributes")
ENABLE_KEY = ("az", "keyvault", "key", "set-attributes", *_KEY, "--enabled", "true")
MOVE_EXPIRY = ("az", "keyvault", "key", "set-attributes", *_KEY, "--expires", "<date>")
LIST_VERSIONS = ("az", "keyvault", "key", "list-versions", *_KEY)
ENABLE_VERSION = (
    *("az", "keyvault", "key", "set-attributes", *_KEY),
    *("--version", "<old version>", "--enabled", "true"),
)
LIST_DELETED_KEYS = ("az", "keyvault", "key", "list-deleted", "--vault-name", "<vault>")
RECOVER_KEY = ("az", "keyvault", "key", "recover", *_KEY)
LIST_DELETED_VAULTS = ("az", "keyvault", "list-deleted", "--resource-type", "vault")
RECOVER_VAULT = ("az", "keyvault", "recover", "--name", "<vault>")
SHOW_VAULT_NETWORK = (
    *("az", "keyvault", "show", "--name", "<vault>"),
    *("--query", "properties.[publicNetworkAccess, networkAcls]"),
)
LET_SERVICES_IN = ("az", "keyvault", "update", "--name", "<vault>", "--bypass", "AzureServices")
LIST_DATA_ROLES = (
    *("az", "cosmosdb", "sql", "role", "assignment", "list"),
    *("--account-name", "<account>", "--resource-group", "<group>"),
)
GIVE_DATA_ROLE = (
    *("az", "cosmosdb", "sql", "role", "assignment", "create"),
    *("--account-name", "<account>", "--resource-group", "<group>", "--scope", "/"),
    *("--principal-id", "<object id of the caller>"),
    *("--role-definition-id", "00000000-0000-0000-0000-000000000001"),
)
LOGIN = ("az", "login", "--tenant", "<tenant id>")
WHO_AM_I = ("az", "account", "show")
