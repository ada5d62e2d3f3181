"""Is the text free of tokens and secrets?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.ajo import payload_kinds as k
from checks.ajo.payload.reading import is_variable
from diagnostics import Beside, Lint, Remark, Request

# By how each begins, in lower case: a plain search for the beginning is many times faster than an expression over a
# whole payload. "eyJ" is the beginning of every JSON object in base64: a token of IMS is a JSON Web Token.
_TOKENS = {
    "eyj": r"(?<![A-Za-z0-9_-])(?-i:eyJ)[A-Za-z0-9_-]{12,}(?:\.[A-Za-z0-9_-]+)*",
    "bearer": r"\bBearer\s+(?!eyJ)([A-Za-z0-9._~+/=-]{16,})",
}
_SECRETS = {
    "client": r"client[_-]?secret(?:\\*[\"'])?\s*(?:[=:]|%3D)\s*(?:\\*[\"'])?([^\s\"'&\\^`]{6,})",
    "p8e-": r"(?<![A-Za-z0-9_-])p8e-[A-Za-z0-9_-]{12,}",
    "s8e-": r"(?<![A-Za-z0-9_-])s8e-[A-Za-z0-9_-]{12,}",
    "jwt_token": r"\bjwt_token(?:\\*[\"'])?\s*[=:]",
}
# Letters outside ASCII may change their number in lower case, and the places would shift.
_LOWER = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_LOCKED_OUT = "Whoever sees this text can call as you until it expires (about 24 hours)."


def judge(request: Request, beside: Beside) -> Iterator[Remark]:  # noqa: ARG001 - every rule has it
    """Find tokens and secrets anywhere in the text, and the ended way to a token; nothing of them is said."""
    if request.url and "/ims/exchange/jwt" in request.url:
        yield Remark(
            k.JWT_EXCHANGE,
            request.url_at,
            "/ims/exchange/jwt serves service accounts (JWT), which ended on 2025-06-30; use OAuth server-to-server,"
            " POST /ims/token/v3.",
        )
    for option in request.options:
        if option.name == "--user" and ":" in option.value and not is_variable(option.value):
            yield Remark(
                k.SECRET_PASTED,
                option.at,
                "--user carries a password; the API takes a token alone.",
            )
    if request.is_first:
        yield from _in_text(request.text)


def _in_text(text: str) -> Iterator[Remark]:
    lowered = text.lower() if text.isascii() else text.translate(_LOWER)
    for at in _found(text, lowered, _TOKENS):
        yield Remark(k.TOKEN_PASTED, at, f"An access token stands here. {_LOCKED_OUT}")
    for at in _found(text, lowered, _SECRETS):
        yield Remark(
            k.SECRET_PASTED,
            at,
            "A client secret or a signed assertion stands here. Make a new one and delete this one.",
        )


def _found(text: str, lowered: str, patterns: dict[str, str]) -> Iterator[int]:
    """Give where each begins, once: a name with its value is one secret, however many patterns know it."""
    last = 0
    for at, end in sorted(_matches(text, lowered, patterns)):
        if at >= last:
            yield at
        last = max(last, end)


def _matches(text: str, lowered: str, patterns: dict[str, str]) -> Iterator[tuple[int, int]]:
    for beginning, pattern in patterns.items():
        at = lowered.find(beginning)
        while at >= 0:
            match = re.compile(pattern, re.IGNORECASE).match(text, at)
            if match and not is_variable(match.group()):
                yield match.span()
            at = lowered.find(beginning, at + 1)


LINT = Lint(
    id="ajo.payload.secrets",
    title="The text holds no token and no secret",
    kinds=(k.TOKEN_PASTED, k.SECRET_PASTED, k.JWT_EXCHANGE),
    judge=judge,
)
