"""The way back: a text with pseudonyms, with the names in their place again."""

from __future__ import annotations

import re

from diagnostics.share.pseudonyms import Pseudonyms
from diagnostics.share.shapes import PSEUDONYM


def unshared(text: str, names: Pseudonyms) -> tuple[str, int]:
    """Put the names back.

    Args:
        text: anything that was shared, or an answer to it.
        names: the table it was shared with.

    Returns:
        The text, and how many pseudonyms stand in it that this table does not know.
    """
    unknown: set[str] = set()

    def name(found: re.Match[str]) -> str:
        real = names.back(found.group())
        if real is None:
            unknown.add(found.group().lower())
        return found.group() if real is None else real

    return PSEUDONYM.sub(name, text), len(unknown)
