"""Finds which account and vault are meant where a record names no host: by the resource id, or as Key Vault's refusal says it.

Azure writes `resourceId` in capital letters; a refusal of Key Vault says `Vault: kv-ajo;location=westeurope`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from diagnostics.clouds import CLOUDS, PUBLIC
from diagnostics.triage.recognised import Recognised

# Of a text in small letters.
_ACCOUNT = re.compile(r"/databaseaccounts/([a-z0-9][a-z0-9-]{1,48}[a-z0-9])(?![\w-])")
_VAULT = re.compile(
    r"(?:microsoft\.keyvault/vaults/|\bvault: ?)([a-z][a-z0-9-]{1,22}[a-z0-9])(?![\w-])"
)


def with_resources(item: Recognised, text: str) -> Recognised:
    """Fill in the hosts of account and vault from the names that a record bears."""
    if item.account_host and item.vault_host:
        return item
    lower = text.lower()
    account = item.account_host or _host(_ACCOUNT, "/databaseaccounts/", lower, "cosmos_suffix")
    vault = item.vault_host or _host(_VAULT, "vault", lower, "vault_suffix")
    if (account, vault) == (item.account_host, item.vault_host):
        return item
    return replace(item, account_host=account, vault_host=vault)


def _host(pattern: re.Pattern[str], part: str, lower: str, suffix: str) -> str:
    """Write a name as a host of the cloud whose hosts the record names elsewhere, else of the public one."""
    match = pattern.search(lower) if part in lower else None
    if not match:
        return ""
    cloud = next(
        (
            each
            for each in CLOUDS.values()
            if each.vault_suffix in lower or each.cosmos_suffix in lower
        ),
        PUBLIC,
    )
    return f"{match[1]}.{getattr(cloud, suffix)}"
