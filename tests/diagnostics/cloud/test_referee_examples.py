"""Every example answer of the providers' specifications, served in place of the service: our adapters accept it as it is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from diagnostics.cloud.ports import ACCOUNT_READ, ROLE_DEFINITIONS_READ, VAULT_READ
from diagnostics.cloud.session import SessionLook
from diagnostics.document import Document
from diagnostics.errors import Unexpected
from diagnostics.evidence import Seen
from diagnostics.names import KeyUri, SubscriptionId
from tests.support.cloud import TENANT, Asked, Place, Says, caught
from tests.support.cloud_ids import ACCOUNT, IDENTITY, SUBSCRIPTION, VAULT
from tests.support.recorded import REFEREE, example, examples

pytestmark = REFEREE
Reading = Callable[[SessionLook], Awaitable[Any]]
HERE = f"/subscriptions/{SUBSCRIPTION}"
ARM = "management.azure.com"
# An illustration's stand-in for a host: no service links there, and a link to another host is refused.
STAND_INS = {"https://serviceRoot": f"https://{ARM}"}


def one(path: str) -> Reading:
    """Read what no port has a word for, as a plugin would."""
    return lambda look: look.arm.get(path, "2024-08-15", permission=ACCOUNT_READ)


def many(path: str) -> Reading:
    return lambda look: look.arm.list(path, "2024-08-15", permission=VAULT_READ)


def role(path: str) -> Reading:
    return lambda look: look.arm.get(path, "2022-04-01", permission=ROLE_DEFINITIONS_READ)


AUTHORIZATION = "/providers/Microsoft.Authorization"
READINGS: dict[str, Reading] = {
    "authorization/GetDenyAssignmentByScope": lambda look: look.authorization.deny_assignments(HERE),
    "authorization/GetDenyAssignmentsForResource": lambda look: look.authorization.deny_assignments(str(VAULT)),
    "authorization/GetResourcePermissions": lambda look: look.authorization.caller_actions(VAULT),
    "authorization/GetRoleDefinitionAtScope": lambda look: look.authorization.role_definitions(HERE),
    "authorization/GetRoleDefinitionById": role(f"{AUTHORIZATION}/roleDefinitions/{TENANT}"),
    "authorization/RoleAssignments_ListForResource": lambda look: look.authorization.role_assignments(str(ACCOUNT)),
    "authorization/RoleAssignments_ListForScope": lambda look: look.authorization.role_assignments(HERE),
    "documentdb/CosmosDBDatabaseAccountGet": lambda look: look.arm.account(ACCOUNT),
    "documentdb/CosmosDBDatabaseAccountList": many(f"{HERE}/providers/Microsoft.DocumentDB/databaseAccounts"),
    "documentdb/CosmosDBSqlRoleAssignmentGet": one(f"{ACCOUNT}/sqlRoleAssignments/a"),
    "documentdb/CosmosDBSqlRoleAssignmentList": lambda look: look.arm.sql_role_assignments(ACCOUNT),
    "documentdb/CosmosDBSqlRoleDefinitionGet": one(f"{ACCOUNT}/sqlRoleDefinitions/a"),
    "documentdb/CosmosDBSqlRoleDefinitionList": lambda look: look.arm.sql_role_definitions(ACCOUNT),
    "keyvault-arm/getDeletedVault": one(f"{HERE}/providers/Microsoft.KeyVault/locations/westus/deletedVaults/sample-vault"),
    "keyvault-arm/getKey": lambda look: look.arm.key(VAULT, "sample-key-name"),
    "keyvault-arm/getVault": lambda look: look.arm.vault(VAULT),
    "keyvault-arm/listDeletedVaults": lambda look: look.arm.deleted_vaults(SubscriptionId(SUBSCRIPTION)),
    "keyvault-arm/listKeyVersions": lambda look: look.arm.key_versions(VAULT, "sample-key-name"),
    "keyvault-arm/listVaultBySubscription": many(f"{HERE}/providers/Microsoft.KeyVault/vaults"),
    "keyvault-data/GetDeletedKey-example": lambda look: look.keyvault.deleted_key(KeyUri("myvault.vault.azure.net", "CreateSoftKeyTest")),
    "managedidentity/FederatedIdentityCredentialList": lambda look: look.arm.federated_credentials(IDENTITY),
    "managedidentity/IdentityGet": lambda look: look.arm.identity(IDENTITY),
}  # fmt: skip
NOT_READ = {
    "insights/GetActivityLogsFiltered": "nobody here reads the activity log",
    "keyvault-data/GetKey-example": "keys are read through Resource Manager, which needs no right to the vault's data",
    "keyvault-data/GetKeys-example": "keys are read through Resource Manager, which needs no right to the vault's data",
    "resourcegraph/ResourcesBasicQuery": "nobody here asks Resource Graph; the lock on writing refuses its POST",
}


def serving(place: Place, body: Any) -> Place:
    """Answer with the example; where it links to a further page, with one without entries."""

    def handler(asked: Asked) -> Says | None:
        if asked.host.endswith(".vault.azure.net") and not asked.token:
            challenge = f'Bearer authorization="https://login.windows.net/{TENANT}", resource="https://vault.azure.net"'
            return Says(401, {}, headers={"WWW-Authenticate": challenge})
        if asked.host not in (ARM, "myvault.vault.azure.net"):
            return None
        return Says(body={"value": []} if "skiptoken" in asked.path.lower() else body)

    place.server.handler = handler
    return place


def body_of(name: str) -> Any:
    body = example(f"{name}.json")
    for stand_in, host in STAND_INS.items():
        if "nextLink" in body:
            body["nextLink"] = body["nextLink"].replace(stand_in, host)
    return body


@pytest.mark.parametrize("path", examples())
def test_our_adapter_accepts_the_example(place: Place, path: str) -> None:
    name = path.removesuffix(".json")
    if name in NOT_READ:
        assert name not in READINGS
        return
    body = body_of(name)
    found = serving(place, body).run(lambda session: READINGS[name](session.look(None, Seen())))
    found = getattr(found, "permissions", found)
    if isinstance(found, Document):
        assert found.data == body
    else:
        assert [each.data for each in found] == body["value"]
        assert bool(body.get("nextLink")) is any(
            "skiptoken" in asked.path.lower() for asked in place.server.asked
        )


def test_the_link_to_another_host_is_not_followed(place: Place) -> None:
    """The stand-in itself, as it stands in the example, is refused."""
    body = example("managedidentity/FederatedIdentityCredentialList.json")
    assert urlsplit(body["nextLink"]).netloc == "serviceRoot"
    reading = READINGS["managedidentity/FederatedIdentityCredentialList"]
    error = serving(place, body).run(lambda session: caught(reading(session.look(None, Seen()))))
    assert isinstance(error, Unexpected)
    assert place.outside == []
