"""The real command line of Azure repairs a simulated account, and sees it come back."""

from __future__ import annotations

import json
import time

from diagnostics.simulator import ids
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from tests.support import az
from tests.support.serving import serving

pytestmark = az.REFEREE
STATUS = ("cosmosdb", "show", "--ids", ids.ACCOUNT_ID, "--query", "customerManagedKeyStatus")


def test_a_disabled_principal_is_enabled_and_the_account_comes_back() -> None:
    world = make_world(SCENARIOS["service-principal-disabled@own-account-federated"])
    world.need(f"entra:/clients/{ids.CALLER_APP}")["roles"] = ["Application.ReadWrite.All"]
    with serving(world) as simulator:

        def run(*words: str) -> str:
            done = az.run(simulator, *words)
            assert done.code == 0, done.said
            return done.printed

        assert az.sign_in(simulator).code == 0
        shown = json.loads(run("ad", "sp", "show", "--id", ids.FEDERATED_OID))
        assert shown["accountEnabled"] is False
        assert "(4000)" in run(*STATUS)
        run("ad", "sp", "update", "--id", ids.FEDERATED_OID, "--set", "accountEnabled=true")
        deadline = time.monotonic() + 30  # an hour of propagation takes a second here
        while "confirmed" not in run(*STATUS):
            assert time.monotonic() < deadline
        assert simulator.crashes == []
