"""Text of a service, made fit to be quoted: no tokens, no control characters, one line, short."""

from __future__ import annotations

import re

_SECRETS = (
    re.compile(r"eyJ[\w-]{6,}(\.[\w-]*){1,4}"),  # a JSON Web Token, whole or cut
    re.compile(r"(?<=[Bb]earer )[^\s\"',]+"),
    re.compile(
        r"(?i)(?<![\w-])((?:client_?(?:secret|assertion)|(?:access|refresh|id)_?token|assertion"
        r"|pass(?:word|wd)?|secret|sig(?:nature)?|(?:account|shared_?access)_?key|api-?key)"
        r"[\"']?\s*[=:]\s*[\"']?)[^\s\"'&,;}]+"
    ),
)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]+")
HIDDEN = "***"


def scrubbed(text: str, limit: int = 300) -> str:
    """Return the text on one line, without anything that looks like a secret, cut to a length."""
    for pattern in _SECRETS[:2]:
        text = pattern.sub(HIDDEN, text)
    text = _SECRETS[2].sub(rf"\g<1>{HIDDEN}", text)
    text = _CONTROL.sub(" ", text).strip()
    return text if len(text) <= limit else text[: limit - 1] + "…"
