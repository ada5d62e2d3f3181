"""Run every repair that a report prints, with the real `az`, against the simulated environment, and diagnose again.

    python scripts/repairs.py                   every fault, sixty pairs, every alternative
    python scripts/repairs.py --sample 0.1      a seeded tenth of them, spread over the causes
    python scripts/repairs.py -k key-disabled   those whose name contains it

azure-cli is installed once into `.venv-az` (about 700 MB); nothing else is touched. Exit code 1 if anything that a
machine can repair was not healed, or a command did not do what it says; 130 interrupted, after the table of what was
run until then.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.repairs.choosing import everything, matching, sample  # noqa: E402 - found through the path above
from tests.repairs.crew import heal_all  # noqa: E402
from tests.repairs.table import summary, table  # noqa: E402

AZ = ROOT / ".venv-az" / "bin"
_TERMINATED = 143


def install() -> None:
    """Install azure-cli from its package, unless it is there."""
    if (AZ / "az").exists():
        return
    print("installing azure-cli into .venv-az, once (two minutes)", file=sys.stderr)
    venv.create(AZ.parent, with_pip=True)
    pip = [str(AZ / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "azure-cli"], check=True)


def main() -> int:
    """Run what was asked for."""
    said = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    said.add_argument("-k", default="", metavar="PATTERN", help="only names that contain it")
    said.add_argument("--sample", type=float, default=1.0, metavar="SHARE", help="0 to 1")
    said.add_argument("--workers", type=int, default=2, help="processes (default 2)")
    said.add_argument("--verbose", action="store_true", help="every command")
    said.add_argument("--install", action="store_true", help="only install azure-cli")
    asked = said.parse_args()
    if asked.install:
        # Ended from outside, it takes its pip with it.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(_TERMINATED))
        install()
        return 0
    wanted = sample(matching(everything(), asked.k), asked.sample)
    if not wanted:
        print(f"no fault or pair is called like {asked.k!r}", file=sys.stderr)
        return 2
    install()
    began = time.monotonic()
    results, is_interrupted = heal_all(wanted, AZ, asked.workers)
    print(table(results, verbose=asked.verbose))
    print(summary(results, time.monotonic() - began))
    if is_interrupted:
        print(f"interrupted: {len(wanted)} worlds were wanted", file=sys.stderr)
        return 130
    return 1 if any(each.problems or each.verdict == "NOT HEALED" for each in results) else 0


if __name__ == "__main__":
    sys.exit(main())
