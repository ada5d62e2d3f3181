"""What is the same for everybody and names no customer: it stays when a report is shared.

Sources: Azure built-in roles and Entra built-in roles references, Cosmos DB data-plane roles, first-party applications
(`diagnostics.clouds`), Adobe's static address (Platform, IP access for customer-managed keys); read 2026-11-23.
"""

from __future__ import annotations

from diagnostics.clouds import ADOBE, CLOUDS
from diagnostics.rights import (
    APPLICATION_ADMINISTRATOR,
    CLOUD_APPLICATION_ADMINISTRATOR,
    DIRECTORY_READERS,
    GLOBAL_ADMINISTRATOR,
    GROUPS_ADMINISTRATOR,
    REPORTS_READER,
    SECURITY_ADMINISTRATOR,
)

NOBODY = "00000000-0000-0000-0000-000000000000"
MICROSOFT_TENANT = "f8cdef31-a31e-4b4a-93e4-5f571e91255a"
_ROLES = {
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
    "b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
    "acdd72a7-3385-48ef-bd42-f606fba81ae7": "Reader",
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "User Access Administrator",
    "e147488a-f6f5-4113-8e2d-b22465e65bf6": "Key Vault Crypto Service Encryption User",
    "12338af0-0e69-4776-bea7-57ae8d297424": "Key Vault Crypto User",
    "14b46e9e-c2b7-41b4-b07b-48a6ebf60603": "Key Vault Crypto Officer",
    "00482a5a-887f-4fb3-b363-3b7fe8e74483": "Key Vault Administrator",
    "21090545-7ca7-4776-b22c-e363652d74d2": "Key Vault Reader",
    "f25e0fa2-a7c8-4377-a976-54943a77a395": "Key Vault Contributor",
    "db79e9a7-68ee-4b58-9aeb-b90e7c24fcba": "Key Vault Certificate User",
    "8b54135c-b56d-4d72-a534-26097cfdc8d8": "Key Vault Data Access Administrator",
    "08bbd89e-9f13-488c-ac41-acfcb10c90ab": "Key Vault Crypto Service Release User",
    "5bd9cd88-fe45-4216-938b-f97437e15450": "DocumentDB Account Contributor",
    "230815da-be43-4aae-9cb4-875f7bd000aa": "Cosmos DB Operator",
    "fbdf93bf-df7d-467e-a4d2-9458aa1360c8": "Cosmos DB Account Reader Role",
    "e40ec5ca-96e0-45a2-b4ff-59039f2c2b59": "Managed Identity Contributor",
    "f1a07417-d97a-45cb-824c-7a7467783830": "Managed Identity Operator",
    "749f88d5-cbae-40b8-bcfc-e573ddc772fa": "Monitoring Contributor",
    "28bf596f-4eb7-45ce-b5bc-6cf482fec137": "Locks Contributor",
    "428e0ff0-5e57-4d9c-a221-2c70d0e0a443": "EventGrid EventSubscription Contributor",
    "00000000-0000-0000-0000-000000000001": "Cosmos DB Built-in Data Reader",
    "00000000-0000-0000-0000-000000000002": "Cosmos DB Built-in Data Contributor",
    GLOBAL_ADMINISTRATOR: "Global Administrator",
    APPLICATION_ADMINISTRATOR: "Application Administrator",
    CLOUD_APPLICATION_ADMINISTRATOR: "Cloud Application Administrator",
    SECURITY_ADMINISTRATOR: "Security Administrator",
    GROUPS_ADMINISTRATOR: "Groups Administrator",
    REPORTS_READER: "Reports Reader",
    DIRECTORY_READERS: "Directory Readers",
}
IDS = frozenset(
    {NOBODY, MICROSOFT_TENANT, *_ROLES}
    | {cloud.cosmos_app_id for cloud in CLOUDS.values()}
    | {cloud.key_vault_app_id for cloud in CLOUDS.values()}
)
# What people call a thing that is called so everywhere, and what this program calls a target that has no name.
NAMES = frozenset(name.casefold() for name in _ROLES.values()) | frozenset(
    {
        *("prod", "default", "-", "none", "unknown", "azure cosmos db", "azure key vault"),
        *("own-account", "adobe-managed", "no-customer-key"),
        *("logs", "pasted-text", "feedback-export", "demo", "target"),
    }
)
# Words that a name may be and that prose needs: replaced where a field says that it is a name, not inside other texts.
_WORDS = """
    access account accounts action activity admin adobe ajo all answer api app application applications assignment
    audit azure batch call caller campaign campaigns certificate client cloud configuration container containers cosmos
    cosmosdb credential credentials crypto data database databases default dev development directory disabled
    encryption endpoint enabled entra error event expired federated from group groups health host http https id
    identities identity item items journey key keys keyvault live load login logs mail mails main managed marketing
    message messages microsoft name network nobody object officer operator owner policy prod production profile
    profiles public reader region request requests resource resources role roles sandbox scope secret secrets security
    service stage staging state status store subscription system target tenant test text the token transactional
    trigger unwrap user users value vault vaults version wrap writer
    """
WORDS = frozenset(_WORDS.split())
ADDRESSES = frozenset(
    {
        *("20.88.123.53", "0.0.0.0", "127.0.0.1", "255.255.255.255", "168.63.129.16"),  # noqa: S104 - names no interface
        *("169.254.169.254", "::", "::1"),
    }
)
HOSTS = frozenset(
    {
        host
        for cloud in CLOUDS.values()
        for host in (*cloud.authorities, cloud.arm, cloud.graph, cloud.log_analytics)
    }
    | {ADOBE.ims, ADOBE.status, *ADOBE.gateways}
)
# Below these only the provider names hosts. What customers name below them stands in TENANTED.
PROVIDERS = (
    *("microsoft.com", "microsoftonline.com", "microsoftonline.us", "windows.net", "azure.com"),
    *("azure.net", "azure.us", "usgovcloudapi.net", "microsoft.us", "loganalytics.io", "aka.ms"),
    *("azuredatabricks.net", "live.com", "adobe.com", "adobe.io", "adobelogin.com", "github.com"),
    *("w3.org", "python.org"),
)
# Suffix, and what its first label names.
TENANTED = (
    *((cloud.vault_suffix, "vault") for cloud in CLOUDS.values()),
    *((cloud.hsm_suffix, "vault") for cloud in CLOUDS.values()),
    *((cloud.cosmos_suffix, "account") for cloud in CLOUDS.values()),
    *((f"{kind}.core.windows.net", "resource") for kind in ("blob", "queue", "table", "file")),
    *((f"{kind}.core.usgovcloudapi.net", "resource") for kind in ("blob", "queue", "table")),
    *(("onmicrosoft.com", "tenant"), ("sharepoint.com", "tenant"), ("azurewebsites.net", "host")),
    *(("cloudapp.azure.com", "host"), ("azure-api.net", "host"), ("azurefd.net", "host")),
    *(("servicebus.windows.net", "resource"), ("database.windows.net", "resource")),
    *(
        ("cosmos.azure.com", "account"),
        ("azurecr.io", "resource"),
        ("azuredatabricks.net", "host"),
    ),
)
# Where mails of half the world go: who defers is the answer to "why is it late", and names no customer.
_MAIL_PROVIDERS = """
    gmail.com googlemail.com outlook.com hotmail.com hotmail.fr live.com msn.com yahoo.com yahoo.fr ymail.com aol.com
    icloud.com me.com mac.com gmx.de gmx.net web.de t-online.de orange.fr wanadoo.fr free.fr sfr.fr laposte.net
    proton.me protonmail.com comcast.net verizon.net att.net bt.com btinternet.com libero.it mail.ru qq.com 163.com
    """
MAIL_PROVIDERS = frozenset(_MAIL_PROVIDERS.split())
