"""Jira Cloud's own reader shows the same for our notation as Markdown shows: for every kept report, and for names that mean harm."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.report.escape import code, markdown, plain
from diagnostics.tickets.wiki import wiki
from tests.support.tickets.cloud_reader import read, seen_by_jira, seen_in_markdown

GOLDEN = sorted(Path(__file__).parents[2].glob("scenarios/golden/*.md"))


def test_reports_read_the_same_and_their_commands_are_copied_whole() -> None:
    texts = [path.read_text(encoding="utf-8") for path in GOLDEN]
    assert len(texts) > 10
    for path, text, seen in zip(GOLDEN, texts, read(map(wiki, texts)), strict=True):
        assert seen_by_jira(seen) == seen_in_markdown(text), path.name


NAMES = st.lists(
    st.text(
        st.sampled_from("abDP1 .,:;()[]{}|*_-+^~?!#&<>@\\/'\"`h=%$") | st.characters(), min_size=1
    ).filter(lambda name: name.strip()),
    min_size=1,
    max_size=40,
)
# What cannot be written is shown as its number, and a colon that would grin gets a space behind it.
_NUMBERS = {"<U+005C>": "\\", "<U+007C>": "|"}


def shown(text: str) -> str:
    for number, char in _NUMBERS.items():
        text = text.replace(number, char)
    return re.sub(r"\s+", "", text)


@settings(max_examples=5)
@given(NAMES)
def test_any_name_is_shown_as_it_stands_wherever_it_stands(names: list[str]) -> None:
    kinds = {
        "heading": lambda name: f"# x {markdown(name)} x",
        "paragraph": markdown,
        "item": lambda name: f"* x {markdown(name)} x",
        "code": lambda name: f"* x {code(name)} x",
        "cell": lambda name: f"| x |\n|---|\n| {markdown(name)} |",
    }
    for kind, make in kinds.items():
        for name, seen in zip(names, read(wiki(make(name)) for name in names), strict=True):
            text = "".join(text for _, text in seen)
            around = {"heading": "x{}x", "item": "x{}x", "code": "x{}x", "cell": "x{}"}
            expected = around.get(kind, "{}").replace("{}", shown(plain(name)))
            assert shown(text) == expected, (kind, name, seen)
            assert all(
                each in ("heading", "paragraph", "tableHeader", "tableCell") for each, _ in seen
            )


@pytest.mark.parametrize("name", ["ID:D", "a:Pb", "mailto:a@b.example"])
def test_what_would_grin_or_become_a_link_gets_a_space(name: str) -> None:
    ((_, text),) = read([wiki(markdown(name))])[0]
    assert text == name.replace(":", ": ", 1)


def test_the_file_is_shown_as_a_file() -> None:
    (seen,) = read(["The whole report: [^ajo-doctor-1.html]"])
    assert ("mediaGroup", "[file ajo-doctor-1.html]") in seen
