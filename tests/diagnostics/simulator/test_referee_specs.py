"""Every example of the providers' specifications: our route answers with the same fields of the same types, or the reason stands here.

The examples are illustrations of one api-version and show a choice of fields; recorded answers overrule them.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest

from diagnostics.simulator import ids, resources, roles
from diagnostics.simulator.scenarios import inject
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.support.asking import an_owner, arm, ask, vault_token
from tests.support.differing import shape_differences
from tests.support.recorded import REFEREE, example, examples

pytestmark = REFEREE
HOST = f"https://{ids.VAULT}.vault.azure.net"
AUTHORIZATION = "/providers/Microsoft.Authorization"
DELETED = f"{ids.SUBSCRIPTION_ID}/providers/Microsoft.KeyVault"


class Asked(NamedTuple):
    """What to ask here for the answer that an example shows, and where both differ: field → reason."""

    path: str
    differs: dict[str, str]
    fault: str = ""
    version: str = ""


OPTIONAL = "shown by the service only where it is set"
RECORDED = "in recorded answers of the same api-version or an older one"
NEWER = "newer than the example's api-version, and recorded or documented since"
READ_ONLY = "the example leaves out what only answers hold; recorded ones have it"
PAGES = "the example is one page of several"
ACCOUNT = {
    "systemData": RECORDED,
    "properties.sqlEndpoint": RECORDED,
    "properties.publicNetworkAccess": RECORDED,
    "properties.enableAutomaticFailover": RECORDED,
    "properties.enableMultipleWriteLocations": RECORDED,
    "properties.enablePartitionKeyMonitor": RECORDED,
    "properties.EnabledApiTypes": RECORDED,
    "properties.disableLocalAuth": RECORDED,
    "properties.configurationOverrides": RECORDED,
    "properties.capabilities": RECORDED,
    "properties.keyVaultKeyUri": "the example has no key of its customer's; a recorded account has",
    "properties.customerManagedKeyStatus": RECORDED,
    "properties.writeLocations[].isZoneRedundant": RECORDED,
    "properties.readLocations[].isZoneRedundant": RECORDED,
    "properties.locations[].isZoneRedundant": RECORDED,
    "properties.isVirtualNetworkFilterEnabled": RECORDED,
    "properties.virtualNetworkRules": RECORDED,
    "properties.apiProperties": "only accounts of the Mongo API show it",
    "properties.backupPolicy.continuousModeProperties": "the example backs up periodically, ours continuously, as recorded",
    "properties.backupPolicy.periodicModeProperties": "the example backs up periodically, ours continuously, as recorded",
    "properties.backupPolicy.migrationState": "the example's account is changing its kind of backup",
    "identity.principalId": "the example's account has both kinds of identity, ours one",
    "identity.tenantId": "the example's account has both kinds of identity, ours one",
}
VAULT = {
    "properties.enableSoftDelete": RECORDED,
    "properties.softDeleteRetentionInDays": RECORDED,
    "properties.enableRbacAuthorization": RECORDED,
    "properties.enablePurgeProtection": RECORDED,
    "properties.networkAcls": "newer vaults made in the portal show it; recorded ones without rules do not",
    "properties.publicNetworkAccess": RECORDED,
    "properties.enabledForDiskEncryption": OPTIONAL,
    "properties.enabledForTemplateDeployment": OPTIONAL,
    "properties.hsmPoolResourceId": "Managed HSMs are not modelled",
}
DENIAL = dict.fromkeys(
    (f"value[].properties.permissions[].{name}" for name in ("condition", "conditionVersion")),
    "in the model of the same api-version",
)
KEY = {
    "tags": OPTIONAL,
    "properties.attributes.exportable": "in the model of the same api-version, and in recorded keys",
}
DATA_KEY = {
    "attributes.exportable": RECORDED,
    "attributes.recoverableDays": RECORDED,
    "attributes.hsmPlatform": RECORDED,
    "tags": OPTIONAL,
}
ASSIGNMENT = dict.fromkeys(
    (f"value[].properties.{name}" for name in ("condition", "conditionVersion", "createdOn", "updatedOn", "createdBy", "updatedBy", "delegatedManagedIdentityResourceId", "description")),
    READ_ONLY,
)  # fmt: skip
DEFINITION = dict.fromkeys(
    (f"properties.{name}" for name in ("createdOn", "updatedOn", "createdBy", "updatedBy")),
    READ_ONLY,
)


SINCE_YESTERDAY = quote(
    f"eventTimestamp ge '{datetime.now(UTC) - timedelta(days=1):%Y-%m-%dT%H:%M:%SZ}'"
)
PUBLISHED = "published records of the last years have it"
OF_THE_TOKEN = "which claims stand there depends on the token: the example's is a person's of 2015, ours a program's"
CLAIMS = (
    "groups",
    "puid",
    "name",
    "idtyp",
    "ipaddr",
    *(f"http://schemas.microsoft.com/{name}" for name in ("claims/authnclassreference", "claims/authnmethodsreferences", "identity/claims/scope")),
    *(f"http://schemas.xmlsoap.org/ws/2005/05/identity/claims/{name}" for name in ("givenname", "name", "nameidentifier", "surname", "upn")),
)  # fmt: skip
EVENT = {
    "nextLink": PAGES,
    "value[].authorization.role": "the example's caller is a subscription's administrator of the former kind",
    "value[].channels": PUBLISHED,
    "value[].category": PUBLISHED,
    "value[].resourceType": PUBLISHED,
    "value[].resourceId": PUBLISHED,
    "value[].tenantId": PUBLISHED,
    "value[].relatedEvents": PUBLISHED,
    **{f"value[].claims.{name}": OF_THE_TOKEN for name in CLAIMS},
    **dict.fromkeys((f"value[].properties.{name}" for name in ("entity", "eventCategory", "hierarchy", "message", "serviceRequestId")), PUBLISHED),
}  # fmt: skip


def listed(differs: dict[str, str], **more: str) -> dict[str, str]:
    return {f"value[].{name}": reason for name, reason in differs.items()} | more


ASKED = {
    "authorization/GetDenyAssignmentByScope": Asked(f"{ids.VAULT_ID}{AUTHORIZATION}/denyAssignments", DENIAL, "denied-by-assignment"),
    "authorization/GetDenyAssignmentsForResource": Asked(f"{ids.VAULT_ID}{AUTHORIZATION}/denyAssignments?$filter=atScope()", DENIAL, "denied-by-assignment"),
    "authorization/GetResourcePermissions": Asked(f"{ids.VAULT_ID}{AUTHORIZATION}/permissions", {"value[].dataActions": NEWER, "value[].notDataActions": NEWER}),
    "authorization/GetRoleDefinitionAtScope": Asked(f"{ids.VAULT_ID}{AUTHORIZATION}/roleDefinitions", listed(DEFINITION)),
    "authorization/GetRoleDefinitionById": Asked(f"{AUTHORIZATION}/roleDefinitions/{roles.READER}", DEFINITION),
    "authorization/RoleAssignments_ListForResource": Asked(f"{ids.VAULT_ID}{AUTHORIZATION}/roleAssignments", ASSIGNMENT),
    "authorization/RoleAssignments_ListForScope": Asked(f"{ids.SUBSCRIPTION_ID}{AUTHORIZATION}/roleAssignments?$filter=atScope()", ASSIGNMENT),
    "documentdb/CosmosDBDatabaseAccountGet": Asked(ids.ACCOUNT_ID, ACCOUNT, version="2024-08-15"),
    "documentdb/CosmosDBDatabaseAccountList": Asked(f"{ids.SUBSCRIPTION_ID}/providers/Microsoft.DocumentDB/databaseAccounts", listed(ACCOUNT), version="2024-08-15"),
    "documentdb/CosmosDBSqlRoleAssignmentGet": Asked(f"{ids.ACCOUNT_ID}/sqlRoleAssignments/*", {}),
    "documentdb/CosmosDBSqlRoleAssignmentList": Asked(f"{ids.ACCOUNT_ID}/sqlRoleAssignments", {}),
    "documentdb/CosmosDBSqlRoleDefinitionGet": Asked(f"{ids.ACCOUNT_ID}/sqlRoleDefinitions/{roles.COSMOS_DATA_READER}", {}),
    "documentdb/CosmosDBSqlRoleDefinitionList": Asked(f"{ids.ACCOUNT_ID}/sqlRoleDefinitions", {}),
    "insights/GetActivityLogsFiltered": Asked(f"{ids.SUBSCRIPTION_ID}/providers/Microsoft.Insights/eventtypes/management/values?$filter={SINCE_YESTERDAY}", EVENT),
    "keyvault-arm/getDeletedVault": Asked(f"{DELETED}/locations/{ids.LOCATION}/deletedVaults/{ids.VAULT}", {}, "vault-soft-deleted"),
    "keyvault-arm/getKey": Asked(ids.KEY_ID, KEY),
    "keyvault-arm/getVault": Asked(ids.VAULT_ID, VAULT),
    "keyvault-arm/listDeletedVaults": Asked(f"{DELETED}/deletedVaults", {"nextLink": PAGES}, "vault-soft-deleted"),
    "keyvault-arm/listKeyVersions": Asked(f"{ids.KEY_ID}/versions", listed(KEY) | dict.fromkeys((f"value[].properties.{name}" for name in ("kty", "keyOps", "keySize")), "the specification's list shows less of a version; which fields the service really lists is not recorded")),
    "keyvault-arm/listVaultBySubscription": Asked(f"{DELETED}/vaults", listed(VAULT, nextLink=PAGES)),
    "keyvault-data/GetDeletedKey-example": Asked(f"{HOST}/deletedkeys/{ids.KEY}", DATA_KEY, "key-soft-deleted", "7.5"),
    "keyvault-data/GetKey-example": Asked(f"{HOST}/keys/{ids.KEY}", DATA_KEY, version="7.5"),
    "keyvault-data/GetKeys-example": Asked(f"{HOST}/keys", listed(DATA_KEY), version="7.5"),
    "managedidentity/FederatedIdentityCredentialList": Asked(f"{ids.IDENTITY_ID}/federatedIdentityCredentials", {"nextLink": PAGES}),
    "managedidentity/IdentityGet": Asked(ids.IDENTITY_ID, {}, version="2023-01-31"),
}  # fmt: skip
NOT_ASKED = {
    "resourcegraph/ResourcesBasicQuery": "no route: nothing here asks Resource Graph",
}


def answer(asked: Asked) -> Any:
    world = an_owner(build("own-account"))
    if asked.fault:
        inject(world, asked.fault)
    prepare(world)
    path = asked.path
    if path.endswith("/*"):
        path = next(doc["id"] for _, doc in world.under(path.removesuffix("*")))
    version = f"{'&' if '?' in path else '?'}api-version={asked.version}" if asked.version else ""
    given = (
        ask(world, "GET", path + version, token=vault_token(world))
        if path.startswith("https://")
        else arm(world, "GET", path + version)
    )
    assert given.status == 200, given.body
    return given.body


def prepare(world: World) -> None:
    """Give what the base world's things do not have: a policy, a federated credential."""
    vault = world.get(ids.VAULT_ID)  # a deleted one has nothing to be shown
    if vault:
        policy = resources.access_policy(ids.DANA, ["get"], secrets=["get"])
        vault["properties"]["accessPolicies"] = [policy]
    name = f"{ids.IDENTITY_ID}/federatedIdentityCredentials/github"
    fields = {"issuer": "https://issuer.example", "subject": "s", "audiences": ["a"]}
    arm(world, "PUT", name, {"properties": fields})


@pytest.mark.parametrize("path", examples())
def test_our_answer_has_the_fields_of_the_example(path: str) -> None:
    name = path.removesuffix(".json")
    if name in NOT_ASKED:
        assert name not in ASKED
        return
    differing = shape_differences(example(path), answer(ASKED[name]))
    assert {
        field: what for field, what in differing.items() if field not in ASKED[name].differs
    } == {}


def test_every_listed_difference_is_there() -> None:
    """The examples of one thing share their reasons: each reason is needed by one of them."""
    bare = str.removeprefix
    differing = {
        bare(field, "value[].")
        for name, asked in ASKED.items()
        for field in shape_differences(example(f"{name}.json"), answer(asked))
    }
    listed = {bare(field, "value[].") for asked in ASKED.values() for field in asked.differs}
    assert listed - differing == set()
