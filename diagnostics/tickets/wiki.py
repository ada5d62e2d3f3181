r"""Writes our Markdown in the notation that Jira draws: headings, lists, tables, commands in blocks that are copied whole.

Source: Atlassian, "Text Formatting Notation Help" (WikiRendererHelpAction, all sections), read 2026-11-29: `h1.`, `*bold*`,
`{{monospaced}}`, `{noformat}`, `||heading||`, `|cell|`, `----`, and `\` before a character that shall mean nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_EVERYWHERE = re.compile(r"[\\{}\[\]|*^~!?]")
# Between two letters or digits these are no markup: ids and names stay readable.
_AT_AN_EDGE = re.compile(r"(?<![^\W_])[-_+]|[-_+](?![^\W_])")
_SMILEY = re.compile(r"\((?=[A-Za-z/+*!?-]{1,4}\))|[:;](?=[()PD])")
_BEGINS_A_BLOCK = re.compile(r"^(?=h[1-6]\.|bq\.|#)", re.MULTILINE)
_END = "{noformat}"
_ABOVE = {"powershell": "in PowerShell:"}  # such a block has no place for its language


def wiki(markdown: str) -> str:
    """Write a text in Jira's notation.

    Args:
        markdown: as our renderers write it: CommonMark with tables, no HTML.
    """
    return "\n\n".join(_blocks(_parser().parse(markdown))) + "\n"


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _blocks(tokens: Sequence[Token], depth: int = 0) -> Iterator[str]:
    """Write the blocks between two tokens; those inside of a list are lines of one block."""
    at = 0
    while at < len(tokens):
        token = tokens[at]
        end = _end_of(tokens, at)
        inside = tokens[at + 1 : end]
        match token.type:
            case "heading_open":
                yield f"h{token.tag[1:]}. {_inline(inside)}"
            case "paragraph_open":
                yield _line(_inline(inside))
            case "fence" | "code_block":
                yield _code(token.content, token.info.strip())
            case "bullet_list_open":
                yield "\n".join(_bullets(inside, depth + 1))
            case "ordered_list_open":
                yield "\n\n".join(_numbered(inside, int(token.attrGet("start") or 1)))
            case "table_open":
                yield "\n".join(_rows(inside))
            case "blockquote_open":
                yield "\n\n".join(_blocks(inside))
            case "hr":
                yield "----"
            case (
                _
            ):  # our renderers write nothing else; what a later one writes is shown as it stands
                yield _escaped(token.content or token.markup)
        at = end + 1


def _end_of(tokens: Sequence[Token], begin: int) -> int:
    """Find the token that closes one; itself, if it closes itself."""
    depth = 0
    for at in range(begin, len(tokens)):
        depth += tokens[at].nesting
        if depth == 0:
            return at
    return len(tokens)


def _bullets(tokens: Sequence[Token], depth: int) -> Iterator[str]:
    """Write the items of a list; a block of code stands on lines of its own below its item."""
    for item in _inner(tokens, "list_item_open"):
        first, *others = _blocks(item, depth)
        yield f"{'*' * depth} {first}"
        yield from others


def _numbered(tokens: Sequence[Token], start: int) -> Iterator[str]:
    """Write the steps with their numbers: a list of Jira's would begin anew after each block of code."""
    for number, item in enumerate(_inner(tokens, "list_item_open"), start):
        first, *others = _blocks(item)
        yield "\n\n".join((f"*{number}.* {first}", *others))


def _rows(tokens: Sequence[Token]) -> Iterator[str]:
    for row in _inner(tokens, "tr_open"):
        cells = [_inline(each) or " " for each in _inner(row, "th_open", "td_open")]
        bar = "||" if any(token.type == "th_open" for token in row) else "|"
        yield bar + bar.join(cells) + bar


def _inner(tokens: Sequence[Token], *kinds: str) -> Iterator[Sequence[Token]]:
    """Give what stands inside of each token of these kinds; none stands inside another one here."""
    at = 0
    while at < len(tokens):
        if tokens[at].type in kinds:
            end = _end_of(tokens, at)
            yield tokens[at + 1 : end]
            at = end
        at += 1


def _inline(tokens: Sequence[Token]) -> str:
    return "".join(_span(each) for token in tokens for each in token.children or ()).strip()


def _span(token: Token) -> str:
    match token.type:
        case "text":
            return _escaped(token.content)
        case "code_inline":
            return "{{" + _escaped(token.content.strip()) + "}}"
        case "strong_open" | "strong_close":
            return "*"
        case "em_open" | "em_close":
            return "_"
        case "softbreak" | "hardbreak":
            return " "
        case _:
            return _escaped(token.content)


def _line(text: str) -> str:
    return _BEGINS_A_BLOCK.sub(r"\\", text)


def _escaped(text: str) -> str:
    """Write text so that it is shown as it stands: no markup, macro, link, mention, picture or smiley."""
    safe = _EVERYWHERE.sub(r"\\\g<0>", text)
    safe = _AT_AN_EDGE.sub(r"\\\g<0>", safe)
    return _SMILEY.sub(r"\\\g<0>", safe)


def _code(text: str, language: str) -> str:
    """Write commands as they stand; one that holds the end of such a block is written as text."""
    body = text.rstrip("\n")
    above = f"{_ABOVE[language]}\n" if language in _ABOVE else ""
    if _END in body.lower():
        return above + "\n".join(_line(_escaped(each)) for each in body.splitlines())
    return f"{above}{_END}\n{body}\n{_END}"
