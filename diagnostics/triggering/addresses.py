"""What in a text could reach somebody: e-mail addresses, phone numbers, push tokens, however they are written.

Deliberately too strict: a test payload can be changed, a message that was sent cannot be taken back. Sources of the
shapes: RFC 5321 and 5322 (what stands before an @), ITU E.164 (at most 15 digits), Apple's and Google's push
documentation (64 hexadecimal digits; a colon and some hundred characters).
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

_ROUNDS = 5  # of decoding: %2540 is an @ too
_ESCAPE = re.compile(
    r"\\u([0-9a-fA-F]{4})|\\u\{([0-9a-fA-F]{1,6})\}|\\U([0-9a-fA-F]{8})|\\x([0-9a-fA-F]{2})"
    r"|=([0-9A-F]{2})(?![0-9A-Za-z])"
)
_TAG_AT = "\U000e0040"  # an invisible @ among the tag characters
# Only these part words: every other sign may be part of an address (RFC 5322, atext).
_BETWEEN = re.compile(r"[\s<>,;\"]+")
_GUID = re.compile(r"(?<![\w-])[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?![\w-])")
_INSTANT = re.compile(
    r"(?<![\d+])(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    r"(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![ ()./\\_-]{0,3}\d)"
)
_NUMBER = re.compile(
    r"(?:\+|tel:|(?<![^\W_])00|(?<![^\W_]))\(?\d(?:[ ()./\\_-]{0,3}\d)+", re.IGNORECASE
)
_DIALLED, _DIGITS = (
    6,
    9,
)  # digits from which on a number is one to dial: with a mark before it, and bare
_PUSH = re.compile(r"[0-9a-fA-F]{64,}|[\w-]{8,}:[\w-]{100,}|[\w-]{140,}")
_PUSH_NAME = re.compile(r"(?:push|device|registration|fcm|apns).*(?:token|id)", re.IGNORECASE)
_PHONE_NAME = re.compile(
    r"phone|mobile|msisdn|whatsapp|^sms|^tel(?:ephone)?$|^fax|^cell", re.IGNORECASE
)
_FEW_DIGITS = 4


def plain(text: str) -> str:
    """Write a text as a careless reader would read it: unescaped, folded to ordinary characters, invisible ones gone."""
    for _ in range(_ROUNDS):
        opened = _ESCAPE.sub(_char, html.unescape(unquote(text)))
        if opened == text:
            break
        text = opened
    folded = unicodedata.normalize("NFKC", text.replace(_TAG_AT, "@"))
    return "".join(_digit(char) for char in folded if unicodedata.category(char) != "Cf")


def _char(match: re.Match[str]) -> str:
    number = int(next(group for group in match.groups() if group), 16)
    return chr(number) if number < 0x110000 else ""  # noqa: PLR2004 - the end of Unicode


def _digit(char: str) -> str:
    return str(unicodedata.digit(char)) if unicodedata.category(char) == "Nd" else char


def same(one: str, listed: str) -> bool:
    """Tell whether two addresses are one: e-mail in any case, all else to the letter.

    Only ASCII has its case folded: the Kelvin sign is a k to a case-blind eye, and another mailbox to a server.
    """
    if one == listed:
        return True
    is_mail = "@" in one and one.isascii() and listed.isascii()
    return is_mail and one.lower() == listed.lower()


def in_text(text: str, name: str = "") -> Iterator[str]:
    """Give every part of a text that could reach somebody.

    Args:
        text: any text of a payload.
        name: of the field it stands in, which may tell what it is.

    Yields:
        the words as they stand in the text, so far as they stand there; a word that only shows when it is decoded
        as its decoded form, which no recipient's address equals.
    """
    read = plain(text)
    written = _with_at(text)
    for word in _with_at(read):
        if word in written:
            written.remove(word)
            yield word
        else:
            yield f"(hidden) {word}"
    yield from (f"(hidden) {word}" for word in written)
    yield from _numbers(text, read, name)
    yield from _tokens(text, read, name)


def _with_at(text: str) -> list[str]:
    words = (word.rstrip(".!?") for word in _BETWEEN.split(text))
    return [word for word in words if "@" in word]


def _numbers(text: str, read: str, name: str) -> Iterator[str]:
    is_phone = bool(_PHONE_NAME.search(plain(name)))
    least = _FEW_DIGITS if is_phone else _DIGITS
    rest = _INSTANT.sub(" | ", _GUID.sub(" | ", read))
    for match in _NUMBER.finditer(rest):
        word = match.group()
        digits = sum(char.isdigit() for char in word)
        is_marked = word[0] == "+" or word.startswith("00") or word[:4].lower() == "tel:"
        if digits >= (min(least, _DIALLED) if is_marked else least):
            yield word if word in text else f"(hidden) {word}"


def _tokens(text: str, read: str, name: str) -> Iterator[str]:
    if _PUSH_NAME.search(plain(name)) and text.strip():
        yield text
        return
    for word in _BETWEEN.split(read):
        if _PUSH.fullmatch(word):
            yield word if word in text else f"(hidden) {word}"
