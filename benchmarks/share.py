"""`report BUNDLE --share` of a bundle with 20 MB of JSON, against the same without `--share`, and `unshare` of what it wrote.

Wanted: at most 5 s. The bundle is a real one of the simulator whose subscription has some thousand role assignments, roles, people who
hold them, addresses and requests more: names in every field, made as the
canaries of the tests are. Measured is the whole command, from a new process on: once with an empty table of names, once with one that knows all.
CPU seconds stand beside, since they do not depend on what else runs.
"""

from __future__ import annotations

import gzip
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from timing import table

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from checks.rbac.facts import KeyGrants
from diagnostics.bundle import dump
from tests.support.canaries import entry
from tests.support.canary_grants import grants
from tests.support.examined import examined, the_catalogue
from tests.support.flock import Flock

REPEATS, MOST_S = 5, 5.0
GRANTS, REQUESTS = 97_000, 20_000  # 20 MB


def bundle() -> bytes:
    """A run that says what a run of the simulator says, and that saw very much."""
    real = examined("service-principal-disabled").run
    flock = Flock(1)
    more = grants(flock, GRANTS)
    readings = tuple(
        replace(each, evidence=wider(each.evidence, more))
        if isinstance(each.evidence, KeyGrants)
        else each
        for each in real.readings
    )
    requests = tuple(entry(flock) for _ in range(REQUESTS))
    return dump(replace(real, readings=readings, ledger=requests), the_catalogue())


def wider(own: KeyGrants, more: KeyGrants) -> KeyGrants:
    """What was read of the permissions, and very much of others."""
    return replace(
        own,
        others=(*own.others, *more.others),
        definitions=(*own.definitions, *more.definitions),
        groups=(*(own.groups or ()), *(more.groups or ())),
    )


def taken(argv: list[str], environ: dict[str, str]) -> tuple[float, float]:
    """Seconds by the clock, and of CPU."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    done = subprocess.run(argv, env=environ, capture_output=True, check=False)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr.decode())
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, cpu


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder, "run.ajo-bundle")
        place.write_bytes(bundle())
        size = len(gzip.decompress(place.read_bytes()))
        environ = {**os.environ, "AJO_DOCTOR_STATE": str(Path(folder, "state"))}
        doctor = [sys.executable, "-m", "diagnostics.cli"]
        out, names = str(Path(folder, "out.json")), Path(folder, "names.json")
        draw = [*doctor, "report", str(place), "--output", out]
        share = [*draw, "--share", "--share-map", str(names), "--share-anyway"]
        programs = {
            "report --share, empty table": share,
            "report --share, table that knows all": share,
            "unshare of its JSON": [*doctor, "unshare", out, "--share-map", str(names)],
            "report, names as they are": draw,
        }
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
        for _ in range(REPEATS):
            names.unlink(missing_ok=True)
            for name, argv in programs.items():
                times[name].append(taken(argv, environ))
        print(
            f"bundle: {size / 1e6:.1f} MB of JSON; names in the table: {names.stat().st_size / 1e6:.1f} MB"
        )
        rows: list[tuple[object, ...]] = []
        for name, each in times.items():
            wall, cpu = (statistics.median(values) for values in zip(*each, strict=True))
            rows.append((name, wall, cpu, wall <= MOST_S if "share," in name else ""))
        table(rows, ("command", "s", "CPU s", "at most 5 s"))


main()
