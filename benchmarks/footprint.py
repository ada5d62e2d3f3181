"""What a full run costs before the first request and in memory, and how soon the simulator is ready."""

from __future__ import annotations

import statistics
import subprocess
import sys

from timing import table

REPEATS = 5
IMPORTS = """
import time; began = time.perf_counter()
import diagnostics.cli.diagnose, diagnostics.cli.examine, diagnostics.cli.plan
from diagnostics.catalogue import load_catalogue
load_catalogue(())
import diagnostics.cloud.session, diagnostics.cloud.rooms
print(time.perf_counter() - began)
"""
SDKS = """
import time; began = time.perf_counter()
import azure.identity.aio, azure.mgmt.authorization.aio, azure.cosmos.aio, aiohttp
print(time.perf_counter() - began)
"""
READY = """
import time; began = time.perf_counter()
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from diagnostics.simulator.server import Simulator
with Simulator(make_world(SCENARIOS["service-principal-disabled"])):
    print(time.perf_counter() - began)
"""
PEAK = """
import resource, sys
from click.testing import CliRunner
from diagnostics.cli import cli
result = CliRunner().invoke(cli, ["demo"])
assert result.exit_code == 0, result.output
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
BARE = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"


def median(program: str) -> float:
    runs = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        for _ in range(REPEATS)
    ]
    return statistics.median(float(run.stdout.split()[-1]) for run in runs)


def main() -> None:
    rows = [
        (
            "imports of a full run, s",
            median(IMPORTS),
            "at most 1.0",
            "the SDKs alone",
            median(SDKS),
        ),
        ("simulator ready, s (imports included)", median(READY), "at most 1.0", "", ""),
        (
            "peak memory of demo with its simulator, MB",
            median(PEAK),
            "at most 150",
            "bare Python",
            median(BARE),
        ),
    ]
    table(rows, ("figure", "ours", "wanted", "beside", "theirs"))


main()
