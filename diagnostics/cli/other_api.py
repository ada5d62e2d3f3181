"""Refuses an account of another API: what the callers of Adobe Journey Optimizer speak to is NoSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.errors import ConfigError, LookError

if TYPE_CHECKING:
    from diagnostics.check import Look
    from diagnostics.document import Document
    from diagnostics.targets import Target

# `kind` and `properties.capabilities[].name`. Source: REST reference of databaseAccounts, 2026-03-15, and the Azure
# CLI's `az cosmosdb create --capabilities`, read 2026-11-23.
_BY_KIND = {"mongodb": "MongoDB"}
_BY_CAPABILITY = {
    "enablemongo": "MongoDB",
    "enablecassandra": "Cassandra",
    "enablegremlin": "Gremlin",
    "enabletable": "Table",
}


async def refuse_other_api(look: Look, target: Target) -> None:
    """Look at the account that the run has read already; the session answers it from memory.

    Raises:
        ConfigError: if the account is of another API.
    """
    if target.account is None:
        return
    try:
        api = _other(await look.arm.account(target.account))
    except LookError:
        return  # told by the check that reads it
    if api:
        raise ConfigError(
            f"account {target.account.name} is of the {api} API",
            expected="an account of the NoSQL API: kind GlobalDocumentDB without a capability of another API",
            do="name the account that the callers use; `az cosmosdb list --query '[].{name:name,kind:kind}'` shows them",
            source=f"target {target.name!r}",
            field="account",
        )


def _other(account: Document) -> str:
    names = [each.text("name") or "" for each in account.parts("properties.capabilities") or ()]
    by_name = (_BY_CAPABILITY.get(name.lower(), "") for name in names)
    return _BY_KIND.get((account.text("kind") or "").lower(), "") or next(
        filter(None, by_name), ""
    )
