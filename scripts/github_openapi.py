"""Install GitHub's published description of its API, with which the tests judge what `attach` sends.

    python scripts/github_openapi.py

It comes from npm into `.venv/github-openapi`, once. Exit code 1 where npm is missing in CI; elsewhere the tests that need
it skip and say so.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.support.tickets.github_description import FOLDER, install, missing


def main() -> int:
    """Install it, or say why not."""
    reason = missing()
    if reason:
        print(reason, file=sys.stderr)
        return 1 if os.environ.get("CI") else 0
    install()
    print(f"GitHub's description lies in {FOLDER}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
