"""What somebody sees of a comment at Jira Cloud: its own reader of the notation, from npm, run by Node."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import cast

import pytest

from tests.support import npm

PACKAGE, VERSION = "@atlaskit/editor-wikimarkup-transformer", "12.2.2"
FOLDER = npm.BESIDE / "jira-reader"
_SCRIPT = Path(__file__).with_name("cloud_reader.cjs")
Blocks = list[tuple[str, str]]  # "paragraph", "codeBlock", "tableCell" … and its text


def missing() -> str:
    """Say why it cannot be installed; empty = it can."""
    lacking = npm.missing()
    return f"{lacking} not installed: nobody reads what goes to Jira" if lacking else ""


def install() -> None:
    """Install it, unless it is there."""
    npm.install(PACKAGE, VERSION, FOLDER)


def read(texts: Iterable[str]) -> list[Blocks]:
    """Read texts in Jira's notation; without npm the test is skipped, and in CI fails."""
    reason = missing()
    if reason:
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    install()
    node = shutil.which("node") or "node"
    done = subprocess.run(
        [node, str(_SCRIPT)],
        input=json.dumps(list(texts)),
        env={**os.environ, "NODE_PATH": str(FOLDER / "node_modules")},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return [
        [(kind, text) for kind, text in blocks]
        for blocks in cast("list[list[list[str]]]", json.loads(done.stdout))
    ]
