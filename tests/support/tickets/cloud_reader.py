"""What somebody sees of a comment at Jira Cloud: its own reader of the notation, from npm, run by Node."""

from __future__ import annotations

import atexit
import json
import re
import subprocess
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import IO, cast

from markdown_it import MarkdownIt

from tests.support.npm import JIRA

_SCRIPT = Path(__file__).with_name("cloud_reader.cjs")
Blocks = list[tuple[str, str]]  # "paragraph", "codeBlock", "tableCell" … and its text


def read(texts: Iterable[str]) -> list[Blocks]:
    """Read texts in Jira's notation; without npm the test is skipped, and in CI fails."""
    reader = _reader()
    asking, answering = cast("IO[str]", reader.stdin), cast("IO[str]", reader.stdout)
    asking.write(json.dumps(list(texts)) + "\n")
    asking.flush()
    printed = answering.readline()
    assert printed, "the reader ended; what it said stands above"
    return [
        [(kind, text) for kind, text in blocks]
        for blocks in cast("list[list[list[str]]]", json.loads(printed))
    ]


@cache
def _reader() -> subprocess.Popen[str]:
    """Start it once a test process: loading it takes seconds, reading a text none."""
    JIRA.wanted()
    made = JIRA.start(_SCRIPT)
    atexit.register(made.communicate, timeout=10)
    return made


_STEP = re.compile(r"\A\d+\. ")


def markdowns(text: str) -> Iterator[tuple[str, str]]:
    """What Markdown shows, as the reader of Jira tells it."""
    kind = "paragraph"
    names = {"heading_open": "heading", "th_open": "tableHeader", "td_open": "tableCell"}
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        kind = names.get(token.type, "paragraph" if token.nesting == 1 else kind)
        if token.type == "inline":
            yield (
                kind,
                "".join(
                    each.content or " " * (each.type == "softbreak")
                    for each in token.children or ()
                ).strip(),
            )
        elif token.type == "fence":
            yield "codeBlock", token.content.rstrip("\n")


def jiras(blocks: Blocks) -> Iterator[tuple[str, str]]:
    """What Jira shows, without what its notation must say in words: numbers of steps, the name of a shell."""
    for kind, text in blocks:
        if text != "in PowerShell:":
            yield kind, (_STEP.sub("", text) if kind == "paragraph" else text).strip()


def seen_in_markdown(text: str) -> Blocks:
    return [(kind, text) for kind, text in markdowns(text) if text]


def seen_by_jira(blocks: Blocks) -> Blocks:
    return [(kind, text) for kind, text in jiras(blocks) if text]
