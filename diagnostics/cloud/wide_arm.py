"""Resource Manager for many targets: what a subscription lists in full is read there once, and not thing by thing.

The lists of accounts, vaults and user-assigned identities show each entry as its own GET does. What such a list does not
show, or shows without its properties, is read by itself: only that answer tells an absence from a missing right.

Sources: Database Accounts - List (2026-03-15), Vaults - List By Subscription (2026-02-01) and User Assigned Identities -
List By Subscription (2024-11-30), REST references, read 2026-11-29.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from diagnostics.cloud import ports
from diagnostics.cloud.addresses import address, next_page
from diagnostics.cloud.arm import COSMOS_DB, KEY_VAULT, MANAGED_IDENTITY, VAULTS, ArmAdapter
from diagnostics.cloud.gate import ARM
from diagnostics.cloud.memory import Memory
from diagnostics.cloud.reader import Shared
from diagnostics.clouds import Cloud
from diagnostics.document import Document
from diagnostics.errors import ConfigError, LookError
from diagnostics.names import ResourceId, SubscriptionId
from diagnostics.permission import Permission

ACCOUNTS = "Microsoft.DocumentDB/databaseAccounts"
_LISTED: Mapping[str, tuple[str, str, Permission]] = {
    kind.lower(): (kind, version, right)
    for kind, version, right in (
        (ACCOUNTS, COSMOS_DB, ports.ACCOUNT_READ),
        (VAULTS, KEY_VAULT, ports.VAULT_READ),
        (
            "Microsoft.ManagedIdentity/userAssignedIdentities",
            MANAGED_IDENTITY,
            ports.IDENTITY_READ,
        ),
    )
}
_MOST_PAGES = 5  # a subscription with more of a sort is asked for what the targets name


@dataclass(frozen=True, slots=True)
class _Listed:
    """What one list shows in full: by its folded id, and its ids by name."""

    documents: Mapping[str, Document]
    names: Mapping[str, ResourceId]


class WideArm(ArmAdapter):
    """The port `Arm`."""

    def __init__(self, shared: Shared, cloud: Cloud) -> None:
        """Ask through the same reader as for few targets; what was taken apart stays in the session's memory."""
        super().__init__(shared, cloud, is_wide=True)
        self._memory: Memory = shared.memory

    async def lists(self, thing: ResourceId) -> bool:
        """Tell whether a thing is shown by the list of its sort, so that it is there."""
        return thing.folded in (await self._whole(thing.subscription, thing.type)).documents

    async def find_vault(self, subscription: SubscriptionId, name: str) -> ResourceId | None:
        """Find a vault by its name; None = none of that name that this login can see."""
        listed = await self._whole(subscription, VAULTS)
        return listed.names.get(name.lower()) or await super().find_vault(subscription, name)

    async def _of(self, thing: ResourceId, version: str, permission: Permission) -> Document:
        listed = await self._whole(thing.subscription, thing.type)
        return listed.documents.get(thing.folded) or await super()._of(thing, version, permission)

    async def _whole(self, subscription: SubscriptionId, kind: str) -> _Listed:
        async def read() -> _Listed:
            try:
                return _taken_apart(await self._read(subscription, kind.lower()))
            except LookError:
                return _Listed({}, {})  # the thing's own reading says what is wrong, or succeeds

        return await self._memory.once(("listed", str(subscription), kind.lower()), read)

    async def _read(self, subscription: SubscriptionId, kind: str) -> tuple[Document, ...]:
        """Read a list, unless it is too long to be worth it."""
        named, version, permission = _LISTED[kind]
        below = f"/subscriptions/{subscription}"
        first = address(self._host, f"{below}/providers/{named}", [("api-version", version)])
        found: list[Document] = []
        here: str | None = first
        seen = {first}
        while here:
            page = await self._reader.get(here, permission.at(below))
            found += page.require_parts("value")
            here = next_page(page.data.get("nextLink"), self._host, seen, ARM)
            if here and len(seen) > _MOST_PAGES:
                return ()
        return tuple(found)


def _taken_apart(entries: tuple[Document, ...]) -> _Listed:
    documents: dict[str, Document] = {}
    names: dict[str, ResourceId] = {}
    for entry in entries:
        try:
            thing = ResourceId.parse(entry.require_text("id"))
        except ConfigError:
            continue  # whatever it is, it is not one that a target names
        if entry.part("properties") is not None:
            documents[thing.folded] = entry
            names[thing.name.lower()] = thing
    return _Listed(documents, names)
