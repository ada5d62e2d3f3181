"""Whether a proof showed what the plan says it shows; pure."""

from __future__ import annotations

import re

# What can be looked for in an output: identifiers, quoted texts, words of a program, addresses, literals.
_TELLING = re.compile(
    r"\"[^\"]+\"(?:: *true)?"
    r"|/subscriptions/[^\s,]+"
    r"|https://[^\s,]+"
    r"|[A-Za-z]+=/subscriptions/\S+"
    r"|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"
    r"|\b\d{1,3}(?:\.\d{1,3}){3}\b"
    r"|\b(?:true|false|null)\b"
    r"|\b[A-Za-z]*[a-z][A-Z][A-Za-z]*\b",
)
_ABSENT = re.compile(r"\b(?:without|not listed|gone)\b")


def lacking(expect: str, output: str) -> str:
    """Say what the plan expects and the output does not show; empty = it shows all that can be looked for.

    Args:
        expect: the plan's words: a literal, or a sentence with identifiers in it.
        output: what the proof printed.
    """
    shown = " ".join(output.split())
    if expect.strip().strip('"').lower() == shown.strip('"').lower():
        return ""
    first, *others = re.split(r",? or ", expect)
    problems = [_lacking(part, shown) for part in (first, *others)]
    return "" if "" in problems else problems[0]


def is_comparable(expect: str) -> bool:
    """Tell whether there is anything in the plan's words that a program can look for."""
    return bool(_TELLING.search(expect))


def _lacking(expect: str, shown: str) -> str:
    is_absent = _ABSENT.search(expect) is not None
    for found in _TELLING.findall(expect):
        token = found.strip('"').rstrip(".")
        if (token.lower() in shown.lower()) is is_absent:
            return f"{token!r} is {'there' if is_absent else 'not there'}"
    return ""
