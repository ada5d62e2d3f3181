"""The real command line of Azure, unmodified, with nothing but the printed lines: it repairs a simulated account."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable

import pytest

from diagnostics.simulator import ids, lines
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from diagnostics.simulator.server import Simulator

AZ = shutil.which("az") or ""
pytestmark = [
    pytest.mark.referee,
    pytest.mark.skipif(not AZ, reason="the azure-cli is not installed"),
]


def command_line(simulator: Simulator) -> Callable[..., str]:
    environ = {"PATH": os.environ["PATH"], **lines.variables(simulator)}

    def az(*words: str) -> str:
        done = subprocess.run(
            [AZ, *words], capture_output=True, text=True, env=environ, timeout=60, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    return az


def test_a_disabled_principal_is_enabled_and_the_account_comes_back() -> None:
    world = make_world(SCENARIOS["service-principal-disabled@own-account-federated"])
    world.need(f"entra:/clients/{ids.CALLER_APP}")["roles"] = ["Application.ReadWrite.All"]
    with Simulator(world) as simulator:
        az = command_line(simulator)
        login = simulator.environ()
        who = ("-u", login["AZURE_CLIENT_ID"], "-p", login["AZURE_CLIENT_SECRET"])
        az("login", "--service-principal", *who, "-t", login["AZURE_TENANT_ID"])
        shown = json.loads(az("ad", "sp", "show", "--id", ids.FEDERATED_OID))
        assert shown["accountEnabled"] is False
        status = (
            "cosmosdb",
            "show",
            "--ids",
            ids.ACCOUNT_ID,
            "--query",
            "customerManagedKeyStatus",
        )
        assert "(4000)" in az(*status)
        az("ad", "sp", "update", "--id", ids.FEDERATED_OID, "--set", "accountEnabled=true")
        deadline = time.monotonic() + 30  # an hour of propagation takes a second here
        while "confirmed" not in az(*status):
            assert time.monotonic() < deadline
        assert simulator.crashes == []
