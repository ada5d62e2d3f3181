"""The only way out: secrets and recipients' data are taken from every text before it is shown or kept.

Identifiers (GUIDs, resource ids, host names) stay: a report without them is of no use. Operators' names stay in what remains
on this machine and become pseudonyms with `share`.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")

GONE = "[removed]"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in (
        # Authorization headers and bare tokens: Entra's are JSON web tokens, three base64url parts.
        (r"\b(bearer|pop|basic)\s+[a-z0-9._~+/=-]{12,}", r"\1 [removed]"),
        (r"\beyJ[a-z0-9_-]{8,}\.[a-z0-9_-]+(\.[a-z0-9_-]*)?", GONE),
        (
            r"\btype(=|%3d)(aad|master)(&|%26)ver(=|%3d)[0-9.]+(&|%26)sig(=|%3d)[^\s\"'&,;]+",
            r"type=\2&sig=[removed]",
        ),
        # Connection strings, shared access signatures, password-like fields of forms, JSON and URLs.
        (
            r"\b(accountkey|sharedaccesskey|sharedaccesssignature|sig|signature|client_?secret|client_assertion|secrettext"
            r"|password|passwd|pwd|access_token|refresh_token|id_token|assertion|x-api-key)"
            r"(\"?\s*(?:=|:|%3d)\s*\"?)(?!\[removed\])[^\s\"'&;,<>]{3,}",
            r"\1\2[removed]",
        ),
        (r"(https?://)[^\s/@:]+:[^\s/@]+@", r"\1[removed]@"),
        # Account keys: 64 bytes in base64.
        (r"(?<![a-z0-9+/])[a-z0-9+/]{86}==", GONE),
        (r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)", GONE),
        # Entra's client secrets: 3 characters, a digit, Q~, then the rest.
        (r"(?<![a-z0-9_~.-])[a-z0-9_~.-]{3}\dq~[a-z0-9_~.-]{31,34}", GONE),
    )
)
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)


def redact(text: str, *, share: bool = False, keep_mail: bool = True) -> str:
    """Take secrets out of a text.

    Args:
        text: anything.
        share: replace mail addresses by stable pseudonyms.
        keep_mail: False where addresses can only be recipients': pasted texts and service messages.
    """
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    if share:
        return _MAIL.sub(lambda found: pseudonym(found[0]), text)
    return text if keep_mail else _MAIL.sub("[address removed]", text)


def pseudonym(name: str) -> str:
    """Give a stable stand-in for a person: the same name gives the same one."""
    return f"person-{hashlib.sha256(name.lower().encode()).hexdigest()[:8]}"


def redacted(value: T, *, share: bool = False) -> T:
    """Take secrets out of every text of a record: dataclasses, tuples, lists and mappings."""
    return _mapped(value, lambda text: redact(text, share=share))


def _mapped(value: Any, change: Callable[[str], str]) -> Any:  # noqa: ANN401 - walks any record
    if isinstance(value, str):
        return change(value) if type(value) is str else value
    if isinstance(value, tuple | list):
        return type(value)(_mapped(each, change) for each in value)
    if isinstance(value, dict):
        return {key: _mapped(each, change) for key, each in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {
            field.name: _mapped(getattr(value, field.name), change)
            for field in dataclasses.fields(value)
            if field.init
        }
        return dataclasses.replace(value, **fields)
    return value
