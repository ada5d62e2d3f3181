"""axe-core, the checker of accessibility, from npm: run in a page whatever the page's policy allows."""

from __future__ import annotations

from functools import cache
from typing import Any

from tests.support.npm import AXE


@cache
def source() -> str:
    """Return the script; without npm the test is skipped, and in CI fails."""
    AXE.wanted()
    return (AXE.place / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Any) -> list[str]:
    """Check a page against all rules; the debugger's door is open to it where the page's policy lets no script in."""
    page.evaluate(source())
    found = page.evaluate("async () => (await axe.run(document)).violations")
    return [
        f"{each['id']}: {node['html'][:120]} {node['failureSummary']}"
        for each in found
        for node in each["nodes"]
    ]
