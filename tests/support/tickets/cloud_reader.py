"""What somebody sees of a comment at Jira Cloud: its own reader of the notation, from npm, run by Node."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

import pytest
from markdown_it import MarkdownIt

from tests.support import npm

PACKAGE, VERSION = "@atlaskit/editor-wikimarkup-transformer", "12.2.2"
FOLDER = npm.BESIDE / "jira-reader"
_SCRIPT = Path(__file__).with_name("cloud_reader.cjs")
Blocks = list[tuple[str, str]]  # "paragraph", "codeBlock", "tableCell" … and its text


def missing() -> str:
    """Say why it cannot be installed; empty = it can."""
    lacking = npm.missing()
    return f"{lacking} not installed: nobody reads what goes to Jira" if lacking else ""


def install() -> None:
    """Install it, unless it is there."""
    npm.install(PACKAGE, VERSION, FOLDER)


def read(texts: Iterable[str]) -> list[Blocks]:
    """Read texts in Jira's notation; without npm the test is skipped, and in CI fails."""
    reason = missing()
    if reason:
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    install()
    node = shutil.which("node") or "node"
    done = subprocess.run(
        [node, str(_SCRIPT)],
        input=json.dumps(list(texts)),
        env={**os.environ, "NODE_PATH": str(FOLDER / "node_modules")},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return [
        [(kind, text) for kind, text in blocks]
        for blocks in cast("list[list[list[str]]]", json.loads(done.stdout))
    ]


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
