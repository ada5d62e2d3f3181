"""What is the same for everybody and names no customer: it stays when a report is shared.

Sources: Azure built-in roles and Entra built-in roles references, Cosmos DB data-plane roles, first-party applications
(`diagnostics.clouds`), Adobe's static address (Platform, IP access for customer-managed keys); read 2026-11-23.
"""

from __future__ import annotations

from diagnostics.clouds import ADOBE, CLOUDS
from diagnostics.role_names import ROLES

NOBODY = "00000000-0000-0000-0000-000000000000"
MICROSOFT_TENANT = "f8cdef31-a31e-4b4a-93e4-5f571e91255a"
IDS = frozenset(
    {NOBODY, MICROSOFT_TENANT, *ROLES}
    | {cloud.cosmos_app_id for cloud in CLOUDS.values()}
    | {cloud.key_vault_app_id for cloud in CLOUDS.values()}
)
# What people call a thing that is called so everywhere, and what this program calls a target that has no name.
NAMES = frozenset(name.casefold() for name in ROLES.values()) | frozenset(
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
