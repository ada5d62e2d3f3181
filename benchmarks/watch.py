"""How long 100 targets of one subscription take when every request takes 100 ms longer, against one target alone.

`run` is a round inside this process, imports done: looking alone. `command` is `ajo-doctor watch --once` as a scheduler calls
it: start, looking, judging, bundles, history. Where targets share vault, key and identity, only the account is each one's
own; where they share nothing, all of them are. The simulator runs in another process and counts the requests.
The alternative is the same round with the lists of roles read for each vault, key and account (`narrow`).
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from timing import table

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from diagnostics.catalogue import load_catalogue
from diagnostics.cli import sessions
from diagnostics.cli.running import Plan
from diagnostics.cli.running_each import run_each
from diagnostics.config import Config
from diagnostics.simulator import ids
from diagnostics.simulator.scenarios import SCENARIOS, make_world
from diagnostics.simulator.server import Simulator
from diagnostics.simulator.world import World
from diagnostics.target_fields import target_of

LATENCY_S, MANY, REPEATS, WANTED = 0.1, 100, 5, 6.0
_OWN = {"shared": (ids.ACCOUNT,), "unshared": (ids.ACCOUNT, ids.VAULT, ids.IDENTITY)}


def crowd(sharing: str) -> World:
    """A healthy world with a hundred of everything that is not shared."""
    world = make_world(SCENARIOS["healthy@own-account"])
    words = _OWN[sharing]
    own = [key for key in world.documents if any(f"/{word}" in key for word in words)]
    own += [key for key in world.documents if sharing == "unshared" and ids.IDENTITY_OID in key]
    for number in range(MANY):
        for key in own:
            text = json.dumps({"key": key, "document": world.documents[key]})
            for word in words:
                text = text.replace(word, f"{word}-{number:03}")
            if sharing == "unshared":
                text = text.replace(ids.IDENTITY_OID, oid(number))
            copied = json.loads(text)
            world.put(copied["key"], copied["document"])
    return world


def oid(number: int) -> str:
    return f"{ids.IDENTITY_OID[:24]}{0x1000 + number:012x}"


def account(number: int) -> str:
    return ids.ACCOUNT_ID.replace(ids.ACCOUNT, f"{ids.ACCOUNT}-{number:03}")


def serve(sharing: str) -> None:
    with Simulator(crowd(sharing), latency_s=LATENCY_S) as simulator:
        told = {
            "environ": simulator.environ(),
            "proxy": simulator.proxy_url,
            "ca": str(simulator.ca_file),
            "admin": simulator.admin_url,
        }
        print(json.dumps(told), flush=True)
        sys.stdin.read()


@contextmanager
def served(sharing: str) -> Iterator[dict[str, Any]]:
    process = subprocess.Popen(
        [sys.executable, __file__, sharing],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout  # noqa: S101 - a pipe was asked for
    assert process.stdin  # noqa: S101
    try:
        yield json.loads(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait()


def asked(told: dict[str, Any]) -> int:
    with urllib.request.urlopen(f"{told['admin']}/log") as answer:  # noqa: S310 - our own loopback
        return sum(entry["method"] != "CONNECT" for entry in json.load(answer))


def run(told: dict[str, Any], number: int) -> tuple[float, int]:
    targets = tuple(
        target_of(f"t{at:03}", {"account": account(at), "tenant": ids.TENANT})
        for at in range(number)
    )
    config = Config(targets=targets, proxy=told["proxy"], ca=Path(told["ca"]))
    environ = {**told["environ"], "AZURE_TOKEN_CREDENTIALS": "EnvironmentCredential"}
    plan = Plan(config=config, catalogue=load_catalogue(()), environ=environ)
    before = asked(told)
    began = time.perf_counter()
    runs = run_each(plan)
    taken = time.perf_counter() - began
    unread = [each.check for run in runs for each in run.readings if each.unknown or each.crash]
    assert not unread, set(unread)  # noqa: S101 - else less was asked than counted
    return taken, asked(told) - before


def command(told: dict[str, Any], number: int, folder: Path) -> float:
    folder.mkdir(exist_ok=True)
    config = folder / f"{number}.toml"
    lines = [f'tenant = "{ids.TENANT}"']
    lines += [f'[targets.t{at:03}]\naccount = "{account(at)}"' for at in range(number)]
    config.write_text("\n".join(lines), encoding="utf-8")
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("AZURE_")},
        **told["environ"],
        "AZURE_TOKEN_CREDENTIALS": "EnvironmentCredential",
        "AJO_DOCTOR_STATE": str(folder / "state"),
        "AJO_DOCTOR_PROXY": told["proxy"],
        "AJO_DOCTOR_CA": told["ca"],
    }
    program = [sys.executable, "-m", "diagnostics.cli", "watch", "--once", "--config", str(config)]
    began = time.perf_counter()
    done = subprocess.run(program, env=environ, capture_output=True, text=True, check=False)
    taken = time.perf_counter() - began
    assert done.returncode == 0, done.stdout[:2000] + done.stderr  # noqa: S101
    return taken


def measured(sharing: str, folder: Path) -> Iterator[tuple[object, ...]]:
    with served(sharing) as told:
        run(told, 1)  # loads the SDKs and opens what is opened once
        for name, threshold in (("wide", 4), ("narrow", MANY + 1)):
            sessions.MANY = threshold
            ones = [run(told, 1) for _ in range(REPEATS)]
            every = [run(told, MANY) for _ in range(REPEATS)]
            one, many = (statistics.median(taken for taken, _ in each) for each in (ones, every))
            extra = (every[0][1] - ones[0][1]) / (MANY - 1)
            yield f"{sharing}, run, {name}", one, many, many / one, extra
        alone = statistics.median(command(told, 1, folder) for _ in range(REPEATS))
        whole = statistics.median(command(told, MANY, folder) for _ in range(REPEATS))
        yield f"{sharing}, command, wide", alone, whole, whole / alone, ""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = [row for sharing in _OWN for row in measured(sharing, Path(folder, sharing))]
    headers = ("round", "1 target, s", f"{MANY}, s", f"times (≤ {WANTED:g})", "requests per extra")
    table(rows, headers)


if __name__ == "__main__":
    if sys.argv[1:]:
        serve(sys.argv[1])
    else:
        main()
