"""How long `diagnose` takes when every request takes 100 ms longer, against the longest chain of requests.

The simulator runs in another process and adds the time; its log says when each request began and ended. A request depends on
another if it began after that one had ended and nothing else was waited for: the longest chain of such requests is the
shortest time in which the questions can be asked in their order. The alternative is the same run, one probe at a time.
"""

from __future__ import annotations

import json
import re
import statistics
import subprocess
import sys
import time
import urllib.request
from dataclasses import replace
from pathlib import Path

from timing import table

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from diagnostics import two_looks
from diagnostics.catalogue import load_catalogue
from diagnostics.cli.running import Plan, run_all
from diagnostics.config import Config
from diagnostics.simulator.scenarios import SCENARIOS, target_fields
from diagnostics.target_fields import target_of

LATENCY_S = 0.1
REPEATS = 5
WANTED_TIMES, WANTED_LINKS = 1.3, 7
NAMES = (
    "service-principal-disabled",
    "healthy@own-account",
    "healthy@adobe-managed",  # both sides
    "profile-store-revoked",  # likewise
    "key-gone",
)


class Served:
    """`ajo-doctor simulate` in a process of its own."""

    def __init__(self, name: str) -> None:
        scenario = SCENARIOS[name]
        faults = [option for fault in scenario.faults for option in ("--fault", fault)]
        latency = str(int(LATENCY_S * 1000))
        program = [sys.executable, "-m", "diagnostics.cli", "simulate", "--base", scenario.world]
        self._process = subprocess.Popen(
            [*program, *faults, "--latency-ms", latency], stdout=subprocess.PIPE, text=True
        )
        lines = []
        assert self._process.stdout  # noqa: S101 - a pipe was asked for
        for line in self._process.stdout:
            lines.append(line)
            if "serving" in line:
                break
        text = "".join(lines)
        self.log_url = re.search(r"curl (\S+/log)", text)[1]
        found = re.findall(r"^export (\w+)=(\S*)", text, re.MULTILINE)
        # The undo lines export again what was there before: the first of each name is ours.
        self.variables = {variable: value.strip("'") for variable, value in reversed(found)}

    def log(self) -> list[dict]:
        with urllib.request.urlopen(self.log_url) as answer:  # noqa: S310 - our own loopback address
            return json.load(answer)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


def longest_chain(log: list[dict]) -> list[dict]:
    """Follow, from the last end back, the request that ended last before each began."""
    entries = sorted((entry for entry in log if entry["ended"]), key=lambda entry: entry["ended"])
    if not entries:
        return []
    chain = [entries[-1]]
    while True:
        before = [entry for entry in entries if entry["ended"] <= chain[-1]["started"] + 0.001]
        if not before:
            return chain[::-1]
        chain.append(before[-1])


def once(name: str, concurrency: int) -> tuple[float, list[dict], int]:
    served = Served(name)
    try:
        scenario = SCENARIOS[name]
        target = target_of(scenario.world, target_fields(scenario))
        config = Config(
            targets=(target,),
            proxy=served.variables["HTTPS_PROXY"],
            ca=Path(served.variables["SSL_CERT_FILE"]),
        )
        environ = {
            key: value
            for key, value in served.variables.items()
            if key.startswith(("AZURE_", "AJO_DOCTOR_ADOBE_")) and key != "AZURE_CONFIG_DIR"
        }
        plan = Plan(config=config, catalogue=load_catalogue(()), environ=environ)
        plain = two_looks.read
        two_looks.read = lambda *args, **more: plain(*args, **more, concurrency=concurrency)
        began = time.monotonic()
        run_all(replace(plan))
        taken = time.monotonic() - began
        two_looks.read = plain
        log = [entry for entry in served.log() if entry["started"] >= began]
        return (
            taken,
            longest_chain(log),
            len([entry for entry in log if entry["method"] != "CONNECT"]),
        )
    finally:
        served.stop()


def main() -> None:
    once(NAMES[0], 16)  # loads the SDKs: the figure counts after imports
    rows = []
    for name in NAMES:
        ours = [once(name, 16) for _ in range(REPEATS)]
        alone = statistics.median(once(name, 1)[0] for _ in range(REPEATS))
        taken = statistics.median(each[0] for each in ours)
        links = max(len(each[1]) for each in ours)
        chain = links * LATENCY_S
        rows.append((name, taken, links, chain, taken / chain, ours[0][2], alone))
    table(
        rows,
        (
            "scenario",
            "seconds",
            f"links (≤ {WANTED_LINKS})",
            "links x 0.1 s",
            f"times (≤ {WANTED_TIMES})",
            "requests",
            "one at a time, s",
        ),
    )


if __name__ == "__main__":
    main()
