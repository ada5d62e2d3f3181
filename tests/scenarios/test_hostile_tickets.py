"""Names that mean harm in a comment at Jira: its own reader shows what Markdown shows, and nothing that acts."""

from __future__ import annotations

import re

import pytest

from diagnostics.report.present import Paper, present
from diagnostics.tickets.wiki import wiki
from tests.scenarios.test_hostile import SCENARIOS, hostile
from tests.support.tickets.cloud_reader import Blocks, read, seen_by_jira, seen_in_markdown

WIKI = "{color:red}red{color} [~admin] [x|https://evil.example] !https://evil.example/i.png! {code}x{code} :) (y) ||h||"


def words(blocks: Blocks) -> Blocks:
    """What is shown, but for what that notation cannot write: see `wiki`."""
    return [
        (kind, re.sub(r"\s+", "", text.replace("<U+005C>", "\\").replace("<U+007C>", "|")))
        for kind, text in blocks
    ]


@pytest.mark.parametrize("name", SCENARIOS)
def test_jira_shows_what_markdown_shows_and_nothing_that_acts(name: str) -> None:
    reports = (hostile(name, f"fromtheworld {WIKI}").report, hostile(name).report)
    texts = [
        present((each,), "markdown", Paper(max_size=size))
        for each in reports
        for size in (None, 4000)
    ]
    for text, seen in zip(texts, read(map(wiki, texts)), strict=True):
        assert words(seen_by_jira(seen)) == words(seen_in_markdown(text))
        kinds = {kind for kind, _ in seen}
        assert kinds <= {"heading", "paragraph", "codeBlock", "tableHeader", "tableCell", "rule"}
