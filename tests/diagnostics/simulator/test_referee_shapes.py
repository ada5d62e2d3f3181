"""What stands in our own worlds against recorded things of the same sort: every field to the last, or the reason stands here."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from diagnostics.simulator import ids
from diagnostics.simulator.scenarios import inject
from diagnostics.simulator.worlds import build
from tests.support.asking import arm, ask, graph_token, vault_token
from tests.support.differing import shape_differences
from tests.support.recorded import REFEREE, exchanges, recorded

pytestmark = REFEREE
RESTORE, ROLES = "cosmosdb_system_identity_restore", "keyvault_rbac_cmk_roles"
PRINCIPALS = "role_service_principal_scenario"
GRAPH = "https://graph.microsoft.com/v1.0"
AUTHORIZATION = "/providers/Microsoft.Authorization"
DELETED_VAULTS = f"{ids.SUBSCRIPTION_ID}/providers/Microsoft.KeyVault/deletedVaults"
DATA = f"https://{ids.VAULT}.vault.azure.net"


class Thing(NamedTuple):
    """A recorded thing, and where one of the same sort stands in a world of ours; field → why it differs."""

    recording: str
    number: int
    world: str
    path: str
    differs: dict[str, str]
    faults: tuple[str, ...] = ()


SET = "shown only where it is set"
ACCOUNT = {
    "properties.configurationOverrides.EnablePerRegionPerPartitionAutoscaleOptIn": SET,
    "properties.privateEndpointConnections": "accounts with endpoints show it, and some worlds have such",
}
OLDER = dict.fromkeys(
    (
        *("properties.sqlEndpoint", "properties.createMode", "properties.enablePartitionMerge"),
        *("properties.enableBurstCapacity", "properties.minimalTlsVersion"),
        *("properties.keysMetadata", "properties.privateEndpointConnections"),
    ),
    "newer than the recorded api-version of 2021, which no client asks for today",
)
BACKUP = "ours is backed up continuously, as the account recorded in 2024"
RULES = "vaults made in the portal show their network rules, these recorded ones have none"
THINGS = {
    "account with a user-assigned identity": Thing(RESTORE, 18, "own-account", f"{ids.ACCOUNT_ID}?api-version=2023-11-15", ACCOUNT),
    "account with its own identity": Thing(RESTORE, 28, "own-account-system", f"{ids.ACCOUNT_ID}?api-version=2023-11-15", ACCOUNT | {"identity.userAssignedIdentities": "the recorded account has both kinds"}),
    "account with the first-party identity": Thing("cosmosdb_key_vault_key_uri", 8, "own-account-first-party", f"{ids.ACCOUNT_ID}?api-version=2021-10-15", OLDER | {"properties.backupPolicy.periodicModeProperties": BACKUP, "properties.backupPolicy.continuousModeProperties": BACKUP}),
    "vault with roles": Thing(ROLES, 9, "own-account", ids.VAULT_ID, {"properties.networkAcls": RULES}),
    "vault with policies": Thing(RESTORE, 13, "own-account-policies", ids.VAULT_ID, {"properties.networkAcls": RULES, "properties.enableRbacAuthorization": "ours says false, the recorded one leaves it out", "properties.accessPolicies[].permissions.storage": SET}),
    "deleted vault": Thing("keyvault_softdelete", 30, "own-account", f"{DELETED_VAULTS}#0", {"properties.purgeProtectionEnabled": "shown only of protected vaults; recorded in the list of the same recording"}, ("vault-soft-deleted",)),
    "key": Thing("keyvault_softdelete", 7, "own-account", f"{DATA}/keys/{ids.KEY}?api-version=7.5", {}),
    "deleted key": Thing("keyvault_softdelete", 14, "own-account", f"{DATA}/deletedkeys/{ids.KEY}?api-version=7.5", {}, ("key-soft-deleted",)),
    "identity": Thing(ROLES, 4, "own-account", f"{ids.IDENTITY_ID}?api-version=2023-01-31", {}),
    "role assignment": Thing(ROLES, 16, "own-account", f"{ids.VAULT_ID}{AUTHORIZATION}/roleAssignments#0", {}),
    "role definition": Thing(ROLES, 15, "own-account", f"{ids.VAULT_ID}{AUTHORIZATION}/roleDefinitions", {}),
    "data role assignments": Thing("cosmosdb_sql_role", 25, "own-account", f"{ids.ACCOUNT_ID}/sqlRoleAssignments", {}),
    "data role definitions": Thing("cosmosdb_sql_role", 13, "own-account", f"{ids.ACCOUNT_ID}/sqlRoleDefinitions", {}),
    "resource in a list": Thing("keyvault_softdelete", 1, "own-account", f"{ids.SUBSCRIPTION_ID}/resources?$filter=name eq '{ids.VAULT}'", {}),
    "principal": Thing(PRINCIPALS, 5, "own-account-federated", f"{GRAPH}/servicePrincipals/{ids.FEDERATED_OID}", {}),
    "applications": Thing(PRINCIPALS, 2, "own-account-federated", f"{GRAPH}/applications?$filter=appId eq '{ids.FEDERATED_APP}'", {}),
    "principals": Thing(PRINCIPALS, 4, "own-account-federated", f"{GRAPH}/servicePrincipals?$filter=appId eq '{ids.FEDERATED_APP}'", {}),
    "people": Thing(ROLES, 0, "own-account", f"{GRAPH}/users", {}),
}  # fmt: skip


def ours(thing: Thing) -> Any:
    world = build(thing.world)
    for fault in thing.faults:
        inject(world, fault)
    path, _, place = thing.path.partition("#")
    if path.startswith(GRAPH):
        given = ask(world, "GET", path, token=graph_token(world))
    elif path.startswith(DATA):
        given = ask(world, "GET", path, token=vault_token(world))
    else:
        given = arm(world, "GET", path)
    assert given.status == 200, given.body
    return given.body["value"][int(place)] if place else given.body


@pytest.mark.parametrize("name", THINGS)
def test_it_has_the_recorded_fields_and_no_others(name: str) -> None:
    thing = THINGS[name]
    real = exchanges(thing.recording)[thing.number].answer
    assert set(shape_differences(real, ours(thing))) == set(thing.differs)


def test_a_healthy_account_says_so_in_the_recorded_words() -> None:
    real = exchanges(RESTORE)[18].answer["properties"]["customerManagedKeyStatus"]
    shown = ours(THINGS["account with a user-assigned identity"])
    assert shown["properties"]["customerManagedKeyStatus"] == real


def test_an_account_without_identity_says_none() -> None:
    real = exchanges("cosmosdb_key_vault_key_uri")[8].answer
    shown = ours(THINGS["account with the first-party identity"])
    assert shown["identity"] == real["identity"]
    assert shown["properties"]["defaultIdentity"] == real["properties"]["defaultIdentity"]
    assert "customerManagedKeyStatus" not in {**real["properties"], **shown["properties"]}


def test_a_deleted_vaults_dates_are_written_as_recorded() -> None:
    real = exchanges("keyvault_softdelete")[30].answer["properties"]
    shown = ours(THINGS["deleted vault"])["properties"]
    for name in ("deletionDate", "scheduledPurgeDate"):
        assert len(shown[name]) == len(real[name])


def test_the_built_in_data_roles_are_the_recorded_ones() -> None:
    entries = recorded("cosmosdb_sql_role", lambda entry: "/sqlRoleDefinitions?" in entry["url"])
    real = data_roles([role for entry in entries for role in entry["response_body"]["value"]])
    assert real
    assert data_roles(ours(THINGS["data role definitions"])["value"]) == real


def data_roles(found: list[dict[str, Any]]) -> dict[str, set[str]]:
    return {
        role["name"]: set(role["properties"]["permissions"][0]["dataActions"])
        for role in found
        if role["properties"]["type"] == "BuiltInRole"
    }
