"""What is drawn from something else is up to date: schema, tables, the README's report.

The commands of the runbooks are held against the run of each scenario, in tests/scenarios/test_scenarios.py.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from scripts.generate import steady

ROOT = Path(__file__).resolve().parents[2]


def test_everything_generated_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/generate.py", "--check", "--quick"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_readme_is_not_stale_because_time_has_passed() -> None:
    """Each way in which the report writes a moment, wherever its line ends."""
    at_nine = "2026-11-22 09:28 to 2026-11-29 09:28 UTC; seen 2026-11-29T09:28:01Z (09:28 UTC), 2026-11-29\n09:28 UTC"
    at_ten = "2026-11-23 10:13 to 2026-11-30 10:13 UTC; seen 2026-11-30T10:13:44Z (10:13 UTC), 2026-11-30\n10:13 UTC"
    assert steady(at_nine) == steady(at_ten)
    assert steady("api-version=2026-01-01") == "api-version=2026-01-01"
