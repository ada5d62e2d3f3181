"""Names and messages of a cloud are written by strangers: what they may do to a terminal or a ticket ends here."""

from __future__ import annotations

import re
import unicodedata

# Cc control, Cf format (bidi overrides, zero-width), Co private use, Cs surrogates, Zl and Zp line separators.
_UNSAFE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
# Letters and marks that show nothing (DerivedCoreProperties, Default_Ignorable_Code_Point), and the empty braille cell.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
# One mark on a letter is a language, a tower of them paints over other lines.
_MARKS_IN_A_ROW = 2
# An underscore between letters is none of Markdown's.
_MARKDOWN = re.compile(r"[\\*\[\]|~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_BEGINS_A_BLOCK = re.compile(r"^(?:([-+#=>:])|(\d+)([.)]))")
_CLOSES_A_HEADING = re.compile(r"(?<=\s)#+\Z")
_NO_TEXT = {"&": "&amp;", "<": "&lt;", "`": "&#96;"}
_MENTIONS = re.compile(r"@+")
# A command of ours in a sentence of ours; an IMS organization, which mentions nobody; and what GitHub would make a link of, where a full stop at its end is the
# sentence's.
_COMMAND = r"`ajo-doctor(?: [a-z0-9.-]+)*`"
_ADDRESS = r"(?:https?://|ftp://|www\.)[^\s<>`|\"']*[^\s<>`|\"'.,;:!?)\]]"
_ORGANIZATION = r"\b[0-9a-z]+@AdobeOrg\b"
_CODE = re.compile(f"({_COMMAND}|{_ORGANIZATION}|{_ADDRESS})", re.IGNORECASE)


def plain(text: str) -> str:
    """Make every character visible: one that could move, hide or reorder others is shown as its number."""
    if text.isascii() and text.isprintable():
        return text  # nearly all that is drawn
    shown: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        shown.append(_number(char) if marks > _MARKS_IN_A_ROW else _shown(char))
    return "".join(shown)


def _shown(char: str) -> str:
    if char in " \t\n\r":
        return " "
    hidden = unicodedata.category(char) in _UNSAFE or _INVISIBLE.match(char)
    return _number(char) if hidden else char


def _number(char: str) -> str:
    return f"<U+{ord(char):04X}>"


def markdown(text: str) -> str:
    r"""Write text into Markdown so that it is shown as it stands: no markup, no HTML, no link, no mention.

    An address becomes code: readable, and nothing to click; a command of ours in backticks stays code. A mention is looked for in the rendered text, where
    `&#64;` is an @ again; beside a piece of code it is none.
    Sources: CommonMark 0.31.2, 2.4 and 5.2; GitHub Flavored Markdown 0.29, 6.9 (autolinks).
    """
    parts = _CODE.split(plain(text).strip())
    safe = "".join(
        code(part.strip("`")) if at % 2 else _unmarked(part) for at, part in enumerate(parts)
    )
    return _CLOSES_A_HEADING.sub(r"\\\g<0>", _BEGINS_A_BLOCK.sub(r"\2\\\1\3", safe))


def _unmarked(text: str) -> str:
    marked = _MARKDOWN.sub(r"\\\g<0>", text)
    shown = "".join(_NO_TEXT.get(char, char) for char in marked)
    return _MENTIONS.sub(r"`\g<0>`", shown)  # two pieces of code side by side would be read as one


def code(text: str) -> str:
    """Write text as Markdown inline code, with a fence longer than any run of backticks inside."""
    safe = plain(text)
    fence = "`" * (max((len(run) for run in re.findall(r"`+", safe)), default=0) + 1)
    pad = " " if safe.startswith("`") or safe.endswith("`") or not safe.strip() else ""
    return f"{fence}{pad}{safe}{pad}{fence}"
