"""The command line of Azure, unmodified, with nothing but the lines that `simulate` prints."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

from diagnostics.simulator import lines
from diagnostics.simulator.record import Logged
from diagnostics.simulator.server import Simulator

_OWN = Path(__file__).parents[2] / ".venv-az" / "bin" / "az"
AZ = str(_OWN) if _OWN.is_file() else shutil.which("az") or ""
REFEREE = [
    pytest.mark.referee,
    pytest.mark.skipif(not AZ, reason="the azure-cli is neither in .venv-az nor in PATH"),
]


@dataclass(frozen=True, slots=True)
class Ran:
    """What one command did."""

    printed: str
    said: str  # on the error stream
    code: int
    requests: tuple[str, ...]  # "METHOD host path [filter] api-version", in their order


def run(simulator: Simulator, *words: str, **variables: str) -> Ran:
    """Run one command; `variables` are set beside the printed ones."""
    environ = {"PATH": os.environ["PATH"], **lines.variables(simulator), **variables}
    before = len(simulator.log)
    done = subprocess.run(
        [AZ, *words], capture_output=True, text=True, env=environ, timeout=120, check=False
    )
    asked = tuple(_line(each) for each in simulator.log[before:] if each.method != "CONNECT")
    return Ran(done.stdout, done.stderr, done.returncode, asked)


@cache
def version() -> str:
    """Return the version of azure-cli."""
    said = subprocess.check_output([AZ, "version", "--output", "json"], text=True, timeout=120)
    return str(json.loads(said)["azure-cli"])


def sign_in(simulator: Simulator, **variables: str) -> Ran:
    """Sign in as the world's caller, as `simulate` says it."""
    # A simulator that is used again has forgotten the tokens that an earlier sign-in left there.
    shutil.rmtree(lines.variables(simulator)["AZURE_CONFIG_DIR"], ignore_errors=True)
    login = simulator.environ()
    who = ("-u", login["AZURE_CLIENT_ID"], "-p", login["AZURE_CLIENT_SECRET"])
    return run(
        simulator,
        "login",
        "--service-principal",
        *who,
        "-t",
        login["AZURE_TENANT_ID"],
        **variables,
    )


def _line(entry: Logged) -> str:
    query = dict(parse_qsl(entry.query))
    parts = (entry.method, entry.host, entry.path, query.get("$filter"), query.get("api-version"))
    return " ".join(part for part in parts if part)
