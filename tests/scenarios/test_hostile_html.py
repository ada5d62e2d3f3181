"""A page whose every name was given by a stranger, parsed back by a parser that is not ours: no name becomes markup."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import html5lib
import pytest

from diagnostics.report import escape, html_style
from diagnostics.report.html import render
from diagnostics.report.record import Report
from tests.scenarios.test_hostile import BLOCKS, LONG, MARKUP, SCENARIOS, calm, hostile
from tests.support.html_pages import changed, commands_of

_UNSAFE = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}
_LINKS = {"href", "src", "action", "data", "xlink:href", "srcset", "style"}


def parsed(text: str) -> Any:
    """Parse as a browser does; the first error of the grammar is one of the test's."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(text)


def elements(root: Any) -> Iterator[Any]:
    for each in root.iter():
        assert isinstance(each.tag, str), "a comment came from somewhere"
        yield each


def skeleton(root: Any) -> Iterator[str]:
    """What stands where, but for what follows the texts: folded lines, and commands that need quoting in one shell."""
    assert isinstance(root.tag, str), "a comment came from somewhere"
    if root.tag.endswith("}text") or root.get("class") == "command":
        return
    yield f"{root.tag} {sorted(root.attrib)} {root.get('class')} {root.get('id')}"
    for each in root:
        yield from skeleton(each)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_name_becomes_neither_element_nor_attribute(name: str) -> None:
    ours, theirs = (parsed(render((seen(name).report,))) for seen in (calm, hostile))
    allowed = {(each.tag, tuple(sorted(each.attrib))) for each in elements(ours)}
    strangers = [
        ET.tostring(each, encoding="unicode")[:200]
        for each in elements(theirs)
        if (each.tag, tuple(sorted(each.attrib))) not in allowed
    ]
    assert strangers == []
    assert list(skeleton(ours)) == list(skeleton(theirs))


@pytest.mark.parametrize("name", SCENARIOS)
def test_nothing_leads_away_and_only_our_script_and_style_are_there(name: str) -> None:
    root = parsed(render((hostile(name).report, hostile(name, LONG).report)))
    assert [each.text for each in root.iter("script")] == [html_style.script()]
    assert [each.text for each in root.iter("style")] == [html_style.style()]
    ids = [each.get("id") for each in elements(root) if each.get("id")]
    assert len(ids) == len(set(ids))
    for each in elements(root):
        for attribute, value in each.attrib.items():
            assert not attribute.startswith("on")
            if attribute in _LINKS:
                assert value.startswith("#")
                assert value[1:] in ids


@pytest.mark.parametrize("name", SCENARIOS)
def test_nothing_moves_hides_or_reorders_text_on_the_page(name: str) -> None:
    text = render((hostile(name).report,))
    assert not {unicodedata.category(char) for char in text.replace("\n", "")} & _UNSAFE
    assert not {"\u3164", "\ufe0f", "\u2800"} & set(text)
    shown = "".join(
        each.text or "" for each in elements(parsed(text)) if each.tag not in ("code", "span")
    )
    assert "\u0301" * 3 not in shown


def test_what_is_shown_of_a_name_says_what_stood_there() -> None:
    root = parsed(render((hostile("service-principal-disabled").report,)))
    shown = " ".join("".join(root.itertext()).split())
    assert " ".join(escape.plain(MARKUP + BLOCKS).split()) in shown


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_command_with_a_hostile_name_is_on_the_page_as_it_must_be_copied(name: str) -> None:
    report = hostile(name).report
    root = parsed(render((report,)))
    shown = {"".join(each.itertext()) for each in root.iter("code")}
    for command in commands_of(report):
        assert {command.sh, command.powershell} <= shown


def test_who_changed_what_is_as_untrusted_as_all_else() -> None:
    evil = hostile("service-principal-disabled").report.causes[0].sentence
    assert "<script>" in evil
    ours, theirs = (parsed(render((named(text),))) for text in ("calm", evil))
    assert list(skeleton(ours)) == list(skeleton(theirs))


def named(text: str) -> Report:
    """A report whose logs of changes say the same everywhere."""
    report = changed(calm("service-principal-disabled").report)
    assert report.changes
    everywhere = ("what", "who", "before", "after", "subject", "operation", "because")
    change = replace(report.changes.changes[0], **dict.fromkeys(everywhere, text))
    logs = tuple(replace(each, detail=text, do=text) for each in report.changes.logs)
    moments = tuple(replace(each, what=text, subject=text) for each in report.timeline)
    return replace(
        report,
        changes=replace(report.changes, changes=(change,), logs=logs),
        timeline=moments,
    )
