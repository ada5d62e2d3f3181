"""A real browser for what is drawn: headless Chromium, driven by Playwright, with no way out of the machine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

_NAMES = ("chromium", "chromium-browser", "google-chrome")
# Without these it looks for updates and accounts at every start.
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def program() -> str:
    """Return where Chromium is; without one the test is skipped, and in CI fails."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found:
        return found
    message = "no Chromium is installed: sh scripts/browser"
    if os.environ.get("CI"):
        pytest.fail(message)
    pytest.skip(message)


@contextmanager
def browser() -> Iterator[object]:
    """Start a browser and stop it."""
    api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with api.sync_playwright() as play:
        started = play.chromium.launch(executable_path=program(), args=list(_QUIET))
        try:
            yield started
        finally:
            started.close()
