"""Microsoft's own parser of the Kusto Query Language, from npm: installed once, beside the environment."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.support import npm

PACKAGE, VERSION = "@kusto/language-service-next", "12.4.1"
FOLDER = npm.BESIDE / "kusto"
_PROGRAM = Path(__file__).with_name("kusto.mjs")


def missing() -> str:
    """Say why the parser cannot be used; empty = it can."""
    lacking = npm.missing()
    return f"{lacking} not installed: KQL is not validated" if lacking else ""


def install() -> None:
    """Install the parser, unless it is there."""
    npm.install(PACKAGE, VERSION, FOLDER)


def diagnostics(
    queries: Mapping[str, str], tables: Mapping[str, str]
) -> dict[str, list[dict[str, str]]]:
    """Parse and bind queries against tables' schemas; gives errors and warnings by query."""
    asked = {"folder": str(FOLDER), "tables": dict(tables), "queries": dict(queries)}
    done = subprocess.run(
        [shutil.which("node") or "node", str(_PROGRAM)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]
