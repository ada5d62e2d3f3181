"""The only way out: what may not leave this process is taken out here, from texts, JSON trees and records alike.

Three sorts of text are told apart. *Secrets* never leave. *Recipients' data* never leave either: an e-mail address is
taken for a recipient's unless the evidence names it as an operator's. *Operators' names* (who is signed in, who holds a
role, who changed something) stay in the local report and bundle, where they prove something, and become pseudonyms
with all other names of the customer when a report is made to be shared (`diagnostics.share`).

Redacting twice changes nothing, so every exit may do it without asking whether another one did.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import Enum
from functools import cache
from operator import is_
from typing import Any, TypeVar, cast

from diagnostics.operators import PARSED, operators_of
from diagnostics.records import field_names, values_of

T = TypeVar("T")

HIDDEN = "***"
HIDDEN_ADDRESS = "<e-mail address>"
# Fields that name recipients: e-mail addresses, but also what no pattern knows, phone numbers and push tokens.
RECIPIENT_FIELDS = frozenset({"test_recipients"})
HIDDEN_RECIPIENT = "<test recipient>"

_NAME = (
    r"(?:(?:(?<![A-Za-z0-9])|(?<=%[0-9A-F][0-9A-F]))"  # a word of its own, also behind %26
    r"(?:client[_-]?secret|client[_-]?assertion|(?:access|refresh|id)[_-]?token|assertion"
    r"|pwd|secret(?:[_-]?(?:text|key|value))?|sig|shared[_-]?access[_-]?(?:key|signature)"
    r"|(?:account|primary|secondary|master|api|subscription|private|function|storage)[_-]?(?:master[_-]?)?key)"
    r"|pass(?:word|wd|phrase))"
)
_SECRET_NAME = re.compile(rf"{_NAME}\Z", re.IGNORECASE)
_QUOTE = r"(?:[\"']|&quot;|&#34;|%22)"
_IS = r"\s*(?:=|:|%3D|%3A)\s*"
# name "=" value; quoted as deep as the text was escaped, else up to the next separator
_QUOTED = re.compile(
    rf"({_NAME}\\*{_QUOTE}?{_IS})(\\*)({_QUOTE})(?:(?!(?<!\\)\2\3).)*(?<!\\)\2\3",
    re.IGNORECASE | re.DOTALL,
)
_BARE = re.compile(
    rf"({_NAME}\\*{_QUOTE}?{_IS}\\*{_QUOTE}?)(?!{_QUOTE})[^\s\"'&,;}}<>\\]+", re.IGNORECASE
)
# How every name of a secret ends, and what stands before its value; for a text whose case is folded. Without this the two
# above, which cost much, find nothing. The dotless i is none that folds, and yet one where case does not count.
_NAMED = re.compile(
    "(?:secret|text|key|value|token|assert[i\u0131]on|pwd|s[i\u0131]g|s[i\u0131]gnature|passw(?:or)?d|passphrase)"
    r"\\*(?:[\"']|&(?:quot|#34);|%22)?\s*(?:[=:]|%3[da])"
)
# What every match has in it, its case folded; what is sought; what stands in its place.
_PLAIN: tuple[tuple[tuple[str, ...], re.Pattern[str], str], ...] = (
    (
        ("-----begin",),
        re.compile(
            r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)",
            re.DOTALL,
        ),
        HIDDEN,
    ),
    # JSON Web Token, whole or cut: "eyJ" is the beginning of every object in base64
    (
        ("eyj",),
        re.compile(r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,4}"),
        HIDDEN,
    ),
    (
        ("bearer", "pop", "basic", "bas\u0131c", "shared"),
        re.compile(
            r"\b(Bearer|PoP|Basic|SharedKey|SharedAccessSignature)(\s+)[A-Za-z0-9._~+/=:&%-]{16,}",
            re.IGNORECASE,
        ),
        rf"\1\2{HIDDEN}",
    ),
    # what Entra generates as a client secret
    (("q~",), re.compile(r"(?<![\w~.-])[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~-])"), HIDDEN),
    # 64 bytes in base64: keys of Cosmos DB and Storage
    (
        ("==", "%3d%3d"),
        re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{86}(?:==|%3D%3D)", re.IGNORECASE),
        HIDDEN,
    ),
    # user and password in front of a host
    (
        ("@",),
        re.compile(
            r"(\b[a-z][a-z0-9+.-]*://)[^\s/?#@\"'<>]+(?:@[^\s/?#@\"'<>]+)*@", re.IGNORECASE
        ),
        rf"\1{HIDDEN}@",
    ),
)
_ADDRESS = re.compile(
    r"(?<![\w.+'#-])[\w.+'-]+(?:#EXT#|%23EXT%23)?(?:@|%40)[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}",
    re.IGNORECASE,
)
# Every pattern above needs one of these signs, or white space beside one of these words, its case folded; the thousands
# of paths and role names in a run have none.
_SIGNS = ("@", "=", ":", "%", "eyJ", "Q~")
_WORDS = ("-----begin", "bearer", "pop", "basic", "bas\u0131c", "shared")
_UNREDACTED = (bool, int, float, datetime)
_PASSES = 5  # two are the rule; the number only makes sure that it ends


def without_secrets(text: str) -> str:
    """Return the text without anything that looks like a secret; addresses stay."""
    return _without_secrets(text) if _is_suspicious(text) else text


def _without_secrets(text: str) -> str:
    before, folded = text, text.casefold()
    for needed, pattern, replacement in _PLAIN:
        if any(map(folded.__contains__, needed)):
            text = pattern.sub(replacement, text)
    if not _NAMED.search(folded if text is before else text.casefold()):
        return text
    text = _QUOTED.sub(rf"\g<1>\g<2>\g<3>{HIDDEN}\g<2>\g<3>", text)
    return _BARE.sub(rf"\g<1>{HIDDEN}", text)


def _is_suspicious(text: str) -> bool:
    if any(map(text.__contains__, _SIGNS)):
        return True
    if " " not in text and text.isprintable():  # no other white space is printable
        return False
    return any(map(text.casefold().__contains__, _WORDS))


def redacted(value: T, *, operators: Iterable[str] | None = None) -> T:
    """Redact every text of a record.

    Args:
        value: dataclasses, tuples and texts.
        operators: their names; None = those that the record itself names in its fields.
    """
    names = operators_of((value,)) if operators is None else operators
    return Redactor(names).record(value)


class Redactor:
    """Takes out of one run's texts what may not leave."""

    def __init__(self, operators: Iterable[str] = ()) -> None:
        """Know the operators.

        Args:
            operators: names and addresses that prove something; `operators_of` finds them.
        """
        self._known = frozenset(name.strip().casefold() for name in operators)

    def text(self, text: str) -> str:
        """Redact one text, until nothing more is found: what is taken out can bring a secret's two halves together."""
        if not _is_suspicious(text):
            return text  # nearly all; what follows would say the same
        return self._until_steady(text, _PASSES)

    def _until_steady(self, text: str, passes: int) -> str:
        clean = self._once(text)
        return clean if clean == text or not passes else self._until_steady(clean, passes - 1)

    def _once(self, text: str) -> str:
        text = _without_secrets(text)
        return _ADDRESS.sub(self._address, text) if "@" in text or "%40" in text else text

    def tree(self, value: object) -> Any:  # noqa: ANN401 - a JSON tree of the same form
        """Redact every text of a JSON tree; a field whose name says secret is hidden whatever it holds."""
        match value:
            case str():
                return self.text(value)
            case list():
                return [self.tree(item) for item in cast("list[object]", value)]
            case dict():
                return {
                    self.text(key): HIDDEN if _hides(key, item) else self.tree(item)
                    for key, item in cast("dict[str, object]", value).items()
                }
            case _:
                return value

    def record(self, value: T) -> T:
        """Redact every text inside a record; parsed identifiers and enums stay as they are.

        A record without anything to hide is returned itself.
        """
        return cast("T", self._record(value))

    def _record(self, value: Any) -> Any:  # noqa: ANN401 - any value a record may hold
        way = _way(value.__class__)
        return value if way is None else way(self, value)

    def members(self, value: tuple[Any, ...]) -> tuple[Any, ...]:
        """Redact each member; the same tuple where nothing is to hide."""
        if not any(map(_way, set(map(type, value)))):
            return value
        after = tuple(map(self._record, value))
        return value if all(map(is_, after, value)) or after == value else after

    def mapping(self, value: Mapping[str, object]) -> Any:  # noqa: ANN401 - a JSON tree
        """Redact a JSON object."""
        return self.tree(dict(value))

    def fields(self, value: Any) -> Any:  # noqa: ANN401 - any dataclass
        """Redact the fields of a record; the same record where nothing is to hide."""
        kind = value.__class__
        changed: dict[str, Any] = {}
        for name, before in zip(field_names(kind), values_of(kind)(value), strict=True):
            way = _way(before.__class__)
            if way is None:
                continue
            is_recipients = name in RECIPIENT_FIELDS and issubclass(before.__class__, tuple)
            after = (HIDDEN_RECIPIENT,) * len(before) if is_recipients else way(self, before)
            if after is not before and after != before:
                changed[name] = after
        return dataclasses.replace(value, **changed) if changed else value

    def _address(self, match: re.Match[str]) -> str:
        return match.group() if match.group().casefold() in self._known else HIDDEN_ADDRESS


_Way = Callable[[Redactor, Any], Any]


@cache
def _way(kind: type[Any]) -> _Way | None:
    """Say how values of a type are redacted; None = nothing can hide in one."""
    if issubclass(kind, (*_UNREDACTED, Enum)) or kind.__module__ in PARSED:
        return None
    ways: tuple[tuple[type, _Way], ...] = (
        (str, Redactor.text),
        (tuple, Redactor.members),
        (Mapping, Redactor.mapping),
    )
    for one, way in ways:
        if issubclass(kind, one):
            return way
    return Redactor.fields if dataclasses.is_dataclass(kind) else None


def _hides(key: str, value: object) -> bool:
    return value is not None and _SECRET_NAME.search(key) is not None
