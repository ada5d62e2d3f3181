"""Azure Resource Manager over plain GETs: raw documents, pinned api-versions.

API versions: the REST references of each provider, read 2026-11-23; the permission of each call stands in `ports`.
"""

from __future__ import annotations

from diagnostics.cloud import ports
from diagnostics.cloud.addresses import address
from diagnostics.cloud.gate import ARM
from diagnostics.cloud.reader import Reader, Shared
from diagnostics.clouds import Cloud
from diagnostics.document import Document
from diagnostics.errors import ConfigError, Unexpected
from diagnostics.names import ResourceId, SubscriptionId
from diagnostics.permission import Permission

SUBSCRIPTIONS = "2022-12-01"
RESOURCES = "2021-04-01"
COSMOS_DB = "2026-03-15"
KEY_VAULT = "2026-02-01"
MANAGED_IDENTITY = "2024-11-30"
VAULTS = "Microsoft.KeyVault/vaults"


class ArmAdapter:
    """The port `Arm`."""

    def __init__(self, shared: Shared, cloud: Cloud, *, is_wide: bool = False) -> None:
        """Bind to the cloud's endpoint; its token's audience differs from it in some clouds.

        Args:
            shared: by all adapters of the session.
            cloud: whose endpoint it is.
            is_wide: look for a vault in the list of all of its subscription, which many targets share.
        """
        self._host = cloud.arm
        self._is_wide = is_wide
        self._reader = Reader(shared, api=ARM, host=cloud.arm, scope=cloud.arm_scope)

    async def get(self, path: str, api_version: str, *, permission: Permission) -> Document:
        """Read one resource by its path below the endpoint."""
        url = address(self._host, path, [("api-version", api_version)])
        return await self._reader.get(url, permission)

    async def list(
        self,
        path: str,
        api_version: str,
        *,
        permission: Permission,
        filter: str = "",  # noqa: A002 - ARM's word
    ) -> tuple[Document, ...]:
        """Read a list with all its pages."""
        query = [("api-version", api_version)] + ([("$filter", filter)] if filter else [])
        return await self._reader.pages(address(self._host, path, query), permission)

    async def subscription(self, subscription: SubscriptionId) -> Document:
        """Read a subscription."""
        path = f"/subscriptions/{subscription}"
        return await self.get(path, SUBSCRIPTIONS, permission=ports.SUBSCRIPTION_READ.at(path))

    async def account(self, account: ResourceId) -> Document:
        """Read a Cosmos DB account."""
        return await self._of(account, COSMOS_DB, ports.ACCOUNT_READ)

    async def sql_role_assignments(self, account: ResourceId) -> tuple[Document, ...]:
        """Read the data-plane role assignments."""
        return await self._below(
            account, "/sqlRoleAssignments", COSMOS_DB, ports.SQL_ASSIGNMENTS_READ
        )

    async def sql_role_definitions(self, account: ResourceId) -> tuple[Document, ...]:
        """Read the data-plane role definitions."""
        return await self._below(
            account, "/sqlRoleDefinitions", COSMOS_DB, ports.SQL_DEFINITIONS_READ
        )

    async def find_vault(self, subscription: SubscriptionId, name: str) -> ResourceId | None:
        """Find a vault by its name; None = none of that name that this login can see."""
        below = f"/subscriptions/{subscription}"
        if not name.replace("-", "").isalnum():  # it becomes part of a filter
            raise Unexpected(f"{name[:40]!r} is not a vault's name", api=ARM)
        found = await self.list(
            f"{below}/resources",
            RESOURCES,
            permission=ports.VAULT_FIND.at(below),
            filter=f"resourceType eq '{VAULTS}'"
            + ("" if self._is_wide else f" and name eq '{name}'"),
        )
        for entry in found:
            if vault := _vault_of_that_name(entry, name):
                return vault
        if any(_id_of(entry) is None for entry in found):  # it could be the one
            raise Unexpected(f"{ARM} lists a resource whose id cannot be read", api=ARM)
        return None

    async def vault(self, vault: ResourceId) -> Document:
        """Read a vault."""
        return await self._of(vault, KEY_VAULT, ports.VAULT_READ)

    async def deleted_vaults(self, subscription: SubscriptionId) -> tuple[Document, ...]:
        """Read the soft-deleted vaults of a subscription."""
        below = f"/subscriptions/{subscription}"
        return await self.list(
            f"{below}/providers/Microsoft.KeyVault/deletedVaults",
            KEY_VAULT,
            permission=ports.DELETED_VAULT_READ.at(below),
        )

    async def key(self, vault: ResourceId, name: str) -> Document:
        """Read a key's current attributes."""
        path = f"{vault}/keys/{name}"
        return await self.get(path, KEY_VAULT, permission=ports.KEY_READ.at(str(vault)))

    async def key_versions(self, vault: ResourceId, name: str) -> tuple[Document, ...]:
        """Read all versions' attributes."""
        return await self._below(
            vault, f"/keys/{name}/versions", KEY_VAULT, ports.KEY_VERSIONS_READ
        )

    async def identity(self, identity: ResourceId) -> Document:
        """Read a user-assigned identity."""
        return await self._of(identity, MANAGED_IDENTITY, ports.IDENTITY_READ)

    async def federated_credentials(self, identity: ResourceId) -> tuple[Document, ...]:
        """Read a user-assigned identity's federated credentials."""
        return await self._below(
            identity, "/federatedIdentityCredentials", MANAGED_IDENTITY, ports.FEDERATED_READ
        )

    async def _of(self, thing: ResourceId, version: str, permission: Permission) -> Document:
        return await self.get(str(thing), version, permission=permission.at(str(thing)))

    async def _below(
        self, thing: ResourceId, path: str, version: str, permission: Permission
    ) -> tuple[Document, ...]:
        return await self.list(f"{thing}{path}", version, permission=permission.at(str(thing)))


def _vault_of_that_name(entry: Document, name: str) -> ResourceId | None:
    """Return the entry's id if it is the vault that was asked for: an old filter may be ignored."""
    if (
        name.lower() not in (entry.text("id") or "").lower()
    ):  # so that of many only one is taken apart
        return None
    vault = _id_of(entry)
    fits = vault is not None and vault.type.lower() == VAULTS.lower()
    return vault if vault and fits and vault.name.lower() == name.lower() else None


def _id_of(entry: Document) -> ResourceId | None:
    try:
        return ResourceId.parse(entry.require_text("id"))
    except ConfigError:
        return None
