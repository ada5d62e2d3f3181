"""The doctor behind the logins that people have: the real azure-cli's, a workload's token, a certificate.

Nothing but the lines that `simulate` prints leads it to the simulator.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from diagnostics.simulator import directory, ids, lines
from diagnostics.simulator.world import World
from diagnostics.simulator.worlds import build
from tests.support import az
from tests.support.cloud import jwt
from tests.support.commands import ACCOUNT, run, surroundings
from tests.support.serving import serving

pytestmark = pytest.mark.referee
LOGIN = ("AZURE_TENANT_ID", "AZURE_CLIENT_ID", "AZURE_CLIENT_SECRET")
ISSUER, SUBJECT, AUDIENCE = "https://issuer.example", "job:nightly", "api://AzureADTokenExchange"


@pytest.mark.skipif(not az.AZ, reason="the azure-cli is neither in .venv-az nor in PATH")
def test_whoever_signed_in_with_azure_cli_needs_nothing_more(tmp_path: Path) -> None:
    with serving(build("own-account")) as simulator:
        assert az.sign_in(simulator).code == 0
        environ = {
            **lines.variables(simulator),
            "HOME": str(tmp_path),
            "AJO_DOCTOR_STATE": str(tmp_path / "state"),
            "PATH": os.pathsep.join((str(Path(az.AZ).parent), os.environ["PATH"])),
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        asked = ("diagnose", *ACCOUNT, "--format", "json")
        done = subprocess.run(
            [sys.executable, "-m", "diagnostics.cli", *asked],
            env={name: value for name, value in environ.items() if name not in LOGIN},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert simulator.crashes == []
    assert done.returncode == 0, done.stderr
    assert_signed_in(json.loads(done.stdout))


def assert_signed_in(report: dict[str, Any]) -> None:
    assert report["exit_code"] == 0
    assert report["simulated"] is True
    (check,) = (each for each in report["checks"] if each["id"] == "doctor.signed_in")
    assert check["status"] == "ok"


def trust(world: World) -> None:
    world.need(directory.application_key(ids.CALLER_APP_OBJECT))[
        "x-federatedIdentityCredentials"
    ] = [{"issuer": ISSUER, "subject": SUBJECT, "audiences": [AUDIENCE]}]


@pytest.mark.parametrize(("subject", "code"), [(SUBJECT, 0), (SUBJECT.upper(), 3)])
def test_a_workload_brings_its_own_token(tmp_path: Path, subject: str, code: int) -> None:
    world = build("own-account")
    trust(world)
    file = tmp_path / "token"
    file.write_text(jwt(iss=ISSUER, sub=subject, aud=AUDIENCE))
    with serving(world) as simulator:
        environ = surroundings(tmp_path, simulator)
        environ.pop("AZURE_CLIENT_SECRET")
        environ["AZURE_TOKEN_CREDENTIALS"] = "WorkloadIdentityCredential"
        environ["AZURE_FEDERATED_TOKEN_FILE"] = str(file)
        said = run("diagnose", *ACCOUNT, "--format", "json", environ=environ)
    report = json.loads(said.out)
    assert said.code == code
    if code:
        assert "AADSTS700213" in json.dumps(report["open"])
    else:
        assert_signed_in(report)
