"""What Resource Manager calls a request in its Activity Log: the operation, and the resource that it is about.

Sources: the Activity Log's page on its schema; operations as the resource providers list them; localized names as portal and
published records show them (`Update Key Vault`), read 2026-11-29. An operation without a known name shows its own.
"""

from __future__ import annotations

from dataclasses import dataclass

_VERBS = {"PUT": "write", "PATCH": "write", "DELETE": "delete"}
_GROUPS = "Microsoft.Resources/subscriptions/resourceGroups"
_NAMES = {
    "microsoft.authorization/roleassignments/write": "Create role assignment",
    "microsoft.authorization/roleassignments/delete": "Delete role assignment",
    "microsoft.authorization/roledefinitions/write": "Create or update custom role definition",
    "microsoft.keyvault/vaults/write": "Update Key Vault",
    "microsoft.keyvault/vaults/delete": "Delete Key Vault",
    "microsoft.keyvault/vaults/accesspolicies/write": "Update access policy",
    "microsoft.keyvault/locations/deletedvaults/purge/action": "Purge Soft Deleted Key Vault",
    "microsoft.documentdb/databaseaccounts/write": "Create or update a database account",
    "microsoft.documentdb/databaseaccounts/delete": "Deletes the database accounts",
    "microsoft.managedidentity/userassignedidentities/write": "Create or update a user assigned identity",
    "microsoft.managedidentity/userassignedidentities/delete": "Delete user assigned identity",
    "microsoft.resources/subscriptions/resourcegroups/moveresources/action": "Move resource group resources",
}


@dataclass(frozen=True, slots=True)
class Operation:
    """What was asked of which resource."""

    name: str  # "Microsoft.KeyVault/vaults/write"
    resource_type: str
    resource_id: str

    @property
    def localized(self) -> str:
        """The name that people read."""
        return _NAMES.get(self.name.lower(), self.name)

    @property
    def provider(self) -> str:
        """The provider's namespace."""
        return self.name.partition("/")[0]


def operation_of(method: str, path: str) -> Operation:
    """Name a request.

    Args:
        method: HTTP verb.
        path: the path; after the last `providers` come namespace, then type and name by turns, and a POST's action.
    """
    _, mark, tail = path.rpartition("/providers/")
    parts = tail.split("/") if mark else []
    action = ""
    if method == "POST":
        path, _, action = path.rpartition("/")
        parts = parts[:-1]
    resource_type = "/".join((parts[0], *parts[1::2])) if parts else _GROUPS
    verb = f"{action}/action" if action else _VERBS.get(method, "action")
    return Operation(f"{resource_type}/{verb}", resource_type, path)


def group_of(path: str) -> str:
    """Return the resource group that a path lies in; empty = none."""
    parts = path.split("/")
    names = [part.lower() for part in parts]
    place = names.index("resourcegroups") + 1 if "resourcegroups" in names else len(parts)
    return parts[place] if place < len(parts) else ""
