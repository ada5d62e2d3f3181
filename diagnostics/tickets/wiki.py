r"""Writes our Markdown in the notation that Jira draws: headings, lists, tables, commands in blocks that are copied whole.

Sources, read 2026-11-29: Atlassian, "Text Formatting Notation Help" (WikiRendererHelpAction, all sections): `h1.`, `*bold*`,
`{{monospaced}}`, `{noformat}`, `||heading||`, `|cell|`, `----`, and `\` before a character that shall mean nothing. Which
characters that is true of, and what is read as a smiley: @atlaskit/editor-wikimarkup-transformer, by which Jira Cloud reads
such a comment; it names Data Center's own pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_EVERYWHERE = re.compile(r"[{}\[\]|*^~!?]")
# Between two letters or digits these are no markup: ids and names stay readable.
_AT_AN_EDGE = re.compile(r"(?<![^\W_])[-_+]|[-_+](?![^\W_])")
_SMILEY = re.compile(r"\((?=[A-Za-z/+*!?-]{1,4}\))|(?<=[:;])[()]")
# A backslash is one only before what it could keep from being markup, before another one, and before the end of a mark.
_READ_AS_ONE = re.compile(r"\\(?=[-#*_+?^~|%{}\[\]()!@\\]|\Z)")
_BACKSLASH, _BAR = "<U+005C>", "<U+007C>"  # what cannot be written is shown as its number
# Nothing can stand before a letter, so these get a space: `state:Done` would be shown with a laughing face.
_GRINS = re.compile(r"(:)(?=[DP])|(mailto:)(?=\S)", re.IGNORECASE)
_BEGINS_A_BLOCK = re.compile(r"^(h[1-6]\.|bq\.)")
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
        cells = [_cell(each) for each in _inner(row, "th_open", "td_open")]
        bar = "||" if any(token.type == "th_open" for token in row) else "|"
        yield bar + bar.join(cells) + bar


def _cell(tokens: Sequence[Token]) -> str:
    """Write a cell; a bar ends it whatever stands before the bar."""
    return _line(_inline(tokens)).replace(r"\|", _BAR) or " "


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
    spans = [each for token in tokens for each in token.children or ()]
    parts: list[str] = []
    for at, span in enumerate(spans):
        before = spans[at - 1].content[-1:] if at else ""
        after = spans[at + 1].content[:1] if at + 1 < len(spans) else ""
        parts.append(_span(span, is_inside=_is_letter(before) or _is_letter(after)))
    return "".join(parts).strip()


def _is_letter(char: str) -> bool:
    """Tell whether a mark beside it begins and ends nothing: all beyond ASCII counts there."""
    return char.isalnum() or not char.isascii()


def _span(token: Token, *, is_inside: bool) -> str:
    """Write a piece of a line; inside of a word no mark begins or ends anything, so it goes without."""
    match token.type:
        case "text":
            return _escaped(_GRINS.sub(r"\g<0> ", token.content))
        case "code_inline":
            text = _escaped(token.content.strip())
            return text if is_inside else "{{" + text + "}}"
        case "strong_open" | "strong_close":
            return "*"
        case "em_open" | "em_close":
            return "_"
        case "softbreak" | "hardbreak":
            return " "
        case _:
            return _escaped(token.content)


def _line(text: str) -> str:
    """Write what may begin a paragraph, so that it begins no block."""
    safe = _BEGINS_A_BLOCK.sub(r"{{\1}}", text)
    return f"\\{safe}" if safe.startswith("#") else safe


def _escaped(text: str) -> str:
    """Write text so that it is shown as it stands: no markup, macro, link, mention, picture or smiley."""
    safe = _EVERYWHERE.sub(r"\\\g<0>", _READ_AS_ONE.sub(_BACKSLASH, text))
    safe = _AT_AN_EDGE.sub(r"\\\g<0>", safe)
    return _SMILEY.sub(r"\\\g<0>", safe)


def _code(text: str, language: str) -> str:
    """Write commands as they stand; one that holds the end of such a block is written as text."""
    body = text.rstrip("\n")
    above = f"{_ABOVE[language]}\n" if language in _ABOVE else ""
    if _END in body.lower():
        return above + "\n".join(_line(_escaped(each)) for each in body.splitlines())
    return f"{above}{_END}\n{body}\n{_END}"
