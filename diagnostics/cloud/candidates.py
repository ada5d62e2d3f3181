"""Which logins there are to try, in the order of azure-identity's DefaultAzureCredential, and which are out and why.

Each is an azure-identity credential with our transport. What Azure places beside a workload (environment, workload
identity) is chosen by being configured and not replaced by another one if it fails: who configured it wants to know.
The developer's tools are asked one after the other.

Differences from DefaultAzureCredential, on purpose: no shared token cache, no Visual Studio Code, no browser; the
managed identity endpoint is asked only if something listens there (off Azure the library's own probe costs a second
and more).
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from azure.identity.aio import (
    AzureCliCredential,
    AzureDeveloperCliCredential,
    AzurePowerShellCredential,
    CertificateCredential,
    ClientSecretCredential,
    ManagedIdentityCredential,
    WorkloadIdentityCredential,
)

from diagnostics.cloud.authority import IMDS
from diagnostics.cloud.scrub import OwnSecrets
from diagnostics.cloud.sdk import SdkCredential, SdkOption
from diagnostics.cloud.transport import Transport
from diagnostics.clouds import Cloud
from diagnostics.errors import ConfigError
from diagnostics.names import TenantId

_KNOCK_S = 0.25  # it is on the same host: it answers in a millisecond or not at all
TOOL_LIMIT_S = 10
_NARROWED = "left out by AZURE_TOKEN_CREDENTIALS"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where credentials come from."""

    environ: Mapping[str, str] = field(repr=False)
    cloud: Cloud
    authority: str  # host
    transport: Transport
    tenant: TenantId | None = None  # asked of the developer's tools
    imds: tuple[str, int] = IMDS
    tool_limit_s: int = TOOL_LIMIT_S
    secrets: OwnSecrets = field(default_factory=OwnSecrets, repr=False)  # of the session


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to sign in."""

    name: str
    sdk_name: str  # as AZURE_TOKEN_CREDENTIALS names it, lower case
    is_deployed: bool  # "prod" of AZURE_TOKEN_CREDENTIALS; the others are "dev"
    is_final: bool  # configured means chosen
    why_not: Callable[[Surroundings], Awaitable[str]]  # empty = it can be tried
    make: Callable[[Surroundings], SdkCredential]


def narrowed(environ: Mapping[str, str]) -> Callable[[Candidate], str]:
    """Return what AZURE_TOKEN_CREDENTIALS says of a candidate: empty, or why it is left out.

    Raises:
        ConfigError: if it names something that this program does not offer.
    """
    word = environ.get("AZURE_TOKEN_CREDENTIALS", "").strip().lower()
    if not word:
        return lambda _: ""
    groups = {"prod": True, "dev": False}
    if word in groups:
        return lambda candidate: "" if candidate.is_deployed == groups[word] else _NARROWED
    if word not in {candidate.sdk_name for candidate in CANDIDATES}:
        raise ConfigError(
            "it names a credential that is not offered here",
            expected="dev, prod, EnvironmentCredential, WorkloadIdentityCredential, ManagedIdentityCredential, "
            "AzureCliCredential, AzurePowerShellCredential or AzureDeveloperCliCredential",
            source="AZURE_TOKEN_CREDENTIALS",
        )
    return lambda candidate: "" if candidate.sdk_name == word else _NARROWED


def _needs(*names: str) -> Callable[[Surroundings], Awaitable[str]]:
    async def why_not(around: Surroundings) -> str:
        missing = [name for name in names if not around.environ.get(name)]
        return f"{', '.join(missing)} not set" if missing else ""

    return why_not


def _tool(*names: str) -> Callable[[Surroundings], Awaitable[str]]:
    async def why_not(around: Surroundings) -> str:
        path = around.environ.get("PATH", "")
        found = any(shutil.which(name, path=path) for name in names)
        return "" if found else f"{names[0]} is not installed (not on PATH)"

    return why_not


async def _no_managed_identity(around: Surroundings) -> str:
    if any(around.environ.get(name) for name in ("IDENTITY_ENDPOINT", "MSI_ENDPOINT")):
        return ""
    if await _somebody_listens(*around.imds):
        return ""
    return "this machine is not in Azure (nobody answers at 169.254.169.254)"


async def _somebody_listens(host: str, port: int) -> bool:
    try:
        async with asyncio.timeout(_KNOCK_S):
            _, writer = await asyncio.open_connection(host, port)
    except (OSError, TimeoutError):
        return False
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
    return True


def _common(around: Surroundings) -> dict[str, SdkOption]:
    """Return what every credential that speaks HTTP gets: our transport, no retries, no second authority."""
    return {
        "authority": around.authority,
        "transport": around.transport,
        "disable_instance_discovery": True,
        "retry_total": 0,
    }


def _secret(around: Surroundings) -> SdkCredential:
    env = around.environ
    return ClientSecretCredential(
        env["AZURE_TENANT_ID"],
        env["AZURE_CLIENT_ID"],
        env["AZURE_CLIENT_SECRET"],
        **_common(around),
    )


def _certificate(around: Surroundings) -> SdkCredential:
    env = around.environ
    return CertificateCredential(
        env["AZURE_TENANT_ID"],
        env["AZURE_CLIENT_ID"],
        env["AZURE_CLIENT_CERTIFICATE_PATH"],
        password=env.get("AZURE_CLIENT_CERTIFICATE_PASSWORD"),
        **_common(around),
    )


def _workload(around: Surroundings) -> SdkCredential:
    env = around.environ
    return WorkloadIdentityCredential(
        tenant_id=env["AZURE_TENANT_ID"],
        client_id=env["AZURE_CLIENT_ID"],
        token_file_path=env["AZURE_FEDERATED_TOKEN_FILE"],
        **_common(around),
    )


def _managed(around: Surroundings) -> SdkCredential:
    return ManagedIdentityCredential(
        client_id=around.environ.get("AZURE_CLIENT_ID") or None,
        transport=around.transport,
        retry_total=0,
        retry_status=0,
        _exclude_workload_identity_credential=True,
    )


def _of_tool(kind: Callable[..., SdkCredential]) -> Callable[[Surroundings], SdkCredential]:
    def make(around: Surroundings) -> SdkCredential:
        return kind(tenant_id=str(around.tenant or ""), process_timeout=around.tool_limit_s)

    return make


_APP = ("AZURE_TENANT_ID", "AZURE_CLIENT_ID")
CANDIDATES = (
    Candidate(
        "environment (client secret)",
        "environmentcredential",
        is_deployed=True,
        is_final=True,
        why_not=_needs(*_APP, "AZURE_CLIENT_SECRET"),
        make=_secret,
    ),
    Candidate(
        "environment (certificate)",
        "environmentcredential",
        is_deployed=True,
        is_final=True,
        why_not=_needs(*_APP, "AZURE_CLIENT_CERTIFICATE_PATH"),
        make=_certificate,
    ),
    Candidate(
        "workload identity",
        "workloadidentitycredential",
        is_deployed=True,
        is_final=True,
        why_not=_needs(*_APP, "AZURE_FEDERATED_TOKEN_FILE"),
        make=_workload,
    ),
    Candidate(
        "managed identity",
        "managedidentitycredential",
        is_deployed=True,
        is_final=False,
        why_not=_no_managed_identity,
        make=_managed,
    ),
    Candidate(
        "Azure CLI",
        "azureclicredential",
        is_deployed=False,
        is_final=False,
        why_not=_tool("az"),
        make=_of_tool(AzureCliCredential),
    ),
    Candidate(
        "Azure PowerShell",
        "azurepowershellcredential",
        is_deployed=False,
        is_final=False,
        why_not=_tool("pwsh", "powershell"),
        make=_of_tool(AzurePowerShellCredential),
    ),
    Candidate(
        "Azure Developer CLI",
        "azuredeveloperclicredential",
        is_deployed=False,
        is_final=False,
        why_not=_tool("azd"),
        make=_of_tool(AzureDeveloperCliCredential),
    ),
)
