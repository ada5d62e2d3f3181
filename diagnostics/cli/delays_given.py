"""The door by which an answer of `delays` enters a diagnosis."""

from __future__ import annotations

from diagnostics.cli.faults import read_text
from diagnostics.delays.told import DelaysTold, read_answer, told_of


def delays_of(source: str) -> DelaysTold:
    """Read the file of `--delays`.

    Raises:
        ConfigError: if it is no such answer.
    """
    text = read_text(source, "--delays", expected="an answer of `ajo-doctor delays`")
    return told_of(read_answer(text, source))
