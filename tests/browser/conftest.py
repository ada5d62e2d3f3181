"""A browser for the tests of pages: one a file, its pages reach nothing but what they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.support.browser import browser
from tests.support.html_pages import ALL, HOSTILE, html_of
from tests.support.opened import Opened


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser for all tests of a file; the pages are drawn first, since an open browser keeps the event loop."""
    for name in (*ALL, HOSTILE):
        html_of(name)
    with browser() as started:
        yield started


@pytest.fixture
def opened(chromium: Any) -> Iterator[Callable[..., Opened]]:
    """Open pages; each is closed at the end, and must not have done what no report may do."""
    pages: list[Opened] = []

    def open_page(text: str, **settings: Any) -> Opened:
        pages.append(Opened(chromium, text, settings))
        return pages[-1]

    yield open_page
    for each in pages:
        each.close()
    for each in pages:
        assert each.asked == [], "it asked for something"
        assert each.complaints == [], "the console, or the policy, complains"
