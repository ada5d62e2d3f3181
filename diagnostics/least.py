"""The least rights that a set of checks needs, as the roles somebody must create; pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from diagnostics.check import Check
from diagnostics.permission import Permission


def needed(checks: Iterable[Check[Any]]) -> tuple[Permission, ...]:
    """Collect the rights of the checks, each once, sorted."""
    return tuple(sorted({permission for check in checks for permission in check.permissions}))


def azure_role(permissions: Iterable[Permission], scope: str) -> dict[str, Any]:
    """Give the custom Azure role, in the form `az role definition create` takes.

    Args:
        permissions: of the checks.
        scope: where the role may be assigned: a subscription or resource group.
    """
    chosen = tuple(permissions)
    return {
        "Name": "ajo-doctor reader",
        "IsCustom": True,
        "Description": "Reads what ajo-doctor's checks need; no keys, no secrets, no writes.",
        "Actions": [each.name for each in chosen if each.api == "arm"],
        "NotActions": [],
        "DataActions": [each.name for each in chosen if each.api == "keyvault"],
        "NotDataActions": [],
        "AssignableScopes": [scope],
    }


def cosmos_role(permissions: Iterable[Permission]) -> dict[str, Any] | None:
    """Give the Cosmos DB data-plane role, in the form `az cosmosdb sql role definition create` takes."""
    actions = [each.name for each in permissions if each.api == "cosmos"]
    if not actions:
        return None
    return {
        "RoleName": "ajo-doctor ping",
        "Type": "CustomRole",
        "AssignableScopes": ["/"],
        "Permissions": [{"DataActions": actions}],
    }


def adobe_permissions(permissions: Iterable[Permission]) -> list[str]:
    """Name the permissions of the role, in Adobe's Permissions screen, that holds the API credential."""
    return [each.name for each in permissions if each.api == "adobe"]


def graph_permissions(permissions: Iterable[Permission]) -> list[str]:
    """Name the Microsoft Graph application permissions to consent to."""
    return [each.name for each in permissions if each.api == "graph"]
