"""Microsoft's own parser of the Kusto Query Language, from npm: installed once, beside the environment."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

PACKAGE, VERSION = "@kusto/language-service-next", "12.4.1"
FOLDER = Path(__file__).resolve().parents[2] / ".venv" / "kusto"
_PROGRAM = Path(__file__).with_name("kusto.mjs")


def missing() -> str:
    """Say why the parser cannot be used; empty = it can."""
    lacking = [each for each in ("node", "npm") if not shutil.which(each)]
    return f"{' and '.join(lacking)} not installed: KQL is not validated" if lacking else ""


def install() -> None:
    """Install the parser, unless it is there; two processes at once do no harm."""
    if (FOLDER / "node_modules" / PACKAGE / "package.json").exists():
        return
    own = FOLDER.with_name(f"{FOLDER.name}.{os.getpid()}")
    own.mkdir(parents=True, exist_ok=True)
    npm = shutil.which("npm") or "npm"
    asked = [npm, "install", "--prefix", str(own), "--no-audit", "--no-fund", "--silent"]
    subprocess.run([*asked, f"{PACKAGE}@{VERSION}"], check=True, timeout=180)
    try:
        own.rename(FOLDER)
    except OSError:  # another process was faster
        shutil.rmtree(own)


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
