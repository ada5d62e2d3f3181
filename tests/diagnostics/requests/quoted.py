"""Writes an argument as people and browsers quote it for each shell."""

from __future__ import annotations

import re
import shlex


def sh_single(text: str) -> str:
    return shlex.quote(text)


def sh_double(text: str) -> str:
    return '"' + re.sub(r'([\\"$`])', r"\\\1", text) + '"'


def sh_ansi(text: str) -> str:
    return (
        "$'"
        + "".join(f"\\U{ord(char):08x}" if not char.isalnum() else char for char in text)
        + "'"
    )


def powershell_single(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def powershell_double(text: str) -> str:
    return '"' + re.sub(r'([`"$])', r"`\1", text) + '"'


def runtime(text: str) -> str:
    r"""Quote for the C runtime: backslashes before a double quote and at the end are doubled."""
    return '"' + re.sub(r'(\\*)"', r'\1\1\\"', re.sub(r"(\\+)\Z", r"\1\1", text)) + '"'


def runtime_doubled(text: str) -> str:
    return '"' + re.sub(r'(\\*)"', r'\1\1""', re.sub(r"(\\+)\Z", r"\1\1", text)) + '"'


def cmd_carets(text: str) -> str:
    """As Chrome copies a request for cmd: a caret before everything that cmd could read."""
    return "".join(
        f"^{char}" if not char.isalnum() and char != " " else char for char in runtime(text)
    )
