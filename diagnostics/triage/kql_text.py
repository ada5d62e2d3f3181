"""Literals, regular expressions and words of signatures in Kusto's notation.

Sources, read 2026-11-28: Kusto, the string data type (escapes, verbatim strings), string operators (terms are maximal
runs of letters and digits; `has` finds whole terms by index, `contains` reads every row), re2 syntax.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from diagnostics.triage.normalise import stem

NUMBER = re.compile(r"(substatus:|aadsts)(\d+)")
_WORD = re.compile(r"[^\W_]+")
# Words that stand in many records of a healthy program: an index does not narrow much by them.
_COMMON = frozenset(
    [
        "access",
        "account",
        "address",
        "allowed",
        "authentication",
        "authorized",
        "azure",
        "bad",
        "caller",
        "client",
        "code",
        "configured",
        "connection",
        "content",
        "cosmos",
        "customer",
        "data",
        "database",
        "default",
        "error",
        "exist",
        "forbidden",
        "found",
        "have",
        "identity",
        "invalid",
        "microsoft",
        "network",
        "not",
        "operation",
        "permission",
        "principal",
        "provided",
        "request",
        "requested",
        "required",
        "resource",
        "secret",
        "service",
        "set",
        "specified",
        "supported",
        "tenant",
        "the",
        "token",
        "with",
    ]
)
# What an escape leaves glued to the word behind it: `\u0022ForbiddenByRbac` is the term u0022ForbiddenByRbac.
_GLUE = ("", "u0022")
_CODE = re.compile(
    r"([a-z]{4,})[-_]?\d"
)  # a code that is its letters and a number: aadsts50012, cjmrt-110100-500
_QUOTES = "'\"`"
_SHORTEST_TERM = 3  # indexed (Kusto, string operators)
_SHORTEST_NUMBER = 5  # digits; a shorter one stands in many records for another reason


def quoted(text: str) -> str:
    """Return a text as a string literal."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'"


def pattern(regex: str) -> str:
    """Return a regular expression as a verbatim string literal."""
    return "@'" + regex.replace("'", "''") + "'"


def array(texts: Iterable[str]) -> str:
    """Return texts as a dynamic array."""
    return "dynamic([" + ", ".join(f'"{each}"' for each in texts) + "])"


def any_of(texts: Iterable[str]) -> str:
    """Return a regular expression that matches any of the texts."""
    return "(?:" + "|".join(re.escape(each).replace(r"\-", "-") for each in texts) + ")"


def squeezed_forms(literal: str) -> tuple[str, ...]:
    """Return how a literal may look once a record is squeezed: folded, with its accents, and as JSON escapes it."""
    kept = "".join(
        stem(char) if ord(char) < 128 or not stem(char) else char.lower()  # noqa: PLR2004 - ASCII
        for char in literal
    )
    escaped = "".join(
        stem(char) if ord(char) < 128 else f"u{ord(char):04x}"  # noqa: PLR2004 - ASCII
        for char in literal
    )
    return tuple(dict.fromkeys((stem(literal), kept, escaped)))


def contains(literal: str) -> str:
    """Return the condition that a squeezed record has a literal; a number in it is a whole number there."""
    return either(_has_form(form) for form in squeezed_forms(literal))


def _has_form(form: str) -> str:
    before = "(?:^|[^0-9])" if form[0].isdigit() else ""
    behind = "(?:[^0-9]|$)" if form[-1].isdigit() else ""
    if before or behind:
        return f"S matches regex {pattern(before + any_of((form,)) + behind)}"
    return f"S contains_cs {quoted(form)}"


def either(conditions: Iterable[str]) -> str:
    """Join conditions of which one is enough."""
    parts = list(dict.fromkeys(conditions))
    return parts[0] if len(parts) == 1 else "(" + " or ".join(parts) + ")"


@dataclass(frozen=True, slots=True)
class Indexed:
    """What the index of a column is asked for; one is enough."""

    whole: tuple[str, ...] = ()  # terms, and phrases of them
    prefixes: tuple[str, ...] = ()  # beginnings of terms

    def __bool__(self) -> bool:
        """Tell whether anything is asked for."""
        return bool(self.whole or self.prefixes)


def indexed(stems: tuple[str, ...]) -> Indexed:
    """Return what every record that holds these literals has in its index; nothing = no index finds them.

    A word inside a literal is a term of its own. At its edge it may be glued to an escape, and a longer word that only
    begins with it is not found.
    """
    numbers = [match for match in map(NUMBER.fullmatch, stems) if match]
    if numbers:
        return _NUMBER_PLACES[numbers[0][1]]
    inside = [word for literal in stems for word in _inside(literal)]
    rare = [word for word in inside if word not in _COMMON and not word.isdigit()]
    if rare:
        return Indexed((max(rare, key=len),))
    codes = [match[1] for literal in stems if (match := _CODE.match(literal.lower()))]
    if codes:
        return Indexed(prefixes=tuple(glue + codes[0] for glue in _GLUE))
    for literal in stems:
        if literal.isascii() and literal[0].isalnum():
            return Indexed(tuple(glue + _before_marks(literal) for glue in _GLUE))
    return Indexed(tuple(inside[:1]))


def _before_marks(literal: str) -> str:
    """Return a literal up to where a record may have a quotation mark that the literal does not: `"error_code":"400003"`."""
    return re.split(r"[:\"'`]", literal.lower(), maxsplit=1)[0]


_WRITTEN = ("substatus", "substatuscode", "sub status", "sub-status", "sub_status")
_NUMBER_PLACES = {
    "substatus:": Indexed((*_WRITTEN, "nsubstatus", "nsub status", "u0022substatuscode")),
    "aadsts": Indexed(("error_codes",), ("aadsts", "naadsts", "u0022aadsts", "u0027aadsts")),
}


def _inside(literal: str) -> list[str]:
    """Return the words of a literal that its own characters delimit on both sides, but for short numbers.

    A quotation mark does not delimit: escaped, it is glued to the word behind it.
    """
    return [
        match.group().lower()
        for match in _WORD.finditer(literal)
        if match.start() > 0
        and literal[match.start() - 1] not in _QUOTES
        and match.end() < len(literal)
        and match.group().isascii()
        and len(match.group()) >= (_SHORTEST_NUMBER if match.group().isdigit() else _SHORTEST_TERM)
    ]
