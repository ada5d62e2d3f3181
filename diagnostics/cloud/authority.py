"""Who gives tokens: the host that issues them, and the endpoints that Azure places beside a workload. Loads no SDK."""

from __future__ import annotations

from collections.abc import Mapping

from diagnostics.cloud.gate import local_origin
from diagnostics.clouds import Cloud
from diagnostics.errors import ConfigError

# The one address outside the cloud's table: the Instance Metadata Service of a virtual machine, reachable only from
# the machine itself. Source: Azure Instance Metadata Service, read 2026-11-23.
IMDS = ("169.254.169.254", 80)
IMDS_ORIGIN = f"http://{IMDS[0]}"


def authority_host(environ: Mapping[str, str], cloud: Cloud) -> str:
    """Return the host that issues tokens.

    Raises:
        ConfigError: if AZURE_AUTHORITY_HOST names one that is not this cloud's.
    """
    given = environ.get("AZURE_AUTHORITY_HOST", "").strip()
    host = given.lower().removeprefix("https://").rstrip("/")
    if host and host not in cloud.authorities:
        raise ConfigError(
            f"the authority it names does not belong to the cloud {cloud.name!r}",
            expected=" or ".join(cloud.authorities),
            source="AZURE_AUTHORITY_HOST",
            do="unset it, or choose the cloud it belongs to",
        )
    return host or cloud.authority


def local_token_endpoints(environ: Mapping[str, str]) -> frozenset[str]:
    """Return the origins of the token endpoints beside this workload: the known one and those the environment names."""
    named = (environ.get(name, "") for name in ("IDENTITY_ENDPOINT", "MSI_ENDPOINT"))
    origins = (local_origin(text) for text in (IMDS_ORIGIN, *named) if text)
    return frozenset(origin for origin in origins if origin)
