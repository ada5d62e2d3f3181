from __future__ import annotations

from diagnostics.names import ResourceId

SUBSCRIPTION = "22222222-bbbb-4000-8000-000000000001"
ACCOUNT = ResourceId.parse(
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-ajo/providers/Microsoft.DocumentDB/databaseAccounts/cosmos-ajo"
)
VAULT = ResourceId.parse(
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-sec/providers/Microsoft.KeyVault/vaults/kv-ajo"
)
IDENTITY = ResourceId.parse(
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/rg-ajo/providers/Microsoft.ManagedIdentity"
    "/userAssignedIdentities/id-ajo-cmk"
)
