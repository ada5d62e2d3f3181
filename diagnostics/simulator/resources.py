"""What Resource Manager holds, in its own shapes.

Source: recorded answers of azure-cli for accounts (2023-11-15), vaults (2023-02-01), identities (2023-01-31) and role
assignments (2022-04-01); keys after the specification's example `getKey.json` (2023-07-01). What an account in the revoked
state shows is nowhere stored: it follows from the rest.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from diagnostics.clouds import Cloud
from diagnostics.simulator import ids
from diagnostics.simulator.clock import days_ago, epoch_days_ago
from diagnostics.simulator.world import Doc, World

EVERY_KEY_OPERATION = ["encrypt", "decrypt", "sign", "verify", "wrapKey", "unwrapKey"]


def subscription(name: str, subscription_id: str, tenant: str, *, groups: Sequence[str]) -> Doc:
    """Return a subscription; `x-managementGroups` lists its ancestors, nearest first."""
    return {
        "id": f"/subscriptions/{subscription_id}",
        "authorizationSource": "RoleBased",
        "managedByTenants": [],
        "subscriptionId": subscription_id,
        "tenantId": tenant,
        "displayName": name,
        "state": "Enabled",
        "subscriptionPolicies": {
            "locationPlacementId": "Public_2014-09-01",
            "quotaId": "EnterpriseAgreement_2014-09-01",
            "spendingLimit": "Off",
        },
        "x-managementGroups": list(groups),
    }


def resource_group(resource_id: str) -> Doc:
    """Return a resource group."""
    return {
        "id": resource_id,
        "name": _name(resource_id),
        "type": "Microsoft.Resources/resourceGroups",
        "location": ids.LOCATION,
        "tags": {},
        "properties": {"provisioningState": "Succeeded"},
    }


def vault(
    resource_id: str,
    cloud: Cloud,
    *,
    rbac: bool,
    policies: Sequence[Doc] = (),
    tenant: str = ids.TENANT,
) -> Doc:
    """Return a vault with everything a customer-managed key needs."""
    name = _name(resource_id)
    by = "dana.ops@contoso.example"
    return {
        "id": resource_id,
        "name": name,
        "type": "Microsoft.KeyVault/vaults",
        "location": ids.LOCATION,
        "tags": {"owner": "security"},
        "systemData": {
            "createdBy": by,
            "createdByType": "User",
            "createdAt": days_ago(410),
            "lastModifiedBy": by,
            "lastModifiedByType": "User",
            "lastModifiedAt": days_ago(90),
        },
        "properties": {
            "sku": {"family": "A", "name": "premium"},
            "tenantId": tenant,
            "networkAcls": {
                "bypass": "AzureServices",
                "defaultAction": "Allow",
                "ipRules": [],
                "virtualNetworkRules": [],
            },
            "accessPolicies": list(policies),
            "enabledForDeployment": False,
            "enableSoftDelete": True,
            "softDeleteRetentionInDays": 90,
            "enableRbacAuthorization": rbac,
            "enablePurgeProtection": True,
            "vaultUri": f"https://{name}.{cloud.vault_suffix}/",
            "provisioningState": "Succeeded",
            "publicNetworkAccess": "Enabled",
        },
    }


def access_policy(
    object_id: str, keys: Sequence[str], *, tenant: str = ids.TENANT, secrets: Sequence[str] = ()
) -> Doc:
    """Return one access policy of a vault."""
    return {
        "tenantId": tenant,
        "objectId": object_id,
        "permissions": {"keys": list(keys), "secrets": list(secrets), "certificates": []},
    }


def put_key(world: World, vault_id: str, name: str, versions: Sequence[str]) -> None:
    """Store an RSA key of 3072 bits with its versions, the current one first."""
    for age, version in enumerate(versions):
        world.put(
            f"{vault_id}/keys/{name}/versions/{version}",
            _key(world, vault_id, name, version, age_days=200.0 + 180 * age)
            | {
                "id": f"{vault_id}/keys/{name}/versions/{version}",
                "name": version,
                "type": "Microsoft.KeyVault/vaults/keys/versions",
            },
        )
    world.put(f"{vault_id}/keys/{name}", _key(world, vault_id, name, versions[0], age_days=200.0))


def _key(world: World, vault_id: str, name: str, version: str, *, age_days: float) -> Doc:
    uri = f"https://{_name(vault_id)}.{world.cloud.vault_suffix}/keys/{name}"
    return {
        "id": f"{vault_id}/keys/{name}",
        "name": name,
        "type": "Microsoft.KeyVault/vaults/keys",
        "location": ids.LOCATION,
        "tags": {},
        "properties": {
            "attributes": {
                "enabled": True,
                "created": epoch_days_ago(age_days),
                "updated": epoch_days_ago(age_days),
                "recoveryLevel": "Recoverable",
                "exportable": False,
            },
            "kty": "RSA",
            "keyOps": list(EVERY_KEY_OPERATION),
            "keySize": 3072,
            "keyUri": uri,
            "keyUriWithVersion": f"{uri}/{version}",
        },
    }


def user_assigned_identity(
    resource_id: str, principal_id: str, client_id: str, tenant: str = ids.TENANT
) -> Doc:
    """Return a user-assigned identity."""
    return {
        "location": ids.LOCATION,
        "tags": {},
        "id": resource_id,
        "name": _name(resource_id),
        "type": "Microsoft.ManagedIdentity/userAssignedIdentities",
        "properties": {
            "tenantId": tenant,
            "principalId": principal_id,
            "clientId": client_id,
            "isolationScope": "None",
        },
    }


def role_definition_id(guid: str, subscription_id: str = ids.SUBSCRIPTION) -> str:
    """Return a role definition's id as assignments name it."""
    return f"/subscriptions/{subscription_id}/providers/Microsoft.Authorization/roleDefinitions/{guid}"


def assign(
    world: World, scope: str, role: str, principal: str, kind: str = "ServicePrincipal"
) -> str:
    """Give a role at a scope; returns the key of the assignment.

    Args:
        world: where.
        scope: a resource id, a subscription or a management group.
        role: the definition's guid.
        principal: object id.
        kind: "ServicePrincipal", "User" or "Group".
    """
    name = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{scope.lower()}|{role}|{principal}"))
    resource_id = f"{scope}/providers/Microsoft.Authorization/roleAssignments/{name}"
    document: Doc = {
        "properties": {
            "roleDefinitionId": role_definition_id(role, _subscription(scope)),
            "principalId": principal,
            "principalType": kind,
            "scope": scope,
            "condition": None,
            "conditionVersion": None,
            "createdOn": days_ago(380),
            "updatedOn": days_ago(380),
            "createdBy": None,
            "updatedBy": ids.DANA,
            "delegatedManagedIdentityResourceId": None,
            "description": None,
        },
        "id": resource_id,
        "type": "Microsoft.Authorization/roleAssignments",
        "name": name,
    }
    world.put(resource_id, document)
    return resource_id.lower()


def assign_data_role(world: World, account_id: str, role: str, principal: str, scope: str) -> str:
    """Give one of the account's own data-plane roles; returns the key of the assignment."""
    name = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{scope.lower()}|{role}|{principal}"))
    resource_id = f"{account_id}/sqlRoleAssignments/{name}"
    document: Doc = {
        "id": resource_id,
        "name": name,
        "properties": {
            "roleDefinitionId": f"{account_id}/sqlRoleDefinitions/{role}",
            "principalId": principal,
            "scope": scope,
        },
        "type": "Microsoft.DocumentDB/databaseAccounts/sqlRoleAssignments",
    }
    world.put(resource_id, document)
    return resource_id.lower()


def _subscription(scope: str) -> str:
    parts = scope.strip("/").split("/")
    return parts[1] if parts[0].lower() == "subscriptions" else ids.SUBSCRIPTION


def _name(resource_id: str) -> str:
    return resource_id.rpartition("/")[2]
