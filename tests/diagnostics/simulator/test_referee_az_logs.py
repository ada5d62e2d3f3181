"""The real command line of Azure reads the simulated logs, and finds what it changed itself."""

from __future__ import annotations

import json

from diagnostics.simulator import ids, roles
from diagnostics.simulator.scenarios import compose
from tests.support import az
from tests.support.asking import may
from tests.support.serving import serving

pytestmark = az.REFEREE
AUDITS = "https://graph.microsoft.com/v1.0/auditLogs/directoryAudits"


def test_az_finds_a_fault_and_its_own_repair_in_both_logs() -> None:
    world = compose("own-account-federated", ["service-principal-disabled"])
    may(world, roles.OWNER)
    client = world.need(f"entra:/clients/{ids.CALLER_APP}")
    client["roles"] = ["Application.ReadWrite.All", "AuditLog.Read.All", "Directory.Read.All"]
    with serving(world) as simulator:

        def run(*words: str) -> str:
            done = az.run(simulator, *words)
            assert done.code == 0, done.said
            return done.printed

        assert az.sign_in(simulator).code == 0
        run("ad", "sp", "update", "--id", ids.FEDERATED_OID, "--set", "accountEnabled=true")
        run("keyvault", "update", "--name", ids.VAULT, "--set", "tags.repaired=yes")
        asked = f"$filter=targetResources/any(t:t/id eq '{ids.FEDERATED_OID}')"
        entries = json.loads(run("rest", "--url", f"{AUDITS}?{asked}"))["value"]
        values = [
            each["newValue"]
            for entry in entries
            for each in entry["targetResources"][0]["modifiedProperties"]
            if each["displayName"] == "AccountEnabled"
        ]
        assert values == ["[true]", "[false]"]
        assert entries[0]["initiatedBy"]["app"]["appId"] == ids.CALLER_APP
        assert entries[1]["initiatedBy"]["user"]["userPrincipalName"].endswith("@contoso.example")
        listed = json.loads(
            run("monitor", "activity-log", "list", "--resource-id", ids.VAULT_ID, "--offset", "1d")
        )
        newest = [each for each in listed if each["caller"] == ids.CALLER_OID]
        assert {each["operationName"]["value"] for each in newest} == {
            "Microsoft.KeyVault/vaults/write"
        }
        assert {each["status"]["value"] for each in newest} == {"Started", "Succeeded"}
        assert len(listed) > len(newest)
        assert simulator.crashes == []
