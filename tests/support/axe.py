"""axe-core, the checker of accessibility, from npm: run in a page whatever the page's policy allows."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

import pytest

from tests.support import npm

PACKAGE, VERSION = "axe-core", "4.14.1"
FOLDER = npm.BESIDE / "axe"


def missing() -> str:
    """Say why it cannot be used; empty = it can."""
    lacking = npm.missing()
    return f"{lacking} not installed: accessibility is not checked" if lacking else ""


def install() -> None:
    """Install it, unless it is there."""
    npm.install(PACKAGE, VERSION, FOLDER)


@cache
def source() -> str:
    """Return the script; without npm the test is skipped, and in CI fails."""
    reason = missing()
    if reason:
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    install()
    return (FOLDER / "node_modules" / PACKAGE / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Any) -> list[str]:
    """Check a page against all rules; the debugger's door is open to it where the page's policy lets no script in."""
    page.evaluate(source())
    found = page.evaluate("async () => (await axe.run(document)).violations")
    return [
        f"{each['id']}: {node['html'][:120]} {node['failureSummary']}"
        for each in found
        for node in each["nodes"]
    ]
