"""The sovereign clouds: every host and every first-party application in one table. Adobe's hosts stand beside them.

Sources: azure-identity and azure-core constants, `azure.mgmt.core.tools.get_arm_endpoints`, the Azure
Government comparison page; read 2026-11-23. The hosts of the Logs Query API: README of azure-monitor-query 2.0,
sovereign clouds. The scope host of Resource Manager differs from its endpoint in
the Government cloud.
"""

from __future__ import annotations

from dataclasses import dataclass

from diagnostics.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Cloud:
    """Where one cloud's services live; hosts in lower case, without scheme."""

    name: str
    authorities: tuple[str, ...]  # the first is asked; the others may be named by a challenge
    arm: str
    arm_scope: str
    graph: str
    log_analytics: str  # also the audience of its tokens, as azure-monitor-query 2.0 asks for them
    vault_suffix: str
    hsm_suffix: str
    cosmos_suffix: str
    cosmos_app_id: str
    key_vault_app_id: str
    az_name: str  # for `az cloud set --name`

    @property
    def authority(self) -> str:
        """The host that issues tokens."""
        return self.authorities[0]

    @property
    def graph_scope(self) -> str:
        """The scope of a Microsoft Graph token."""
        return f"https://{self.graph}/.default"

    @property
    def log_analytics_scope(self) -> str:
        """The scope of a token for the Logs Query API."""
        return f"https://{self.log_analytics}/.default"

    @property
    def vault_resource(self) -> str:
        """The audience of a Key Vault token."""
        return f"https://{self.vault_suffix}"

    def allows(self, host: str) -> bool:
        """Tell whether a token of this cloud may be sent to that host."""
        host = host.lower().rstrip(".")
        if host in {*self.authorities, self.arm, self.graph, self.log_analytics}:
            return True
        suffixes = (self.vault_suffix, self.hsm_suffix, self.cosmos_suffix)
        return any(host.endswith(f".{suffix}") and _is_label(host, suffix) for suffix in suffixes)


def _is_label(host: str, suffix: str) -> bool:
    name = host[: -len(suffix) - 1]
    return bool(name) and all(char.isascii() and (char.isalnum() or char == "-") for char in name)


PUBLIC = Cloud(
    name="public",
    authorities=("login.microsoftonline.com", "login.windows.net"),
    arm="management.azure.com",
    arm_scope="https://management.azure.com/.default",
    graph="graph.microsoft.com",
    log_analytics="api.loganalytics.io",
    vault_suffix="vault.azure.net",
    hsm_suffix="managedhsm.azure.net",
    cosmos_suffix="documents.azure.com",
    cosmos_app_id="a232010e-820c-4083-83bb-3ace5fc29d0b",
    key_vault_app_id="cfa8b339-82a2-471a-a3c9-0fc0be7a4093",
    az_name="AzureCloud",
)
US_GOVERNMENT = Cloud(
    name="usgov",
    authorities=("login.microsoftonline.us",),
    arm="management.usgovcloudapi.net",
    arm_scope="https://management.core.usgovcloudapi.net/.default",
    graph="graph.microsoft.us",
    log_analytics="api.loganalytics.us",
    vault_suffix="vault.usgovcloudapi.net",
    hsm_suffix="managedhsm.usgovcloudapi.net",
    cosmos_suffix="documents.azure.us",
    cosmos_app_id="57506a73-e302-42a9-b869-6f12d9ec29e9",
    key_vault_app_id="7e7c393b-45d0-48b1-a35e-2905ddf8183c",
    az_name="AzureUSGovernment",
)


@dataclass(frozen=True, slots=True)
class AdobeHosts:
    """Where Adobe's services live, the same from every cloud; hosts in lower case, without scheme.

    No cloud's `allows` names any of them: a token of Azure never goes there.

    Sources: IMS server-to-server guide; OpenAPI files of Journey Optimizer; Set up customer-managed keys with the API (the
    three regions); the feed behind status.adobe.com. Read 2026-11-23.
    """

    ims: str
    platform: str  # serves every API, and customer-managed keys of the region VA7
    platform_nld2: str
    platform_aus5: str
    status: str

    @property
    def gateways(self) -> tuple[str, ...]:
        """The hosts behind Adobe's gateway."""
        return (self.platform, self.platform_nld2, self.platform_aus5)

    def gateway_of(self, region: str) -> str:
        """Return the host that serves customer-managed keys of a region; an unknown one gives the common host."""
        own = {"nld2": self.platform_nld2, "aus5": self.platform_aus5}
        return own.get(region.lower(), self.platform)

    def allows(self, host: str) -> bool:
        """Tell whether one of Adobe's services that we ask answers at that host."""
        return host.lower().rstrip(".") in {self.ims, self.status, *self.gateways}


ADOBE = AdobeHosts(
    ims="ims-na1.adobelogin.com",
    platform="platform.adobe.io",
    platform_nld2="platform-nld2.adobe.io",
    platform_aus5="platform-aus5.adobe.io",
    status="data.status.adobe.com",
)
CLOUDS = {cloud.name: cloud for cloud in (PUBLIC, US_GOVERNMENT)}


def cloud_named(name: str) -> Cloud:
    """Return the cloud of that name.

    Raises:
        ConfigError: for any other name.
    """
    try:
        return CLOUDS[name.strip().lower()]
    except KeyError:
        raise ConfigError(
            f"there is no cloud {name!r}",
            expected=" or ".join(CLOUDS),
            field="cloud",
            do="choose one of these names; other sovereign clouds are not supported",
        ) from None
