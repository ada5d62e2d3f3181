"""The HTML report as a text: its order, its policy, its size, its colours."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html import unescape
from typing import Any

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import UndefinedError

from diagnostics.report import html_style, plot_canvas
from diagnostics.report.html import render
from diagnostics.report.html_env import environment
from diagnostics.report.html_graph import MOST_FINDINGS, Node, graph_of
from diagnostics.report.html_layout import narrow, wide
from diagnostics.report.plot_canvas import text_width
from diagnostics.report.record import FindingView
from tests.diagnostics.report.test_drawing import broken, clean
from tests.support.html_pages import crowded

READABLE = 4.5  # WCAG 2.2, 1.4.3


def parts(text: str) -> list[str]:
    return re.findall(r"<h2>(.*?)</h2>", text)


def test_verdict_and_commands_come_before_the_graph_and_that_before_all_else() -> None:
    text = render((broken(),)).partition("<main")[2]
    places = [
        text.index(each)
        for each in (
            "SIMULATED",
            "BROKEN",
            "Key k is lost.",
            "confidence high",
            "az keyvault key find",
            "<h2>Repair",
            "<h2>Why: cause, findings, evidence",
            "<h2>The four documented steps",
            "<h2>What could not be seen",
            "<h2>Findings",
            "<h2>Hand-off packet",
            "<h2>Environment",
        )
    ]
    assert places == sorted(places)


def test_what_there_is_nothing_of_has_no_part() -> None:
    assert parts(render((clean(),))) == [
        "The four documented steps",
        "For the incident channel",
        "Hand-off packet for Microsoft (Azure Cosmos DB support)",
        "Checks",
        "Environment",
    ]


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render((broken(), clean())) == render((broken(), clean()))


def test_the_policy_allows_one_style_and_one_script_by_their_hashes_and_nothing_else() -> None:
    text = render((broken(),))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    allowed = dict(each.strip().split(" ", 1) for each in unescape(policy[1]).split(";"))
    assert allowed.pop("default-src") == "'none'"
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        bodies = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert len(bodies) == 1
        digest = base64.b64encode(hashlib.sha256(bodies[0].encode()).digest()).decode()
        assert allowed.pop(directive) == f"'sha256-{digest}'"
    assert set(allowed.values()) == {"'none'"}
    assert "unsafe" not in policy[1]
    assert not re.search(r"\s(style|on\w+)=", text)


def test_nothing_is_fetched() -> None:
    text = render((broken(),))
    assert not re.search(r"<(link|img|iframe|object|embed|base|form)\b", text)
    assert not re.search(r"@import|url\(|\bfetch\(|XMLHttpRequest|localStorage", text)


def test_several_targets_stand_in_a_table_first() -> None:
    text = render((broken(), clean()))
    root: Any = html5lib.parse(text, namespaceHTMLElements=False)
    rows = ["".join(each.itertext()).split() for each in root.find(".//table").iter("tr")]
    assert "BROKEN" in rows[1]
    assert "NO" in rows[2]
    assert text.index("</table>") < text.index("<article")
    assert [each.tag for each in root.iter("h1")] == ["h1"]


def test_a_name_that_is_missing_in_a_template_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ nothing_of_that_name }}").render()


def test_whatever_is_written_is_escaped_and_made_visible() -> None:
    shown = environment().from_string("<p title='{{ x }}'>{{ x }}</p>").render(x="'<b>\u202e&")
    assert (
        shown
        == "<p title='&#39;&lt;b&gt;&lt;U+202E&gt;&amp;'>&#39;&lt;b&gt;&lt;U+202E&gt;&amp;</p>"
    )


@pytest.mark.parametrize("palette", [html_style.LIGHT, html_style.DARK], ids=["light", "dark"])
def test_every_text_can_be_read_on_every_ground(palette: dict[str, str]) -> None:
    faint = [
        (name, ground)
        for name in html_style.TEXTS
        for ground in html_style.GROUNDS
        if contrast(palette[name], palette[ground]) < READABLE
    ]
    assert faint == []


def test_charts_have_the_colours_of_the_page() -> None:
    assert plot_canvas.colours(plot_canvas.DARK) in html_style.style()
    assert plot_canvas.RULES in html_style.style()


def contrast(one: str, other: str) -> float:
    light, dark = sorted(map(luminance, (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_a_hundred_findings_are_a_small_file_and_a_picture_of_a_few() -> None:
    report = crowded(broken(), 101)
    assert len(render((report,)).encode()) <= 400_000
    nodes = [branch.node for trunk in graph_of(report) for branch in trunk.branches]
    assert sum(node.sort == "finding" for node in nodes) == MOST_FINDINGS
    assert [node.text for node in nodes if node.sort == "more"] == [
        f"and {101 - MOST_FINDINGS} more findings"
    ]


def test_a_finding_without_a_cause_looks_like_a_fault_only_if_it_is_one() -> None:
    report = replace(broken(), causes=())
    for severity, sort in (("info", "told"), ("warning", "none"), ("critical", "none")):
        findings = tuple(replace(view, severity=severity) for view in report.findings)
        (trunk,) = graph_of(replace(report, findings=findings))
        assert trunk.node.sort == sort


def test_a_finding_that_two_causes_explain_is_drawn_once_with_two_lines() -> None:
    report = broken()
    second = replace(report.causes[0], id="another", title="Another")
    both = replace(report, causes=(report.causes[0], second))
    drawn = wide(graph_of(both))
    findings = [box for box in drawn.boxes if box.node.sort == "finding"]
    assert len(findings) == 1
    assert sum(edge.sort == "finding" for edge in drawn.edges) == 2


_TEXTS = st.text(max_size=200) | st.text(alphabet="W\u6f22 ", max_size=300)


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(_TEXTS, min_size=1, max_size=30), title=_TEXTS)
def test_no_node_lies_on_another_and_every_line_fits_whatever_the_texts(
    texts: list[str], title: str
) -> None:
    report = broken()
    findings: list[FindingView] = [
        replace(report.findings[0], title=text, evidence=(text,)) for text in texts
    ]
    cause = replace(report.causes[0], title=title, hides=(title,), against=tuple(texts[:3]))
    graph = graph_of(replace(report, findings=tuple(findings), causes=(cause,), unexplained=()))
    for drawn in (wide(graph), narrow(graph)):
        for at, box in enumerate(drawn.boxes):
            assert box.x >= 0
            assert box.x + box.width <= drawn.width
            assert box.y + box.height <= drawn.height
            assert all(text_width(line) <= box.width for line in (*box.lines, box.title))
            for other in drawn.boxes[at + 1 :]:
                apart_x = box.x + box.width <= other.x or other.x + other.width <= box.x
                assert apart_x or box.y + box.height <= other.y or other.y + other.height <= box.y


def test_an_open_question_that_could_change_a_cause_leads_to_the_question() -> None:
    graph = graph_of(broken())
    nodes: list[Node] = [branch.node for branch in graph[0].branches]
    (question,) = (node for node in nodes if node.sort == "open")
    assert question.target == "open-1"
    assert [node.sort for node in nodes] == ["finding", "against", "open", "alike"]
