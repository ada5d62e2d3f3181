"""How long a kept run takes to be drawn again, in each form, and two runs to be compared; wanted: at most 1.6 times `--help` + 0.3 s."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from timing import medians, table

from diagnostics.report.present import FORMS
from tests.support.examined import examined

TIMES, MORE_S = 1.6, 0.3


def main() -> None:
    os.environ["NO_COLOR"] = "1"
    program = shutil.which("ajo-doctor", path=str(Path(sys.executable).parent)) or "ajo-doctor"
    with tempfile.TemporaryDirectory() as folder:
        clean, broken = (str(Path(folder, f"{name}.ajo-bundle")) for name in ("clean", "broken"))
        Path(clean).write_bytes(examined("healthy@own-account").bundle)
        Path(broken).write_bytes(examined("service-principal-disabled+key-expired").bundle)
        commands = {
            "--help": ["--help"],
            **{f"report --format {form}": ["report", broken, "--format", form] for form in FORMS},
            "replay": ["replay", broken],
            "compare": ["compare", clean, broken],
        }
        measured = medians({name: [program, *words] for name, words in commands.items()})
    limit = TIMES * measured["--help"] + MORE_S
    rows = [
        (name, taken, "" if name == "--help" else taken <= limit)
        for name, taken in measured.items()
    ]
    table(rows, ("ajo-doctor", "seconds", f"at most {limit:.3f}"))


main()
