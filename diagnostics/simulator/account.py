"""A Cosmos DB account as Resource Manager holds it.

Source: recorded answers of azure-cli, `test_cosmosdb_system_identity_restore` (2023-11-15); `keyVaultKeyUriVersion` after the
model of api-version 2026-03-15. `customerManagedKeyStatus` is not stored: it follows from the world.
"""

from __future__ import annotations

from diagnostics.clouds import Cloud
from diagnostics.simulator import ids
from diagnostics.simulator.clock import days_ago
from diagnostics.simulator.world import Doc

NO_IDENTITY: Doc = {"type": "None"}


def user_assigned(identity_id: str, principal_id: str, client_id: str) -> Doc:
    """Return the identity block of an account with one user-assigned identity."""
    entry = {"principalId": principal_id, "clientId": client_id}
    return {"type": "UserAssigned", "userAssignedIdentities": {identity_id: entry}}


def system_assigned(principal_id: str, tenant: str = ids.TENANT) -> Doc:
    """Return the identity block of an account with its own identity."""
    return {"type": "SystemAssigned", "principalId": principal_id, "tenantId": tenant}


def account(
    resource_id: str, cloud: Cloud, *, key_uri: str | None, default_identity: str, identity: Doc
) -> Doc:
    """Return a healthy account for the NoSQL API; `key_uri` None = without a customer-managed key."""
    name = resource_id.rpartition("/")[2]
    created = days_ago(380)
    properties = _properties(name, cloud) | {"defaultIdentity": default_identity}
    if key_uri is not None:
        properties |= {"keyVaultKeyUri": key_uri, "keyVaultKeyUriVersion": ids.KEY_VERSION}
    master_keys = (
        "primaryMasterKey",
        "secondaryMasterKey",
        "primaryReadonlyMasterKey",
        "secondaryReadonlyMasterKey",
    )
    return {
        "id": resource_id,
        "name": name,
        "location": "West Europe",
        "type": "Microsoft.DocumentDB/databaseAccounts",
        "kind": "GlobalDocumentDB",
        "tags": {"owner": "campaigns"},
        "systemData": {"createdAt": created},
        "properties": properties
        | {"keysMetadata": {key: {"generationTime": created} for key in master_keys}},
        "identity": identity,
    }


def _properties(name: str, cloud: Cloud) -> Doc:
    endpoint = f"https://{name}.{cloud.cosmos_suffix}:443/"
    region = {
        "id": f"{name}-{ids.LOCATION}",
        "locationName": "West Europe",
        "documentEndpoint": f"https://{name}-{ids.LOCATION}.{cloud.cosmos_suffix}:443/",
        "provisioningState": "Succeeded",
        "failoverPriority": 0,
        "isZoneRedundant": False,
    }
    policy = {"id": f"{name}-{ids.LOCATION}", "locationName": "West Europe", "failoverPriority": 0}
    return {
        "provisioningState": "Succeeded",
        "documentEndpoint": endpoint,
        "sqlEndpoint": endpoint,
        "publicNetworkAccess": "Enabled",
        "enableAutomaticFailover": False,
        "enableMultipleWriteLocations": False,
        "enablePartitionKeyMonitor": False,
        "isVirtualNetworkFilterEnabled": False,
        "virtualNetworkRules": [],
        "EnabledApiTypes": "Sql",
        "disableKeyBasedMetadataWriteAccess": False,
        "enableFreeTier": False,
        "enableAnalyticalStorage": False,
        "analyticalStorageConfiguration": {"schemaType": "WellDefined"},
        "instanceId": "88888888-0000-4000-8000-000000000001",
        "createMode": "Default",
        "databaseAccountOfferType": "Standard",
        "networkAclBypass": "None",
        "disableLocalAuth": True,
        "enablePartitionMerge": False,
        "enableBurstCapacity": False,
        "minimalTlsVersion": "Tls12",
        "consistencyPolicy": {
            "defaultConsistencyLevel": "Session",
            "maxIntervalInSeconds": 5,
            "maxStalenessPrefix": 100,
        },
        "configurationOverrides": {},
        "writeLocations": [region],
        "readLocations": [dict(region)],
        "locations": [dict(region)],
        "failoverPolicies": [policy],
        "cors": [],
        "capabilities": [],
        "ipRules": [],
        "privateEndpointConnections": [],
        "backupPolicy": {
            "type": "Continuous",
            "continuousModeProperties": {"tier": "Continuous30Days"},
        },
        "networkAclBypassResourceIds": [],
    }
