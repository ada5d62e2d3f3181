"""Install Jira Cloud's own reader of its notation, which tells the tests what a comment of `attach` shows.

    python scripts/jira_reader.py

It comes from npm into `.venv/jira-reader`, once. Exit code 1 where npm is missing in CI; elsewhere the tests that need
it skip and say so.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.support.tickets.cloud_reader import FOLDER, install, missing


def main() -> int:
    """Install it, or say why not."""
    reason = missing()
    if reason:
        print(reason, file=sys.stderr)
        return 1 if os.environ.get("CI") else 0
    install()
    print(f"Jira's reader lies in {FOLDER}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
