"""An HTML report in use: by keyboard, by mouse, without script, on paper."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest

from diagnostics.report.escape import plain
from diagnostics.report.record import Report
from tests.support.html_pages import ALL, commands_in, commands_of, html_of, reports_of
from tests.support.opened import Opened

Open = Callable[..., Opened]
_PAGE = "several causes"
_NODE = ".graph-wide a.evidence"


def one(name: str) -> Report:
    return reports_of(name)[0]


def flat(text: str) -> str:
    """Without what a page may do to a text: white space, ligatures."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def lines_of(report: Report) -> list[str]:
    """What a reader without a mouse, a script or a screen must find."""
    commands = commands_of(report)
    return [
        *(each.sh for each in commands),
        *(each.powershell for each in commands),
        *(line for view in report.findings for line in (view.title, view.message, *view.evidence)),
        *(cause.sentence for cause in report.causes),
        *(step.purpose for cause in report.causes for step in cause.steps),
        *(f"{each.title}" for each in (*report.checks, *report.steps)),
        *(each.question for each in report.open),
        *(value for pair in report.handoff for value in pair),
        *report.incident,
        *((each.what for each in report.changes.changes) if report.changes else ()),
        *(each.what for each in report.timeline),
    ]


def tab_to(page: Any, selector: str) -> None:
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    pytest.fail(f"Tab never comes to {selector}")


def test_the_keyboard_leads_to_the_evidence_and_back(opened: Open) -> None:
    page = opened(html_of(_PAGE)).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    tab_to(page, _NODE)
    ring = page.evaluate(
        "getComputedStyle(document.activeElement.querySelector('rect')).strokeWidth"
    )
    assert float(ring.removesuffix("px")) > 3
    page.keyboard.press("Enter")
    panel = page.locator(".panel:not([hidden])")
    assert one(_PAGE).findings[1].evidence[0] in panel.inner_text()
    assert page.evaluate("document.activeElement.classList.contains('panel')")
    assert page.locator("[data-node][aria-current=true]").count() == 1
    page.keyboard.press("Escape")
    assert page.locator(".panel:not([hidden])").count() == 0
    assert page.evaluate("(wanted) => document.activeElement.matches(wanted)", _NODE)
    assert page.locator("[data-node][aria-current]").count() == 0
    page.keyboard.press("Enter")
    tab_to(page, ".panel button")
    page.keyboard.press("Enter")
    assert page.evaluate("(wanted) => document.activeElement.matches(wanted)", _NODE)


def test_every_node_of_the_graph_leads_to_something(opened: Open) -> None:
    page = opened(html_of("changes")).page
    for node in page.locator(".graph-wide a").all():
        node.click()
        shown = page.locator(".panel:not([hidden])").inner_text()
        first = node.locator("text:not(.kind)").first.text_content()
        assert flat(first)[:12].casefold() in flat(shown).casefold()
        assert page.locator("[id]").evaluate_all(
            "(all) => all.length === new Set(all.map((each) => each.id)).size"
        )
        page.keyboard.press("Escape")


@pytest.mark.parametrize("name", ["disabled principal", "triage", "still broken"])
def test_copy_gives_exactly_the_command(opened: Open, name: str) -> None:
    seen = opened(html_of(name))
    seen.allow_clipboard()
    shown: set[str] = set()
    for shell in ("sh", "powershell"):
        seen.page.locator(f"[data-shell-to={shell}]").first.click()
        for button in seen.page.locator("[data-copy=line]").all():
            if button.is_visible():
                button.click()
                seen.page.locator("#said", has_text="Copied.").wait_for()
                shown.add(seen.clipboard())
    expected = commands_of(one(name))
    assert shown == {text for each in expected for text in (each.sh, each.powershell)}


def test_the_shell_is_chosen_for_the_whole_page_and_for_this_visit_alone(opened: Open) -> None:
    page = opened(html_of(_PAGE)).page
    assert page.locator(".line.powershell:visible").count() == 0
    assert page.locator(".line.sh:visible").count() > 1
    page.locator("[data-shell-to=powershell]").last.click()
    assert page.locator(".line.sh:visible").count() == 0
    assert page.locator("[data-shell-to=powershell][aria-pressed=false]").count() == 0
    page.reload()
    assert page.locator(".line.powershell:visible").count() == 0


def test_the_packet_is_copied_line_by_line(opened: Open) -> None:
    seen = opened(html_of(_PAGE))
    seen.allow_clipboard()
    for label, expected in (
        ("Copy the hand-off packet", [f"{name}: {value}" for name, value in one(_PAGE).handoff]),
        ("Copy the lines for the incident channel", list(one(_PAGE).incident)),
    ):
        seen.page.locator("#said").evaluate("(each) => { each.textContent = ''; }")
        seen.page.get_by_label(label).click()
        seen.page.locator("#said", has_text="Copied.").wait_for()
        assert seen.clipboard().replace("\r\n", "\n").split("\n") == expected


def test_without_the_clipboard_the_command_is_selected(opened: Open) -> None:
    page = opened(html_of("disabled principal")).page
    page.evaluate(
        "() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }"
    )
    page.locator("[data-copy=line]").first.click()
    page.locator("#said", has_text="Selected").wait_for()
    first = next(commands_in(one("disabled principal").causes))
    assert page.evaluate("getSelection().toString()").strip() == first.sh


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_are_the_systems_until_others_are_chosen(opened: Open, scheme: str) -> None:
    page = opened(html_of("clean"), scheme=scheme).page
    ground = "getComputedStyle(document.body).backgroundColor"
    light, dark = "rgb(255, 255, 255)", "rgb(20, 23, 26)"
    assert page.evaluate(ground) == (light if scheme == "light" else dark)
    page.get_by_role("button", name="Dark").click()
    assert page.evaluate(ground) == dark
    page.get_by_role("button", name="Light").click()
    assert page.evaluate(ground) == light
    page.get_by_role("button", name="Light").click()
    assert page.evaluate(ground) == (light if scheme == "light" else dark)
    page.get_by_role("button", name="Dark").click()
    page.emulate_media(media="print")
    assert page.evaluate(ground) == light


def test_who_wants_no_motion_gets_none(opened: Open) -> None:
    for motion, expected in (("reduce", "auto"), ("no-preference", "smooth")):
        page = opened(html_of("clean"), reduced_motion=motion).page
        how = "getComputedStyle(document.documentElement).scrollBehavior"
        assert page.evaluate(how) == expected


@pytest.mark.parametrize("name", ALL)
def test_without_script_everything_can_be_read(opened: Open, name: str) -> None:
    page = opened(html_of(name), java_script_enabled=False).page
    shown = flat(page.locator("main").inner_text())
    for report in reports_of(name):
        missing = [line for line in lines_of(report) if flat(plain(line)) not in shown]
        assert missing == []
    assert page.locator("button:visible").count() == 0


def test_without_script_a_node_leads_to_its_evidence(opened: Open) -> None:
    page = opened(html_of(_PAGE), java_script_enabled=False).page
    node = page.locator(_NODE).first
    target = node.get_attribute("href")
    node.click()
    assert page.url.endswith(target)
    assert page.locator(target).is_visible()


@pytest.mark.parametrize("name", ALL)
def test_paper_holds_everything_and_nothing_to_press(opened: Open, name: str) -> None:
    pypdf = pytest.importorskip("pypdf")
    page = opened(html_of(name), scheme="dark").page
    page.emulate_media(media="print")
    assert page.locator("button:visible, nav:visible").count() == 0
    page.set_viewport_size({"width": 688, "height": 1000})  # A4 without its margins, at 96 dpi
    assert page.evaluate("document.documentElement.scrollWidth") <= 688
    printed = pypdf.PdfReader(io.BytesIO(page.pdf(format="A4")))
    sheets = [sheet.extract_text() for sheet in printed.pages]
    shown = flat("".join(sheets))
    for report in reports_of(name):
        missing = [line for line in lines_of(report) if flat(plain(line)) not in shown]
        assert missing == []
        assert flat(report.target) in shown
    assert all(map(flat, sheets))
