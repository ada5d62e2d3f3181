"""The whole doctor looks at accounts as they were recorded: every check understands what the real services say of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from diagnostics.simulator import ids, resources, role_definitions, roles
from diagnostics.simulator.world import World
from tests.support.commands import run, surroundings
from tests.support.recorded import REFEREE
from tests.support.replaying import replay
from tests.support.serving import serving

pytestmark = REFEREE
SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
GROUP = f"/subscriptions/{SUBSCRIPTION}/resourceGroups"
ACCOUNTS = "providers/Microsoft.DocumentDB/databaseAccounts"
RESTORED = (
    f"{GROUP}/cli_test_cosmosdb_system_identity_restore000001/{ACCOUNTS}/cli-systemid-000002"
)
# What a proxy hides; an account that never had a key of its customer's.
UNSEEN, WITHOUT_KEY = "KV213", "CO207"


def looked_at(world: World, account: str, home: Path) -> dict[str, Any]:
    """Let the doctor look, with the right to the account's data."""
    client = world.need(f"entra:/clients/{ids.CALLER_APP}")
    role_definitions.put_data_roles(world, account)
    resources.assign_data_role(
        world, account, roles.COSMOS_DATA_READER, client["object_id"], account
    )
    return diagnosed(world, home, "--account", account)


def diagnosed(world: World, home: Path, *target: str) -> dict[str, Any]:
    """Run the doctor, signed in as whoever was recorded."""
    tenant = world.need(f"entra:/clients/{ids.CALLER_APP}")["tenant"]
    asked = (*target, "--tenant", tenant, "--format", "json")
    with serving(world) as simulator:
        said = run("diagnose", *asked, environ=surroundings(home, simulator))
    assert simulator.crashes == []
    return dict(json.loads(said.out))


@pytest.mark.parametrize(
    ("recording", "account", "found"),
    [
        ("cosmosdb_system_identity_restore", RESTORED, set()),  # its system-assigned identity
        ("cosmosdb_system_identity_restore", f"{RESTORED}-restored", set()),  # a user-assigned one
        (
            "cosmosdb_key_vault_key_uri",
            f"{GROUP}/cli_test_cosmosdb_key_vault_key_uri000001/{ACCOUNTS}/cli000004",
            set(),  # Azure Cosmos DB's own principal, by access policy
        ),
        (
            "cosmosdb_sql_role",
            f"{GROUP}/cli_test_cosmosdb_sql_role000001/{ACCOUNTS}/cli000002",
            {WITHOUT_KEY},
        ),
    ],
)
def test_a_recorded_account_is_understood_and_well(
    recording: str, account: str, found: set[str], tmp_path: Path
) -> None:
    report = looked_at(replay(recording).world.copy(), account, tmp_path)
    assert {each["code"] for each in report["findings"]} == found
    assert [each["id"] for each in report["checks"] if each["status"] == "crashed"] == []
    assert {each["code"] for each in report["open"]} <= {UNSEEN}
    assert report["exit_code"] == 0


def test_a_recorded_account_whose_principal_lost_its_policy_is_told(tmp_path: Path) -> None:
    world = replay("cosmosdb_system_identity_restore").world.copy()
    for key, document in world.under(GROUP):
        if "/vaults/" in key and "vaultUri" in document["properties"]:
            document["properties"]["accessPolicies"] = []
    report = looked_at(world, RESTORED, tmp_path)
    assert report["causes"][0]["id"] == "key-access-missing"
    assert report["exit_code"] == 1


def test_a_recorded_vault_with_roles_is_understood(tmp_path: Path) -> None:
    """Its key is one that Adobe would not take: 2048 bits."""
    world = replay("keyvault_rbac_cmk_roles").world.copy()
    holder = next(
        doc
        for _, doc in world.under("graph:/")
        if doc.get("displayName") == "clitest-identity1000007"
    )
    key = "https://clitest000004.vault.azure.net/keys/clitest-key1000005"
    target = ("--key-uri", key, "--application", holder["appId"], "--subscription", SUBSCRIPTION)
    report = diagnosed(world, tmp_path, *target)
    assert [each["code"] for each in report["findings"]] == ["KV106"]
    status = {each["id"]: each["status"] for each in report["checks"]}
    assert status["rbac.key_access"] == status["entra.principal_usable"] == "ok"
    assert "crashed" not in status.values()
