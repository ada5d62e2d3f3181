"""The ready units as the README prints them: read out of it, so that what is tested is what is copied."""

from __future__ import annotations

import re
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks(language: str) -> list[str]:
    """Give the blocks of one language in the section *Ready units*, in their order."""
    text = README.read_text(encoding="utf-8")
    section = text.partition("### Ready units\n")[2].partition("\n### ")[0]
    return [body for name, body in _BLOCK.findall(section) if name == language]
