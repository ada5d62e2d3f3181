"""Install what the tests use of npm: axe-core, Microsoft's parser of KQL, GitHub's description of its API, Jira Cloud's reader.

    python scripts/npm_tools.py

Each goes into a folder of its own below `.venv` (the KQL parser is the largest, 31 MB), once. Exit code 1 where npm is missing
in CI; elsewhere the tests that need it skip and say so.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.support.npm import ALL


def main() -> int:
    """Install each, or say why not."""
    for tool in ALL:
        reason = tool.missing()
        if reason:
            print(reason, file=sys.stderr)
            return 1 if os.environ.get("CI") else 0
        tool.install()
        print(f"{tool.package} {tool.version} lies in {tool.place}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
