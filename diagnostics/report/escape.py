"""Names and messages of a cloud are written by strangers: what they may do to a terminal or a ticket ends here."""

from __future__ import annotations

import re
import unicodedata

# Cc control, Cf format (bidi overrides, zero-width), Co private use, Cs surrogates, Zl and Zp line separators.
_UNSAFE = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
_MARKDOWN = re.compile(
    r"([\\`*_\[\]|~$])|^([-+#=>])"
)  # the second group only begins a block at a start


def plain(text: str) -> str:
    """Make every character visible: one that could move, hide or reorder others is shown as its number."""
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char in " \t\n\r":
        return " "
    return f"<U+{ord(char):04X}>" if unicodedata.category(char) in _UNSAFE else char


def markdown(text: str) -> str:
    """Write text into Markdown so that it is shown as it stands: no markup, no HTML, no mention."""
    safe = _MARKDOWN.sub(r"\\\1\2", plain(text))
    return safe.replace("&", "&amp;").replace("<", "&lt;").replace("@", "&#64;")


def code(text: str) -> str:
    """Write text as Markdown inline code, with a fence longer than any run of backticks inside."""
    safe = plain(text)
    fence = "`" * (max((len(run) for run in re.findall(r"`+", safe)), default=0) + 1)
    pad = " " if safe.startswith("`") or safe.endswith("`") or not safe else ""
    return f"{fence}{pad}{safe}{pad}{fence}"
