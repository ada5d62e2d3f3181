"""How long 100 targets of one subscription take when every request takes 100 ms longer, against one target alone.

`round` is one inside this process, imports done: looking alone. `command` is `ajo-doctor watch --once` as a scheduler calls
it: start, looking, judging, bundles, history. Where targets share vault, key and identity, only the account is each one's
own; where they share nothing, all of them are. The simulator runs in another process; beside the time stands how much of it
this process and the simulator computed, and how many requests were counted there.
The alternative is the same round with the lists of roles read for each vault, key and account (`narrow`): one round.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
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

LATENCY_S, MANY, REPEATS, FEWER, WANTED = 0.1, 100, 5, 3, 6.0
Row = tuple[object, ...]
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
        for _ in sys.stdin:
            print(time.process_time(), flush=True)


@dataclass(frozen=True)
class Served:
    """The simulator in its own process."""

    process: subprocess.Popen[str]
    told: dict[str, Any]

    def computed(self) -> float:
        """Seconds of processor time so far."""
        assert self.process.stdin  # noqa: S101 - a pipe was asked for
        assert self.process.stdout  # noqa: S101
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())

    def asked(self) -> int:
        with urllib.request.urlopen(f"{self.told['admin']}/log") as answer:  # noqa: S310 - our own loopback
            return sum(entry["method"] != "CONNECT" for entry in json.load(answer))


@contextmanager
def served(sharing: str) -> Iterator[Served]:
    process = subprocess.Popen(
        [sys.executable, __file__, sharing],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout  # noqa: S101 - a pipe was asked for
    assert process.stdin  # noqa: S101
    try:
        yield Served(process, json.loads(process.stdout.readline()))
    finally:
        process.stdin.close()
        process.wait()


def look(told: dict[str, Any], number: int) -> None:
    """Look at so many targets inside this process."""
    targets = tuple(
        target_of(f"t{at:03}", {"account": account(at), "tenant": ids.TENANT})
        for at in range(number)
    )
    config = Config(targets=targets, proxy=told["proxy"], ca=Path(told["ca"]))
    environ = {**told["environ"], "AZURE_TOKEN_CREDENTIALS": "EnvironmentCredential"}
    plan = Plan(config=config, catalogue=load_catalogue(()), environ=environ)
    runs = run_each(plan)
    unread = [each.check for run in runs for each in run.readings if each.unknown or each.crash]
    assert not unread, set(unread)  # noqa: S101 - else less was asked than counted


def command(told: dict[str, Any], number: int, folder: Path) -> None:
    """Call the program for so many targets."""
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
    done = subprocess.run(program, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[:2000] + done.stderr  # noqa: S101


def measured(name: str, there: Served, work: Callable[[int], None], repeats: int) -> Row:
    """Time one target and many, the median of some rounds."""

    def times(number: int) -> tuple[float, int]:
        taken: list[float] = []
        before = there.asked()
        for turn in range(repeats):
            began = time.perf_counter()
            work(number)
            taken.append(time.perf_counter() - began)
            said = f"{name}, {number} target{'s' if number > 1 else ''}: {taken[-1]:.2f} s"
            print(f"{said} ({turn + 1} of {repeats})", file=sys.stderr, flush=True)
        return statistics.median(taken), round((there.asked() - before) / repeats)

    one, asked_of_one = times(1)
    here, simulator = computed(), there.computed()
    many, asked_of_many = times(MANY)
    shares = (computed() - here) / repeats, (there.computed() - simulator) / repeats
    extra = (asked_of_many - asked_of_one) / (MANY - 1)
    return name, one, many, many / one, *shares, asked_of_one, extra


def computed() -> float:
    """Seconds of processor time of this process and of those that it waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def rows(sharing: str, folder: Path) -> Iterator[Row]:
    with served(sharing) as there:
        look(there.told, 1)  # loads the SDKs and opens what is opened once
        for name, threshold, repeats in (("", 4, REPEATS), (", narrow", MANY + 1, 1)):
            sessions.MANY = threshold
            yield measured(f"{sharing}, round{name}", there, partial(look, there.told), repeats)

        def call(number: int) -> None:
            command(there.told, number, folder)

        yield measured(f"{sharing}, command", there, call, FEWER)


def main() -> None:
    gc.set_threshold(200_000, 20, 20)  # as the program does
    with tempfile.TemporaryDirectory() as folder:
        found = [row for sharing in _OWN for row in rows(sharing, Path(folder, sharing))]
    headers = (
        *("", "1 target, s", f"{MANY}, s", f"times (≤ {WANTED:g})", "computing, s"),
        *("simulator, s", "requests, 1", "requests per extra"),
    )
    table(found, headers)


if __name__ == "__main__":
    if sys.argv[1:]:
        serve(sys.argv[1])
    else:
        main()
