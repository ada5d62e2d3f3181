"""The lines that point a shell at the simulator, and those that undo them.

A value that was set before is kept in a variable of the shell and never printed: it may be a secret.
Source of the variables: requests and azure-core (REQUESTS_CA_BUNDLE, HTTPS_PROXY), OpenSSL (SSL_CERT_FILE), curl
(CURL_CA_BUNDLE), azure-identity (AZURE_*), azure-cli (AZURE_CONFIG_DIR, AZURE_CORE_*).
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diagnostics.simulator.server import Simulator

_KEPT = "AJO_DOCTOR_KEPT_"


@dataclass(frozen=True, slots=True)
class Lines:
    """What to paste into a shell."""

    start: tuple[str, ...]
    undo: tuple[str, ...]


def variables(simulator: Simulator) -> dict[str, str]:
    """Return the environment in which every client talks to the simulator and to nothing else.

    Both spellings of the proxy variables are set, because clients differ in which they prefer, and no host is left
    out of the proxy: a forgotten NO_PROXY would lead to the real cloud.
    """
    ca = str(simulator.ca_file)
    return {
        "HTTPS_PROXY": simulator.proxy_url,
        "https_proxy": simulator.proxy_url,
        "NO_PROXY": "",
        "no_proxy": "",
        "REQUESTS_CA_BUNDLE": ca,
        "SSL_CERT_FILE": ca,
        "CURL_CA_BUNDLE": ca,
        "AZURE_CONFIG_DIR": str(simulator.azure_config_dir),
        "AZURE_CORE_COLLECT_TELEMETRY": "false",
        "AZURE_CORE_INSTANCE_DISCOVERY": "false",
        "AZURE_AUTHORITY_HOST": f"https://{simulator.world.cloud.authority}",
        **simulator.environ(),
    }


def sh(simulator: Simulator, before: Mapping[str, str]) -> Lines:
    """Return the lines for sh, bash and zsh; `before` is the environment as it is."""
    wanted = variables(simulator)
    kept = [name for name in wanted if name in before]
    keep = [f'{_KEPT}{name}="${name}"' for name in kept]
    start = [f"export {name}={shlex.quote(value)}" for name, value in wanted.items()]
    login = 'az login --service-principal -u "$AZURE_CLIENT_ID" -p "$AZURE_CLIENT_SECRET" -t "$AZURE_TENANT_ID"'
    undo = [
        f'export {name}="${_KEPT}{name}"; unset {_KEPT}{name}' if name in kept else f"unset {name}"
        for name in wanted
    ]
    return Lines((*keep, *start, *_cloud(simulator), login), tuple(undo))


def powershell(simulator: Simulator, before: Mapping[str, str]) -> Lines:
    """Return the lines for PowerShell; `before` is the environment as it is."""
    wanted = variables(simulator)
    kept = [name for name in wanted if name in before]
    keep = [f"${_KEPT}{name} = $env:{name}" for name in kept]
    start = [f"$env:{name} = {_quoted(value)}" for name, value in wanted.items()]
    login = "az login --service-principal -u $env:AZURE_CLIENT_ID -p $env:AZURE_CLIENT_SECRET -t $env:AZURE_TENANT_ID"
    undo = [
        f"$env:{name} = ${_KEPT}{name}; Remove-Variable {_KEPT}{name}"
        if name in kept
        else f"Remove-Item Env:{name} -ErrorAction Ignore"
        for name in wanted
    ]
    return Lines((*keep, *start, *_cloud(simulator), login), tuple(undo))


def _cloud(simulator: Simulator) -> tuple[str, ...]:
    """Choose the cloud for `az`, whose fresh profile starts in the public one."""
    name = simulator.world.cloud.az_name
    return () if name == "AzureCloud" else (f"az cloud set --name {name}",)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
