"""Every sort of HTML report in a real browser: nothing leaves, nobody is shut out, nothing lies on anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from diagnostics.report.html_graph import MOST_FINDINGS
from tests.support import axe
from tests.support.html_pages import ALL, HOSTILE, ONE, html_of, reports_of
from tests.support.opened import Opened

Open = Callable[..., Opened]
_WIDER = """
() => [...document.querySelectorAll('body *')]
  .filter((each) => !each.closest('.scroll, .graph-drawn, .skip, .shell') && each.getBoundingClientRect().right > innerWidth + 1)
  .map((each) => `${each.tagName} ${each.className} ${each.textContent.slice(0, 60)}`)
"""
_GRAPH = """
() => {
  const box = (each) => { const b = each.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; };
  const svg = [...document.querySelectorAll('.graph-drawn svg')].find((each) => each.getBoundingClientRect().width);
  return {
    frame: box(svg),
    nodes: [...svg.querySelectorAll('a')].map((each) => ({
      kind: each.querySelector('.kind').textContent, said: [...each.querySelectorAll('text:not(.kind)')].map((line) => line.textContent), box: box(each.querySelector('rect')), texts: [...each.querySelectorAll('text')].map(box),
    })),
    edges: svg.querySelectorAll('.edge').length,
  };
}
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ALL)
def test_everybody_can_use_it_and_nothing_leaves(opened: Open, name: str, scheme: str) -> None:
    """The fixture holds what is asked for and complained of against every page."""
    page = opened(html_of(name), scheme=scheme).page
    assert axe.violations(page) == []
    assert page.title().endswith("ajo-doctor")


@pytest.mark.parametrize("name", ["several causes", "triage", "several targets"])
def test_everybody_can_use_it_on_a_telephone_and_with_a_node_chosen(
    opened: Open, name: str
) -> None:
    page = opened(html_of(name), width=360, scheme="dark").page
    page.locator(".graph-narrow a.evidence").first.click()
    assert page.locator(".panel:not([hidden])").count() == 1
    assert axe.violations(page) == []


@pytest.mark.parametrize("width", [320, 700, 1100])
@pytest.mark.parametrize("name", [*ALL, HOSTILE])
def test_no_page_scrolls_sideways(opened: Open, name: str, width: int) -> None:
    page = opened(html_of(name), width=width).page
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(_WIDER) == []


@pytest.mark.parametrize("width", [360, 1100])
@pytest.mark.parametrize("name", [each for each in ONE if each not in ("clean", "incomplete")])
def test_the_graph_shows_every_cause_and_no_node_lies_on_another(
    opened: Open, name: str, width: int
) -> None:
    (report,) = reports_of(name)
    if not report.findings:
        assert 'class="graph-wide"' not in html_of(name)
        return
    seen = opened(html_of(name), width=width).page.evaluate(_GRAPH)
    for cause in report.causes:
        assert [each for each in seen["nodes"] if _says(each, "Cause", cause.title)]
    for view in report.findings[:MOST_FINDINGS]:
        assert [each for each in seen["nodes"] if _says(each, view.code, view.title)]
        for line in view.evidence[:1]:
            assert [each for each in seen["nodes"] if _says(each, "Evidence", line)]
    assert (
        seen["edges"] >= len(seen["nodes"]) - len(report.causes) - 1
    )  # and one for what has none
    for place, node in enumerate(seen["nodes"]):
        assert _inside(node["box"], seen["frame"]), node["said"]
        assert all(_inside(text, node["box"]) for text in node["texts"]), node["said"]
        for other in seen["nodes"][place + 1 :]:
            assert not _touch(node["box"], other["box"]), (node["said"], other["said"])


def _says(node: dict[str, Any], kind: str, text: str) -> bool:
    """Tell whether a node shows a text, folded and perhaps cut."""
    shown = "".join("".join(node["said"]).removesuffix("…").split())
    return (
        bool(shown) and node["kind"].startswith(kind) and "".join(text.split()).startswith(shown)
    )


def _inside(box: list[float], frame: list[float]) -> bool:
    slack = 2
    return (
        box[0] >= frame[0] - slack
        and box[1] >= frame[1] - slack
        and box[2] <= frame[2] + slack
        and box[3] <= frame[3] + slack
    )


def _touch(one: list[float], other: list[float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
