"""The identifiers of the invented environment: the same in every world, so that a reader recognises them.

None of them exists anywhere; the first-party application ids stand in `diagnostics.clouds`.
"""

from __future__ import annotations

TENANT = "11111111-aaaa-4000-8000-000000000001"  # contoso-ajo, the customer's directory
OTHER_TENANT = "11111111-aaaa-4000-8000-000000000002"  # fabrikam-sandbox, a second directory
ADOBE_TENANT = "11111111-aaaa-4000-8000-0000000000ad"  # where the CMK application is registered
MICROSOFT_TENANT = "f8cdef31-a31e-4b4a-93e4-5f571e91255a"  # owner of first-party applications

SUBSCRIPTION = "22222222-bbbb-4000-8000-000000000001"
OTHER_SUBSCRIPTION = "22222222-bbbb-4000-8000-000000000002"  # lives in OTHER_TENANT
ADOBE_SUBSCRIPTION = "22222222-bbbb-4000-8000-0000000000ad"
MANAGEMENT_GROUP = "mg-contoso"
LOCATION = "westeurope"

VAULT_GROUP = "rg-sec"
ACCOUNT_GROUP = "rg-ajo"
ADOBE_GROUP = "rg-profile"
VAULT = "kv-ajo"
OTHER_VAULT = "kv-shared"
KEY = "cosmos-cmk"
OTHER_KEY = "reports-cmk"
KEY_VERSION = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
OLD_KEY_VERSION = "9f8e7d6c5b4a39281706f5e4d3c2b1a0"
ACCOUNT = "cosmos-ajo"
ADOBE_ACCOUNT = "ajo-profile-va7"
DATABASE = "ajo"
CONTAINER = "requests"
IDENTITY = "id-ajo-cmk"
ADOBE_IDENTITY = "id-profile-cmk"

SUBSCRIPTION_ID = f"/subscriptions/{SUBSCRIPTION}"
MANAGEMENT_GROUP_ID = f"/providers/Microsoft.Management/managementGroups/{MANAGEMENT_GROUP}"
VAULT_GROUP_ID = f"{SUBSCRIPTION_ID}/resourceGroups/{VAULT_GROUP}"
ACCOUNT_GROUP_ID = f"{SUBSCRIPTION_ID}/resourceGroups/{ACCOUNT_GROUP}"
VAULT_ID = f"{VAULT_GROUP_ID}/providers/Microsoft.KeyVault/vaults/{VAULT}"
OTHER_VAULT_ID = f"{VAULT_GROUP_ID}/providers/Microsoft.KeyVault/vaults/{OTHER_VAULT}"
KEY_ID = f"{VAULT_ID}/keys/{KEY}"
OTHER_KEY_ID = f"{VAULT_ID}/keys/{OTHER_KEY}"
ACCOUNT_ID = f"{ACCOUNT_GROUP_ID}/providers/Microsoft.DocumentDB/databaseAccounts/{ACCOUNT}"
ADOBE_ACCOUNT_ID = (
    f"/subscriptions/{ADOBE_SUBSCRIPTION}/resourceGroups/{ADOBE_GROUP}"
    f"/providers/Microsoft.DocumentDB/databaseAccounts/{ADOBE_ACCOUNT}"
)
# Managed identities are written with a lower-case `resourcegroups` by the service itself.
IDENTITY_ID = (
    f"{SUBSCRIPTION_ID}/resourcegroups/{ACCOUNT_GROUP}"
    f"/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{IDENTITY}"
)
ADOBE_IDENTITY_ID = (
    f"/subscriptions/{ADOBE_SUBSCRIPTION}/resourcegroups/{ADOBE_GROUP}"
    f"/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{ADOBE_IDENTITY}"
)

_OBJECT = "33333333-cccc-4000-8000-0000000000"
_APP = "44444444-dddd-4000-8000-0000000000"

CALLER_APP, CALLER_OID, CALLER_APP_OBJECT = f"{_APP}01", f"{_OBJECT}01", f"{_OBJECT}a1"
OTHER_TENANT_CALLER_OID = f"{_OBJECT}0f"  # the caller's service principal in OTHER_TENANT
IDENTITY_CLIENT, IDENTITY_OID = f"{_APP}02", f"{_OBJECT}02"
SYSTEM_CLIENT, SYSTEM_OID = f"{_APP}03", f"{_OBJECT}03"
FEDERATED_APP, FEDERATED_OID, FEDERATED_APP_OBJECT = f"{_APP}04", f"{_OBJECT}04", f"{_OBJECT}a4"
ADOBE_APP, ADOBE_OID, ADOBE_APP_OBJECT = f"{_APP}05", f"{_OBJECT}05", f"{_OBJECT}a5"
ADOBE_IDENTITY_CLIENT, ADOBE_IDENTITY_OID = f"{_APP}06", f"{_OBJECT}06"
COSMOS_OID = f"{_OBJECT}07"  # first-party Azure Cosmos DB in TENANT
KEY_VAULT_OID = f"{_OBJECT}08"  # first-party Azure Key Vault in TENANT
BILLING_APP, BILLING_OID, BILLING_APP_OBJECT = f"{_APP}09", f"{_OBJECT}09", f"{_OBJECT}a9"
REPORTS_APP, REPORTS_OID = f"{_APP}10", f"{_OBJECT}10"
ARM_OID = f"{_OBJECT}11"
GRAPH_OID = f"{_OBJECT}12"
DANA, ROBIN = f"{_OBJECT}21", f"{_OBJECT}22"  # people on call
ADMINS_GROUP, ONCALL_GROUP, KEY_USERS_GROUP = f"{_OBJECT}31", f"{_OBJECT}32", f"{_OBJECT}33"
NEW_IDENTITY_OID, NEW_IDENTITY_CLIENT = f"{_OBJECT}41", f"{_APP}41"  # after a recreation
OLD_IDENTITY_OID = f"{_OBJECT}42"  # an object id nobody has any more

# Adobe's side: organization, credential, sandbox, campaign.
ORG = "A1B2C3D4E5F60718293A4B5C@AdobeOrg"
ADOBE_CLIENT = "c1d2e3f4a5b64c7d8e9f0a1b2c3d4e5f"
SANDBOX = "prod"
CAMPAIGN = "5f0c1c52-0000-4000-8000-00000000c0de"
CAMPAIGN_VERSION = "5f0c1c52-0000-4000-8000-0000000000a1"
CMK_CONFIG = "prod-cmk"
ADOBE_REGION = "va7"
TEST_RECIPIENT = "kim.test@contoso.example"
