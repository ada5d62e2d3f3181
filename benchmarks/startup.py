"""How long the commands that load nothing take, beside the bare import of click. Wanted: at most 1.6 times."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from timing import medians, table

WANTED = 1.6


def main() -> None:
    program = shutil.which("ajo-doctor", path=str(Path(sys.executable).parent)) or "ajo-doctor"
    baseline = 'python -c "import click"'
    measured = medians(
        {
            baseline: [sys.executable, "-c", "import click"],
            "ajo-doctor --help": [program, "--help"],
            "ajo-doctor --version": [program, "--version"],
            "ajo-doctor explain 4000": [program, "explain", "4000"],
        }
    )
    base = measured[baseline]
    rows = [
        (name, taken, taken / base, "" if name == baseline else taken / base <= WANTED)
        for name, taken in measured.items()
    ]
    table(rows, ("program", "seconds", "times the baseline", f"at most {WANTED}"))


main()
